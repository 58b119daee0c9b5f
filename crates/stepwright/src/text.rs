//! From an expression to JSONata: [`template`] for where the States Language takes JSON,
//! [`expression`] for the text alone.
//!
//! Owns how an expression is written. What a bind is called at some place, the lowering says
//! ([`Resolve`]).

mod closure;
mod leaf;
mod list;
mod literal;
mod operator;
mod writer;

use std::collections::BTreeSet;

use stepwright_json::{Array, Object, Value};

pub(crate) use self::literal::is_name;
use self::writer::Writer;
use crate::node::{Bind, Node, NodeRef};

/// What a bind is at the place where it is read.
#[derive(Debug, Clone)]
pub(crate) enum Source {
    /// This JSONata text, a path: `$benner`, `$states.input`, `$states.result[0]`.
    Text(String),
    /// Another expression.
    Node(NodeRef),
}

/// Says what a bind is at the place that is being written.
pub(crate) type Resolve<'a> = &'a dyn Fn(Bind) -> Source;

/// An expression as a JSON template: objects and lists as JSON, literals as JSON, every other leaf
/// as one `{% … %}`.
pub(crate) fn template(node: NodeRef, resolve: Resolve<'_>) -> Value {
    match node.get() {
        Node::Object(fields) => {
            Value::Object(fields.iter().map(|(key, it)| (*key, template(*it, resolve))).collect())
        }
        Node::List(items) => items.iter().map(|it| template(*it, resolve)).collect(),
        Node::Literal(value) => literal_template(value),
        Node::Placeholder(name) => Value::from(format!("${{{name}}}")),
        // A bind that stands for another expression is written as that expression.
        Node::Bind { bind, .. } => match resolve(*bind) {
            Source::Node(node) => template(node, resolve),
            Source::Text(_) => braced(node, resolve),
        },
        _ => braced(node, resolve),
    }
}

/// An expression as JSONata, without `{% %}`.
pub(crate) fn expression(node: NodeRef, resolve: Resolve<'_>) -> String {
    Writer::new(resolve).leaf(node).text
}

/// The binds that an expression reads.
pub(crate) fn reads(node: NodeRef) -> BTreeSet<Bind> {
    let mut found = BTreeSet::new();
    visit(node, &mut |node| {
        if let Node::Bind { bind, .. } = node {
            found.insert(*bind);
        }
    });
    found
}

/// The placeholders that an expression names, in order.
pub(crate) fn placeholders(node: NodeRef) -> Vec<String> {
    let mut found = Vec::new();
    visit(node, &mut |node| {
        if let Node::Placeholder(name) = node {
            found.push(name.clone());
        }
    });
    found
}

/// Why a literal in the expression has no JSON form, if one has none.
pub(crate) fn invalid(node: NodeRef) -> Option<String> {
    let mut found = None;
    visit(node, &mut |node| {
        if let Node::Invalid(why) = node {
            found = Some(why.clone());
        }
    });
    found
}

fn visit(node: NodeRef, f: &mut dyn FnMut(&Node)) {
    f(node.get());
    for child in node.get().children() {
        visit(child, f);
    }
}

fn braced(node: NodeRef, resolve: Resolve<'_>) -> Value {
    Value::from(format!("{{% {} %}}", expression(node, resolve)))
}

/// A literal is JSON as it stands, but for a text that would be taken for an expression.
fn literal_template(value: &Value) -> Value {
    match value {
        Value::String(text) if text.starts_with("{%") => {
            Value::from(format!("{{% {} %}}", literal::text_of(value)))
        }
        Value::Array(items) => Value::Array(items.iter().map(literal_template).collect::<Array>()),
        Value::Object(fields) => Value::Object(
            fields.iter().map(|(key, it)| (key, literal_template(it))).collect::<Object>(),
        ),
        _ => value.clone(),
    }
}

#[cfg(test)]
mod tests;
