//! The derives and macros of Stepwright. Use them through the crate `stepwright`, which re-exports
//! them.
//!
//! Owns syntax only: every macro rewrites tokens, and all typing happens in the traits of
//! `stepwright`. Spans survive, so that a mistake is reported at the author's own word.

mod attributes;
mod callable;
mod case;
mod expr;
mod jsonata;
mod serde_names;
mod shape;
#[cfg(test)]
mod snapshot;
mod task_error;

/// The README's example, run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Gives a struct or an enum the JSON shape that serde gives it, so that it can flow through a
/// workflow.
///
/// - A struct with named fields: an `Expr` of it has the same fields, `input.benner.url`, and
///   `expr!` builds it field by field.
/// - A newtype, and a struct under `#[serde(transparent)]`: the shape of what it wraps.
/// - An enum of unit variants: a string; its variants are literals.
/// - Any other enum, and a tuple struct: passed on whole; `jsonata!` reaches the insides.
///
/// Names on the wire are serde's: `rename`, `rename_all` in all eight spellings, `alias`,
/// `default`, `skip`, raw identifiers. `skip_serializing_if` may stand on an `Option` only.
/// Attributes that give the JSON another form (`flatten`, `with`, `tag`, `untagged`, `from`,
/// `into`, …) are compile errors that say what to do instead.
///
/// `#[shape(crate = "path::to::stepwright")]` is for a crate that re-exports `stepwright` under
/// another name.
///
/// ```
/// use serde::{Deserialize, Serialize};
/// use stepwright::{Expr, Shape, json_path};
///
/// #[derive(Serialize, Deserialize, Shape)]
/// #[serde(rename_all = "camelCase")]
/// struct Chunk { key: String, first_row: u64 }
///
/// assert_eq!(json_path(|chunk: Expr<Chunk>| chunk.first_row), "$.firstRow");
/// ```
///
/// A field that no expression could refer to does not compile:
///
/// ```compile_fail
/// # use serde::{Deserialize, Serialize};
/// # use stepwright::Shape;
/// # #[derive(Serialize, Deserialize, Shape)]
/// # struct Chunk { key: String }
/// #[derive(Serialize, Deserialize, Shape)]
/// struct Page {
///     #[serde(flatten)]
///     chunk: Chunk,
/// }
/// ```
#[proc_macro_derive(Shape, attributes(shape, serde))]
pub fn shape(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    shape::derive(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Names the errors of an enum, variant by variant, so that retriers and catchers cannot misspell
/// them.
///
/// Each variant becomes a constant in `SCREAMING_SNAKE_CASE`: `DownloadError::Http` has
/// `DownloadError::HTTP`. Its name on AWS is the variant's, or what `#[error_name("..")]` says;
/// `#[retriable]` marks those for which trying again can help.
///
/// ```
/// use stepwright::TaskError;
///
/// #[derive(Debug, TaskError)]
/// enum DownloadError {
///     #[retriable]
///     #[error_name("HTTPError")]
///     Http(u16),
///     BadRow,
/// }
///
/// assert_eq!(DownloadError::HTTP.name(), "HTTPError");
/// assert_eq!(DownloadError::Http(503).error_name(), "HTTPError");
/// assert_eq!(DownloadError::NAMES, ["HTTPError", "BadRow"]);
/// ```
#[proc_macro_derive(TaskError, attributes(shape, retriable, error_name))]
pub fn task_error(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    task_error::derive(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Declares what a Task state can call: where it is, what it takes, what it gives back.
///
/// With exactly one of `#[lambda(name = "..", ..)]`, `#[service(resource = "..", ..)]`,
/// `#[machine(name = "..", ..)]` and `#[activity(name = "..", ..)]`, each with `input = Type`,
/// and, where they are not `()` and `NoErrors`, `output = Type` and `error = Type`.
///
/// ```
/// use std::collections::BTreeMap;
/// use stepwright::{Callable, Target};
///
/// #[derive(Callable)]
/// #[service(
///     resource = "arn:aws:states:::aws-sdk:cloudwatch:setAlarmState",
///     input = BTreeMap<String, String>
/// )]
/// struct SetAlarmState;
///
/// let target = Target::Service("arn:aws:states:::aws-sdk:cloudwatch:setAlarmState");
/// assert_eq!(SetAlarmState::TARGET, target);
/// ```
#[proc_macro_derive(Callable, attributes(shape, lambda, service, machine, activity))]
pub fn callable(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    callable::derive(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// A workflow expression in Rust syntax: what is written is evaluated while the workflow runs.
///
/// | written | means |
/// | --- | --- |
/// | `Request { url: input.url, rows: 3 }` | an object, every leaf a literal or an expression |
/// | `[a, b]` | a list |
/// | `==` `!=` `<` `<=` `>` `>=` | comparisons |
/// | `&&` `\|\|` `!` | logic |
/// | `+` `-` `*` `/` `%` | arithmetic |
/// | `if a { b } else { c }` | one value or the other; for steps, use `choice(..)` |
///
/// Paths, fields, calls, literals, blocks and macros are taken as they stand; `{ .. }` around
/// Rust of your own keeps it Rust. The receiver of a method call and its arguments are workflow
/// expressions again, closures' bodies too: `chunks.filter(|it| it.rows > 0)`.
///
/// ```
/// use serde::{Deserialize, Serialize};
/// use stepwright::{Expr, Shape, expr};
///
/// #[derive(Serialize, Deserialize, Shape)]
/// struct Stored { key: String, rows: u64 }
///
/// #[derive(Serialize, Deserialize, Shape)]
/// struct Report { keys: Vec<String>, share: f64, verdict: String }
///
/// fn report(first: Expr<Stored>, second: Expr<Stored>) -> Expr<Report> {
///     expr!(Report {
///         keys: [first.key, second.key],
///         share: 100 * first.rows / (first.rows + second.rows),
///         verdict: if first.rows > 0 && second.rows > 0 { "both" } else { "one" },
///     })
/// }
/// # let _ = report;
/// ```
#[proc_macro]
pub fn expr(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as syn::Expr);
    expr::expand(input).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// JSONata as you write it, with typed holes that are filled by name.
///
/// The type is asserted, not checked. `{{` and `}}` stand for braces.
///
/// ```
/// use stepwright::{Expr, jsonata};
///
/// fn share(rows: Expr<u64>) -> Expr<f64> {
///     jsonata!(f64, "$round({rows} / {n}, 2)", rows = rows, n = 3)
/// }
/// # let _ = share;
/// ```
#[proc_macro]
pub fn jsonata(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as jsonata::Jsonata);
    jsonata::expand(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}
