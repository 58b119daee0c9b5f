//! [`Task`]: a unit of work that something outside does.

use stepwright_json::{Object, Value};

use crate::json::{SourceOrder, table};
use crate::{Catcher, Nullable, NumberOr, QueryLanguage, Retrier};

/// A unit of work that something outside the state machine does: a Lambda function, an API action,
/// an activity.
///
/// ```
/// use stepwright_asl::{State, Task};
///
/// let task = Task {
///     resource: Some("arn:aws:states:::sqs:sendMessage".to_owned()),
///     end: Some(true),
///     ..Task::default()
/// };
/// assert_eq!(
///     State::Task(task).to_value().to_string(),
///     r#"{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage","End":true}"#,
/// );
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Task {
    /// `Comment`: free text.
    pub comment: Option<String>,
    /// `QueryLanguage`: the language of this state's expressions, where it is not the machine's.
    pub query_language: Option<QueryLanguage>,
    /// `InputPath` (JSONPath): which part of the input this state sees; `null` is none of it.
    pub input_path: Nullable<String>,
    /// `Resource`: the ARN of what does the work. See [`Resource`](crate::Resource).
    pub resource: Option<String>,
    /// `Parameters` (JSONPath): the payload template of what the resource is sent.
    pub parameters: Option<Value>,
    /// `Arguments` (JSONata): what the resource is sent.
    pub arguments: Option<Value>,
    /// `Credentials`: the role to assume for this task, a template with the one key `RoleArn`.
    pub credentials: Option<Object>,
    /// `TimeoutSeconds`: how long the task may take. 1 to 99,999,999.
    pub timeout_seconds: Option<NumberOr>,
    /// `TimeoutSecondsPath` (JSONPath): where in the input the timeout stands.
    pub timeout_seconds_path: Option<String>,
    /// `HeartbeatSeconds`: how long the task may be silent; less than the timeout.
    pub heartbeat_seconds: Option<NumberOr>,
    /// `HeartbeatSecondsPath` (JSONPath): where in the input the heartbeat's length stands.
    pub heartbeat_seconds_path: Option<String>,
    /// `ResultSelector` (JSONPath): the payload template that reshapes the result.
    pub result_selector: Option<Value>,
    /// `ResultPath` (JSONPath): where in the input the result goes; `null` drops it.
    pub result_path: Nullable<String>,
    /// `Assign`: variables to set when the task has succeeded.
    pub assign: Option<Object>,
    /// `Output` (JSONata): the state's output.
    pub output: Option<Value>,
    /// `OutputPath` (JSONPath): which part becomes the output; `null` is none of it.
    pub output_path: Nullable<String>,
    /// `Retry`: what to do about errors, by trying again.
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
    Task: "Task" {
        "Comment" => comment,
        "QueryLanguage" => query_language,
        "InputPath" => input_path,
        "Resource" => resource,
        "Parameters" => parameters,
        "Arguments" => arguments,
        "Credentials" => credentials,
        "TimeoutSeconds" => timeout_seconds,
        "TimeoutSecondsPath" => timeout_seconds_path,
        "HeartbeatSeconds" => heartbeat_seconds,
        "HeartbeatSecondsPath" => heartbeat_seconds_path,
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
