//! Strings: their escapes, and what may not be in them.

use std::sync::Arc;

use super::{Fault, ParseErrorKind, Parser};
use crate::print::first_escape;

impl<'t> Parser<'t, '_> {
    /// A string whose opening quote is next.
    pub(super) fn string(&mut self) -> Result<Arc<str>, Fault> {
        self.at += 1;
        let plain = self.plain()?;
        if self.take(b'"') {
            return Ok(plain.into());
        }
        let mut text = plain.to_owned();
        loop {
            self.escape(&mut text)?;
            text.push_str(self.plain()?);
            if self.take(b'"') {
                return Ok(text.into());
            }
        }
    }

    /// The text up to the next quote or backslash: no other byte that is to be escaped may stand here.
    fn plain(&mut self) -> Result<&'t str, Fault> {
        let start = self.at;
        let rest = self.text.as_bytes().get(start..).unwrap_or_default();
        self.at += first_escape(rest).unwrap_or(rest.len());
        match self.peek() {
            Some(b'"' | b'\\') => {}
            Some(_) => return self.fail(ParseErrorKind::ControlCharacter),
            None => return self.unexpected("the end of a string"),
        }
        // Both ends are at ASCII characters, so they are at character boundaries.
        Ok(self.text.get(start..self.at).unwrap_or_default())
    }

    /// An escape whose backslash is next.
    fn escape(&mut self, text: &mut String) -> Result<(), Fault> {
        let start = self.at;
        self.at += 1;
        let byte = self.peek();
        self.at += 1;
        text.push(match byte {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode(start, text),
            _ => return Err((ParseErrorKind::Escape, start)),
        });
        Ok(())
    }

    fn unicode(&mut self, start: usize, text: &mut String) -> Result<(), Fault> {
        let first = self.hex(start)?;
        let code = match first {
            0xd800..=0xdbff => {
                if !(self.take(b'\\') && self.take(b'u')) {
                    return Err((ParseErrorKind::LoneSurrogate, start));
                }
                let second = self.hex(start)?;
                if !(0xdc00..=0xdfff).contains(&second) {
                    return Err((ParseErrorKind::LoneSurrogate, start));
                }
                0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00)
            }
            _ => first,
        };
        text.push(char::from_u32(code).ok_or((ParseErrorKind::LoneSurrogate, start))?);
        Ok(())
    }

    fn hex(&mut self, start: usize) -> Result<u32, Fault> {
        let digits = self.text.get(self.at..self.at + 4);
        let digits = digits.filter(|it| it.bytes().all(|it| it.is_ascii_hexdigit()));
        let code = digits.and_then(|it| u32::from_str_radix(it, 16).ok());
        self.at += 4;
        code.ok_or((ParseErrorKind::Escape, start))
    }
}
