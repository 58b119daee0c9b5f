//! [`RunLocally`]: a workflow against mocks, typed at both ends.
//!
//! What runs is the definition that the workflow is lowered to, in the engine, on a virtual clock.

use std::fmt;
use std::sync::Arc;

use jiff::SignedDuration;
use serde::Serialize;
use serde::de::DeserializeOwned;
use stepwright::{Account, Mistakes, Shape, Workflow};
use stepwright_compiler::{Diagnostic, compile};
use stepwright_engine::{
    Execution, ExecutionStatus, Failure, HistoryEvent, HistoryEventDetails, ScheduleTask,
};
use stepwright_json::{Value, from_value, to_value};

use crate::mocks::Unanswered;
use crate::{Answer, Mocks, World};

/// Runs a workflow against mocks.
pub trait RunLocally<I, O> {
    /// Runs the workflow with an input until it ends.
    ///
    /// # Errors
    ///
    /// Where the workflow does not build, a call has no mock or not the callable's input, or the
    /// execution ends with something else than an output of the workflow's type.
    fn run_locally(&self, mocks: &Mocks, input: I) -> Result<Run<O>, RunError>;
}

/// A run that ended well.
#[derive(Debug)]
pub struct Run<O> {
    /// What it gave.
    pub output: O,
    execution: Execution,
    elapsed: SignedDuration,
}

impl<O> Run<O> {
    /// The names of the states that were entered, in order, those in branches and iterations too.
    pub fn path(&self) -> Vec<&str> {
        path(self.execution.history())
    }

    /// What happened.
    pub fn history(&self) -> &[HistoryEvent] {
        self.execution.history()
    }

    /// How much time it would have taken.
    pub fn elapsed(&self) -> SignedDuration {
        self.elapsed
    }
}

/// Why a run gave no output.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RunError {
    /// The workflow has mistakes.
    #[error("the workflow does not build")]
    Build(#[source] Mistakes),
    /// The definition cannot be run here.
    #[error("the definition cannot be run\n{}", lines(.0))]
    Compile(Vec<Diagnostic>),
    /// The input has no JSON form.
    #[error("the input has no JSON form")]
    Input(#[source] stepwright_json::ConvertError),
    /// A call has no mock, or none that is left.
    #[error("the state `{state}` calls `{resource}` with {input}, and no mock answers; there are mocks for {}", all(.mocks))]
    NoMock {
        /// The Task state.
        state: String,
        /// Its `Resource`.
        resource: String,
        /// What it calls with.
        input: Value,
        /// What has mocks.
        mocks: Vec<String>,
    },
    /// What a state calls with is not the callable's input.
    #[error("what the state `{state}` calls with does not fit the callable: {input}")]
    Mismatch {
        /// The Task state.
        state: String,
        /// What it calls with.
        input: Value,
        /// What does not fit.
        source: stepwright_json::ConvertError,
    },
    /// The execution failed, timed out, or waits for what never comes.
    #[error("{0}")]
    Ended(Box<EndedBadly>),
    /// The output is not of the workflow's type.
    #[error("the output is not what the workflow says: {output}")]
    Output {
        /// What it is.
        output: Value,
        /// What does not fit.
        source: stepwright_json::ConvertError,
    },
}

/// An execution that ended without an output.
#[derive(Debug)]
pub struct EndedBadly(Execution);

impl EndedBadly {
    /// How it ended; `Running` where it waits for what never comes.
    pub fn status(&self) -> ExecutionStatus {
        self.0.status()
    }

    /// The error's name, where there is one.
    pub fn error(&self) -> Option<&str> {
        self.0.failure()?.error.as_deref()
    }

    /// The cause, where there is one.
    pub fn cause(&self) -> Option<&str> {
        self.0.failure()?.cause.as_deref()
    }

    /// The names of the states that were entered, in order.
    pub fn path(&self) -> Vec<&str> {
        path(self.0.history())
    }

    /// What happened.
    pub fn history(&self) -> &[HistoryEvent] {
        self.0.history()
    }
}

impl fmt::Display for EndedBadly {
    /// How it ended, then the whole history.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.status(), self.0.failure()) {
            (ExecutionStatus::Running, _) => f.write_str("the execution waits for ever")?,
            (status, None) => write!(f, "the execution is {}", status.as_str())?,
            (status, Some(Failure { error, cause })) => {
                let error = error.as_deref().unwrap_or("no error");
                let cause = cause.as_deref().unwrap_or("no cause");
                write!(f, "the execution is {}: {error}: {cause}", status.as_str())?;
            }
        }
        self.history().iter().try_for_each(|event| write!(f, "\n{event}"))
    }
}

impl<I, O> RunLocally<I, O> for Workflow<I, O>
where
    I: Shape + Serialize,
    O: Shape + DeserializeOwned,
{
    fn run_locally(&self, mocks: &Mocks, input: I) -> Result<Run<O>, RunError> {
        let account = Account::new("us-east-1", "123456789012");
        let machine = self.build_for(&account).map_err(RunError::Build)?;
        let program = Arc::new(compile(&machine).map_err(RunError::Compile)?);
        let input = to_value(&input).map_err(RunError::Input)?;
        let mut script = mocks.begin();
        let mut wrong = None;
        let mut world = World::new(|request| {
            script.answer(request).unwrap_or_else(|unanswered| {
                wrong.get_or_insert_with(|| error(request, unanswered, mocks));
                Answer::silence()
            })
        });
        let execution = world.run(&program, input);
        let elapsed = world.elapsed();
        drop(world);
        if let Some(error) = wrong {
            return Err(error);
        }
        match execution.output().cloned() {
            None => Err(RunError::Ended(Box::new(EndedBadly(execution)))),
            Some(output) => match from_value(&output) {
                Ok(output) => Ok(Run { output, execution, elapsed }),
                Err(source) => Err(RunError::Output { output, source }),
            },
        }
    }
}

fn error(request: &ScheduleTask, unanswered: Unanswered, mocks: &Mocks) -> RunError {
    let (state, input) = (request.state.to_string(), request.input.clone());
    match unanswered {
        Unanswered::NoMock => {
            let resource = request.resource.to_string();
            RunError::NoMock { state, resource, input, mocks: mocks.callables() }
        }
        Unanswered::Mismatch(source) => RunError::Mismatch { state, input, source },
    }
}

fn path(history: &[HistoryEvent]) -> Vec<&str> {
    use HistoryEventDetails as D;
    let entered = history.iter().filter_map(|event| match &event.details {
        D::ChoiceStateEntered(it)
        | D::FailStateEntered(it)
        | D::MapStateEntered(it)
        | D::ParallelStateEntered(it)
        | D::PassStateEntered(it)
        | D::SucceedStateEntered(it)
        | D::TaskStateEntered(it)
        | D::WaitStateEntered(it) => Some(it.name.as_ref()),
        _ => None,
    });
    entered.collect()
}

fn lines(diagnostics: &[Diagnostic]) -> String {
    diagnostics.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

fn all(mocks: &[String]) -> String {
    if mocks.is_empty() { "nothing".to_owned() } else { mocks.join(", ") }
}
