//! Lambda on a desk: runs a function's real binary as a process, and talks to it through the Lambda
//! Runtime API, as the service does.
//!
//! Owns processes, their environment, their time-outs and their logs. Knows nothing of state
//! machines: what a function's error means to an execution is `task/lambda.rs`'s to say.
//!
//! A [`Function`] keeps a process for each invocation that runs at the same time, up to a limit, and
//! uses them again. Every process ends with the `Function` that started it.

mod environment;
mod function;
mod launch;
mod log_lines;
mod process;
mod runtime_api;
mod sandbox;

pub use function::{Function, FunctionConfig, FunctionError};
pub use launch::{LAUNCH, launch};
pub use log_lines::LogLine;
