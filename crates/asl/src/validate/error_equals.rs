//! `ErrorEquals`: the errors that a Retrier or Catcher is for.

use super::context::Context;
use super::spelling;
use crate::name::{STATES_ERRORS, error_name, is_known_error};
use crate::problem::code;

/// Checks one list of names; `last` says whether it is that of the last Retrier or Catcher.
pub(super) fn check(context: &mut Context, names: Option<&[String]>, last: bool) {
    let Some(names) = names else { return };
    if names.is_empty() {
        context.field("ErrorEquals", "Value cannot be empty");
    }
    let all = names.iter().any(|it| it == error_name::ALL);
    if all && (names.len() > 1 || !last) {
        context
            .field("ErrorEquals", "States.ALL must appear alone and at end of list")
            .help("what comes after it is never reached: move it to the end, or leave it out");
    }
    for (index, name) in names.iter().enumerate() {
        if !is_known_error(name) {
            unknown(context, index, name);
        }
    }
}

fn unknown(context: &mut Context, index: usize, name: &str) {
    let at = context.at.join("ErrorEquals").join(index);
    let message = format!("The service never raises an error named '{name}'");
    let near = spelling::nearest(name, STATES_ERRORS.iter().map(|it| it.name));
    let problem = context.at_place(code::UNKNOWN_ERROR_NAME, at, message).warning();
    if let Some(near) = near {
        problem.help(format!("did you mean `{near}`?"));
    }
}
