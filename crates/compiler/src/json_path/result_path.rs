//! [`ResultPath`]: where in the input of a state its result is put.

use stepwright_json::Value;
use stepwright_jsonpath::ReferencePath;

use crate::{EvaluationError, EvaluationErrorKind};

/// `ResultPath`
#[derive(Clone, Debug, Default, PartialEq)]
pub enum ResultPath {
    /// `$`, or absent: the result takes the input's place.
    #[default]
    Whole,
    /// `null`: the result is dropped, the input stays.
    Discard,
    /// The result is put into the input.
    At(ReferencePath),
}

impl ResultPath {
    /// The state's raw input with its result in it. Only what leads there is copied.
    ///
    /// # Errors
    ///
    /// Where something other than an object stands in the way: `States.ResultPathMatchFailure`.
    pub fn put(&self, input: &Value, result: Value) -> Result<Value, EvaluationError> {
        match self {
            Self::Whole => Ok(result),
            Self::Discard => Ok(input.clone()),
            Self::At(path) => path.write(input, result).map_err(|error| {
                // UNVERIFIED: the name is documented; the sentence is not recorded.
                let cause = format!(
                    "Unable to apply ReferencePath {} to input {}",
                    error.path, error.value
                );
                EvaluationError::of_json_path(EvaluationErrorKind::ResultPath, cause)
            }),
        }
    }
}
