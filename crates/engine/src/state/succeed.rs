//! Succeed: ends its scope well.

use stepwright_compiler::{State, Transition};

use super::Step;
use crate::execution::Execution;
use crate::failure::StateError;
use crate::frame::Frame;

impl Execution {
    pub(super) fn succeed_state(
        &mut self,
        frame: &mut Frame,
        state: &State,
    ) -> Result<Step, StateError> {
        let exit = self.exit(frame, &state.data_flow, None)?;
        self.leave(frame, exit, Transition::End)
    }
}
