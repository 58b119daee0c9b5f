//! [`Catcher`]: where to go with an error.

use stepwright_json::{Object, Value};

use crate::Nullable;
use crate::json::{SourceOrder, table};

/// An element of `Catch`: for which errors to go on, and where.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Catcher {
    /// `Comment`: free text.
    pub comment: Option<String>,
    /// `ErrorEquals`: the names of the errors this is for.
    pub error_equals: Option<Vec<String>>,
    /// `ResultPath` (JSONPath): where in the input the error output goes; `null` drops it.
    pub result_path: Nullable<String>,
    /// `Assign`: variables to set.
    pub assign: Option<Object>,
    /// `Output` (JSONata): the next state's input.
    pub output: Option<Value>,
    /// `Next`: the state to go to.
    pub next: Option<String>,
    /// What there is no field for, and fields whose value has another type than theirs.
    pub extra: Object,
    /// The order in which the author wrote the fields.
    pub source_order: SourceOrder,
}

table! {
    Catcher {
        "Comment" => comment,
        "ErrorEquals" => error_equals,
        "ResultPath" => result_path,
        "Assign" => assign,
        "Output" => output,
        "Next" => next,
    }
}
