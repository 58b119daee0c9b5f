//! How expressions are written, rule by rule, and that what is written means what Rust means.

mod meaning;
mod meaning_of_numbers;
mod meaning_of_text;
mod r15_templates;
mod r16_lists;
mod r17_optional_values;
mod r18_text;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Source, expression, template};
use crate::Shape;
use crate::expr::Expr;
use crate::node::Bind;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Shape)]
struct Group {
    key: String,
    ys: Vec<Y>,
    tags: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    note: Option<String>,
    rank: Option<u64>,
    by_name: BTreeMap<String, u64>,
    lists: BTreeMap<String, Vec<u64>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Shape)]
struct Y {
    a: u64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Shape)]
struct R {
    k: String,
    n: Vec<u64>,
}

/// An input of this type.
fn input<T: Shape>() -> Expr<T> {
    Expr::of_bind(Bind::new())
}

/// The text of an expression over `$states.input`.
fn text<T: Shape>(expr: Expr<T>) -> String {
    expression(expr.node(), &|_| Source::Text("$states.input".into()))
}

/// The template of an expression over `$states.input`.
fn json<T: Shape>(expr: Expr<T>) -> String {
    template(expr.node(), &|_| Source::Text("$states.input".into())).to_string()
}
