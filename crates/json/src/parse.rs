//! From text to a [`Value`], strictly as RFC 8259 has it, with or without the places of things.

mod error;
mod string;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use error::{ParseError, ParseErrorKind};

use crate::positions::{Entry, Inside, Node};
use crate::{Array, Duplicate, Number, Object, Pointer, Positions, Span, Value};

/// How deep arrays and objects may be nested in a text. Twice what `serde_json` reads, and far from the
/// end of any stack.
pub const DEPTH_MAX: usize = 256;

/// Parses a text and keeps where each value and each key stands.
///
/// # Errors
///
/// As [`Value::parse`].
pub fn parse_with_positions(text: &str) -> Result<(Value, Positions), ParseError> {
    let mut duplicates = Vec::new();
    let (value, root) = document::<true>(text, &mut duplicates)?;
    Ok((value, Positions { root, duplicates }))
}

/// Parses a text.
pub(crate) fn parse(text: &str) -> Result<Value, ParseError> {
    document::<false>(text, &mut Vec::new()).map(|(value, _)| value)
}

fn document<const PLACES: bool>(
    text: &str,
    duplicates: &mut Vec<Duplicate>,
) -> Result<(Value, Node), ParseError> {
    let mut parser = Parser { text, at: 0, depth: 0, place: Pointer::root(), duplicates };
    let parsed = parser.document::<PLACES>();
    parsed.map_err(|(kind, offset)| ParseError::new(kind, text, offset))
}

/// What is wrong, and at which byte.
type Fault = (ParseErrorKind, usize);

struct Parser<'t, 'd> {
    text: &'t str,
    at: usize,
    depth: usize,
    place: Pointer,
    duplicates: &'d mut Vec<Duplicate>,
}

impl Parser<'_, '_> {
    fn document<const PLACES: bool>(&mut self) -> Result<(Value, Node), Fault> {
        if self.text.starts_with('\u{feff}') {
            return self.fail(ParseErrorKind::ByteOrderMark);
        }
        self.blanks()?;
        let parsed = self.value::<PLACES>()?;
        self.blanks()?;
        if self.peek().is_some() {
            return self.fail(ParseErrorKind::TextBehind);
        }
        Ok(parsed)
    }

    fn value<const PLACES: bool>(&mut self) -> Result<(Value, Node), Fault> {
        let start = self.at;
        let (value, inside) = match self.peek() {
            Some(b'{') => self.nested(Self::object::<PLACES>)?,
            Some(b'[') => self.nested(Self::array::<PLACES>)?,
            Some(b'"') => (Value::String(self.string()?), Inside::Leaf),
            Some(b'-' | b'0'..=b'9') => (Value::Number(self.number()?), Inside::Leaf),
            Some(b't') => (self.word("true", Value::Bool(true))?, Inside::Leaf),
            Some(b'f') => (self.word("false", Value::Bool(false))?, Inside::Leaf),
            Some(b'n') => (self.word("null", Value::Null)?, Inside::Leaf),
            _ => return self.unexpected("a value"),
        };
        Ok((value, Node { span: Span { start, end: self.at }, inside }))
    }

    fn nested(
        &mut self,
        container: impl FnOnce(&mut Self) -> Result<(Value, Inside), Fault>,
    ) -> Result<(Value, Inside), Fault> {
        if self.depth == DEPTH_MAX {
            return self.fail(ParseErrorKind::TooDeep);
        }
        self.depth += 1;
        self.at += 1;
        self.blanks()?;
        let parsed = container(self)?;
        self.depth -= 1;
        Ok(parsed)
    }

    fn array<const PLACES: bool>(&mut self) -> Result<(Value, Inside), Fault> {
        let (mut items, mut nodes) = (Vec::new(), Vec::new());
        if self.take(b']') {
            return Ok((Value::Array(Array::new()), Inside::Array(nodes)));
        }
        loop {
            let outer = self.enter::<PLACES>(items.len());
            let (value, node) = self.value::<PLACES>()?;
            self.leave::<PLACES>(outer);
            items.push(value);
            if PLACES {
                nodes.push(node);
            }
            self.blanks()?;
            if self.take(b']') {
                return Ok((Value::Array(Array::from(items)), Inside::Array(nodes)));
            }
            self.comma("`,` or `]`")?;
        }
    }

