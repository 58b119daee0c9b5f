//! [`LogLevel`]: which events of an execution are logged.
//!
//! An Express execution has no history that anybody could ask for: its log is all that remains. Owns
//! which level keeps which events; what a log line looks like, the wire knows.

use crate::execution::Execution;
use crate::history::{HistoryEvent, HistoryEventDetails};

/// `level` of a state machine's `loggingConfiguration`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LogLevel {
    /// Every event.
    All,
    /// What tells of an error, whatever becomes of it.
    Error,
    /// What ends an execution badly.
    Fatal,
    /// Nothing.
    #[default]
    Off,
}

impl LogLevel {
    /// Whether an event is logged.
    pub fn keeps(self, details: &HistoryEventDetails) -> bool {
        match self {
            Self::All => true,
            Self::Error => is_error(details),
            Self::Fatal => is_fatal(details),
            Self::Off => false,
        }
    }
}

impl Execution {
    /// The events that a level logs, in order.
    pub fn logged(&self, level: LogLevel) -> impl Iterator<Item = &HistoryEvent> {
        self.history().iter().filter(move |it| level.keeps(&it.details))
    }
}

fn is_fatal(details: &HistoryEventDetails) -> bool {
    use HistoryEventDetails as D;
    matches!(details, D::ExecutionAborted(_) | D::ExecutionFailed(_) | D::ExecutionTimedOut(_))
}

/// By the documentation's table of log levels.
fn is_error(details: &HistoryEventDetails) -> bool {
    use HistoryEventDetails as D;
    is_fatal(details)
        || matches!(
            details,
            D::ActivityFailed(_)
                | D::ActivityScheduleFailed(_)
                | D::ActivityTimedOut(_)
                | D::EvaluationFailed(_)
                | D::FailStateEntered(_)
                | D::LambdaFunctionFailed(_)
                | D::LambdaFunctionScheduleFailed(_)
                | D::LambdaFunctionStartFailed(_)
                | D::LambdaFunctionTimedOut(_)
                | D::MapIterationAborted(_)
                | D::MapIterationFailed(_)
                | D::MapRunAborted
                | D::MapRunFailed(_)
                | D::MapStateAborted
                | D::MapStateFailed
                | D::ParallelStateAborted
                | D::ParallelStateFailed
                | D::TaskFailed(_)
                | D::TaskStartFailed(_)
                | D::TaskStateAborted
                | D::TaskSubmitFailed(_)
                | D::TaskTimedOut(_)
                | D::WaitStateAborted
        )
}
