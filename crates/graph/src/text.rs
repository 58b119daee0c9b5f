//! How wide text is, and how it is cut to fit. Knows no fonts: a picture is drawn with whichever font
//! the viewer has, so widths are estimates on the generous side.

/// How wide the text is at this size, in pixels.
pub(crate) fn width(text: &str, font_size: f64) -> f64 {
    text.chars().map(advance).sum::<f64>() * font_size
}

/// Breaks the text into at most `lines_max` lines; the last one ends in `…` where more would follow.
pub(crate) fn wrap(text: &str, font_size: f64, width_max: f64, lines_max: usize) -> Vec<String> {
    let fits = |line: &str| width(line.trim_end(), font_size) <= width_max;
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for piece in pieces(text) {
        if fits(&format!("{line}{piece}")) {
            line.push_str(&piece);
            continue;
        }
        if !line.trim().is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        line.clear();
        // A piece that is too wide for a line of its own is broken anywhere.
        for character in piece.chars() {
            if !line.is_empty() && !fits(&format!("{line}{character}")) {
                lines.push(std::mem::take(&mut line));
            }
            line.push(character);
        }
    }
    lines.push(line);
    let rest = lines.split_off(lines.len().min(lines_max));
    if !rest.is_empty()
        && let Some(last) = lines.pop()
    {
        lines.push(cut(&format!("{last}{}", rest.concat()), font_size, width_max));
    }
    lines.iter().map(|it| it.trim().to_owned()).collect()
}

/// The text in one line; where it is too wide, cut anywhere, with `…`.
pub(crate) fn cut(text: &str, font_size: f64, width_max: f64) -> String {
    if width(text, font_size) <= width_max {
        return text.to_owned();
    }
    let mut room = width_max - width("…", font_size);
    let fits = |character: &char| {
        room -= advance(*character) * font_size;
        room >= 0.0
    };
    let head: String = text.chars().take_while(fits).collect();
    format!("{}…", head.trim_end())
}

/// Where a line may be broken: after blanks and punctuation that joins words, and before a hump of
/// `CamelCase`.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut before = ' ';
    for character in text.chars() {
        let hump = before.is_lowercase() && character.is_uppercase();
        let joint = matches!(before, ' ' | '-' | '_' | '/' | '.' | ':' | ',') && character != ' ';
        let breaks = (hump || joint) && pieces.last().is_some_and(|it| !it.is_empty());
        match pieces.last_mut() {
            Some(piece) if !breaks => piece.push(character),
            _ => pieces.push(character.into()),
        }
        before = character;
    }
    pieces
}

/// The width of a character in ems: the usual sans-serif fonts, semibold, rounded up.
fn advance(character: char) -> f64 {
    match character {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' => 0.32,
        'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '{' | '}' | '/' | '\\' | '-' | '"' | '`' => 0.42,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '…' => 0.94,
        'A'..='Z' | '&' | '+' | '=' | '<' | '>' | '~' | '#' => 0.75,
        ' '..='~' => 0.63,
        // Scripts whose characters fill the square.
        '\u{1100}'.. => 1.05,
        _ => 0.68,
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    #[track_caller]
    fn check(text: &str, width_max: f64, expect: Expect) {
        let lines = wrap(text, 10.0, width_max, 2);
        assert!(lines.iter().all(|line| width(line, 10.0) <= width_max), "{lines:?}");
        expect.assert_eq(&lines.join("|"));
    }

    #[test]
    fn what_fits_stays_in_one_line() {
        check("Wait For S3", 100.0, expect!["Wait For S3"]);
    }

    #[test]
    fn lines_break_between_words() {
        check("Download Initial Files", 100.0, expect!["Download Initial|Files"]);
    }

    #[test]
    fn lines_break_before_a_hump() {
        check("CheckStockPriceLambda", 90.0, expect!["CheckStock|PriceLambda"]);
    }

    #[test]
    fn a_word_wider_than_a_line_is_broken_anywhere() {
        check("aaaaaaaaaaaaaaaa", 60.0, expect!["aaaaaaaaa|aaaaaaa"]);
    }

    #[test]
    fn what_does_not_fit_into_the_lines_ends_in_an_ellipsis() {
        check(
            "Wait until the moon is in the seventh house",
            90.0,
            expect!["Wait until the|moon is in the…"],
        );
    }

    #[test]
    fn nothing_is_one_empty_line() {
        check("", 90.0, expect![""]);
    }
}
