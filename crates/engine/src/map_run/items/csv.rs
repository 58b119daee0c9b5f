//! [`Csv`]: the rows of a CSV file as objects.
//!
//! Every value is a string. In quotes, two quotes are one. A backslash makes a quote, a delimiter or a
//! backslash after it plain text; before anything else it is dropped. That last rule is AWS's own, which
//! is why no CSV library reads here.

use std::sync::Arc;

use stepwright_json::{Object, Value};

/// Total size of a CSV's header, in bytes: 10 KiB.
const HEADER_BYTES_MAX: usize = 10 * 1024;

/// The rows of a CSV file, by the names of its columns.
#[derive(Clone, Debug)]
pub(super) struct Csv {
    rows: Rows,
    headers: Arc<[Arc<str>]>,
}

impl Csv {
    /// Begins with the first row of data. The names of the columns are given, or stand in the first row.
    pub(super) fn open(
        text: Arc<str>,
        delimiter: u8,
        given: Option<&Arc<[Arc<str>]>>,
    ) -> Result<Self, String> {
        let mut rows = Rows { text, at: 0, delimiter };
        let headers: Arc<[Arc<str>]> = match given {
            Some(headers) => Arc::clone(headers),
            None => rows.next().unwrap_or_default().into_iter().map(Arc::from).collect(),
        };
        if headers.iter().map(|it| it.len()).sum::<usize>() > HEADER_BYTES_MAX {
            // UNVERIFIED: the limit is documented; its text is not recorded.
            return Err("CSV headers cannot exceed 10 KiB.".to_owned());
        }
        let mut sorted: Vec<&Arc<str>> = headers.iter().collect();
        sorted.sort_unstable();
        if sorted.is_sorted_by(|one, other| one != other) {
            Ok(Self { rows, headers })
        } else {
            // Recorded.
            Err("CSV headers cannot contain duplicates.".to_owned())
        }
    }

    /// The next row as an object: missing columns are empty, those without a name are left out.
    pub(super) fn next(&mut self) -> Option<Value> {
        let mut fields = self.rows.next()?.into_iter();
        let field = |header: &Arc<str>| (header.clone(), fields.next().unwrap_or_default());
        Some(self.headers.iter().map(field).collect::<Object>().into())
    }

    /// How many rows are left.
    pub(super) fn count(&self) -> u64 {
        let mut rest = self.rows.clone();
        let mut count = 0;
        while rest.next().is_some() {
            count += 1;
        }
        count
    }
}

/// The rows of a text.
#[derive(Clone, Debug)]
struct Rows {
    text: Arc<str>,
    at: usize,
    delimiter: u8,
}

impl Rows {
    /// The fields of the next row that is not empty.
    fn next(&mut self) -> Option<Vec<String>> {
        let text = Arc::clone(&self.text);
        loop {
            let rest = text.get(self.at..).filter(|it| !it.is_empty())?;
            let blank = if rest.starts_with('\n') {
                1
            } else if rest.starts_with("\r\n") {
                2
            } else {
                let (fields, length) = row(rest, char::from(self.delimiter));
                self.at += length;
                return Some(fields);
            };
            self.at += blank;
        }
    }
}

/// The fields of the row that a text begins with, and the row's length with its line's end.
fn row(text: &str, delimiter: char) -> (Vec<String>, usize) {
    let mut fields = Vec::new();
    let mut field = String::new();
    let mut is_quoted = false;
    let mut characters = text.char_indices().peekable();
    while let Some((at, it)) = characters.next() {
        match it {
            '\\' => {
                let is_special = |it: char| matches!(it, '\\' | '"') || it == delimiter;
                let escaped = characters.next_if(|(_, it)| is_special(*it));
                field.extend(escaped.map(|(_, it)| it));
            }
            '"' if is_quoted => match characters.next_if(|(_, it)| *it == '"') {
                Some(_) => field.push('"'),
                None => is_quoted = false,
            },
            '"' if field.is_empty() => is_quoted = true,
            it if is_quoted => field.push(it),
            '\n' => {
                fields.push(field);
                return (fields, at + 1);
            }
            '\r' if characters.peek().is_some_and(|(_, it)| *it == '\n') => {}
            it if it == delimiter => fields.push(std::mem::take(&mut field)),
            it => field.push(it),
        }
    }
    fields.push(field);
    (fields, text.len())
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, delimiter: u8, headers: Option<&[&str]>, expect: Expect) {
        let headers: Option<Arc<[Arc<str>]>> =
            headers.map(|it| it.iter().copied().map(Arc::from).collect());
        let told = match Csv::open(text.into(), delimiter, headers.as_ref()) {
            Ok(mut csv) => {
                let count = csv.count();
                let mut lines = Vec::new();
                while let Some(row) = csv.next() {
                    lines.push(row.to_string());
                }
                lines.push(format!("{count} counted"));
                lines.join("\n")
            }
            Err(error) => error,
        };
        expect.assert_eq(&told);
    }

    #[test]
    fn short_rows_are_filled_up_and_long_ones_cut() {
        check(
            "Col1,Col2,Col3\nValue1,Value2,Value3\n,,,\ntrue,1,'HelloWorld'\nNull,None,\n   \n",
            b',',
            None,
            expect![[r#"
                {"Col1":"Value1","Col2":"Value2","Col3":"Value3"}
                {"Col1":"","Col2":"","Col3":""}
                {"Col1":"true","Col2":"1","Col3":"'HelloWorld'"}
                {"Col1":"Null","Col2":"None","Col3":""}
                {"Col1":"   ","Col2":"","Col3":""}
                5 counted"#]],
        );
        check(
            "a,b\nc",
            b',',
            Some(&["H1"]),
            expect![[r#"
            {"H1":"a"}
            {"H1":"c"}
            2 counted"#]],
        );
    }

    #[test]
    fn a_header_may_be_empty_but_not_stand_twice() {
        check(
            "H1,\r\nx,y\r\n",
            b',',
            None,
            expect![[r#"
            {"H1":"x","":"y"}
            1 counted"#]],
        );
        check("a,b,a\nx,y,z", b',', None, expect!["CSV headers cannot contain duplicates."]);
        check("x", b',', Some(&["a", "a"]), expect!["CSV headers cannot contain duplicates."]);
        check("", b',', None, expect!["0 counted"]);
    }

    #[test]
    fn quotes_keep_what_would_end_a_field() {
        check(
            "a;b\n\"x;\"\"y\"\"\n z\";w\n",
            b';',
            None,
            expect![[r#"
            {"a":"x;\"y\"\n z","b":"w"}
            1 counted"#]],
        );
        check(
            "a\tb\nx\"y\tz",
            b'\t',
            None,
            expect![[r#"
            {"a":"x\"y","b":"z"}
            1 counted"#]],
        );
    }

    #[test]
    fn a_backslash_escapes_what_has_a_meaning_and_is_dropped_before_the_rest() {
        check(
            r#"x\,y,\"z\",\\,\n"#,
            b',',
            Some(&["a", "b", "c", "d"]),
            expect![[r#"
            {"a":"x,y","b":"\"z\"","c":"\\","d":"n"}
            1 counted"#]],
        );
    }

    proptest! {
        #[test]
        fn no_text_brings_it_down(text in "[a\",\\\\\n\r ä]{0,24}") {
            if let Ok(mut csv) = Csv::open(text.into(), b',', None) {
                let count = csv.count();
                let mut rows = 0;
                while csv.next().is_some() {
                    rows += 1;
                }
                prop_assert_eq!(count, rows);
            }
        }
    }
}
