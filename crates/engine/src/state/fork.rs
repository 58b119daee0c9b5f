//! What Parallel and Map have in common: children that run side by side, and one that fails.

use std::collections::BTreeMap;

use stepwright_compiler::{Program, State, StateIndex, StateKind};
use stepwright_json::{Array, Value};

use super::Step;
use crate::data_flow::Exit;
use crate::execution::Execution;
use crate::failure::StateError;
use crate::frame::{Activity, Fork, Frame, FrameId, MapItem, Remains, Visit};
use crate::history::HistoryEventDetails;
use crate::quota;

/// A child that is to be begun.
#[derive(Debug)]
pub(super) struct Child {
    pub(super) index: usize,
    pub(super) start_at: StateIndex,
    pub(super) input: Value,
    /// The event that its first one follows from.
    pub(super) pointer: u64,
    /// The item it runs for, where it is an iteration.
    pub(super) map_item: Option<MapItem>,
}

impl Fork {
    /// A fork with so many children, none of which has begun.
    pub(super) fn new(count: usize, items: Array) -> Self {
        let results = vec![Value::Null; count];
        Self { running: BTreeMap::new(), results, ended: 0, items, next_item: 0, at_once: count }
    }

    pub(super) fn is_complete(&self) -> bool {
        self.ended == self.results.len()
    }
}

impl Execution {
    /// Adds a child of the frame. It begins when those before it have run as far as they can.
    pub(super) fn begin_child(&mut self, id: FrameId, frame: &Frame, child: Child) -> FrameId {
        let Child { index, start_at, input, pointer, map_item } = child;
        self.frames.add(Frame {
            parent: Some(id),
            index,
            state: start_at,
            pointer,
            variables: frame.variables.clone(),
            map_item: map_item.or_else(|| frame.map_item.clone()),
            visit: Visit::of(input, self.now),
            activity: Activity::Entering,
        })
    }

    /// A child has ended well.
    pub(super) fn child_ended(
        &mut self,
        program: &Program,
        (id, parent): (FrameId, &mut Frame),
        child: &Frame,
        output: Value,
    ) -> Result<Step, StateError> {
        let Activity::Fork(fork) = &mut parent.activity else { return Ok(Step::Wait) };
        fork.running.remove(&child.index);
        fork.ended += 1;
        if let Some(result) = fork.results.get_mut(child.index) {
            *result = output;
        }
        let is_complete = fork.is_complete();
        let state = program.state(parent.state);
        // What forks and is no Map is a Parallel.
        if let StateKind::Map(map) = &state.kind {
            let succeeded = self.iteration_succeeded(parent, child);
            if !is_complete {
                return self.next_iteration(program, (id, parent), map, child.pointer);
            }
            // Recorded: what follows a Map follows from the last iteration's success.
            parent.pointer = succeeded;
        } else {
            if !is_complete {
                return Ok(Step::Wait);
            }
            // Recorded: what follows a Parallel follows from the branch that ended last.
            parent.pointer = child.pointer;
        }
        self.join(program, parent)
    }

    /// All children have ended well.
    pub(super) fn join(
        &mut self,
        program: &Program,
        frame: &mut Frame,
    ) -> Result<Step, StateError> {
        let activity = std::mem::replace(&mut frame.activity, Activity::Working);
        let Activity::Fork(fork) = activity else { return Ok(Step::Wait) };
        let Fork { results, ended, items, next_item, at_once, running } = fork;
        let results = Array::from(results);
        let step = self.joined(program, frame, Value::Array(results.clone()));
        if step.as_ref().is_err_and(|it| !it.is_data_limit_exceeded()) {
            let results = results.iter().cloned().collect();
            let fork = Fork { running, results, ended, items, next_item, at_once };
            frame.visit.remains = Some(Box::new(Remains::Fork(fork, Vec::new())));
        }
        step
    }

