//! HTML to lines: the lines of preformatted text, the rows of tables, the blocks of prose.
//!
//! The grammar is html5gum's; here is only which tag ends a line.

use html5gum::{
    Span, Tokenizer,
    emitters::callback::{CallbackEmitter, CallbackEvent},
};

use super::{Lines, TooManyLines};

/// What only a page of HTML has in it.
const MARKS: [&str; 6] = ["!doctype", "html", "head", "body", "pre", "table"];

/// Tags that stand in the middle of a line; all others end it.
const INLINE: [&[u8]; 19] = [
    b"a", b"abbr", b"b", b"big", b"code", b"em", b"font", b"i", b"img", b"nobr", b"s", b"small",
    b"span", b"strong", b"sub", b"sup", b"tt", b"u", b"wbr",
];

/// Whether `source` is HTML, judged by its tags.
pub(super) fn is_html(source: &str) -> bool {
    source.match_indices('<').any(|(at, _)| {
        let rest = source.as_bytes().get(at + 1..).unwrap_or_default();
        MARKS.iter().any(|mark| {
            let (name, after) = rest.split_at_checked(mark.len()).unwrap_or_default();
            name.eq_ignore_ascii_case(mark.as_bytes())
                && after.first().is_some_and(|it| *it == b'>' || it.is_ascii_whitespace())
        })
    })
}

/// Reads `source` into `lines`.
pub(super) fn read(source: &str, lines: &mut Lines) -> Result<(), TooManyLines> {
    let mut reader = Reader { lines, numbers: Numbers::new(source), within: Within::default() };
    let emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, span: Span<usize>| {
        reader.event(&event, span.start).err()
    });
    match Tokenizer::new_with_emitter(source, emitter).next() {
        Some(Ok(error)) => Err(error),
        // Text in memory cannot fail to be read.
        Some(Err(never)) => match never {},
        None => Ok(()),
    }
}

struct Reader<'a, 'l> {
    lines: &'l mut Lines,
    numbers: Numbers<'a>,
    within: Within,
}

/// The open elements that matter.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "one may be open within another")]
struct Within {
    pre: bool,
    /// `tr`, whose line ends are blanks.
    row: bool,
    /// `script` or `style`: text for the browser.
    unseen: bool,
}

impl Reader<'_, '_> {
    fn event(&mut self, event: &CallbackEvent<'_>, at: usize) -> Result<(), TooManyLines> {
        match event {
            CallbackEvent::String { value } if !self.within.unseen => {
                let number = self.numbers.line_of(at);
                let text = String::from_utf8_lossy(value);
                if self.within.row && !self.within.pre {
                    self.lines.words(&text, number);
                    return Ok(());
                }
                self.lines.text(&text, number)
            }
            CallbackEvent::OpenStartTag { name } => self.tag(name, true, at),
            CallbackEvent::EndTag { name } => self.tag(name, false, at),
            _ => Ok(()),
        }
    }

    fn tag(&mut self, name: &[u8], opens: bool, at: usize) -> Result<(), TooManyLines> {
        match name {
            b"script" | b"style" => self.within.unseen = opens,
            b"td" | b"th" => {
                if opens {
                    self.within.row = true;
                    // Two blanks, which no name has in it.
                    let number = self.numbers.line_of(at);
                    self.lines.words("  ", number);
                }
                return Ok(());
            }
            b"tr" => self.within.row = opens,
            b"table" => self.within.row = false,
            b"pre" => self.within.pre = opens,
            _ if INLINE.contains(&name) => return Ok(()),
            _ => {}
        }
        self.lines.end_line()
    }
}

/// Line numbers of places that are asked for in order.
struct Numbers<'a> {
    source: &'a [u8],
    at: usize,
    number: usize,
}

impl<'a> Numbers<'a> {
    fn new(source: &'a str) -> Self {
        Self { source: source.as_bytes(), at: 0, number: 1 }
    }

    fn line_of(&mut self, at: usize) -> usize {
        let passed = self.source.get(self.at..at).unwrap_or_default();
        self.number += passed.split(|&byte| byte == b'\n').skip(1).count();
        self.at = self.at.max(at);
        self.number
    }
}
