//! JSONPath's side of data flow: the paths and payload templates in the fields of states.
//!
//! Owns what the service says where one of them gives nothing. The language itself is
//! `stepwright-jsonpath`'s.

mod field_path;
mod payload;
mod result_path;
mod selection;

use stepwright_jsonpath::{EvaluateError, Scope};

pub use self::field_path::FieldPath;
pub use self::payload::Payload;
pub use self::result_path::ResultPath;
pub use self::selection::Selection;
use crate::{Bindings, EvaluationError};

/// Has something evaluated on what a field sees.
fn in_scope<T>(bindings: &Bindings<'_>, evaluate: impl FnOnce(&Scope<'_>) -> T) -> T {
    let Bindings { data, context, variables, .. } = *bindings;
    evaluate(&Scope { data, context, variable: &|name| variables.get(name).cloned() })
}

/// Ours: the service has a bound, too, but its words are not known.
const TOO_MANY: &str = "It finds more values than can be looked at.";

/// A path leads nowhere. Recorded for `InputPath`, `OutputPath` and `TimeoutSecondsPath`.
fn invalid_path(path: &str, error: &EvaluateError) -> EvaluationError {
    let why = match error {
        EvaluateError::Missing { missing, .. } => missing.to_string(),
        // UNVERIFIED: no recording has a variable that is not assigned, or a function, in such a field.
        EvaluateError::Variable { .. } | EvaluateError::Function { .. } => {
            format!("No results for path: {path}")
        }
        EvaluateError::TooMany { .. } => TOO_MANY.to_owned(),
    };
    EvaluationError::runtime(format!("Invalid path '{path}' : {why}"))
}
