//! [`State`]: any of the eight types of state, and what they have in common.

mod choice;
mod choice_rule;
mod common;
mod fail;
mod map;
mod parallel;
mod pass;
mod succeed;
mod task;
mod wait;

use stepwright_json::Value;

pub use self::choice::Choice;
pub use self::choice_rule::{ChoiceRule, Comparison, Operand, Operator, Test};
pub use self::fail::Fail;
pub use self::map::{
    CsvDelimiter, CsvHeaderLocation, InputType, ItemBatcher, ItemReader, ManifestType, Map,
    OutputType, ReaderConfig, ReaderTransformation, ResultWriter, WriterConfig,
    WriterTransformation,
};
pub use self::parallel::Parallel;
pub use self::pass::Pass;
pub use self::succeed::Succeed;
pub use self::task::Task;
pub use self::wait::Wait;
use crate::json::Depth;

/// A state of any type.
#[derive(Clone, Debug, PartialEq)]
pub enum State {
    /// Something outside does the work.
    Task(Task),
    /// The input, or something made of it, is handed on.
    Pass(Pass),
    /// One of several ways is gone.
    Choice(Choice),
    /// Time passes.
    Wait(Wait),
    /// The machine or branch ends well.
    Succeed(Succeed),
    /// The machine or branch ends with an error.
    Fail(Fail),
    /// Branches run side by side.
    Parallel(Parallel),
    /// A processor runs for each item.
    Map(Box<Map>),
    /// A state of no or of unknown `Type`, or something that is not an object. Kept as it was.
    Other(Value),
}

impl State {
    /// Reads a state by its `Type`.
    pub fn from_value(value: &Value) -> Self {
        Self::read(value, Depth::default())
    }

    pub(crate) fn read(value: &Value, depth: Depth) -> Self {
        let Some(object) = value.as_object() else { return Self::Other(value.clone()) };
        match object.get("Type").and_then(Value::as_str) {
            Some("Task") => Self::Task(Task::read_object(object, depth)),
            Some("Pass") => Self::Pass(Pass::read_object(object, depth)),
            Some("Choice") => Self::Choice(Choice::read_object(object, depth)),
            Some("Wait") => Self::Wait(Wait::read_object(object, depth)),
            Some("Succeed") => Self::Succeed(Succeed::read_object(object, depth)),
            Some("Fail") => Self::Fail(Fail::read_object(object, depth)),
            Some("Parallel") => Self::Parallel(Parallel::read_object(object, depth)),
            Some("Map") => Self::Map(Box::new(Map::read_object(object, depth))),
            _ => Self::Other(value.clone()),
        }
    }

    /// Whether the state has a field, whatever the type of its value.
    ///
    /// ```
    /// use stepwright_asl::State;
    /// use stepwright_json::json;
    ///
    /// let state = State::from_value(&json!({ "Type": "Wait", "Seconds": 1, "Color": "blue" }));
    /// assert!(state.has("Seconds") && state.has("Color") && !state.has("Timestamp"));
    /// ```
    pub fn has(&self, field: &str) -> bool {
        match self {
            Self::Other(it) => it.get(field).is_some(),
            _ => field == "Type" || self.fields().is_some_and(|it| it.has(field)),
        }
    }

    /// The state as a JSON value.
    pub fn to_value(&self) -> Value {
        match self {
            Self::Task(it) => it.to_value(),
            Self::Pass(it) => it.to_value(),
            Self::Choice(it) => it.to_value(),
            Self::Wait(it) => it.to_value(),
            Self::Succeed(it) => it.to_value(),
            Self::Fail(it) => it.to_value(),
            Self::Parallel(it) => it.to_value(),
            Self::Map(it) => it.to_value(),
            Self::Other(it) => it.clone(),
        }
    }
}

macro_rules! from_struct {
    ($($name:ident)*) => {$(
        impl From<$name> for State {
            fn from(it: $name) -> Self {
                Self::$name(it)
            }
        }
    )*};
}

from_struct!(Task Pass Choice Wait Succeed Fail Parallel);

impl From<Map> for State {
    fn from(it: Map) -> Self {
        Self::Map(Box::new(it))
    }
}
