//! Parallel: its branches run side by side, each with the same input.

use stepwright_compiler::{Parallel, Program};
use stepwright_json::Array;

use super::Step;
use super::fork::Child;
use crate::execution::Execution;
use crate::failure::StateError;
use crate::frame::{Activity, Fork, Frame, FrameId};
use crate::history::HistoryEventDetails;
use crate::mode::Mode;

impl Execution {
    pub(super) fn fork_branches(
        &mut self,
        program: &Program,
        id: FrameId,
        frame: &mut Frame,
        parallel: &Parallel,
    ) -> Result<Step, StateError> {
        let state = program.state(frame.state);
        let input = self.arguments(frame, &state.data_flow)?;
        self.advance(frame, HistoryEventDetails::ParallelStateStarted);
        if let Mode::Test(test) = &self.mode {
            let result = test.mocked()?;
            return self.joined(program, frame, result);
        }
        let mut fork = Fork::new(parallel.branches.len(), Array::new());
        for (index, branch) in parallel.branches.iter().enumerate() {
            let child = Child {
                index,
                start_at: program.scope(*branch).start_at,
                input: input.clone(),
                pointer: frame.pointer,
                map_item: None,
            };
            fork.running.insert(index, self.begin_child(id, frame, child));
        }
        frame.activity = Activity::Fork(fork);
        Ok(Step::Wait)
    }
}
