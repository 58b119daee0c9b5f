//! Redrive: an execution that ended badly goes on with what is unfinished.
//!
//! Owns which executions may be, and what is kept of one that has ended. How a Parallel or Map state
//! goes on is in [`crate::state`].

use jiff::{SignedDuration, Timestamp};

use super::Execution;
use crate::frame::{Activity, Frame, FrameId, Frames, Remains};
use crate::history::{ExecutionRedriven, HistoryEventDetails};
use crate::mode::Mode;
use crate::{ExecutionStatus, quota};

/// What is known of an execution's redrives.
#[derive(Debug, Default)]
pub(super) struct Redrives {
    count: u64,
    /// When the last one was.
    date: Option<Timestamp>,
    /// The frame that is nobody's child, with all below it, as it was when the execution ended.
    pub(super) unfinished: Option<Box<Frame>>,
}

/// Whether an execution can be redriven, by AWS's names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RedriveStatus {
    /// `REDRIVABLE`
    Redrivable,
    /// `REDRIVABLE_BY_MAP_RUN`: a child of a Map Run goes on where its parent is redriven.
    RedrivableByMapRun,
    /// `NOT_REDRIVABLE`
    NotRedrivable(NotRedrivable),
}

impl RedriveStatus {
    /// The status as AWS spells it.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Redrivable => "REDRIVABLE",
            Self::RedrivableByMapRun => "REDRIVABLE_BY_MAP_RUN",
            Self::NotRedrivable(_) => "NOT_REDRIVABLE",
        }
    }
}

/// Why an execution cannot be redriven. Displayed, it is the `redriveStatusReason` in AWS's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotRedrivable {
    /// It has not ended.
    #[error("Execution is RUNNING and cannot be redriven")]
    Running,
    /// There is nothing left to do.
    #[error("Execution is SUCCEEDED and cannot be redriven")]
    Succeeded,
    /// Its history has no room for more.
    #[error("Execution history event limit exceeded")]
    HistoryEventLimit,
    /// It began more than a year ago.
    #[error("Execution has exceeded the max execution time")]
    MaxExecutionTime,
    /// It ended more than 14 days ago.
    #[error("Execution redrivable period exceeded")]
    RedrivablePeriod,
    /// A Map Run that would go on has been redriven as often as one may be.
    // UNVERIFIED: that the execution is refused is not recorded, nor are the words.
    #[error("Map Run redrive limit exceeded")]
    MapRunRedriveLimit,
    /// It is an Express execution, which is started anew.
    #[error("Express executions cannot be redriven")]
    Express,
}

impl Execution {
    /// Whether it could be redriven at `now`, with [`Completion::Redrive`](crate::Completion::Redrive).
    ///
    /// That a state machine is being deleted, which AWS has for a reason too, is not known here.
    pub fn redrive_status(&self, now: Timestamp) -> RedriveStatus {
        match (self.may_be_redriven(now), &self.mode) {
            (Err(why), _) => RedriveStatus::NotRedrivable(why),
            (Ok(()), Mode::Child) => RedriveStatus::RedrivableByMapRun,
            (Ok(()), Mode::Standard | Mode::Express(_) | Mode::Test(_)) => {
                RedriveStatus::Redrivable
            }
        }
    }

    /// How often it has been redriven.
    pub fn redrive_count(&self) -> u64 {
        self.redrives.count
    }

    /// When it was redriven last.
    pub fn redrive_date(&self) -> Option<Timestamp> {
        self.redrives.date
    }

    // UNVERIFIED: which reason is given where there are several.
    pub(super) fn may_be_redriven(&self, now: Timestamp) -> Result<(), NotRedrivable> {
        let is_after = |from: Timestamp, seconds| {
            now.max(self.now).duration_since(from) > SignedDuration::from_secs(seconds)
        };
        let length = self.history.count();
        Err(match self.status() {
            ExecutionStatus::Running => NotRedrivable::Running,
            ExecutionStatus::Succeeded => NotRedrivable::Succeeded,
            _ if matches!(self.mode, Mode::Express(_)) => NotRedrivable::Express,
            _ if length >= quota::HISTORY_EVENTS_MAX - 1 => NotRedrivable::HistoryEventLimit,
            _ if is_after(self.start.now, quota::EXECUTION_SECONDS_MAX) => {
                NotRedrivable::MaxExecutionTime
            }
            _ if is_after(self.now, quota::REDRIVE_SECONDS_MAX) => NotRedrivable::RedrivablePeriod,
            _ if self.map_run_redrives() >= quota::MAP_RUN_REDRIVES_MAX => {
                NotRedrivable::MapRunRedriveLimit
            }
            ExecutionStatus::Failed | ExecutionStatus::TimedOut | ExecutionStatus::Aborted => {
                return Ok(());
            }
        })
    }

    /// How often the Map Run has been redriven that was redriven most, of those that would go on.
    fn map_run_redrives(&self) -> u64 {
        self.redrives.unfinished.as_ref().map_or(0, |it| it.map_run_redrives())
    }

    /// Goes on. The machine's `TimeoutSeconds` begin anew.
    pub(super) fn redrive(&mut self) {
        let Some(root) = self.redrives.unfinished.take() else { return };
        let program = std::sync::Arc::clone(&self.program);
        self.outcome = None;
        self.redrives.count += 1;
        self.redrives.date = Some(self.now);
        let redrive_count = self.redrives.count;
        let details = HistoryEventDetails::ExecutionRedriven(ExecutionRedriven { redrive_count });
        // UNVERIFIED: that it follows from the event that ended the execution, and that the states that
        // stand open follow from it. No recording has a redrive.
        let last = self.history.count();
        let redriven = self.record(None, last, details);
        self.start_machine_timer();
        self.frames.add(root.again(None, redriven, self.now));
        self.run(&program);
    }

    /// The tree of frames as it is, taken out.
    pub(super) fn unfinished(&mut self) -> Option<Frame> {
        self.take_tree(Frames::ROOT)
    }

    /// A definition's nesting is bounded, and so is this recursion.
    fn take_tree(&mut self, id: FrameId) -> Option<Frame> {
        let mut frame = self.frames.take(id)?;
        match std::mem::replace(&mut frame.activity, Activity::Working) {
            Activity::Fork(mut fork) => {
                let running = std::mem::take(&mut fork.running).into_values();
                let children = running.filter_map(|it| self.take_tree(it)).collect();
                frame.visit.remains = Some(Box::new(Remains::Fork(fork, children)));
            }
            Activity::MapRun(run) => {
                frame.visit.remains = Some(Box::new(Remains::MapRun(run.stopped())));
            }
            Activity::Entering
            | Activity::Working
            | Activity::Task(_)
            | Activity::Ended(_)
            | Activity::Timer(..) => {}
        }
        Some(frame)
    }
}
