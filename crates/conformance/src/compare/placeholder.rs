//! Placeholders: masked parts of recorded texts, such as `<uuid:1>` and `<timestamp>`.

use std::collections::BTreeMap;

/// What numbered placeholders stand for, once it is known.
pub(super) type Bindings = BTreeMap<String, String>;

/// A piece of a text with placeholders in it.
#[derive(Debug, PartialEq)]
pub(super) enum Piece<'a> {
    Literal(&'a str),
    /// `<iso8601>`: a timestamp.
    Iso8601,
    /// Without a number: anything.
    Any,
    /// With a number: the same text wherever it occurs. The whole placeholder.
    Numbered(&'a str),
}

/// Takes a text apart.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut from, mut at) = (0, 0);
    while let Some(open) = text.get(at..).and_then(|it| it.find('<')).map(|it| at + it) {
        let close = text.get(open..).and_then(|it| it.find('>')).map(|it| open + it);
        let inside = close.and_then(|close| text.get(open + 1..close));
        match (close, inside.and_then(placeholder)) {
            (Some(close), Some(is_numbered)) => {
                pieces.extend(text.get(from..open).filter(|it| !it.is_empty()).map(Piece::Literal));
                let whole = text.get(open..=close).unwrap_or_default();
                pieces.push(match (whole, is_numbered) {
                    ("<iso8601>", _) => Piece::Iso8601,
                    (whole, true) => Piece::Numbered(whole),
                    (_, false) => Piece::Any,
                });
                (from, at) = (close + 1, close + 1);
            }
            _ => at = open + 1,
        }
    }
    pieces.extend(text.get(from..).filter(|it| !it.is_empty()).map(Piece::Literal));
    pieces
}

/// Whether the text between `<` and `>` is a placeholder's, and then whether it has a number.
fn placeholder(inside: &str) -> Option<bool> {
    let (name, number) = match inside.split_once(':') {
        Some((name, number)) => (name, Some(number)),
        None => (inside, None),
    };
    let begins = name.starts_with(|it: char| it.is_ascii_alphabetic());
    let goes_on = name.chars().all(|it| it.is_ascii_alphanumeric() || "_.- ".contains(it));
    let is_number =
        |it: &str| !it.is_empty() && !it.contains(['<', '"']) && !it.contains(char::is_whitespace);
    (begins && goes_on && number.is_none_or(is_number)).then_some(number.is_some())
}

/// Whether a text fills the pieces; then what the numbered ones stand for.
pub(super) fn fill(pieces: &[Piece<'_>], text: &str, bindings: &Bindings) -> Option<Bindings> {
    let Some((piece, rest)) = pieces.split_first() else {
        return text.is_empty().then(|| bindings.clone());
    };
    let known = match piece {
        Piece::Literal(it) => Some(*it),
        Piece::Numbered(name) => bindings.get(*name).map(String::as_str),
        Piece::Iso8601 | Piece::Any => None,
    };
    if let Some(known) = known {
        return fill(rest, text.strip_prefix(known)?, bindings);
    }
    let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
    for end in ends {
        let (taken, after) = text.split_at(end);
        let mut bindings = bindings.clone();
        match piece {
            Piece::Iso8601 if !is_iso8601(taken) => continue,
            Piece::Numbered(name) => _ = bindings.insert((*name).to_owned(), taken.to_owned()),
            Piece::Iso8601 | Piece::Any | Piece::Literal(_) => {}
        }
        if let Some(filled) = fill(rest, after, &bindings) {
            return Some(filled);
        }
    }
    None
}

/// `YYYY-MM-DDThh:mm:ss[.fff](Z or offset)`.
pub(super) fn is_iso8601(text: &str) -> bool {
    const FORM: &str = "0000-00-00T00:00:00";
    let has_form = text.len() >= FORM.len()
        && FORM.bytes().zip(text.bytes()).all(|(form, it)| match form {
            b'0' => it.is_ascii_digit(),
            other => it == other,
        });
    let rest = text.get(FORM.len()..).unwrap_or_default();
    text == "<iso8601>"
        || (has_form && rest.chars().all(|it| it.is_ascii_digit() || ".,Z+-:".contains(it)))
}
