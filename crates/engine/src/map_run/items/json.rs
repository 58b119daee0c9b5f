//! [`JsonItems`]: the elements of a JSON array, read out of its text one by one.
//!
//! What has not been asked for is not parsed: a file of a million items takes the memory of its text
//! and of the items that are being worked on.

use std::sync::Arc;

use stepwright_json::{Pointer, Value};

/// The elements of an array that stands in a text.
#[derive(Clone, Debug)]
pub(super) struct JsonItems {
    text: Arc<str>,
    /// Where the next element is looked for.
    at: usize,
    is_first: bool,
    /// The array is all that there is in the text.
    is_whole: bool,
}

impl JsonItems {
    /// Finds the array that the pointer leads to.
    pub(super) fn open(text: Arc<str>, pointer: Option<&Pointer>) -> Result<Self, String> {
        let mut at = skip_space(&text, 0);
        for token in pointer.into_iter().flat_map(Pointer::tokens) {
            let found = step_into(&text, at, &token);
            at = found.ok_or_else(|| NON_ITERABLE.to_owned())?;
        }
        // Recorded, if in 2023: an object in a file is not iterated over. The documentation says
        // since 2025 that one in the state's input is.
        match byte(&text, at) {
            Some(b'[') => {
                Ok(Self { text, at: at + 1, is_first: true, is_whole: pointer.is_none() })
            }
            _ => Err(NON_ITERABLE.to_owned()),
        }
    }

    pub(super) fn next(&mut self) -> Option<Result<Value, String>> {
        let span = match self.next_span()? {
            Ok(span) => span,
            Err(error) => return Some(Err(error)),
        };
        let parsed = self.text.get(span.0..span.1).and_then(|it| Value::parse(it).ok());
        Some(parsed.ok_or_else(|| MALFORMED.to_owned()))
    }

    /// How many elements are left, without parsing them.
    pub(super) fn count(&self) -> u64 {
        let mut rest = self.clone();
        let mut count = 0;
        while let Some(Ok(_)) = rest.next_span() {
            count += 1;
        }
        count
    }

    /// From where to where the next element stands.
    fn next_span(&mut self) -> Option<Result<(usize, usize), String>> {
        let mut at = skip_space(&self.text, self.at);
        match (byte(&self.text, at), self.is_first) {
            (Some(b']'), _)
                if self.is_whole && skip_space(&self.text, at + 1) < self.text.len() =>
            {
                return Some(Err(MALFORMED.to_owned()));
            }
            (Some(b']'), _) => return None,
            (Some(b','), false) => at = skip_space(&self.text, at + 1),
            (Some(_), true) => {}
            (Some(_), false) | (None, _) => {
                return Some(Err(MALFORMED.to_owned()));
            }
        }
        let Some(end) = skip_value(&self.text, at) else {
            return Some(Err(MALFORMED.to_owned()));
        };
        (self.at, self.is_first) = (end, false);
        Some(Ok((at, end)))
    }
}

/// Recorded.
const NON_ITERABLE: &str = "Attempting to map over non-iterable node.";
// UNVERIFIED: no recording has a file that is not JSON.
const MALFORMED: &str = "The content of the file is not valid JSON.";

fn byte(text: &str, at: usize) -> Option<u8> {
    text.as_bytes().get(at).copied()
}

fn skip_space(text: &str, at: usize) -> usize {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    at + rest.iter().take_while(|it| matches!(it, b' ' | b'\t' | b'\n' | b'\r')).count()
}

/// Where the value that begins here ends. What is in it is not looked at.
fn skip_value(text: &str, at: usize) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = at;
    loop {
        match byte(text, at)? {
            b'"' => at = skip_string(text, at)?,
            b'{' | b'[' => {
                depth += 1;
                at += 1;
            }
            b'}' | b']' => {
                depth = depth.checked_sub(1)?;
                at += 1;
            }
            _ if depth > 0 => {
                at += 1;
                continue;
            }
            b',' | b':' => return None,
            _ => at += scalar_length(text, at),
        }
        if depth == 0 {
            return Some(at);
        }
    }
}

