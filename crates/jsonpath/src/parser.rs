//! From text to steps and conditions.

mod condition;
mod pattern;

use std::sync::Arc;

use crate::ast::{Function, Step};
use crate::error::ParseError;

/// How deep conditions and filters may be nested.
const DEPTH_MAX: usize = 64;

/// Reads a text character by character.
pub(crate) struct Parser<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
}

type Parsed<T> = Result<T, ParseError>;

impl<'t> Parser<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self { text, at: 0, depth: 0 }
    }

    /// The steps of a path up to where it ends.
    pub(crate) fn steps(&mut self) -> Parsed<Vec<Step>> {
        let mut steps: Vec<Step> = Vec::new();
        loop {
            if self.take("..") {
                steps.push(Step::Descendants);
                steps.push(if self.peek() == Some('[') {
                    self.bracket()?
                } else {
                    self.name_step()?
                });
            } else if self.take(".") {
                // `.['name']` is accepted: a dot before a bracket.
                steps.push(if self.peek() == Some('[') {
                    self.bracket()?
                } else {
                    self.name_step()?
                });
            } else if self.peek() == Some('[') {
                steps.push(self.bracket()?);
            } else {
                return Ok(steps);
            }
            if matches!(steps.last(), Some(Step::Function(_))) {
                return Ok(steps);
            }
        }
    }

    fn name_step(&mut self) -> Parsed<Step> {
        if self.take("*") {
            return Ok(Step::Wildcard);
        }
        let start = self.at;
        while self.peek().is_some_and(is_name_character) {
            self.bump();
        }
        let name = self.since(start);
        if name.is_empty() {
            return self.fail("a name, `*` or `[` was expected");
        }
        if self.take("()") {
            let found = Function::ALL.iter().find(|(it, _)| *it == name);
            return match found {
                Some((_, function)) => Ok(Step::Function(*function)),
                None => self.fail(&format!("there is no function `{name}()`")),
            };
        }
        Ok(Step::Key(name.into()))
    }

    fn bracket(&mut self) -> Parsed<Step> {
        self.expect("[")?;
        self.blanks();
        let step = match self.peek() {
            Some('*') => {
                self.bump();
                Step::Wildcard
            }
            Some('?') => {
                self.bump();
                self.blanks();
                self.expect("(")?;
                let condition = self.condition()?;
                self.expect(")")?;
                Step::Filter(Box::new(condition))
            }
            Some('\'' | '"') => self.keys()?,
            Some(it) if it == '-' || it == ':' || it.is_ascii_digit() => self.indices()?,
            _ => return self.fail("a name in quotes, an index, a slice, `*` or `?(` was expected"),
        };
        self.blanks();
        self.expect("]")?;
        Ok(step)
    }

    fn keys(&mut self) -> Parsed<Step> {
        let first = self.quoted()?;
        let mut keys = vec![first];
        self.blanks();
        while self.take(",") {
            self.blanks();
            keys.push(self.quoted()?);
            self.blanks();
        }
        Ok(match keys.as_slice() {
            [only] => Step::Key(Arc::clone(only)),
            _ => Step::Keys(keys),
        })
    }

    fn indices(&mut self) -> Parsed<Step> {
        let first = self.integer()?;
        self.blanks();
        if self.take(":") {
            self.blanks();
            let last = self.integer()?;
            return Ok(Step::Slice(first, last));
        }
        let Some(first) = first else { return self.fail("an index was expected") };
        let mut indices = vec![first];
        while self.take(",") {
            self.blanks();
            match self.integer()? {
                Some(index) => indices.push(index),
                None => return self.fail("an index was expected"),
            }
            self.blanks();
        }
        Ok(match indices.as_slice() {
            [only] => Step::Index(*only),
            _ => Step::Indices(indices),
        })
    }

    /// An integer, if one is next.
    fn integer(&mut self) -> Parsed<Option<i64>> {
        let start = self.at;
        self.take("-");
        while self.peek().is_some_and(|it| it.is_ascii_digit()) {
            self.bump();
        }
        match self.since(start) {
            "" => Ok(None),
            text => match text.parse() {
                Ok(it) => Ok(Some(it)),
                Err(_) => self.fail("the index is too large"),
            },
        }
    }

    /// A text in single or double quotes.
    pub(crate) fn quoted(&mut self) -> Parsed<Arc<str>> {
        let Some(quote @ ('\'' | '"')) = self.peek() else {
            return self.fail("a text in quotes was expected");
        };
        self.bump();
        let mut text = String::new();
        loop {
            match self.bump() {
                Some(it) if it == quote => return Ok(text.into()),
                Some('\\') => match self.bump() {
                    Some(it) if it == quote || it == '\\' => text.push(it),
                    // Recorded: any other backslash is one.
                    Some(it) => text.extend(['\\', it]),
                    None => return self.fail("the text in quotes does not end"),
                },
                Some(it) => text.push(it),
                None => return self.fail("the text in quotes does not end"),
            }
        }
    }

    pub(crate) fn is_at_end(&self) -> bool {
        self.peek().is_none()
    }

    pub(crate) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(crate) fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(crate) fn position(&self) -> usize {
        self.at
    }

    pub(crate) fn since(&self, start: usize) -> &'t str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    pub(crate) fn bump(&mut self) -> Option<char> {
        let it = self.peek()?;
        self.at += it.len_utf8();
        Some(it)
    }

    pub(crate) fn take(&mut self, text: &str) -> bool {
        let there = self.rest().starts_with(text);
        if there {
            self.at += text.len();
        }
        there
    }

    pub(crate) fn expect(&mut self, text: &str) -> Parsed<()> {
        if self.take(text) { Ok(()) } else { self.fail(&format!("`{text}` was expected")) }
    }

    pub(crate) fn blanks(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.bump();
        }
    }

    pub(crate) fn fail<T>(&self, message: &str) -> Parsed<T> {
        let before = self.text.get(..self.at).unwrap_or_default();
        Err(ParseError {
            message: message.to_owned(),
            text: self.text.to_owned(),
            at: before.chars().count() + 1,
        })
    }
}

/// Whether a character may stand in a name after a dot: nothing that means something else.
pub(crate) fn is_name_character(it: char) -> bool {
    !matches!(
        it,
        '.' | '['
            | ']'
            | '('
            | ')'
            | ','
            | '\''
            | '"'
            | '='
            | '<'
            | '>'
            | '!'
            | '&'
            | '|'
            | '*'
            | '?'
            | '@'
            | ':'
    ) && !it.is_whitespace()
        && !it.is_control()
}
