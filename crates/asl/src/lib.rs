//! The Amazon States Language as plain Rust types: it can say any state machine, and judges none.
//!
//! It owns the words of the language, reading and writing it without loss, the places of everything
//! in a text, and what is wrong with the structure of a definition. It knows neither the grammar of
//! paths and expressions nor how a state machine is run.
//!
//! # The language in one example
//!
//! A definition is a JSON object. It has [`States`](StateMachine::states) by name, and each says what
//! it does by its `Type` and what follows by `Next` or `End`:
//!
//! ```
//! use stepwright_asl::{Document, State};
//!
//! let text = r#"{
//!   "Comment": "Loads a file, and says so when it could not.",
//!   "QueryLanguage": "JSONata",
//!   "StartAt": "Load",
//!   "States": {
//!     "Load": {
//!       "Type": "Task",
//!       "Resource": "arn:aws:states:::lambda:invoke",
//!       "Arguments": { "FunctionName": "load", "Payload": "{% $states.input %}" },
//!       "Output": "{% $states.result.Payload %}",
//!       "Retry": [{ "ErrorEquals": ["HTTPError"], "IntervalSeconds": 10, "MaxAttempts": 3 }],
//!       "Catch": [{ "ErrorEquals": ["States.ALL"], "Next": "Broken" }],
//!       "Next": "Empty?"
//!     },
//!     "Empty?": {
//!       "Type": "Choice",
//!       "Choices": [{ "Condition": "{% $states.input.rows = 0 %}", "Next": "Broken" }],
//!       "Default": "Done"
//!     },
//!     "Done": { "Type": "Succeed" },
//!     "Broken": { "Type": "Fail", "Error": "LoadFailed" }
//!   }
//! }"#;
//!
//! let document = Document::parse("load.asl.json", text)?;
//! assert_eq!(document.problems(), []);
//!
//! let machine = &document.machine;
//! let State::Task(load) = &machine.states["Load"] else { panic!("a Task") };
//! assert_eq!(load.resource.as_deref(), Some("arn:aws:states:::lambda:invoke"));
//!
//! let ways: Vec<_> = machine.transitions().map(|it| format!("{} -> {}", it.from, it.to)).collect();
//! assert_eq!(ways, ["Load -> Empty?", "Load -> Broken", "Empty? -> Broken", "Empty? -> Done"]);
//! # Ok::<(), stepwright_asl::ReadError>(())
//! ```
//!
//! | `Type` | what it does | |
//! | --- | --- | --- |
//! | [`Task`] | something outside works: a [`Resource`] | [`Retrier`], [`Catcher`] |
//! | [`Pass`] | hands its input on, or something made of it | |
//! | [`Choice`] | goes one of several ways | [`ChoiceRule`] |
//! | [`Wait`] | lets time pass | |
//! | [`Succeed`] | ends well | |
//! | [`Fail`] | ends with an error | |
//! | [`Parallel`] | runs branches side by side; each is a [`StateMachine`] | [`Retrier`], [`Catcher`] |
//! | [`Map`] | runs a [`StateMachine`] for each item of a list | [`ItemReader`], [`ItemBatcher`], [`ResultWriter`] |
//!
//! # How a definition is held
//!
//! Every field of the language, in both of its [query languages](QueryLanguage), is a public field by
//! the same name: `TimeoutSeconds` is `timeout_seconds`. All are `Option`al and nothing is checked, so
//! that a wrong definition can be held, shown and repaired as well as a right one.
//!
//! Nothing is lost. What there is no field for, and what has another type than its field, is in
//! `extra`; the order of the keys is in [`SourceOrder`]. So what was read is written again exactly:
//!
//! ```
//! use stepwright_asl::{StateMachine, Value};
//!
//! let text = r#"{"States":{"A":{"End":"yes","Colour":"red","Type":"Pass"}},"StartAt":"A"}"#;
//! let machine = StateMachine::from_value(&Value::parse(text)?)?;
//! assert_eq!(machine.to_value().to_string(), text);
//!
//! let problems: Vec<String> = machine.validate().iter().map(ToString::to_string).collect();
//! assert_eq!(problems, [
//!     "error[SCHEMA_VALIDATION_FAILED] /States/A/End: Expected value of type [BOOLEAN]",
//!     "error[SCHEMA_VALIDATION_FAILED] /States/A/Colour: Field 'Colour' is not supported",
//!     "error[MISSING_END_STATE] /: Workflow has no terminal state \
//!      (give some state `\"End\": true`, or add a Succeed or Fail state)",
//! ]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What is made in code is written in one canonical order, so that the same machine is always the
//! same text:
//!
//! ```
//! use stepwright_asl::{Pass, StateMachine};
//!
//! let hello = Pass { end: Some(true), result: Some("hello".into()), ..Pass::default() };
//! let machine = StateMachine {
//!     start_at: Some("Hello".to_owned()),
//!     states: [("Hello".to_owned(), hello.into())].into_iter().collect(),
//!     ..StateMachine::default()
//! };
//! assert_eq!(machine.to_string(), r#"{
//!   "StartAt": "Hello",
//!   "States": {
//!     "Hello": {
//!       "Type": "Pass",
//!       "Result": "hello",
//!       "End": true
//!     }
//!   }
//! }
//! "#);
//! ```
//!
//! # Texts and places
//!
//! [`Document`] reads JSON and YAML and knows the line and column of everything; an error in the text
//! says where it is and what to do. [`Problem`]s point into the definition with a [`Pointer`], which
//! [`Source::locate`] turns into a line and a column.

mod catch;
mod diff;
mod document;
mod expression;
mod json;
mod name;
mod problem;
mod resource;
mod retry;
mod state;
mod state_machine;
mod timestamp;
mod transition;
mod validate;
mod walk;
mod words;

/// The README's example, run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}

pub use stepwright_json::{Number, Object, Pointer, Value};

pub use self::catch::Catcher;
pub use self::diff::{Container, Diff, FieldDiff, StateChange, StateDiff};
pub use self::document::{
    Document, Format, Location, ReadError, ReadErrorKind, Source, YAML_NODES_MAX, YamlError,
    YamlErrorKind,
};
pub use self::expression::{JSON_PATH_FIELDS, Nullable, NumberOr, QueryLanguage, jsonata_code};
pub use self::json::SourceOrder;
pub use self::name::{
    CaughtBy, LABEL_CHARS_MAX, RESERVED_VARIABLE, STATE_NAME_CHARS_MAX, STATES_ERRORS, StatesError,
    VARIABLE_NAME_CHARS_MAX, error_name, is_known_error, is_variable_name,
};
pub use self::problem::{Problem, Severity, code};
pub use self::resource::{
    Activity, Integration, IntegrationPattern, LambdaFunction, Resource, ResourceError,
};
pub use self::retry::{JitterStrategy, Retrier};
pub use self::state::{
    Choice, ChoiceRule, Comparison, CsvDelimiter, CsvHeaderLocation, Fail, InputType, ItemBatcher,
    ItemReader, ManifestType, Map, Operand, Operator, OutputType, Parallel, Pass, ReaderConfig,
    ReaderTransformation, ResultWriter, State, Succeed, Task, Test, Wait, WriterConfig,
    WriterTransformation,
};
pub use self::state_machine::{
    ExecutionType, NotAnObject, ProcessorConfig, ProcessorMode, StateMachine,
};
pub use self::timestamp::is_timestamp;
pub use self::transition::{Transition, TransitionKind};
pub use self::walk::Visitor;
