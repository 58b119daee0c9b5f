//! The JSONata language, whole, on its own.
//!
//! Owns parsing, evaluation, and the function library. Knows nothing of states: what AWS Step
//! Functions adds to the language is a [`Dialect`], not a fork.
//!
//! An [`Expression`] is parsed once and evaluated often, from any thread. Time, chance and
//! budgets come from the [`Environment`], so the same evaluation gives the same result; deep
//! nesting, endless recursion, catastrophic patterns and huge ranges end in an error.
//!
//! ```
//! use stepwright_json::json;
//! use stepwright_jsonata::{Environment, Expression};
//!
//! let expression = Expression::parse("$states.input.orders[total > 100].id")?;
//! let states = json!({ "input": { "orders": [{ "id": "a", "total": 250 }, { "id": "b", "total": 9 }] } });
//! let mut environment = Environment::aws();
//! let value = expression.evaluate(&json!(null), &[("states", states)], &mut environment).unwrap();
//! assert_eq!(value, Some(json!("a")));
//! # Ok::<(), stepwright_jsonata::ParseError>(())
//! ```

#![expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::float_cmp,
    reason = "the language has one kind of number, a double, and counts and indexes with it"
)]
#![expect(
    clippy::unnecessary_wraps,
    reason = "the functions of the table have one signature, whether they can fail or not"
)]
#![expect(
    clippy::unnecessary_box_returns,
    reason = "an error in a box keeps the result of every evaluation small"
)]
#![expect(
    clippy::too_many_arguments,
    reason = "what is evaluated, its input and its variables belong together at every turn"
)]
#![expect(
    clippy::excessive_nesting,
    clippy::too_many_lines,
    reason = "a table with an arm for each kind of node, symbol or step is read as one"
)]
#![expect(
    clippy::fn_params_excessive_bools,
    clippy::struct_excessive_bools,
    reason = "they are the language's own flags"
)]
#![expect(clippy::needless_for_each, reason = "a short chain ends as it began")]

mod ast;
mod environment;
mod error;
mod evaluate;
mod expression;
mod functions;
mod lexer;
mod parser;
mod process;
mod references;
mod regex;
mod shape;
mod signature;
mod value;

/// The README's example, run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}

pub use environment::{Dialect, Environment, ExtraFunction, Limits};
pub use error::{EvaluateError, ParseError};
pub use expression::Expression;
pub use references::Reference;
