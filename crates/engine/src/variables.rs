//! Variables: what `Assign` sets, when it counts, and how much there may be.
//!
//! "All right-hand sides use the values at state entry; they are applied together on exit." Scopes
//! are copies: see [`Frame::variables`](crate::frame::Frame).

use std::sync::Arc;

use stepwright_compiler::{Bindings, EvaluationError, Template};
use stepwright_json::Value;

use crate::execution::Execution;
use crate::frame::Frame;
use crate::quota;

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

impl Execution {
    /// Whether a frame may set these variables: they are not too much for one `Assign`, nor with all
    /// that the execution has besides.
    ///
    /// What is counted along is all that was ever assigned. Only where that is over the limit, it is
    /// looked at what there really is.
    pub(crate) fn may_assign(&mut self, frame: &Frame, assigned: &[(Arc<str>, Value)]) -> bool {
        let Some(bytes) = quota::assigned_bytes(assigned) else { return false };
        self.variables_bytes += bytes;
        if self.variables_bytes > quota::VARIABLES_BYTES_MAX {
            self.variables_bytes = bytes + self.kept_bytes(frame, assigned);
        }
        self.variables_bytes <= quota::VARIABLES_BYTES_MAX
    }

    /// How many bytes all variables have that are not overwritten now. `frame` is the one that assigns.
    fn kept_bytes(&self, frame: &Frame, assigned: &[(Arc<str>, Value)]) -> usize {
        let is_kept = |name: &str| assigned.iter().all(|(it, _)| **it != *name);
        let here = self.own_variables(frame).filter(|(name, _)| is_kept(name));
        let elsewhere = self.frames.iter().flat_map(|it| self.own_variables(it));
        here.chain(elsewhere).map(|(_, value)| value.size_bytes()).sum()
    }

    /// The variables of a frame's own scope. Those of the scopes around it are copies.
    fn own_variables<'a>(&'a self, frame: &'a Frame) -> impl Iterator<Item = (&'a str, &'a Value)> {
        let around = frame.parent.and_then(|id| self.frames.get(id)).map(|it| &it.variables);
        let is_own = move |name: &str| around.is_none_or(|it| !it.contains_key(name));
        let all = frame.variables.keys().zip(frame.variables.values());
        all.filter(move |(name, _)| is_own(name))
    }
}
