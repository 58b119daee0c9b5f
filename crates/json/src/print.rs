//! A value's text: compact, or indented by two spaces, byte for byte as `serde_json` prints it.

use std::fmt::{self, Write};

use crate::{Value, object};

/// Writes a value without blanks.
pub(crate) fn compact(value: &Value, f: &mut impl Write) -> fmt::Result {
    write(value, f, false)
}

/// Writes a value with two spaces of indentation.
pub(crate) fn pretty(value: &Value, f: &mut impl Write) -> fmt::Result {
    write(value, f, true)
}

/// A container that is being written.
enum Open<'v> {
    Array(std::slice::Iter<'v, Value>),
    Object(object::Iter<'v>),
}

// An explicit stack instead of recursion: a value may be nested deeper than the stack is high.
fn write(value: &Value, f: &mut impl Write, pretty: bool) -> fmt::Result {
    let mut open: Vec<Open<'_>> = Vec::new();
    begin(value, f, &mut open)?;
    let mut first = !open.is_empty();
    while let Some(container) = open.last_mut() {
        let item = match container {
            Open::Array(items) => items.next().map(|item| (None, item)),
            Open::Object(entries) => entries.next().map(|(key, item)| (Some(key), item)),
        };
        let close = if matches!(container, Open::Array(_)) { ']' } else { '}' };
        let Some((key, item)) = item else {
            open.pop();
            if pretty {
                indent(f, open.len())?;
            }
            f.write_char(close)?;
            first = false;
            continue;
        };
        if !first {
            f.write_char(',')?;
        }
        if pretty {
            indent(f, open.len())?;
        }
        if let Some(key) = key {
            string(key, f)?;
            f.write_str(if pretty { ": " } else { ":" })?;
        }
        let depth = open.len();
        begin(item, f, &mut open)?;
        first = open.len() > depth;
    }
    Ok(())
}

/// Writes a leaf or an empty container; opens any other container.
fn begin<'v>(value: &'v Value, f: &mut impl Write, open: &mut Vec<Open<'v>>) -> fmt::Result {
    match value {
        Value::Null => f.write_str("null"),
        Value::Bool(true) => f.write_str("true"),
        Value::Bool(false) => f.write_str("false"),
        Value::Number(number) => number.with_text(|text| f.write_str(text)),
        Value::String(text) => string(text, f),
        Value::Array(array) if array.is_empty() => f.write_str("[]"),
        Value::Array(array) => {
            open.push(Open::Array(array.iter()));
            f.write_char('[')
        }
        Value::Object(object) if object.is_empty() => f.write_str("{}"),
        Value::Object(object) => {
            open.push(Open::Object(object.iter()));
            f.write_char('{')
        }
    }
}

fn indent(f: &mut impl Write, depth: usize) -> fmt::Result {
    f.write_char('\n')?;
    (0..depth).try_for_each(|_| f.write_str("  "))
}

fn string(text: &str, f: &mut impl Write) -> fmt::Result {
    f.write_char('"')?;
    let mut rest = text;
    while let Some(at) = first_escape(rest.as_bytes()) {
        let (plain, after) = rest.split_at(at);
        f.write_str(plain)?;
        let byte = after.bytes().next().unwrap_or_default();
        match escape(byte) {
            Some(Escape::Short(short)) => f.write_str(short)?,
            Some(Escape::Unicode) | None => write!(f, "\\u{byte:04x}")?,
        }
        // What is escaped is ASCII, one byte.
        rest = after.get(1..).unwrap_or_default();
    }
    f.write_str(rest)?;
    f.write_char('"')
}

/// How many bytes a string's text has, quotes included.
pub(crate) fn string_size(text: &str) -> usize {
    let Some(first) = first_escape(text.as_bytes()) else { return 2 + text.len() };
    let escapes: usize = text
        .bytes()
        .skip(first)
        .filter_map(escape)
        .map(|it| match it {
            Escape::Short(_) => 1,
            Escape::Unicode => 5,
        })
        .sum();
    2 + text.len() + escapes
}

enum Escape {
    Short(&'static str),
    Unicode,
}

/// Whether a byte of a string is written otherwise than it is.
fn is_escaped(byte: u8) -> bool {
    byte < b' ' || byte == b'"' || byte == b'\\'
}

/// Where the first byte is that is written otherwise than it is. Most texts have none, so that they are
/// looked at many bytes at a time: without a branch for each, the compiler makes vectors of them.
pub(crate) fn first_escape(text: &[u8]) -> Option<usize> {
    let (together, rest) = text.as_chunks::<64>();
    let has_one = |it: &[u8; 64]| it.iter().fold(false, |any, byte| any | is_escaped(*byte));
    let (from, within) = match together.iter().position(has_one) {
        Some(chunk) => (chunk * 64, text.get(chunk * 64..)?),
        None => (text.len() - rest.len(), rest),
    };
    within.iter().position(|it| is_escaped(*it)).map(|at| from + at)
}

fn escape(byte: u8) -> Option<Escape> {
    if !is_escaped(byte) {
        return None;
    }
    Some(match byte {
        b'"' => Escape::Short("\\\""),
        b'\\' => Escape::Short("\\\\"),
        b'\n' => Escape::Short("\\n"),
        b'\r' => Escape::Short("\\r"),
        b'\t' => Escape::Short("\\t"),
        0x08 => Escape::Short("\\b"),
        0x0c => Escape::Short("\\f"),
        _ => Escape::Unicode,
    })
}
