//! [`Wait`]: lets time pass.

use stepwright_json::{Object, Value};

use crate::json::{SourceOrder, table};
use crate::{Nullable, NumberOr, QueryLanguage};

/// Lets time pass: so many seconds, or until a time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wait {
    /// `Comment`: free text.
    pub comment: Option<String>,
    /// `QueryLanguage`: the language of this state's expressions, where it is not the machine's.
    pub query_language: Option<QueryLanguage>,
    /// `InputPath` (JSONPath): which part of the input this state sees; `null` is none of it.
    pub input_path: Nullable<String>,
    /// `Seconds`: how long to wait. 0 to 99,999,999.
    pub seconds: Option<NumberOr>,
    /// `SecondsPath` (JSONPath): where in the input the seconds stand.
    pub seconds_path: Option<String>,
    /// `Timestamp`: until when to wait, as RFC 3339 has it.
    pub timestamp: Option<String>,
    /// `TimestampPath` (JSONPath): where in the input the timestamp stands.
    pub timestamp_path: Option<String>,
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
    Wait: "Wait" {
        "Comment" => comment,
        "QueryLanguage" => query_language,
        "InputPath" => input_path,
        "Seconds" => seconds,
        "SecondsPath" => seconds_path,
        "Timestamp" => timestamp,
        "TimestampPath" => timestamp_path,
        "Assign" => assign,
        "Output" => output,
        "OutputPath" => output_path,
        "Next" => next,
        "End" => end,
    }
}
