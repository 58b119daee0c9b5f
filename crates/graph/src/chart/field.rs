//! What is read of a state that is none of the eight types: it may still say where to go.

use stepwright_asl::{State, Value};

/// `Next`.
pub(super) fn next(state: &State) -> Option<&str> {
    state.next().or_else(|| other(state, "Next")?.as_str())
}

/// Whether `End` is true.
pub(super) fn end(state: &State) -> bool {
    state.end().or_else(|| other(state, "End")?.as_bool()) == Some(true)
}

fn other<'a>(state: &'a State, field: &str) -> Option<&'a Value> {
    if let State::Other(value) = state { value.get(field) } else { None }
}
