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
use stepwright_json::{ConvertError, Value, from_value, to_value};

use crate::mocks::script::{Script, Unanswered};
use crate::{Answer, Mocks, World};

/// Runs a workflow against mocks.
pub trait RunLocally<I, O> {
    /// Runs the workflow with an input until it ends.
    ///
    /// ```
    /// use stepwright::{Expr, Flow, Step, Workflow, expr, pass};
    /// use stepwright_testkit::{Mocks, RunLocally};
    ///
    /// let workflow = Workflow::new("double", |w: &mut Flow, n: Expr<u32>| {
    ///     pass("Double").value(expr!(n * 2)).run(w)
    /// });
    /// assert_eq!(workflow.run_locally(&Mocks::new(), 21)?.output, 42);
    /// # Ok::<(), stepwright_testkit::RunError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Where the workflow does not build, a call has no mock or not the callable's input, or the
    /// execution ends with something else than an output of the workflow's type.
    fn run_locally(&self, mocks: &Mocks<'_>, input: I) -> Result<Run<O>, RunError>;
}

/// What can be asked of an execution that is over, however it ended.
macro_rules! looks_back {
    () => {
        /// The names of the states that were entered, in order, those in branches and iterations too.
        pub fn path(&self) -> Vec<&str> {
            path(&self.execution)
        }

        /// What happened.
        pub fn history(&self) -> &[HistoryEvent] {
            self.execution.history()
        }

        /// What happened, as text for a snapshot: a line for each event, and the status.
        pub fn story(&self) -> String {
            story(&self.execution)
        }

        /// How much time it would have taken.
        pub fn elapsed(&self) -> SignedDuration {
            self.elapsed
        }
    };
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
    looks_back!();
}

/// Why a run gave no output.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RunError {
    /// The workflow has mistakes.
    #[error("the workflow does not build:\n{0}")]
    Build(Mistakes),
    /// The definition cannot be run here.
    #[error("the definition cannot be run:\n{}", lines(.0))]
    Compile(Vec<Diagnostic>),
    /// The input has no JSON form.
    #[error("the input has no JSON form")]
    Input(#[source] ConvertError),
    /// A call has no mock, or none that is left.
    #[error(
        "no mock answers, or is left to answer, the state `{state}`, which calls `{resource}` with {input}; {}",
        all(.mocks)
    )]
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
        source: ConvertError,
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
        source: ConvertError,
    },
}

impl RunError {
    /// The execution, where there was one and it ended without an output.
    pub fn ended(self) -> Option<EndedBadly> {
        if let Self::Ended(it) = self { Some(*it) } else { None }
    }
}

/// An execution that ended without an output.
///
/// Displayed, it is how it ended, and the whole history.
///
/// ```
/// use stepwright::{Expr, Flow, Workflow};
/// use stepwright_testkit::{Mocks, RunLocally};
///
/// let workflow = Workflow::new("refuse", |w: &mut Flow, _: Expr<()>| {
///     w.fail("Refuse", "NotToday", "come back tomorrow")
/// });
/// let workflow: Workflow<(), ()> = workflow;
/// let failed = workflow.run_locally(&Mocks::new(), ()).unwrap_err().ended().unwrap();
///
/// assert_eq!(failed.error(), Some("NotToday"));
/// assert_eq!(failed.cause(), Some("come back tomorrow"));
/// assert_eq!(failed.path(), ["Refuse"]);
/// ```
#[derive(Debug)]
pub struct EndedBadly {
    execution: Execution,
    elapsed: SignedDuration,
}

impl EndedBadly {
    /// How it ended; `Running` where it waits for what never comes.
    pub fn status(&self) -> ExecutionStatus {
        self.execution.status()
    }

    /// The error's name, where there is one.
    pub fn error(&self) -> Option<&str> {
        self.execution.failure()?.error.as_deref()
    }

    /// The cause, where there is one.
    pub fn cause(&self) -> Option<&str> {
        self.execution.failure()?.cause.as_deref()
    }

    looks_back!();
}

impl fmt::Display for EndedBadly {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.status(), self.execution.failure()) {
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
    fn run_locally(&self, mocks: &Mocks<'_>, input: I) -> Result<Run<O>, RunError> {
        let account = Account::new("us-east-1", "123456789012");
        let machine = self.build_for(&account).map_err(RunError::Build)?;
        let program = Arc::new(compile(&machine).map_err(RunError::Compile)?);
        let input = to_value(&input).map_err(RunError::Input)?;
        let mut script = Script::new(mocks);
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
            None => Err(RunError::Ended(Box::new(EndedBadly { execution, elapsed }))),
            Some(output) => match from_value(&output) {
                Ok(output) => Ok(Run { output, execution, elapsed }),
                Err(source) => Err(RunError::Output { output, source }),
            },
        }
    }
}

fn error(request: &ScheduleTask, unanswered: Unanswered, mocks: &Mocks<'_>) -> RunError {
    let (state, input) = (request.state.to_string(), request.input.clone());
    match unanswered {
        Unanswered::NoMock => {
            let resource = request.resource.to_string();
            RunError::NoMock { state, resource, input, mocks: mocks.callables() }
        }
        Unanswered::Mismatch(source) => RunError::Mismatch { state, input, source },
    }
}

fn path(execution: &Execution) -> Vec<&str> {
    use HistoryEventDetails as D;
    let entered = execution.history().iter().filter_map(|event| match &event.details {
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

/// The events without their ids, so that one more does not change the lines of all that follow.
fn story(execution: &Execution) -> String {
    let lines = execution.history().iter().map(|event| {
        let line = event.to_string();
        let line = line.trim_start().trim_start_matches(|it: char| it.is_ascii_digit());
        line.trim().to_owned()
    });
    let status = execution.status().as_str().to_owned();
    lines.chain([status]).collect::<Vec<_>>().join("\n")
}

fn lines(diagnostics: &[Diagnostic]) -> String {
    diagnostics.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

fn all(mocks: &[String]) -> String {
    match mocks {
        [] => "there are no mocks: add one with `Mocks::on`".to_owned(),
        mocks => format!("there are mocks of {}", mocks.join(", ")),
    }
}
