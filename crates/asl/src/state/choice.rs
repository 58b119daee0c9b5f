//! [`Choice`]: goes one of several ways.

use stepwright_json::{Object, Value};

use crate::json::{SourceOrder, table};
use crate::{ChoiceRule, Nullable, QueryLanguage};

/// Goes the way of the first rule that matches, or the default way.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choice {
    /// `Comment`: free text.
    pub comment: Option<String>,
    /// `QueryLanguage`: the language of this state's expressions, where it is not the machine's.
    pub query_language: Option<QueryLanguage>,
    /// `InputPath` (JSONPath): which part of the input this state sees; `null` is none of it.
    pub input_path: Nullable<String>,
    /// `Choices`: the rules, tried in order.
    pub choices: Option<Vec<ChoiceRule>>,
    /// `Default`: the state to go to where no rule matches; without it the execution then fails.
    pub default: Option<String>,
    /// `Assign`: variables to set where no rule matches.
    pub assign: Option<Object>,
    /// `Output` (JSONata): the state's output where no rule matches.
    pub output: Option<Value>,
    /// `OutputPath` (JSONPath): which part becomes the output; `null` is none of it.
    pub output_path: Nullable<String>,
    /// What there is no field for, and fields whose value has another type than theirs.
    pub extra: Object,
    /// The order in which the author wrote the fields.
    pub source_order: SourceOrder,
}

table! {
    Choice: "Choice" {
        "Comment" => comment,
        "QueryLanguage" => query_language,
        "InputPath" => input_path,
        "Choices" => choices,
        "Default" => default,
        "Assign" => assign,
        "Output" => output,
        "OutputPath" => output_path,
    }
}
