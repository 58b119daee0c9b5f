//! [`Completion`]: what the engine is told, and [`Refused`]: why it did not listen.
//!
//! Owns the answers to [`Command`](crate::Command)s. Does not know how they travelled.

use std::sync::Arc;

use stepwright_json::{Array, Value};

use crate::{
    ChildId, Execution, ExecutionStatus, Failure, MapRunId, NotRedrivable, TaskId, TimerId,
};

/// What happened outside, in answer to a [`Command`](crate::Command) or because somebody asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Completion {
    /// Somebody has begun to work on a task. From here its `TimeoutSeconds` and `HeartbeatSeconds`
    /// count. A task that answers without having started is taken as started at that moment.
    TaskStarted {
        /// Which one.
        task: TaskId,
        /// The name an activity's worker gave.
        worker_name: Option<Arc<str>>,
    },
    /// For `.sync` and `.waitForTaskToken`: the request itself was answered; the outcome follows.
    TaskSubmitted {
        /// Which one.
        task: TaskId,
        /// What the request was answered with.
        output: Value,
    },
    /// The task is done.
    TaskSucceeded {
        /// Which one.
        task: TaskId,
        /// Its result.
        output: Value,
    },
    /// The task has failed.
    TaskFailed {
        /// Which one.
        task: TaskId,
        /// The error's name, as `ErrorEquals` spells it.
        error: Option<Arc<str>>,
        /// What there is to say about it.
        cause: Option<Arc<str>>,
        /// How far it had come.
        stage: FailureStage,
    },
    /// Whoever works on the task is alive.
    TaskHeartbeat {
        /// Which one.
        task: TaskId,
    },
    /// The object that a Map Run asked for, or the rows of a Parquet file: see
    /// [`ReadFrom`](crate::ReadFrom).
    ObjectRead {
        /// Which Map Run.
        map_run: MapRunId,
        /// The object's bytes, or the rows as lines of JSON.
        body: Arc<[u8]>,
    },
    /// A page of the listing that a Map Run asked for.
    ObjectsListed {
        /// Which Map Run.
        map_run: MapRunId,
        /// The objects: `Etag`, `Key`, `LastModified`, `Size`, `StorageClass`.
        objects: Array,
        /// Where the next page begins, where there is one.
        continuation: Option<Arc<str>>,
    },
    /// What a Map Run asked for cannot be read: `States.ItemReaderFailed`.
    ReadFailed {
        /// Which Map Run.
        map_run: MapRunId,
        /// What there is to say about it.
        cause: Arc<str>,
    },
    /// A child of a Map Run has ended.
    ChildEnded {
        /// Which one.
        child: ChildId,
        /// How.
        outcome: ChildOutcome,
    },
    /// The results of a Map Run are written.
    ResultsWritten {
        /// Which Map Run.
        map_run: MapRunId,
    },
    /// The results of a Map Run cannot be written: `States.ResultWriterFailed`.
    WriteFailed {
        /// Which Map Run.
        map_run: MapRunId,
        /// What there is to say about it.
        cause: Arc<str>,
    },
    /// It is time.
    TimerFired {
        /// Which one.
        timer: TimerId,
    },
    /// Somebody stops the execution: it ends as `ABORTED`.
    Stop {
        /// The error's name, where the caller gave one.
        error: Option<Arc<str>>,
        /// The reason, where the caller gave one.
        cause: Option<Arc<str>>,
    },
    /// Somebody redrives the execution, which has ended badly: it goes on with what is unfinished.
    Redrive,
}

impl Completion {
    /// A task that failed while it was worked on, which is how most fail.
    pub fn task_failed(
        task: TaskId,
        error: impl Into<Arc<str>>,
        cause: impl Into<Arc<str>>,
    ) -> Self {
        Self::TaskFailed {
            task,
            error: Some(error.into()),
            cause: Some(cause.into()),
            stage: FailureStage::Running,
        }
    }
}

/// How a child of a Map Run has ended.
#[derive(Clone, Debug, PartialEq)]
pub enum ChildOutcome {
    /// With an output.
    Succeeded(Value),
    /// With an error.
    Failed(Failure),
    /// Its time passed.
    TimedOut,
    /// Somebody stopped it.
    Aborted(Failure),
}

impl ChildOutcome {
    /// How an execution has ended; nothing while it runs.
    pub fn of(execution: &Execution) -> Option<Self> {
        let failure = || execution.failure().cloned().unwrap_or_default();
        match execution.status() {
            ExecutionStatus::Running => None,
            ExecutionStatus::Succeeded => execution.output().cloned().map(Self::Succeeded),
            ExecutionStatus::Failed => Some(Self::Failed(failure())),
            ExecutionStatus::TimedOut => Some(Self::TimedOut),
            ExecutionStatus::Aborted => Some(Self::Aborted(failure())),
        }
    }

    pub(crate) fn status(&self) -> ExecutionStatus {
        match self {
            Self::Succeeded(_) => ExecutionStatus::Succeeded,
            Self::Failed(_) => ExecutionStatus::Failed,
            Self::TimedOut => ExecutionStatus::TimedOut,
            Self::Aborted(_) => ExecutionStatus::Aborted,
        }
    }
}

/// How far a failed task had come: it decides which event tells of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FailureStage {
    /// It could not even be scheduled: `LambdaFunctionScheduleFailed`, `ActivityScheduleFailed`.
    Scheduling,
    /// It was scheduled and could not be started: `TaskStartFailed`, `LambdaFunctionStartFailed`.
    Starting,
    /// Its request was refused: `TaskSubmitFailed`.
    Submitting,
    /// It was worked on: `TaskFailed`, `LambdaFunctionFailed`, `ActivityFailed`.
    #[default]
    Running,
}

/// Why a completion was refused. The execution is as it was before.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The execution has ended.
    #[error("the execution has ended; nothing more can happen to it")]
    Ended,
    /// No such task waits: it never existed, has answered, has timed out, or was cancelled.
    #[error("no {0} is waited for: it is unknown, has answered already, or was cancelled")]
    Task(TaskId),
    /// No such Map Run waits for this: it never existed, has ended, or asked for something else.
    #[error("{0} does not wait for this: it is unknown, has ended, or asked for something else")]
    MapRun(MapRunId),
    /// No such child runs.
    #[error("no {0} runs: it is unknown, has ended already, or was stopped")]
    Child(ChildId),
    /// No such timer runs.
    #[error("no {0} is running: it is unknown, has fired already, or was cancelled")]
    Timer(TimerId),
    /// It was to be redriven, and cannot be.
    #[error(transparent)]
    NotRedrivable(NotRedrivable),
    /// The task has been reported as started, or submitted, before.
    #[error("{0} was reported as {1} before")]
    Repeated(TaskId, &'static str),
}
