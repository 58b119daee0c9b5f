//! [`Fail`]: ends badly.

use stepwright_json::Object;

use crate::QueryLanguage;
use crate::json::{SourceOrder, table};

/// Ends its machine or branch with an error.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fail {
    /// `Comment`: free text.
    pub comment: Option<String>,
    /// `QueryLanguage`: the language of this state's expressions, where it is not the machine's.
    pub query_language: Option<QueryLanguage>,
    /// `Error`: the error's name.
    pub error: Option<String>,
    /// `ErrorPath` (JSONPath): where the error's name stands, or an intrinsic function that gives it.
    pub error_path: Option<String>,
    /// `Cause`: the error in words.
    pub cause: Option<String>,
    /// `CausePath` (JSONPath): where the cause stands, or an intrinsic function that gives it.
    pub cause_path: Option<String>,
    /// What there is no field for, and fields whose value has another type than theirs.
    pub extra: Object,
    /// The order in which the author wrote the fields.
    pub source_order: SourceOrder,
}

table! {
    Fail: "Fail" {
        "Comment" => comment,
        "QueryLanguage" => query_language,
        "Error" => error,
        "ErrorPath" => error_path,
        "Cause" => cause,
        "CausePath" => cause_path,
    }
}
