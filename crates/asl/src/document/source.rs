//! [`Source`]: a text, and where in it everything stands.

use std::fmt;
use std::sync::Arc;

use stepwright_json::{LineColumn, Lines, Pointer, Positions, Span};

/// The text of a definition, and where in it everything stands.
#[derive(Clone)]
pub struct Source {
    file: Arc<str>,
    text: Arc<str>,
    lines: Lines,
    positions: Positions,
}

/// A place in a file, as a person counts: lines and columns from 1, columns in characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// The file's name; empty where the text is from no file.
    pub file: Arc<str>,
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

impl Source {
    pub(super) fn new(file: &str, text: &str, positions: Positions) -> Self {
        Self { file: file.into(), text: text.into(), lines: Lines::new(text), positions }
    }

    /// The file's name, as it was given.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where the value stands that a pointer points at; of something that is not there, where the
    /// nearest thing around it stands.
    pub fn locate(&self, at: &Pointer) -> Location {
        self.location(self.span(at))
    }

    /// Where the key stands whose value a pointer points at; of the whole, or of an item of an array,
    /// the same as [`locate`](Self::locate).
    pub fn locate_key(&self, at: &Pointer) -> Location {
        self.location(self.positions.key(at).unwrap_or_else(|| self.span(at)))
    }

    /// The bytes of the value that a pointer points at, or of the nearest thing around it.
    pub fn span(&self, at: &Pointer) -> Span {
        self.positions.nearest(at)
    }

    /// The places of keys that stand a second time in one object, and where each stood first.
    pub(super) fn duplicates(&self) -> impl Iterator<Item = (Pointer, Location)> {
        let duplicates = self.positions.duplicates().iter();
        duplicates.map(|it| (it.pointer.clone(), self.location(it.first)))
    }

    fn location(&self, span: Span) -> Location {
        let LineColumn { line, column } = self.lines.line_column(&self.text, span.start);
        Location { file: Arc::clone(&self.file), line, column }
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Source").field("file", &self.file).finish_non_exhaustive()
    }
}

impl fmt::Display for Location {
    /// `file:line:column`, or `line:column` where there is no file.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.file.is_empty() {
            write!(f, "{}:", self.file)?;
        }
        write!(f, "{}:{}", self.line, self.column)
    }
}
