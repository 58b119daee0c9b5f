//! Pass: hands on its input, or what its fields make of it.

use stepwright_compiler::State;

use super::Step;
use crate::execution::Execution;
use crate::failure::StateError;
use crate::frame::Frame;
use crate::inspection::Stage;

impl Execution {
    pub(super) fn pass(&mut self, frame: &mut Frame, state: &State) -> Result<Step, StateError> {
        // In JSONPath only: `Parameters` or `Result`.
        let result = self.template(frame, state.data_flow.arguments.as_ref())?;
        self.note(Stage::Arguments, result.as_ref().unwrap_or_else(|| frame.visit.data()));
        let exit = self.exit(frame, &state.data_flow, result.as_ref())?;
        self.leave(frame, exit, state.transition)
    }
}
