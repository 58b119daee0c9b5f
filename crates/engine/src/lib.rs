//! Runs a `Program`: commands out, completions in, a history as AWS writes it.
//!
//! The engine is a function of a program, an input, a seed and the completions with their times.
//! It has no clock, no dice, no I/O: the same inputs give the same history, byte for byte.

mod command;
mod completion;
mod execution;
mod history;

pub use command::{Command, ScheduleTask, TaskId, TimerId};
pub use completion::{Completion, FailureStage, Refused};
pub use execution::{Execution, ExecutionStatus, Start};
pub use history::{
    ActivityScheduled, ActivityStarted, EvaluationFailed, ExecutionRedriven, ExecutionStarted,
    Failure, HistoryEvent, HistoryEventDetails, LambdaFunctionScheduled, MapIteration,
    MapRunRedriven, MapRunStarted, MapStateStarted, Output, StateEntered, StateExited,
    TaskCredentials, TaskFailure, TaskOutput, TaskResource, TaskScheduled,
};
