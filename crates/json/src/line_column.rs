//! [`LineColumn`]: a byte offset as a person counts.

use std::fmt;

/// A place in a text: line and column, both from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineColumn {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
}

impl LineColumn {
    /// Line and column of a byte offset. An offset past the end is the end.
    ///
    /// For many offsets of one text, [`Lines`] looks for the lines only once.
    pub fn of(text: &str, offset: usize) -> Self {
        let before = text.get(..offset.min(text.len())).unwrap_or(text);
        let line = before.bytes().filter(|it| *it == b'\n').count() + 1;
        let start = before.rfind('\n').map_or(0, |it| it + 1);
        Self { line, column: characters(before, start) + 1 }
    }
}

impl fmt::Display for LineColumn {
    /// `line:column`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// Where the lines of a text begin.
#[derive(Clone, Debug)]
pub struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    /// Looks for the lines of a text.
    pub fn new(text: &str) -> Self {
        let starts =
            std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|it| it + 1));
        Self { starts: starts.collect() }
    }
    /// Line and column of a byte offset in `text`, the text this was made of.
    pub fn line_column(&self, text: &str, offset: usize) -> LineColumn {
        let before = text.get(..offset.min(text.len())).unwrap_or(text);
        let line = self.starts.partition_point(|start| *start <= before.len());
        let start = line.checked_sub(1).and_then(|it| self.starts.get(it)).copied().unwrap_or(0);
        LineColumn { line: line.max(1), column: characters(before, start) + 1 }
    }
}

fn characters(text: &str, start: usize) -> usize {
    text.get(start..).map_or(0, |it| it.chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_count_from_one() {
        let text = "{\n \"é\": 1,\n\n}";
        let lines = Lines::new(text);
        for (offset, expected) in
            [(0, "1:1"), (1, "1:2"), (2, "2:1"), (8, "2:6"), (12, "3:1"), (13, "4:1"), (99, "4:2")]
        {
            assert_eq!(LineColumn::of(text, offset).to_string(), expected, "{offset}");
            assert_eq!(lines.line_column(text, offset).to_string(), expected, "{offset}");
        }
    }
}
