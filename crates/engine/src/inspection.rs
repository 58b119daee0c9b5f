//! The steps of a state's data flow, noted where `TestState` looks on.
//!
//! The code that runs executions says what it has come to; where no test looks on, nothing is kept and
//! nothing copied.

use stepwright_json::{Object, Value};

use crate::execution::Execution;
use crate::mode::Mode;

/// A step of a state's data flow, in whichever query language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// What the state looks at.
    Input,
    /// What its work is given.
    Arguments,
    /// What a Map state runs over.
    Items,
    /// What the work gives.
    Result,
    /// What is kept of it.
    Selected,
    /// The input with that in it.
    Placed,
}

/// What a state has come to, step by step. Each member is there only where the state has come so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct InspectionData {
    /// The raw state input.
    pub input: Option<Value>,
    /// JSONata: the input after `Arguments`.
    pub after_arguments: Option<Value>,
    /// JSONPath: the input after `InputPath`.
    pub after_input_path: Option<Value>,
    /// JSONPath: the input after `Parameters`.
    pub after_parameters: Option<Value>,
    /// What the work gave.
    pub result: Option<Value>,
    /// JSONPath: the result after `ResultSelector`.
    pub after_result_selector: Option<Value>,
    /// JSONPath: the result, put into the input by `ResultPath`.
    pub after_result_path: Option<Value>,
    /// JSONPath: what a Map state runs over.
    pub after_items_path: Option<Value>,
    /// What a Map state runs over, found by `ItemsPointer` in what its reader read.
    pub after_items_pointer: Option<Value>,
    /// The inputs of a Map state's iterations, after `ItemSelector`.
    pub after_item_selector: Option<Value>,
    /// The inputs of a Map state's iterations, after `ItemBatcher`.
    pub after_item_batcher: Option<Value>,
    /// What an HTTP Task has sent.
    pub request: Option<HttpRequest>,
    /// What an HTTP Task was answered.
    pub response: Option<HttpResponse>,
    /// The variables, with what the state has assigned.
    pub variables: Option<Object>,
    /// What becomes of the error, where there is one and a retrier or a catcher answers to it.
    pub error_details: Option<ErrorDetails>,
    /// `ToleratedFailureCount`
    pub tolerated_failure_count: Option<u64>,
    /// `ToleratedFailurePercentage`
    pub tolerated_failure_percentage: Option<f64>,
    /// `MaxConcurrency`: how many iterations run at once; 0 is as many as there may be.
    pub max_concurrency: Option<u64>,
}

/// What an HTTP Task has sent, as text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HttpRequest {
    /// The protocol, such as `https`.
    pub protocol: Option<String>,
    /// The method.
    pub method: Option<String>,
    /// The address, with its query.
    pub url: Option<String>,
    /// The headers, as JSON text.
    pub headers: Option<String>,
    /// The body.
    pub body: Option<String>,
}

/// What an HTTP Task was answered, as text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HttpResponse {
    /// The protocol, such as `https`.
    pub protocol: Option<String>,
    /// The status.
    pub status_code: Option<String>,
    /// The text of the status.
    pub status_message: Option<String>,
    /// The headers, as JSON text.
    pub headers: Option<String>,
    /// The body.
    pub body: Option<String>,
}

/// What becomes of an error.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ErrorDetails {
    /// Which catcher catches it, counted from 0.
    pub catch_index: Option<u64>,
    /// Which retrier answers to it, counted from 0.
    pub retry_index: Option<u64>,
    /// How long it waits before it tries again, in seconds. Nothing where its attempts are used up.
    pub retry_backoff_interval_seconds: Option<u64>,
}

impl InspectionData {
    fn note(&mut self, is_json_path: bool, stage: Stage, value: &Value) {
        let place = match stage {
            Stage::Result => &mut self.result,
            Stage::Arguments if is_json_path => &mut self.after_parameters,
            Stage::Arguments => &mut self.after_arguments,
            Stage::Input if is_json_path => &mut self.after_input_path,
            Stage::Items if is_json_path => &mut self.after_items_path,
            Stage::Selected if is_json_path => &mut self.after_result_selector,
            Stage::Placed if is_json_path => &mut self.after_result_path,
            // JSONata has no such steps.
            Stage::Input | Stage::Items | Stage::Selected | Stage::Placed => return,
        };
        *place = Some(value.clone());
    }
}

impl Execution {
    /// Notes a step of the state's data flow, where somebody looks on.
    #[inline]
    pub(crate) fn note(&self, stage: Stage, value: &Value) {
        if let Mode::Test(test) = &self.mode {
            test.seen.borrow_mut().data.note(test.is_json_path, stage, value);
        }
    }

    /// Lets whoever looks on note something.
    #[inline]
    pub(crate) fn inspect(&self, note: impl FnOnce(&mut InspectionData)) {
        if let Mode::Test(test) = &self.mode {
            note(&mut test.seen.borrow_mut().data);
        }
    }
}
