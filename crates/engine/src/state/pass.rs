//! Pass: hands on its input, or what `Output` makes of it.

use stepwright_compiler::State;

use super::Step;
use crate::execution::Execution;
use crate::failure::StateError;
use crate::frame::Frame;

impl Execution {
    pub(super) fn pass(&mut self, frame: &mut Frame, state: &State) -> Result<Step, StateError> {
        let exit = self.exit(frame, &state.data_flow, None)?;
        self.leave(frame, exit, state.transition)
    }
}
