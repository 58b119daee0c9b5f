//! [`Selection`]: `InputPath` and `OutputPath`, which let a part of the data through.

use stepwright_json::{Object, Value};
use stepwright_jsonpath::Path;

use super::{in_scope, invalid_path};
use crate::{Bindings, EvaluationError};

/// `InputPath` or `OutputPath`, where it is anything but `$`.
#[derive(Clone, Debug, PartialEq)]
pub enum Selection {
    /// `null`: nothing is let through. What comes out is `{}`.
    Nothing,
    /// What the path leads to.
    Path(Path),
}

impl Selection {
    /// What is let through of [`Bindings::data`].
    ///
    /// # Errors
    ///
    /// Where the path leads nowhere.
    pub fn select(&self, bindings: &Bindings<'_>) -> Result<Value, EvaluationError> {
        match self {
            Self::Nothing => Ok(Object::new().into()),
            Self::Path(path) => in_scope(bindings, |scope| path.evaluate(scope))
                .map_err(|error| invalid_path(path.as_str(), &error)),
        }
    }
}
