//! How a Parallel or Map state that ended badly goes on when it is redriven: with those of its children
//! that did not end well, and with those that had not begun.

use stepwright_compiler::{Map, Program, StateKind};

use super::Step;
use crate::execution::Execution;
use crate::failure::StateError;
use crate::frame::{Activity, Fork, Frame, FrameId, Remains};
use crate::history::{HistoryEventDetails, MapStateStarted};

impl Execution {
    pub(super) fn go_on_with(
        &mut self,
        program: &Program,
        id: FrameId,
        frame: &mut Frame,
        remains: Remains,
    ) -> Result<Step, StateError> {
        let map = match &program.state(frame.state).kind {
            StateKind::Map(map) => Some(map),
            StateKind::Parallel(_)
            | StateKind::Task(_)
            | StateKind::Pass
            | StateKind::Choice(_)
            | StateKind::Wait(_)
            | StateKind::Succeed
            | StateKind::Fail(_) => None,
        };
        match (remains, map) {
            (Remains::Fork(fork, children), map) => {
                self.fork_again(program, (id, frame), map, (fork, children))
            }
            (Remains::MapRun(run), Some(map)) => self.map_run_again(program, (id, frame), map, run),
            // Only a Map state has a Map Run.
            (Remains::MapRun(_), None) => Ok(Step::Wait),
        }
    }

    fn fork_again(
        &mut self,
        program: &Program,
        (id, frame): (FrameId, &mut Frame),
        map: Option<&Map>,
        (mut fork, mut children): (Fork, Vec<Frame>),
    ) -> Result<Step, StateError> {
        let started = match map {
            None => HistoryEventDetails::ParallelStateStarted,
            Some(_) => {
                let length = u64::try_from(fork.items.len()).unwrap_or(u64::MAX);
                HistoryEventDetails::MapStateStarted(MapStateStarted { length })
            }
        };
        self.advance(frame, started);
        if fork.is_complete() {
            frame.activity = Activity::Fork(fork);
            return self.join(program, frame);
        }
        children.sort_by_key(|it| it.index);
        for child in children {
            let index = child.index;
            let pointer = match map {
                Some(_) => self.iteration_started(frame, index, frame.pointer),
                None => frame.pointer,
            };
            let again = self.frames.add(child.again(Some(id), pointer, self.now));
            fork.running.insert(index, again);
        }
        let free = fork.at_once.saturating_sub(fork.running.len());
        frame.activity = Activity::Fork(fork);
        let Some(map) = map else { return Ok(Step::Wait) };
        let started = frame.pointer;
        for _ in 0..free {
            self.next_iteration(program, (id, frame), map, started)?;
        }
        Ok(Step::Wait)
    }
}
