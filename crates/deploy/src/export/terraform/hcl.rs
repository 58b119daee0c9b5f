//! Writes HCL: blocks with attributes in `terraform fmt`'s layout, values as JSON has them.

use std::fmt::{self, Write as _};

use serde_json::{Map, Value, json};

use crate::export::{ACCOUNT, PARTITION, REGION};

/// A block: its kind and labels, and what is in it.
#[derive(Debug, Clone)]
pub(super) struct Block {
    head: String,
    attributes: Vec<(String, String)>,
    blocks: Vec<Self>,
}

/// What is longer is written in several lines.
const LINE_CHARS_MAX: usize = 80;

/// The key under which an expression stands in a JSON value.
const RAW: &str = "\u{0}expression";

/// An expression of HCL among JSON values, written as it is.
pub(super) fn raw(expression: impl Into<String>) -> Value {
    json!({ RAW: expression.into() })
}

impl Block {
    /// `resource "kind" "id"`
    pub(super) fn resource(kind: &str, id: &str) -> Self {
        Self::new(format!("resource {} {}", text(kind), text(id)))
    }

    /// `output "name"`
    pub(super) fn named(kind: &str, name: &str) -> Self {
        Self::new(format!("{kind} {}", text(name)))
    }

    /// A block within another.
    pub(super) fn nested(kind: &str) -> Self {
        Self::new(kind.to_owned())
    }

    fn new(head: String) -> Self {
        Self { head, attributes: Vec::new(), blocks: Vec::new() }
    }

    pub(super) fn with(mut self, name: &str, it: &Value) -> Self {
        self.attributes.push((name.to_owned(), value(it)));
        self
    }

    /// An attribute that takes a text with JSON in it.
    pub(super) fn with_json(mut self, name: &str, it: &Value) -> Self {
        self.attributes.push((name.to_owned(), format!("jsonencode({})", value(it))));
        self
    }

    pub(super) fn with_block(mut self, block: Self) -> Self {
        self.blocks.push(block);
        self
    }

    fn lines(&self, depth: usize, out: &mut String) -> fmt::Result {
        let Self { head, attributes, blocks } = self;
        let indent = "  ".repeat(depth);
        writeln!(out, "{indent}{head} {{")?;
        out.push_str(&assignments(attributes, &format!("{indent}  ")));
        for (index, block) in blocks.iter().enumerate() {
            if index > 0 || !attributes.is_empty() {
                out.push('\n');
            }
            block.lines(depth + 1, out)?;
        }
        writeln!(out, "{indent}}}")
    }
}

impl fmt::Display for Block {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = String::new();
        self.lines(0, &mut out)?;
        f.write_str(&out)
    }
}

/// A text in quotes, the made-up place in it replaced by the configuration's own.
pub(super) fn text(it: &str) -> String {
    let quoted = Value::from(it).to_string();
    // JSON's escapes are HCL's, but for those of templates.
    let quoted = quoted.replace("${", "$${").replace("%{", "%%{");
    quoted
        .replace(PARTITION, "${local.partition}")
        .replace(REGION, "${local.region}")
        .replace(ACCOUNT, "${local.account}")
}

/// A value as an expression, in several lines where it is long.
fn value(it: &Value) -> String {
    match it {
        Value::Object(fields) => match fields.get(RAW).and_then(Value::as_str) {
            Some(expression) => expression.to_owned(),
            None => object(fields),
        },
        Value::Array(items) => array(items),
        Value::String(it) => text(it),
        Value::Null | Value::Bool(_) | Value::Number(_) => it.to_string(),
    }
}

fn object(fields: &Map<String, Value>) -> String {
    if fields.is_empty() {
        return "{}".to_owned();
    }
    let plain = |it: &str| it.chars().all(|it| it.is_ascii_alphanumeric() || it == '_');
    let name = |it: &String| if plain(it) { it.clone() } else { text(it) };
    let fields: Vec<(String, String)> =
        fields.iter().map(|(key, it)| (name(key), value(it))).collect();
    format!("{{\n{}}}", assignments(&fields, "  "))
}

fn array(items: &[Value]) -> String {
    let written: Vec<String> = items.iter().map(value).collect();
    let one_line = format!("[{}]", written.join(", "));
    let short = one_line.len() <= LINE_CHARS_MAX && !one_line.contains('\n');
    if short {
        return one_line;
    }
    let lines = written.iter().map(|it| format!("  {},\n", it.replace('\n', "\n  ")));
    format!("[\n{}]", lines.collect::<Vec<_>>().concat())
}

/// Names and values in lines; those of one line that follow each other have their signs in one column.
fn assignments(written: &[(String, String)], indent: &str) -> String {
    let one_line = |it: &(String, String)| !it.1.contains('\n');
    let mut lines = String::new();
    for run in written.chunk_by(|one, other| one_line(one) && one_line(other)) {
        let width = run.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
        for (name, it) in run {
            let it = it.replace('\n', &format!("\n{indent}"));
            // Writing to a `String` cannot fail.
            let _ = writeln!(lines, "{indent}{name:<width$} = {it}");
        }
    }
    lines
}
