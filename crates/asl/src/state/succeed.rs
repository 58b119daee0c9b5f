//! [`Succeed`]: ends well.

use stepwright_json::{Object, Value};

use crate::json::{SourceOrder, table};
use crate::{Nullable, QueryLanguage};

/// Ends its machine or branch, successfully.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Succeed {
    /// `Comment`: free text.
    pub comment: Option<String>,
    /// `QueryLanguage`: the language of this state's expressions, where it is not the machine's.
    pub query_language: Option<QueryLanguage>,
    /// `InputPath` (JSONPath): which part of the input this state sees; `null` is none of it.
    pub input_path: Nullable<String>,
    /// `Output` (JSONata): the state's output.
    pub output: Option<Value>,
    /// `OutputPath` (JSONPath): which part becomes the output; `null` is none of it.
    pub output_path: Nullable<String>,
    /// What there is no field for, and fields whose value has another type than theirs.
    pub extra: Object,
    /// The order in which the author wrote the fields.
    pub source_order: SourceOrder,
}

table! {
    Succeed: "Succeed" {
        "Comment" => comment,
        "QueryLanguage" => query_language,
        "InputPath" => input_path,
        "Output" => output,
        "OutputPath" => output_path,
    }
}
