//! [`Command`]: what the engine asks of the outside.
//!
//! Owns the requests and the ids by which completions answer them. Does not know who carries a
//! request out, nor what a resource does.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use stepwright_compiler::IntegrationPattern;
use stepwright_json::Value;

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
    /// The task token, for `.waitForTaskToken` and activities.
    pub token: Option<Arc<str>>,
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
