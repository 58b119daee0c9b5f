//! States: how they are entered and left, and what happens when they end badly. What each type does
//! in between is in its own file.

mod choice;
mod fail;
mod fork;
mod map;
mod parallel;
mod pass;
mod remains;
mod succeed;
mod task;
mod wait;

use std::sync::Arc;

use stepwright_compiler::{Program, StateKind, Transition};
use stepwright_json::Value;

use crate::data_flow::{Exit, assigned_variables};
use crate::execution::Execution;
use crate::failure::StateError;
use crate::frame::{Activity, Frame, FrameId, Visit};
use crate::history::{HistoryEventDetails, Payload, StateEntered, StateExited};
use crate::mode::Mode;
use crate::variables;

/// What a frame does after it has done something.
#[derive(Debug)]
pub(crate) enum Step {
    /// It goes on at once.
    Go,
    /// It waits.
    Wait,
    /// Its scope has ended, with this output.
    End(Value),
}

impl Execution {
    /// Runs a frame, and after it the one that waits for it, until there is something to wait for.
    /// `step` is what the frame has just done.
    pub(crate) fn drive(
        &mut self,
        program: &Program,
        id: FrameId,
        frame: Frame,
        step: Result<Step, StateError>,
    ) {
        let (mut id, mut frame, mut step) = (id, frame, step);
        loop {
            if self.is_full() {
                let pointer = frame.pointer;
                self.frames.put_back(id, frame);
                return self.fail_for_length(pointer);
            }
            let outcome = match step {
                Ok(step) => Ok(step),
                Err(error) => self.handle(program, id, &mut frame, error),
            };
            step = match outcome {
                Ok(Step::Go) => self.go(program, id, &mut frame),
                Ok(Step::Wait) => return self.frames.put_back(id, frame),
                Ok(Step::End(output)) => {
                    let Some((parent_id, mut parent)) = self.take_parent(&frame) else {
                        return self.succeed(frame.pointer, output);
                    };
                    self.frames.forget(id);
                    let step = self.child_ended(program, (parent_id, &mut parent), &frame, output);
                    (id, frame) = (parent_id, parent);
                    step
                }
                Err(error) => {
                    // Measured: `States.Runtime` ends the execution from wherever it happens.
                    let parent = if error.is_fatal() { None } else { self.take_parent(&frame) };
                    let Some((parent_id, mut parent)) = parent else {
                        let pointer = frame.pointer;
                        self.frames.put_back(id, frame);
                        return self.fail(pointer, error.failure);
                    };
                    self.frames.forget(id);
                    self.child_failed(&mut parent, frame);
                    if error.is_data_limit_exceeded() {
                        parent.visit.remains = None;
                    }
                    (id, frame) = (parent_id, parent);
                    Err(error)
                }
            };
        }
    }

    fn take_parent(&mut self, frame: &Frame) -> Option<(FrameId, Frame)> {
        let id = frame.parent?;
        Some((id, self.frames.take(id)?))
    }

    /// Enters the state, or does its work.
    fn go(
        &mut self,
        program: &Program,
        id: FrameId,
        frame: &mut Frame,
    ) -> Result<Step, StateError> {
        let state = program.state(frame.state);
        let activity = std::mem::replace(&mut frame.activity, Activity::Working);
        let is_entering = matches!(activity, Activity::Entering);
        if is_entering {
            self.enter(frame);
            self.select_input(frame, &state.data_flow)?;
        }
        // What is tried again begins anew; what is redriven goes on.
        if let Some(remains) = frame.visit.remains.take().filter(|_| is_entering) {
            return self.go_on_with(program, id, frame, *remains);
        }
        match &state.kind {
            StateKind::Task(task) => self.schedule(id, frame, state, task),
            StateKind::Pass => self.pass(frame, state),
            StateKind::Choice(choice) => self.choose(frame, state, choice),
            StateKind::Wait(wait) => self.wait(id, frame, wait),
            StateKind::Succeed => self.succeed_state(frame, state),
            StateKind::Fail(fail) => self.fail_state(frame, fail),
            StateKind::Parallel(parallel) => self.fork_branches(program, id, frame, parallel),
            StateKind::Map(map) => self.fork_iterations(program, id, frame, map),
        }
    }