    /// The same, with what the children have come to.
    pub(super) fn joined(
        &mut self,
        program: &Program,
        frame: &mut Frame,
        result: Value,
    ) -> Result<Step, StateError> {
        let state = program.state(frame.state);
        // UNVERIFIED: that the limit is of the whole result, before anything is selected from it, is
        // recorded for tasks only.
        if quota::is_too_large(&result) {
            return Err(StateError::data_limit_exceeded(&state.name));
        }
        let details = if let StateKind::Map(_) = &state.kind {
            HistoryEventDetails::MapStateSucceeded
        } else {
            HistoryEventDetails::ParallelStateSucceeded
        };
        // Recorded: the state's exit follows from the same event as its success.
        let succeeded = self.record(Some(frame), frame.pointer, details);
        let exit = self.exit_of_fork(frame, state, (&result, succeeded))?;
        self.leave(frame, exit, state.transition)
    }

    /// What the state leaves behind, with its success recorded.
    pub(in crate::state) fn exit_of_fork(
        &mut self,
        frame: &mut Frame,
        state: &State,
        (result, succeeded): (&Value, u64),
    ) -> Result<Exit, StateError> {
        self.exit(frame, &state.data_flow, Some(result)).inspect_err(|error| {
            // Measured: an error of JSONPath follows from the success after all.
            if error.is_fatal() {
                frame.pointer = succeeded;
            }
        })
    }

    /// A child has failed: its siblings are cut, and what follows, follows from its last event.
    pub(super) fn child_failed(&mut self, parent: &mut Frame, child: Frame) {
        let activity = std::mem::replace(&mut parent.activity, Activity::Working);
        let Activity::Fork(mut fork) = activity else { return };
        parent.pointer = child.pointer;
        self.iteration_failed(parent, child.index);
        if let StateKind::Task(_) = self.state_of(&child).kind {
            // Recorded: a task whose failure ends its branch is told as cut, like its siblings.
            self.record(Some(&child), child.pointer, HistoryEventDetails::TaskStateAborted);
        }
        fork.running.remove(&child.index);
        parent.activity = Activity::Fork(fork);
        self.cut_children(parent, vec![child]);
    }

    /// Cuts all children of a frame. What is told follows from the frame's last event. `failed` are
    /// those that ended badly on their own.
    pub(super) fn cut_children(&mut self, frame: &mut Frame, failed: Vec<Frame>) {
        let activity = std::mem::replace(&mut frame.activity, Activity::Working);
        let Activity::Fork(mut fork) = activity else { return };
        let mut children = failed;
        for (index, child) in std::mem::take(&mut fork.running) {
            children.extend(self.cut(child, frame.pointer));
            self.iteration_aborted(frame, index);
        }
        frame.visit.remains = Some(Box::new(Remains::Fork(fork, children)));
    }

    /// Cuts a frame and all below it: innermost first, in order. `because` is the event of the
    /// failure. A definition's nesting is bounded, and so is this recursion.
    fn cut(&mut self, id: FrameId, because: u64) -> Option<Frame> {
        let mut frame = self.frames.take(id)?;
        self.frames.forget(id);
        let activity = std::mem::replace(&mut frame.activity, Activity::Working);
        match activity {
            // It has not entered its state: there is nothing to tell.
            Activity::Entering => return Some(frame),
            Activity::Working | Activity::Ended(_) => {}
            Activity::Task(run) => self.cancel_task(&run),
            Activity::Timer(timer, _) => self.cancel_timer(Some(timer)),
            Activity::MapRun(run) => self.cut_map_run(&mut frame, run, because),
            Activity::Fork(fork) => {
                frame.pointer = because;
                frame.activity = Activity::Fork(fork);
                self.cut_children(&mut frame, Vec::new());
            }
        }
        let details = match self.state_of(&frame).kind {
            StateKind::Task(_) => HistoryEventDetails::TaskStateAborted,
            StateKind::Wait(_) => HistoryEventDetails::WaitStateAborted,
            StateKind::Parallel(_) => HistoryEventDetails::ParallelStateAborted,
            StateKind::Map(_) => HistoryEventDetails::MapStateAborted,
            StateKind::Pass | StateKind::Choice(_) | StateKind::Succeed | StateKind::Fail(_) => {
                return Some(frame);
            }
        };
        self.record(Some(&frame), because, details);
        Some(frame)
    }
}
