//! Catch: where an execution goes on with an error.

use stepwright_compiler::{Catcher, StateKind, Transition};

use crate::data_flow::View;
use crate::execution::Execution;
use crate::failure::StateError;
use crate::frame::Frame;
use crate::history::HistoryEventDetails;
use crate::mode::Mode;
use crate::state::Step;

impl Execution {
    /// Leaves the state by the first catcher that answers to the error, where there is one.
    ///
    /// A catcher whose own `Output` or `Assign` fails has nobody to catch that.
    pub(crate) fn catch(
        &mut self,
        frame: &mut Frame,
        catchers: &[Catcher],
        error: StateError,
        before: u64,
    ) -> Result<Step, StateError> {
        let found = catchers.iter().enumerate().find(|(_, it)| error.is_in(&it.errors));
        let Some((position, catcher)) = found else { return Err(error) };
        if let Mode::Test(test) = &self.mode {
            test.caught(position, &self.program.state(catcher.next).name, &error);
        }
        let error_output = error.error_output();
        let view = View { error_output: Some(&error_output), ..View::default() };
        match self.try_exit(frame, &catcher.data_flow, view) {
            Ok(exit) => self.leave(frame, exit, Transition::Next(catcher.next)),
            Err(failed) => {
                // Measured: it follows from what made the state fail, and the state fails again.
                let error = self.evaluation_failed(frame, before, failed);
                self.state_failed(frame);
                Err(error)
            }
        }
    }

    /// Records that a Parallel or Map state has failed. Other states have no event for it.
    pub(crate) fn state_failed(&mut self, frame: &mut Frame) {
        let details = match self.state_of(frame).kind {
            StateKind::Parallel(_) => HistoryEventDetails::ParallelStateFailed,
            StateKind::Map(_) => HistoryEventDetails::MapStateFailed,
            StateKind::Task(_)
            | StateKind::Pass
            | StateKind::Choice(_)
            | StateKind::Wait(_)
            | StateKind::Succeed
            | StateKind::Fail(_) => return,
        };
        self.advance(frame, details);
    }
}
