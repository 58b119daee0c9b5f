//! [`Execution`]: one run of a [`Program`].

use std::sync::Arc;

use jiff::Timestamp;
use stepwright_compiler::Program;
use stepwright_json::Value;

use crate::{Command, Completion, Failure, HistoryEvent, Refused};

/// What an execution is started with.
#[derive(Clone, Debug)]
pub struct Start {
    /// The execution's input.
    pub input: Value,
    /// Its name, unique within its state machine.
    pub execution_name: String,
    /// Its ARN. Its region is the one that service integrations are called in.
    pub execution_arn: String,
    /// The state machine's ARN.
    pub state_machine_arn: String,
    /// The state machine's name.
    pub state_machine_name: String,
    /// The role it runs as.
    pub role_arn: String,
    /// When it starts.
    pub now: Timestamp,
    /// Where jitter and task tokens come from: two executions with one seed have the same.
    pub seed: u64,
}

/// How an execution stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExecutionStatus {
    /// It has not ended.
    Running,
    /// It ended with an output.
    Succeeded,
    /// It ended with an error.
    Failed,
    /// The state machine's `TimeoutSeconds` passed.
    TimedOut,
    /// It was stopped.
    Aborted,
}

impl ExecutionStatus {
    /// The status as AWS spells it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Running => "RUNNING",
            Self::Succeeded => "SUCCEEDED",
            Self::Failed => "FAILED",
            Self::TimedOut => "TIMED_OUT",
            Self::Aborted => "ABORTED",
        }
    }
}

/// One run of a [`Program`].
#[derive(Debug)]
pub struct Execution {
    program: Arc<Program>,
    start: Start,
    history: Vec<HistoryEvent>,
}

impl Execution {
    /// Starts an execution.
    pub fn start(program: Arc<Program>, start: Start) -> (Self, Vec<Command>) {
        (Self { program, start, history: Vec::new() }, Vec::new())
    }

    /// Takes in what happened at `now`, and says what to do about it.
    ///
    /// # Errors
    ///
    /// Where nobody waits for it: it is late, repeated, or unknown. Nothing has changed then.
    pub fn complete(
        &mut self,
        _completion: Completion,
        _now: Timestamp,
    ) -> Result<Vec<Command>, Refused> {
        Err(Refused::Ended)
    }

    /// What has happened so far.
    pub fn history(&self) -> &[HistoryEvent] {
        &self.history
    }

    /// How it stands.
    pub fn status(&self) -> ExecutionStatus {
        ExecutionStatus::Running
    }

    /// Its output, once it has succeeded.
    pub fn output(&self) -> Option<&Value> {
        None
    }

    /// Its error and cause, once it has failed or was stopped.
    pub fn failure(&self) -> Option<&Failure> {
        None
    }

    /// What it was started with.
    pub fn started_with(&self) -> &Start {
        &self.start
    }

    /// What it runs.
    pub fn program(&self) -> &Arc<Program> {
        &self.program
    }
}
