//! What an expression may not refer to: the input of the whole, which the service does not have, and
//! the error output where no error is caught.
//!
//! Measured: each once, in the order in which they are written.

use super::{Lowering, Place};
use crate::Expression;
use crate::expression::OutOfReach;

/// Notes what the expression of a field refers to and cannot have.
pub(super) fn check(lowering: &mut Lowering, place: &Place<'_>, expression: &Expression) {
    for it in expression.out_of_reach() {
        let (message, help) = match it {
            OutOfReach::Input(name) => (
                format!("Reference to '{name}' at the top level is not supported."),
                match name.as_str() {
                    "$" => INPUT.to_owned(),
                    name => {
                        format!("the state's input is `$states.input.{name}`, a variable `${name}`")
                    }
                },
            ),
            OutOfReach::Root => {
                ("Reference to '$$' is not supported.".to_owned(), INPUT.to_owned())
            }
            OutOfReach::ErrorOutput if place.is_in_catcher() => continue,
            OutOfReach::ErrorOutput => (
                "Field '$states.errorOutput' does not exist.".to_owned(),
                "only the `Output` and `Assign` of a catcher see an error".to_owned(),
            ),
        };
        lowering.error_with_help("UNSUPPORTED_JSONATA_EXPRESSION", place, message, help);
    }
}

const INPUT: &str = "the state's input is `$states.input`";
