//! What is refused, and with which words.

use super::*;

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(Value::parse(text).unwrap_err().to_string(), expected);
}

#[test]
fn what_is_not_json_is_named_with_its_place_and_the_remedy() {
    check(
        "{\"a\": 1, // one\n}",
        "1:10: JSON has no comments; take it out, or write the definition in YAML",
    );
    check("{\n  \"a\": 1,\n}", "2:9: a comma behind the last item; take it out");
    check("[1, 2, ]", "1:6: a comma behind the last item; take it out");
    check("{'a': 1}", "1:2: strings and keys stand in double quotes, not in single ones");
    check("{a: 1}", "1:2: found `a` where a key in double quotes was expected");
    check("[1 2]", "1:4: found `2` where `,` or `]` was expected");
    check("[1", "1:3: the text ends where `,` or `]` was expected");
    check("", "1:1: the text ends where a value was expected");
    check("1 2", "1:3: there is more text behind the value");
    check(
        "\u{feff}{}",
        "1:1: the text begins with a byte order mark; save it as UTF-8 without one",
    );
    check("01", "1:1: a number does not begin with a zero");
    check("1.", "1:3: the text ends where a digit was expected");
    check("1e400", "1:1: the number is larger than a double can be");
    check("\"a\nb\"", "1:3: a control character in a string; write it as `\\n` or `\\u000a`");
    check("\"\\x\"", "1:2: no escape begins like this; a backslash itself is `\\\\`");
    check("\"\\ud800\"", "1:2: half of a surrogate pair, which no text can hold");
    check("nul", "1:1: found `n` where a value was expected");
}

#[test]
fn deep_nesting_is_refused_without_a_deep_stack() {
    let deep = "[".repeat(100_000);
    assert_eq!(Value::parse(&deep).unwrap_err().kind(), &ParseErrorKind::TooDeep);
    let allowed = format!("{}{}", "[".repeat(DEPTH_MAX), "]".repeat(DEPTH_MAX));
    assert!(Value::parse(&allowed).is_ok());
}

#[test]
fn a_key_that_stands_twice_is_reported_and_its_last_value_counts() {
    let text = r#"{"a": {"b": 1, "c": 2, "b": 3}}"#;
    let (value, positions) = parse_with_positions(text).unwrap();
    assert_eq!(value.to_string(), r#"{"a":{"b":3,"c":2}}"#);
    let duplicate = positions.duplicates().first().unwrap();
    assert_eq!(duplicate.pointer.to_string(), "/a/b");
    assert_eq!(text.get(duplicate.again.start..), Some("\"b\": 3}}"));
    let span = positions.value(&Pointer::root().join("a").join("b")).unwrap();
    assert_eq!(text.get(span.start..span.end), Some("3"));
}

#[test]
fn escapes_are_read() {
    let value = Value::parse(r#""\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00""#).unwrap();
    assert_eq!(value.as_str(), Some("\"\\/\u{8}\u{c}\n\r\t\u{e9}\u{1f600}"));
}
