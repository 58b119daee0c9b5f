//! [`JsonLines`]: a JSON document on each line.

use std::sync::Arc;

use stepwright_json::Value;

/// The documents of a text that has one on each line. Blank lines are none.
#[derive(Clone, Debug)]
pub(super) struct JsonLines {
    text: Arc<str>,
    at: usize,
}

impl JsonLines {
    pub(super) fn open(text: Arc<str>) -> Self {
        Self { text, at: 0 }
    }

    pub(super) fn next(&mut self) -> Option<Result<Value, String>> {
        let (from, to) = self.next_span()?;
        let parsed = self.text.get(from..to).and_then(|it| Value::parse(it).ok());
        // UNVERIFIED: no recording has a line that is not JSON.
        Some(
            parsed
                .ok_or_else(|| format!("Line {} of the file is not valid JSON.", self.line(from))),
        )
    }

    /// How many documents are left, without parsing them.
    pub(super) fn count(&self) -> u64 {
        let mut rest = self.clone();
        let mut count = 0;
        while rest.next_span().is_some() {
            count += 1;
        }
        count
    }

    /// The number of the line that begins here.
    fn line(&self, at: usize) -> usize {
        let before = self.text.as_bytes().get(..at).unwrap_or_default();
        before.split(|it| *it == b'\n').count()
    }

    fn next_span(&mut self) -> Option<(usize, usize)> {
        loop {
            let rest = self.text.get(self.at..).filter(|it| !it.is_empty())?;
            let length = rest.find('\n').unwrap_or(rest.len());
            let (from, to) = (self.at, self.at + length);
            self.at = to + 1;
            if rest.get(..length).is_some_and(|it| !it.trim().is_empty()) {
                return Some((from, to));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_that_is_not_blank_is_an_item() {
        let mut lines = JsonLines::open("{\"a\": 1}\r\n\n  \n[2]\n\"x\"".into());
        assert_eq!(lines.count(), 3);
        let mut texts = Vec::new();
        while let Some(line) = lines.next() {
            texts.push(line.unwrap().to_string());
        }
        assert_eq!(texts, [r#"{"a":1}"#, "[2]", r#""x""#]);
    }

    #[test]
    fn a_line_that_is_not_json_is_an_error() {
        let mut lines = JsonLines::open("1\n\n{\n".into());
        assert!(lines.next().unwrap().is_ok());
        let error = lines.next().unwrap().unwrap_err();
        assert_eq!(error, "Line 3 of the file is not valid JSON.");
        assert!(lines.next().is_none());
    }
}
