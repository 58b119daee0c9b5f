//! [`StateMachine`]: the whole, a branch, or a processor.

use std::fmt;

use indexmap::IndexMap;
use stepwright_json::{Object, Value};

use crate::json::{Depth, Expected, Slot, SourceOrder, table};
use crate::words::words;
use crate::{NumberOr, QueryLanguage, State};

/// A state machine, a Parallel state's branch, or a Map state's processor: the same object in three
/// places.
///
/// It can say any state machine, sound or not. `validate` tells which it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StateMachine {
    /// `Comment`: free text.
    pub comment: Option<String>,
    /// `QueryLanguage`: the language of all states that do not say their own. Not in a branch or a
    /// processor.
    pub query_language: Option<QueryLanguage>,
    /// `Version`: of the language; there is only `1.0`. Not in a branch or a processor.
    pub version: Option<String>,
    /// `TimeoutSeconds`: how long an execution may take. Not in a branch or a processor.
    pub timeout_seconds: Option<NumberOr>,
    /// `ProcessorConfig`: how a Map state runs its processor. Only in a processor.
    pub processor_config: Option<ProcessorConfig>,
    /// `StartAt`: the name of the first state.
    pub start_at: Option<String>,
    /// `States`, by name, in the order in which they are written.
    pub states: IndexMap<String, State>,
    /// What there is no field for, and fields whose value has another type than theirs.
    pub extra: Object,
    /// The order in which the author wrote the fields.
    pub source_order: SourceOrder,
}

impl StateMachine {
    /// Reads a state machine from a JSON value.
    ///
    /// Reading is total: whatever the object holds, the machine holds it too, and
    /// [`to_value`](Self::to_value) gives the same value back, its keys in the same order.
    ///
    /// # Errors
    ///
    /// Where the value is not an object.
    pub fn from_value(value: &Value) -> Result<Self, NotAnObject> {
        value.as_object().map(Self::from_object).ok_or(NotAnObject)
    }
}

/// A definition is something else than a JSON object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a definition must be a JSON object, such as `{{\"StartAt\": …, \"States\": {{…}}}}`")]
pub struct NotAnObject;

impl fmt::Display for StateMachine {
    /// The canonical text: two spaces of indentation, one line break at the end.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:#}", self.to_value())
    }
}

table! {
    StateMachine {
        "Comment" => comment,
        "QueryLanguage" => query_language,
        "Version" => version,
        "TimeoutSeconds" => timeout_seconds,
        "ProcessorConfig" => processor_config,
        "StartAt" => start_at,
        "States" => states,
    }
}

impl Slot for IndexMap<String, State> {
    const EXPECTED: Expected = Expected::Object;

    fn fill(&mut self, value: &Value, depth: Depth) -> bool {
        let Some(states) = value.as_object() else { return false };
        let read = |(name, state): (&str, &Value)| (name.to_owned(), State::read(state, depth));
        *self = states.iter().map(read).collect();
        true
    }

    /// A machine without states says so, unless its source had no `States` at all.
    fn is_set(&self, in_source: Option<bool>) -> bool {
        !self.is_empty() || in_source != Some(false)
    }

    fn value(&self) -> Value {
        let states = self.iter().map(|(name, state)| (name.as_str(), state.to_value()));
        states.collect::<Object>().into()
    }
}

/// `ProcessorConfig`: how a Map state runs its processor.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProcessorConfig {
    /// `Mode`: within the execution, or in executions of their own.
    pub mode: Option<ProcessorMode>,
    /// `ExecutionType`: the type of the child executions; only where they are distributed.
    pub execution_type: Option<ExecutionType>,
    /// What there is no field for, and fields whose value has another type than theirs.
    pub extra: Object,
    /// The order in which the author wrote the fields.
    pub source_order: SourceOrder,
}

table! {
    ProcessorConfig {
        "Mode" => mode,
        "ExecutionType" => execution_type,
    }
}

words! {
    /// `Mode` of a [`ProcessorConfig`].
    pub enum ProcessorMode {
        /// Iterations run within the execution.
        Inline = "INLINE",
        /// Each item, or batch of items, has a child execution.
        Distributed = "DISTRIBUTED",
    }
}

words! {
    /// `ExecutionType` of a [`ProcessorConfig`]: the type of child executions.
    pub enum ExecutionType {
        /// Up to a year long, with a history.
        Standard = "STANDARD",
        /// Up to five minutes long.
        Express = "EXPRESS",
    }
}
