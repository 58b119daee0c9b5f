//! Runs a [`Program`](stepwright_compiler::Program): commands out, completions in, a history as AWS
//! writes it.
//!
//! The engine is a function of a program, an input, a seed and the completions with their times. It
//! has no clock, no dice, no I/O and nothing asynchronous: the same inputs give the same history,
//! byte for byte, on any machine. What carries a command out, and tells how it went, is a *driver*.
//!
//! ```
//! use std::sync::Arc;
//!
//! use stepwright_asl::StateMachine;
//! use stepwright_compiler::compile;
//! use stepwright_engine::{Command, Completion, Execution, ExecutionStatus, Start};
//! use stepwright_json::Value;
//!
//! let definition = Value::parse(
//!     r#"{
//!         "QueryLanguage": "JSONata",
//!         "StartAt": "Wait a Year",
//!         "States": {"Wait a Year": {"Type": "Wait", "Seconds": 31536000, "End": true}}
//!     }"#,
//! )?;
//! let program = compile(&StateMachine::from_value(&definition)?).map_err(|it| format!("{it:?}"))?;
//! let start = Start {
//!     input: "hello".into(),
//!     execution_name: "first".to_owned(),
//!     execution_arn: "arn:aws:states:us-east-1:123456789012:execution:waits:first".to_owned(),
//!     state_machine_arn: "arn:aws:states:us-east-1:123456789012:stateMachine:waits".to_owned(),
//!     state_machine_name: "waits".to_owned(),
//!     role_arn: "arn:aws:iam::123456789012:role/waits".to_owned(),
//!     now: "2026-01-01T00:00:00Z".parse()?,
//!     seed: 0,
//! };
//! let (mut execution, commands) = Execution::start(Arc::new(program), start)?;
//!
//! // The driver need not wait: it may say that the time has come.
//! let [Command::StartTimer { timer, at }] = commands[..] else { panic!("{commands:?}") };
//! let commands = execution.complete(Completion::TimerFired { timer }, at)?;
//! assert_eq!(commands, [Command::Finish]);
//! assert_eq!(execution.status(), ExecutionStatus::Succeeded);
//! assert_eq!(execution.output(), Some(&Value::from("hello")));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![warn(clippy::wildcard_enum_match_arm)]

mod children;
mod command;
mod completion;
mod execution;
mod frame;
mod state;
mod test_state;

mod catch;
mod constraint;
mod context_object;
mod data_flow;
mod failure;
mod history;
mod inspection;
mod log;
mod map_run;
mod mode;
pub mod quota;
mod random;
mod retry;
mod timer;
mod variables;

pub use children::{Children, EndedChild, RunId, StoppedChild};
pub use command::{
    ChildId, Command, MapRunId, ReadFrom, ReadItems, ResultFile, ScheduleTask, StartChild, TaskId,
    TimerId, WriteResults,
};
pub use completion::{ChildOutcome, Completion, FailureStage, Refused};
pub use execution::{Execution, ExecutionStatus, NotRedrivable, RedriveStatus, Start, StartError};
pub use history::{
    ActivityScheduled, ActivityStarted, EvaluationFailed, ExecutionRedriven, ExecutionStarted,
    Failure, HistoryEvent, HistoryEventDetails, Json, LambdaFunctionScheduled, MapIteration,
    MapRunRedriven, MapRunStarted, MapStateStarted, Output, Payload, StateEntered, StateExited,
    TaskCredentials, TaskFailure, TaskOutput, TaskResource, TaskScheduled,
};
pub use inspection::{ErrorDetails, HttpRequest, HttpResponse, InspectionData};
pub use log::LogLevel;
pub use mode::Express;
pub use test_state::{
    FieldValidationMode, InspectionLevel, Mock, MockOutcome, StateConfiguration, TestState,
    TestStateAnswer, TestStateError, TestStateHost, TestStateRequest, TestStateStatus,
};
