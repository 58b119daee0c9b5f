//! [`Parallel`]: runs branches side by side.

use stepwright_json::{Object, Value};

use crate::json::{SourceOrder, table};
use crate::{Catcher, Nullable, QueryLanguage, Retrier, StateMachine};

/// Runs branches side by side; its result is the array of their outputs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parallel {
    /// `Comment`: free text.
    pub comment: Option<String>,
    /// `QueryLanguage`: the language of this state's expressions, where it is not the machine's.
    pub query_language: Option<QueryLanguage>,
    /// `InputPath` (JSONPath): which part of the input this state sees; `null` is none of it.
    pub input_path: Nullable<String>,
    /// `Parameters` (JSONPath): the payload template of each branch's input.
    pub parameters: Option<Value>,
    /// `Arguments` (JSONata): each branch's input.
    pub arguments: Option<Value>,
    /// `Branches`: what runs side by side.
    pub branches: Option<Vec<StateMachine>>,
    /// `ResultSelector` (JSONPath): the payload template that reshapes the result.
    pub result_selector: Option<Value>,
    /// `ResultPath` (JSONPath): where in the input the result goes; `null` drops it.
    pub result_path: Nullable<String>,
    /// `Assign`: variables to set when all branches have succeeded.
    pub assign: Option<Object>,
    /// `Output` (JSONata): the state's output.
    pub output: Option<Value>,
    /// `OutputPath` (JSONPath): which part becomes the output; `null` is none of it.
    pub output_path: Nullable<String>,
    /// `Retry`: what to do about errors, by running all branches again.
    pub retry: Option<Vec<Retrier>>,
    /// `Catch`: where to go with errors that are not retried, or not any more.
    pub catch: Option<Vec<Catcher>>,
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
    Parallel: "Parallel" {
        "Comment" => comment,
        "QueryLanguage" => query_language,
        "InputPath" => input_path,
        "Parameters" => parameters,
        "Arguments" => arguments,
        "Branches" => branches,
        "ResultSelector" => result_selector,
        "ResultPath" => result_path,
        "Assign" => assign,
        "Output" => output,
        "OutputPath" => output_path,
        "Retry" => retry,
        "Catch" => catch,
        "Next" => next,
        "End" => end,
    }
}
