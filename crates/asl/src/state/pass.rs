//! [`Pass`]: hands its input on, or something made of it.

use stepwright_json::{Object, Value};

use crate::json::{SourceOrder, table};
use crate::{Nullable, QueryLanguage};

/// Hands its input on, or something made of it, and does no work.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pass {
    /// `Comment`: free text.
    pub comment: Option<String>,
    /// `QueryLanguage`: the language of this state's expressions, where it is not the machine's.
    pub query_language: Option<QueryLanguage>,
    /// `InputPath` (JSONPath): which part of the input this state sees; `null` is none of it.
    pub input_path: Nullable<String>,
    /// `Parameters` (JSONPath): the payload template of the result.
    pub parameters: Option<Value>,
    /// `Result` (JSONPath): the result, as it stands; nothing in it is evaluated.
    pub result: Option<Value>,
    /// `ResultPath` (JSONPath): where in the input the result goes; `null` drops it.
    pub result_path: Nullable<String>,
    /// `Assign`: variables to set.
    pub assign: Option<Object>,
    /// `Output` (JSONata): the state's output.
    pub output: Option<Value>,
    /// `OutputPath` (JSONPath): which part becomes the output; `null` is none of it.
    pub output_path: Nullable<String>,
    /// `Next`: the state that follows.
    pub next: Option<String>,
    /// `End`: whether this state ends its machine or branch.
    pub end: Option<bool>,
    /// What there is no field for, and fields whose value has another type than theirs.
    pub extra: Object,
    /// The order in which the author wrote the fields.
    pub source_order: SourceOrder,
}

table! {
    Pass: "Pass" {
        "Comment" => comment,
        "QueryLanguage" => query_language,
        "InputPath" => input_path,
        "Parameters" => parameters,
        "Result" => result,
        "ResultPath" => result_path,
        "Assign" => assign,
        "Output" => output,
        "OutputPath" => output_path,
        "Next" => next,
        "End" => end,
    }
}
