//! Variables: what `Assign` sets, and when it counts.
//!
//! "All right-hand sides use the values at state entry; they are applied together on exit." Scopes
//! are copies: see [`Frame::variables`](crate::frame::Frame).

use std::sync::Arc;

use stepwright_compiler::{Bindings, EvaluationError, Template};
use stepwright_json::Value;

use crate::frame::Frame;

/// The values that variables are to be set to.
pub(crate) fn evaluate(
    variables: &[(Arc<str>, Template)],
    bindings: &Bindings<'_>,
) -> Result<Vec<(Arc<str>, Value)>, EvaluationError> {
    let value = |(name, it): &(Arc<str>, Template)| Ok((name.clone(), it.evaluate(bindings)?));
    variables.iter().map(value).collect()
}

/// Sets them.
pub(crate) fn apply(frame: &mut Frame, assigned: Vec<(Arc<str>, Value)>) {
    for (name, value) in assigned {
        frame.variables.insert(name, value);
    }
}
