//! [`Command`]: what the engine asks of the outside.
//!
//! Owns the requests and the ids by which completions answer them. Does not know who carries a
//! request out, nor what a resource does.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use stepwright_compiler::{ExecutionType, IntegrationPattern, Program, ScopeIndex};
use stepwright_json::Value;

use crate::mode::{Express, Mode};
use crate::{Execution, Start, quota};

/// What the engine asks of whoever drives it.
///
/// Commands are to be carried out in the order in which they are given. A driver answers with
/// [`Completion`](crate::Completion)s that carry the same id.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Have the work of a Task state done.
    ScheduleTask(Box<ScheduleTask>),
    /// Nobody waits for this task any more; what it answers would be refused.
    CancelTask {
        /// Which one.
        task: TaskId,
    },
    /// Tell when it is `at`, with [`Completion::TimerFired`](crate::Completion::TimerFired).
    StartTimer {
        /// What to call it.
        timer: TimerId,
        /// When it fires. May be past: then at once.
        at: Timestamp,
    },
    /// Nobody waits for this timer any more.
    CancelTimer {
        /// Which one.
        timer: TimerId,
    },
    /// Read where the items of a Distributed Map are. Answered with
    /// [`Completion::ObjectRead`](crate::Completion::ObjectRead),
    /// [`Completion::ObjectsListed`](crate::Completion::ObjectsListed) or
    /// [`Completion::ReadFailed`](crate::Completion::ReadFailed).
    ReadItems(Box<ReadItems>),
    /// Run a child of a Map Run, with [`StartChild::open`]. Answered with
    /// [`Completion::ChildEnded`](crate::Completion::ChildEnded).
    StartChild(Box<StartChild>),
    /// Have a child of a Map Run go on from where it ended badly: tell its execution, which
    /// [`Start::execution_arn`] names, [`Completion::Redrive`](crate::Completion::Redrive). A driver
    /// that does not have it any more starts it anew. Answered as for
    /// [`StartChild`](Self::StartChild).
    RedriveChild(Box<StartChild>),
    /// Write the results of a Map Run. Answered with
    /// [`Completion::ResultsWritten`](crate::Completion::ResultsWritten) or
    /// [`Completion::WriteFailed`](crate::Completion::WriteFailed).
    WriteResults(Box<WriteResults>),
    /// Nobody waits for this Map Run any more: not for what it reads and writes, nor for its children,
    /// which are to be stopped.
    StopMapRun {
        /// Which one.
        map_run: MapRunId,
    },
    /// Write what a Map Run leaves behind that was stopped. Nobody waits for an answer: the execution
    /// has gone on, or has ended.
    LeaveResults(Box<WriteResults>),
    /// The execution has ended. The last command there is.
    Finish,
}

/// The work of one attempt of a Task state.
#[derive(Clone, Debug, PartialEq)]
pub struct ScheduleTask {
    /// What to call it in completions.
    pub task: TaskId,
    /// The name of the Task state.
    pub state: Arc<str>,
    /// `Resource`, as the definition has it.
    pub resource: Arc<str>,
    /// Who answers, and when the task counts as done.
    pub pattern: IntegrationPattern,
    /// What the resource is given: resolved `Arguments` or `Parameters`, or the state's input.
    pub input: Value,
    /// `TimeoutSeconds`, where the state sets it. The engine keeps the time; this is to tell others.
    pub timeout_seconds: Option<u64>,
    /// `HeartbeatSeconds`, where the state sets it. The engine keeps the time.
    pub heartbeat_seconds: Option<u64>,
    /// Resolved `Credentials`, where the state has any.
    pub credentials: Option<Value>,
    /// The task token, for activities and for integrations that are submitted first.
    pub token: Option<Arc<str>>,
}

/// A read that a Map Run cannot go on without.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadItems {
    /// What to call the Map Run in completions.
    pub map_run: MapRunId,
    /// The name of the Map state.
    pub state: Arc<str>,
    /// What to read.
    pub from: ReadFrom,
    /// What it is asked with: `Bucket`, `Key`, `Prefix`, `VersionId`, …, resolved.
    pub arguments: Value,
}

/// What is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadFrom {
    /// `s3:getObject`: the bytes of an object, as they are.
    Object,
    /// `s3:getObject` of a Parquet file. The engine knows nothing of Parquet: whoever reads it tells
    /// each row as a JSON object on a line of its own, in UTF-8, in the file's order and with its
    /// columns' names, as the body of [`Completion::ObjectRead`](crate::Completion::ObjectRead). What
    /// cannot be told so is a [`Completion::ReadFailed`](crate::Completion::ReadFailed).
    Parquet,
    /// `s3:listObjectsV2`: the descriptions of objects, a page at a time.
    Listing {
        /// Where the page begins; nothing for the first.
        continuation: Option<Arc<str>>,
    },
}

/// A child of a Map Run, which is an execution of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct StartChild {
    /// What to call it in completions.
    pub child: ChildId,
    /// The Map Run's ARN.
    pub map_run_arn: Arc<str>,
    /// Whether it is a Standard or an Express execution.
    pub execution_type: ExecutionType,
    /// What it is started with.
    pub start: Start,
    pub(crate) scope: ScopeIndex,
}

impl StartChild {
    /// Starts the execution. `program` is the one that the Map state stands in.
    pub fn open(self, program: Arc<Program>) -> (Execution, Vec<Command>) {
        let Self { child: _, map_run_arn: _, execution_type, start, scope } = self;
        let limits = match execution_type {
            ExecutionType::Standard => (None, Mode::Child),
            ExecutionType::Express => {
                (Some(quota::EXPRESS_SECONDS_MAX), Mode::Express(Express::Asynchronous))
            }
        };
        Execution::begin_at(program, scope, limits, start)
    }
}

/// The files that the results of a Map Run become.
#[derive(Clone, Debug, PartialEq)]
pub struct WriteResults {
    /// What to call the Map Run in completions.
    pub map_run: MapRunId,
    /// The name of the Map state.
    pub state: Arc<str>,
    /// The bucket.
    pub bucket: Arc<str>,
    /// The files, the manifest last. A large Map Run writes in parts; the manifest comes with the last.
    pub files: Vec<ResultFile>,
}

/// A file of results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultFile {
    /// Its key.
    pub key: Arc<str>,
    /// What is in it.
    pub body: Vec<u8>,
}

/// Names a Map Run within its execution. Counts up from 1, never used twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MapRunId(pub u64);

/// Names a child within its Map Run. Counts up from 0, never used twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChildId {
    /// The Map Run.
    pub map_run: MapRunId,
    /// Which of its children.
    pub index: u64,
}

/// Names a task within its execution. Counts up from 1, never used twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TaskId(pub u64);

/// Names a timer within its execution. Counts up from 1, never used twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimerId(pub u64);

impl fmt::Display for TaskId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "task {}", self.0)
    }
}

impl fmt::Display for TimerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "timer {}", self.0)
    }
}

impl fmt::Display for MapRunId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Map Run {}", self.0)
    }
}

impl fmt::Display for ChildId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "child {} of {}", self.index, self.map_run)
    }
}