    fn object<const PLACES: bool>(&mut self) -> Result<(Value, Inside), Fault> {
        let (mut fields, mut entries) = (Vec::<(Arc<str>, Value)>::new(), Vec::<Entry>::new());
        let mut seen = BTreeMap::new();
        if self.take(b'}') {
            return Ok((Value::Object(Object::new()), Inside::Object(entries)));
        }
        loop {
            let (key, span) = self.key()?;
            let outer = self.enter::<PLACES>(&key);
            let (value, node) = self.value::<PLACES>()?;
            if PLACES {
                if let Some(first) = seen.insert(Arc::clone(&key), span) {
                    let pointer = self.place.clone();
                    self.duplicates.push(Duplicate { pointer, first, again: span });
                }
                entries.push(Entry { key: Arc::clone(&key), span, node });
            }
            self.leave::<PLACES>(outer);
            fields.push((key, value));
            self.blanks()?;
            if self.take(b'}') {
                let object = fields.into_iter().collect::<Object>();
                return Ok((Value::Object(object), Inside::Object(entries)));
            }
            self.comma("`,` or `}`")?;
        }
    }

    /// A key and the colon behind it.
    fn key(&mut self) -> Result<(Arc<str>, Span), Fault> {
        let start = self.at;
        if self.peek() != Some(b'"') {
            return self.unexpected("a key in double quotes");
        }
        let key = self.string()?;
        let span = Span { start, end: self.at };
        self.blanks()?;
        if !self.take(b':') {
            return self.unexpected("`:`");
        }
        self.blanks()?;
        Ok((key, span))
    }

    /// Goes one step further in, and gives back where it was.
    fn enter<const PLACES: bool>(&mut self, token: impl std::fmt::Display) -> Pointer {
        if PLACES {
            let inner = self.place.join(token);
            std::mem::replace(&mut self.place, inner)
        } else {
            Pointer::root()
        }
    }

    fn leave<const PLACES: bool>(&mut self, outer: Pointer) {
        if PLACES {
            self.place = outer;
        }
    }

    fn comma(&mut self, expected: &'static str) -> Result<(), Fault> {
        let comma = self.at;
        if !self.take(b',') {
            return self.unexpected(expected);
        }
        self.blanks()?;
        if matches!(self.peek(), Some(b']' | b'}')) {
            return Err((ParseErrorKind::TrailingComma, comma));
        }
        Ok(())
    }

    fn number(&mut self) -> Result<Number, Fault> {
        let start = self.at;
        self.take(b'-');
        let leading_zero = self.peek() == Some(b'0');
        let whole = self.digits()?;
        if leading_zero && whole > 1 {
            return Err((ParseErrorKind::LeadingZero, start));
        }
        let mut integer = true;
        if self.take(b'.') {
            integer = false;
            self.digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            integer = false;
            let _signed = self.take(b'+') || self.take(b'-');
            self.digits()?;
        }
        let text = self.text.get(start..self.at).unwrap_or_default();
        if integer {
            if let Ok(it) = text.parse::<i64>() {
                return Ok(Number::Int(it));
            }
            if let Ok(it) = text.parse::<u64>() {
                return Ok(Number::UInt(it));
            }
        }
        let double = text.parse::<f64>().ok().and_then(Number::from_f64);
        double.ok_or((ParseErrorKind::NumberTooLarge, start))
    }

    /// Passes over at least one digit, and says over how many.
    fn digits(&mut self) -> Result<usize, Fault> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at == start { self.unexpected("a digit") } else { Ok(self.at - start) }
    }

    fn word(&mut self, word: &str, value: Value) -> Result<Value, Fault> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let whole = rest.strip_prefix(word).is_some_and(|behind| {
            !behind.starts_with(|it: char| it.is_alphanumeric() || it == '_')
        });
        if !whole {
            return self.unexpected("a value");
        }
        self.at += word.len();
        Ok(value)
    }

    fn blanks(&mut self) -> Result<(), Fault> {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
        if matches!(self.peek(), Some(b'/' | b'#')) {
            return self.fail(ParseErrorKind::Comment);
        }
        Ok(())
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        let there = self.peek() == Some(byte);
        if there {
            self.at += 1;
        }
        there
    }

    fn fail<T>(&self, kind: ParseErrorKind) -> Result<T, Fault> {
        Err((kind, self.at))
    }

    fn unexpected<T>(&self, expected: &'static str) -> Result<T, Fault> {
        let found = self.text.get(self.at..).and_then(|it| it.chars().next());
        self.fail(match found {
            None => ParseErrorKind::Unfinished { expected },
            Some('\'') => ParseErrorKind::SingleQuote,
            Some(found) => ParseErrorKind::Unexpected { found, expected },
        })
    }
}