    fn enter(&mut self, frame: &mut Frame) {
        let state = self.state_of(frame);
        let entered =
            StateEntered { name: state.name.clone(), input: frame.visit.input.clone().into() };
        let details = match &state.kind {
            StateKind::Task(_) => HistoryEventDetails::TaskStateEntered(entered),
            StateKind::Pass => HistoryEventDetails::PassStateEntered(entered),
            StateKind::Choice(_) => HistoryEventDetails::ChoiceStateEntered(entered),
            StateKind::Wait(_) => HistoryEventDetails::WaitStateEntered(entered),
            StateKind::Succeed => HistoryEventDetails::SucceedStateEntered(entered),
            StateKind::Fail(_) => HistoryEventDetails::FailStateEntered(entered),
            StateKind::Parallel(_) => HistoryEventDetails::ParallelStateEntered(entered),
            StateKind::Map(_) => HistoryEventDetails::MapStateEntered(entered),
        };
        frame.visit.before = frame.pointer;
        self.advance(frame, details);
        frame.visit.entered = frame.pointer;
        frame.visit.entered_time = self.now;
    }

    /// Leaves the state, sets its variables, and goes where the transition leads.
    pub(crate) fn leave(
        &mut self,
        frame: &mut Frame,
        exit: Exit,
        transition: Transition,
    ) -> Result<Step, StateError> {
        let Exit { output, assigned } = exit;
        let name = self.state_of(frame).name.clone();
        // UNVERIFIED: the limits of `Assign` are documented; which error they give is not.
        if frame.visit.is_too_large(output.as_ref())
            || assigned.as_deref().is_some_and(|it| !self.may_assign(frame, it))
        {
            return Err(StateError::data_limit_exceeded(&name));
        }
        let output = output.unwrap_or_else(|| frame.visit.data().clone());
        let assigned_variables = assigned.as_deref().and_then(assigned_variables);
        let assigned_variables = assigned_variables.map(Payload::from);
        let exited = StateExited { name, output: output.clone().into(), assigned_variables };
        let details = match &self.state_of(frame).kind {
            StateKind::Task(_) => HistoryEventDetails::TaskStateExited(exited),
            StateKind::Pass => HistoryEventDetails::PassStateExited(exited),
            StateKind::Choice(_) => HistoryEventDetails::ChoiceStateExited(exited),
            StateKind::Wait(_) => HistoryEventDetails::WaitStateExited(exited),
            // A Fail state is never left; it ends what it is in.
            StateKind::Succeed | StateKind::Fail(_) => {
                HistoryEventDetails::SucceedStateExited(exited)
            }
            StateKind::Parallel(_) => HistoryEventDetails::ParallelStateExited(exited),
            StateKind::Map(_) => HistoryEventDetails::MapStateExited(exited),
        };
        self.advance(frame, details);
        variables::apply(frame, assigned.unwrap_or_default());
        if let Mode::Test(test) = &self.mode {
            test.left(frame, self.next_name(transition));
            return Ok(Step::End(output));
        }
        match transition {
            Transition::Next(next) => {
                frame.state = next;
                frame.visit = Visit::of(output, self.now);
                frame.activity = Activity::Entering;
                Ok(Step::Go)
            }
            Transition::End => Ok(Step::End(output)),
        }
    }

    /// The name of the state that a transition leads to, where it leads to one.
    fn next_name(&self, transition: Transition) -> Option<Arc<str>> {
        match transition {
            Transition::Next(next) => Some(self.program.state(next).name.clone()),
            Transition::End => None,
        }
    }

    /// What becomes of a state that ended badly: it is tried again, caught, or fails.
    fn handle(
        &mut self,
        program: &Program,
        id: FrameId,
        frame: &mut Frame,
        error: StateError,
    ) -> Result<Step, StateError> {
        if error.is_fatal() {
            return Err(error);
        }
        let state = program.state(frame.state);
        if self.retry(id, frame, &state.retriers, &error) {
            return Ok(Step::Wait);
        }
        let before = frame.pointer;
        self.state_failed(frame);
        self.catch(frame, &state.catchers, error, before)
    }
}