fn skip_string(text: &str, at: usize) -> Option<usize> {
    let mut at = at + 1;
    loop {
        match byte(text, at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

fn scalar_length(text: &str, at: usize) -> usize {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    let ends = |it: &u8| matches!(it, b',' | b':' | b'}' | b']' | b' ' | b'\t' | b'\n' | b'\r');
    rest.iter().take_while(|it| !ends(it)).count()
}

/// Where the value begins that a token of a pointer leads to.
fn step_into(text: &str, at: usize, token: &str) -> Option<usize> {
    let is_object = match byte(text, at)? {
        b'{' => true,
        b'[' => false,
        _ => return None,
    };
    let mut at = skip_space(text, at + 1);
    for index in 0_usize.. {
        if matches!(byte(text, at)?, b'}' | b']') {
            return None;
        }
        let is_it = if is_object {
            let end = skip_string(text, at)?;
            let key = Value::parse(text.get(at..end)?).ok()?;
            at = skip_space(text, end);
            if byte(text, at)? != b':' {
                return None;
            }
            at = skip_space(text, at + 1);
            key.as_str() == Some(token)
        } else {
            token.parse() == Ok(index)
        };
        if is_it {
            return Some(at);
        }
        at = skip_space(text, skip_value(text, at)?);
        if byte(text, at)? == b',' {
            at = skip_space(text, at + 1);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, pointer: Option<&str>, expect: Expect) {
        let pointer = pointer.map(|it| Pointer::parse(it).unwrap());
        let mut lines = Vec::new();
        match JsonItems::open(text.into(), pointer.as_ref()) {
            Ok(mut items) => {
                let count = items.count();
                while let Some(item) = items.next() {
                    let is_error = item.is_err();
                    lines.push(item.map_or_else(|it| it, |it| it.to_string()));
                    if is_error {
                        break;
                    }
                }
                lines.push(format!("{count} counted"));
            }
            Err(error) => lines.push(error),
        }
        expect.assert_eq(&lines.join("\n"));
    }

    #[test]
    fn each_element_is_an_item() {
        check(
            r#" [ {"a": [1, "]\"}"]} , 2,"x" ,[],null] "#,
            None,
            expect![[r#"
                {"a":[1,"]\"}"]}
                2
                "x"
                []
                null
                5 counted"#]],
        );
        check("[]", None, expect!["0 counted"]);
    }

    #[test]
    fn a_pointer_leads_to_the_array() {
        let text = r#"{"x": {"items": [0]}, "a/b": [{"items": [1]}, {"it\u0065ms": [2, 3]}]}"#;
        check(
            text,
            Some("/x/items"),
            expect![[r#"
            0
            1 counted"#]],
        );
        check(
            text,
            Some("/a~1b/1/items"),
            expect![[r#"
            2
            3
            2 counted"#]],
        );
        check(text, Some("/a~1b/2"), expect!["Attempting to map over non-iterable node."]);
        check(text, Some("/x"), expect!["Attempting to map over non-iterable node."]);
    }

    #[test]
    fn what_is_no_array_cannot_be_iterated_over() {
        check(r#"{"Hello": "world"}"#, None, expect!["Attempting to map over non-iterable node."]);
        check("5", None, expect!["Attempting to map over non-iterable node."]);
        check("", None, expect!["Attempting to map over non-iterable node."]);
    }

    #[test]
    fn what_is_no_json_is_told_when_it_is_reached() {
        check(
            "[1, 2",
            None,
            expect![[r#"
            1
            2
            The content of the file is not valid JSON.
            2 counted"#]],
        );
        check(
            "[1 2]",
            None,
            expect![[r#"
            1
            The content of the file is not valid JSON.
            1 counted"#]],
        );
        check(
            "[tru]",
            None,
            expect![[r#"
            The content of the file is not valid JSON.
            1 counted"#]],
        );
        check(
            "[1,]",
            None,
            expect![[r#"
            1
            The content of the file is not valid JSON.
            1 counted"#]],
        );
        check(
            "[1] x",
            None,
            expect![[r#"
            1
            The content of the file is not valid JSON.
            1 counted"#]],
        );
    }

    proptest! {
        #[test]
        fn no_text_brings_it_down(text in r#"[\[\]{},:"\\a-c0-9 ]{0,24}"#, token in "[a-c0-9]{0,2}") {
            let pointer = Pointer::root().join(token);
            for pointer in [None, Some(&pointer)] {
                if let Ok(mut items) = JsonItems::open(text.as_str().into(), pointer) {
                    items.count();
                    while let Some(Ok(_)) = items.next() {}
                }
            }
        }

        #[test]
        fn the_items_are_those_of_the_array(items in prop::collection::vec(r#"[a-c"\\{}\[\], ]{0,6}"#, 0..5)) {
            let array: Value = items.iter().map(|it| Value::from(it.as_str())).collect();
            let mut read = JsonItems::open(array.to_string().into(), None).unwrap();
            prop_assert_eq!(read.count(), u64::try_from(items.len()).unwrap());
            for item in items {
                prop_assert_eq!(read.next(), Some(Ok(Value::from(item))));
            }
            prop_assert!(read.next().is_none());
        }
    }
}
