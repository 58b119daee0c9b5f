//! A downloaded body as lines of text, each with the line of the page that it is from.
//!
//! Owns: the encoding, line ends, HTML. Does not know what a table is.

mod html;

use thiserror::Error;

/// The most lines with text that are read, more than twenty times as many as the page has.
pub const PAGE_LINES_MAX: usize = 1_000_000;

/// A page, read: its lines that are not blank.
///
/// ```
/// use benner::page::Page;
///
/// let page = Page::read(b"<pre>\r\n one <b>&amp;</b> two\r\n</pre>".to_vec())?;
/// let lines: Vec<_> = page.lines().map(|line| (line.number, line.text)).collect();
/// assert_eq!(lines, [(2, " one & two")]);
/// # Ok::<(), benner::page::TooManyLines>(())
/// ```
#[derive(Debug, Default)]
pub struct Page {
    text: String,
    lines: Vec<Extent>,
}

/// A line of a [`Page`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<'a> {
    /// Where it begins in the page as it was downloaded, counted from 1.
    pub number: usize,
    /// What a reader of the page sees, with blanks for tabs and for blanks that do not break.
    pub text: &'a str,
}

/// The page has more lines than a table of asteroids can have.
#[derive(Debug, Error)]
#[error("the page has more than {PAGE_LINES_MAX} lines")]
pub struct TooManyLines;

#[derive(Debug)]
struct Extent {
    number: usize,
    start: usize,
    end: usize,
}

impl Page {
    /// Reads plain text or HTML, whichever it is: what the server calls it is not asked.
    ///
    /// # Errors
    ///
    /// Where the page has more than [`PAGE_LINES_MAX`] lines.
    pub fn read(body: Vec<u8>) -> Result<Self, TooManyLines> {
        let source = decode(body);
        let mut lines = Lines::default();
        if html::is_html(&source) {
            html::read(&source, &mut lines)?;
        } else {
            lines.text(&source, 1)?;
        }
        lines.finish()
    }

    /// The lines that are not blank, from top to bottom.
    pub fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        self.lines.iter().map(|&Extent { number, start, end }| Line {
            number,
            text: self.text.get(start..end).unwrap_or_default(),
        })
    }
}

/// UTF-8 where it is that; otherwise Latin-1, in which every byte is a character. Lines end in LF.
fn decode(body: Vec<u8>) -> String {
    let text = String::from_utf8(body)
        .unwrap_or_else(|it| it.as_bytes().iter().map(|&byte| char::from(byte)).collect());
    let text = match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    };
    // As a browser reads it. Lines are counted by their ends.
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text }
}

/// A [`Page`] in the making.
#[derive(Debug, Default)]
struct Lines {
    page: Page,
    /// Where the line that is being written begins, in the text and in the source.
    open: Option<(usize, usize)>,
}

impl Lines {
    /// Adds text whose first character stands on line `number` of the source. Line ends count.
    fn text(&mut self, text: &str, number: usize) -> Result<(), TooManyLines> {
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                self.end_line()?;
            }
            self.words(line, number.saturating_add(index));
        }
        Ok(())
    }

    /// Adds text to the line that is being written. Line ends in it are blanks.
    fn words(&mut self, text: &str, number: usize) {
        if text.is_empty() {
            return;
        }
        self.open.get_or_insert((self.page.text.len(), number));
        let blank = |it: char| matches!(it, '\u{a0}' | '\t' | '\n');
        self.page.text.extend(text.chars().map(|it| if blank(it) { ' ' } else { it }));
    }

    fn end_line(&mut self) -> Result<(), TooManyLines> {
        let Some((start, number)) = self.open.take() else { return Ok(()) };
        let end = start + self.page.text.get(start..).unwrap_or_default().trim_end().len();
        if end == start {
            self.page.text.truncate(start);
            return Ok(());
        }
        if self.page.lines.len() == PAGE_LINES_MAX {
            return Err(TooManyLines);
        }
        self.page.lines.push(Extent { number, start, end });
        Ok(())
    }

    fn finish(mut self) -> Result<Page, TooManyLines> {
        self.end_line()?;
        Ok(self.page)
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    #[track_caller]
    fn check(body: impl AsRef<[u8]>, expect: Expect) {
        let page = Page::read(body.as_ref().to_vec()).unwrap();
        let lines: Vec<_> = page.lines().map(|it| format!("{}|{}", it.number, it.text)).collect();
        expect.assert_eq(&lines.join("\n"));
    }

    #[test]
    fn plain_text_keeps_its_columns_and_loses_its_blank_lines() {
        check(
            "one  two\r\n\r\n  \n   three\tfour  \n",
            expect![[r#"
                1|one  two
                4|   three four"#]],
        );
    }

    #[test]
    fn a_less_than_sign_in_prose_is_no_markup() {
        check("a < b, and <see below>\n", expect!["1|a < b, and <see below>"]);
    }

    #[test]
    fn preformatted_text_keeps_its_lines_and_loses_its_markup() {
        check(
            "<html>\r\n<head><title>Delta-V</title></head><body>\r\n<pre>\r\nRANK\r\n  1 <a\r\nhref=x>2006 RH120</a>\r\n  2\r\n</pre></body>",
            expect![[r#"
                2|Delta-V
                4|RANK
                5|  1 2006 RH120
                7|  2"#]],
        );
    }

    #[test]
    fn entities_are_characters() {
        check("<pre>&#40;433&rpar;&nbsp;Eros &lt;&amp;&gt;</pre>", expect!["1|(433) Eros <&>"]);
    }

    #[test]
    fn a_row_of_a_table_is_a_line() {
        check(
            "<table><tr><th>RANK</th><th>NAME</th>\n<tr>\n<td>1</td>\n<td>(433)\nEros</td>\n<td></td></tr></table>",
            expect![[r#"
                1|  RANK  NAME
                2|   1   (433) Eros"#]],
        );
    }

    #[test]
    fn preformatted_text_in_a_cell_keeps_its_lines() {
        check(
            "<table><tr><td>\n<pre>\none\ntwo</pre>three</table>",
            expect![[r#"
                3|one
                4|two
                4|three"#]],
        );
    }

    #[test]
    fn scripts_styles_and_comments_are_not_read() {
        check(
            "<html><style>p{}</style><script>1 < 2; '<pre>'</script><!-- no -->\nyes",
            expect!["2|yes"],
        );
    }

    #[test]
    fn what_is_not_utf_8_is_latin_1() {
        check(b"\xef\xbb\xbfM\xc3\xbcller", expect!["1|Müller"]);
        check(b"M\xfcller", expect!["1|Müller"]);
    }
}
