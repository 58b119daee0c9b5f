//! Timers: what an execution waits for the clock to say.
//!
//! Owns their names, their deadlines and what each is for.

use jiff::{SignedDuration, Timestamp};
use stepwright_compiler::Program;

use crate::execution::Execution;
use crate::frame::{Activity, FrameId, Then};
use crate::state::Step;
use crate::{Command, TimerId};

/// A timer that runs.
#[derive(Debug)]
pub(crate) struct Timer {
    pub(crate) at: Timestamp,
    /// Whose it is; none for the machine's own.
    pub(crate) frame: Option<FrameId>,
    pub(crate) purpose: Purpose,
}

/// What a timer is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// The time of a Wait state, or the wait before a retry.
    Frame,
    /// `TimeoutSeconds` of a Task state.
    Timeout,
    /// The longest that an HTTP Task may take.
    HttpTask,
    /// `HeartbeatSeconds` of a Task state.
    Heartbeat,
    /// `TimeoutSeconds` of the machine.
    Machine,
}

impl Purpose {
    /// Whether it bounds what a Task state waits for.
    pub(crate) fn is_of_task(self) -> bool {
        matches!(self, Self::Timeout | Self::HttpTask | Self::Heartbeat)
    }
}

impl Execution {
    pub(crate) fn start_timer(
        &mut self,
        at: Timestamp,
        frame: Option<FrameId>,
        purpose: Purpose,
    ) -> TimerId {
        self.timers_named += 1;
        let timer = TimerId(self.timers_named);
        self.timers.insert(timer, Timer { at, frame, purpose });
        self.commands.push(Command::StartTimer { timer, at });
        timer
    }

    pub(crate) fn cancel_timer(&mut self, timer: Option<TimerId>) {
        let Some(timer) = timer else { return };
        if self.timers.remove(&timer).is_some() {
            self.commands.push(Command::CancelTimer { timer });
        }
    }

    pub(crate) fn timer_fired(&mut self, program: &Program, timer: TimerId) {
        let Some(Timer { at, frame, purpose }) = self.timers.remove(&timer) else { return };
        // A driver may be early by its clock's grain; it is at least as late as the timer says.
        self.now = self.now.max(at);
        match (purpose, frame) {
            (Purpose::Machine, _) | (_, None) => self.time_out(),
            (Purpose::Frame, Some(id)) => {
                let Some(mut frame) = self.frames.take(id) else { return };
                let activity = std::mem::replace(&mut frame.activity, Activity::Working);
                let step = if matches!(activity, Activity::Timer(_, Then::Leave)) {
                    self.wait_is_over(program, &mut frame)
                } else {
                    Ok(Step::Go)
                };
                self.drive(program, id, frame, step);
            }
            (Purpose::Timeout | Purpose::HttpTask | Purpose::Heartbeat, Some(id)) => {
                self.task_timed_out(program, id, purpose);
            }
        }
    }

    /// The time that many seconds from now, or the last there is.
    pub(crate) fn seconds_from_now(&self, seconds: u64) -> Timestamp {
        let seconds = SignedDuration::from_secs(i64::try_from(seconds).unwrap_or(i64::MAX));
        self.now.checked_add(seconds).unwrap_or(Timestamp::MAX)
    }

    /// The time that many milliseconds from now, or the last there is.
    pub(crate) fn milliseconds_from_now(&self, milliseconds: u64) -> Timestamp {
        let duration = SignedDuration::from_millis(i64::try_from(milliseconds).unwrap_or(i64::MAX));
        self.now.checked_add(duration).unwrap_or(Timestamp::MAX)
    }

    /// Runs what can go on until nothing can.
    pub(crate) fn run(&mut self, program: &Program) {
        while let Some(id) = self.frames.next_ready() {
            if let Some(frame) = self.frames.take(id) {
                self.drive(program, id, frame, Ok(Step::Go));
            }
        }
    }
}
