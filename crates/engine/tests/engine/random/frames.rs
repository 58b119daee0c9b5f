//! [`check`]: every frame that a history opens is closed.
//!
//! Reads a history as somebody would who has nothing else: each event is told to the frame that the
//! event it follows from belongs to, so that a frame's states, attempts, iterations and Map Runs have to
//! pair up, and nothing stands open where its surroundings have ended. What happens to a frame is in
//! [`frame`].

#[path = "frames/frame.rs"]
mod frame;
#[path = "frames/scopes.rs"]
mod scopes;

use stepwright_engine::{Execution, HistoryEvent, HistoryEventDetails as Details};

use self::frame::{Frame, Life, Phase, Work};
use self::scopes::{Scope, Scopes};

/// Checks the history of an execution, whether it has ended or not.
pub(crate) fn check(execution: &Execution) {
    let scopes = Scopes::of(execution.program());
    let mut reader =
        Reader { scopes: &scopes, frames: Vec::new(), below: Vec::new(), owners: vec![0] };
    for event in execution.history() {
        reader.read(event);
    }
}

struct Reader<'a> {
    scopes: &'a Scopes,
    /// The first is the execution's own; of one that was redriven, only those since then.
    frames: Vec<Frame>,
    /// The children of each, without those that are forgotten: a loop leaves thousands of these.
    below: Vec<Vec<usize>>,
    /// Which frame an event belongs to, by id.
    owners: Vec<usize>,
}

impl Reader<'_> {
    fn read(&mut self, event: &HistoryEvent) {
        let owner = match &event.details {
            // What stood open is entered again, and begun again.
            Details::ExecutionStarted(_) | Details::ExecutionRedriven(_) => self.begin(),
            Details::TaskStateEntered(_)
            | Details::PassStateEntered(_)
            | Details::ChoiceStateEntered(_)
            | Details::WaitStateEntered(_)
            | Details::SucceedStateEntered(_)
            | Details::FailStateEntered(_)
            | Details::ParallelStateEntered(_)
            | Details::MapStateEntered(_) => self.entered(event),
            Details::TaskStateExited(_)
            | Details::PassStateExited(_)
            | Details::ChoiceStateExited(_)
            | Details::WaitStateExited(_)
            | Details::SucceedStateExited(_)
            | Details::ParallelStateExited(_)
            | Details::MapStateExited(_) => self.exited(event),
            Details::TaskStateAborted
            | Details::WaitStateAborted
            | Details::ParallelStateAborted
            | Details::MapStateAborted => self.aborted(event),
            Details::ParallelStateStarted | Details::MapStateStarted(_) => self.forked(event),
            Details::ParallelStateSucceeded | Details::MapStateSucceeded => self.joined(event),
            Details::ParallelStateFailed | Details::MapStateFailed => self.fork_failed(event),
            Details::MapIterationStarted(it) => self.iteration_started(event, it.index),
            Details::MapIterationSucceeded(it) => {
                self.iteration_ended(event, (it.index, Life::Ended))
            }
            Details::MapIterationFailed(it) => {
                self.iteration_ended(event, (it.index, Life::Failed))
            }
            Details::MapIterationAborted(it) => self.iteration_ended(event, (it.index, Life::Cut)),
            Details::MapRunStarted(_) | Details::MapRunRedriven(_) => {
                let at = self.frame_in(event);
                self.frames[at].map_run_started(event);
                at
            }
            Details::MapRunSucceeded | Details::MapRunFailed(_) => {
                let at = self.frame_in(event);
                self.frames[at].map_run_ended(event);
                at
            }
            Details::MapRunAborted => {
                let at = self.frame_to_cut(event);
                self.frames[at].map_run_ended(event);
                at
            }
            Details::EvaluationFailed(_) => self.frame_of_evaluation(event),
            Details::ExecutionSucceeded(_)
            | Details::ExecutionFailed(_)
            | Details::ExecutionAborted(_)
            | Details::ExecutionTimedOut(_) => self.ended(event),
            other => {
                let at = self.frame_in(event);
                self.frames[at].work(event, Work::of(other));
                at
            }
        };
        self.owners.push(owner);
    }

    fn begin(&mut self) -> usize {
        self.frames = vec![Frame::new(None, 0, None)];
        self.below = vec![Vec::new()];
        // Whatever was before belongs to it: it is all that there is.
        self.owners.fill(0);
        0
    }

    fn entered(&mut self, event: &HistoryEvent) -> usize {
        let name = name(event);
        let scope = self.scopes.of_state(name);
        let found = self.around(event).find(|at| self.frames[*at].is_in(&scope));
        let at = found.unwrap_or_else(|| self.begin_branch(event, &scope));
        self.frames[at].entered(event, scope);
        at
    }

    /// A branch has no event of its own: it begins with its first state.
    fn begin_branch(&mut self, event: &HistoryEvent, scope: &Scope) -> usize {
        let parent = self.around(event).find(|at| {
            let frame = &self.frames[*at];
            frame.is_open_at(&scope.container) && frame.phase() == Phase::Started
        });
        let parent = parent.unwrap_or_else(|| panic!("{event}: entered where nothing was begun"));
        self.add(parent, Frame::new(Some(parent), scope.branch, Some(scope.clone())))
    }

    fn add(&mut self, parent: usize, frame: Frame) -> usize {
        let at = self.frames.len();
        self.frames.push(frame);
        self.below.push(Vec::new());
        self.below[parent].push(at);
        at
    }

    fn exited(&mut self, event: &HistoryEvent) -> usize {
        let at = self.frame_in(event);
        let open = self.open_children(at);
        assert!(open.is_empty(), "{event}: left, and {open:?} stand open within");
        self.frames[at].exited(event);
        at
    }

    /// A state is cut: all within is cut already.
    fn aborted(&mut self, event: &HistoryEvent) -> usize {
        let failed = self.around_all(event).find(|at| self.frames[*at].is_open_at(name(event)));
        // Recorded: a task whose failure ends its branch or iteration is told as cut besides.
        if let (Details::TaskStateAborted, Some(at)) = (&event.details, failed) {
            self.frames[at].failure_told_as_cut(event);
            return at;
        }
        let at = self.frame_to_cut(event);
        let open = self.open_children(at);
        // While it waited to be tried again, nothing has been told yet of the branch that failed.
        let has_failed = open.len() == 1 && open.iter().all(|it| it.may_have_failed());
        assert!(open.is_empty() || has_failed, "{event}: cut, and {open:?} stand open within");
        self.forget_children(at);
        self.frames[at].aborted(event);
        at
    }

    /// The branches or iterations begin, for the first time or again.
    fn forked(&mut self, event: &HistoryEvent) -> usize {
        let at = self.frame_in(event);
        self.close_children(event, at);
        self.frames[at].forked(event);
        at
    }

    fn joined(&mut self, event: &HistoryEvent) -> usize {
        let at = self.frame_in(event);
        for child in self.children(at) {
            let child = &self.frames[child];
            let is_good = child.life == Life::Ended
                || (child.life == Life::Running && !child.is_iteration() && !child.is_open());
            assert!(is_good, "{event}: it succeeded, and {child:?} did not");
        }
        self.frames[at].joined(event);
        self.forget_children(at);
        at
    }

    fn fork_failed(&mut self, event: &HistoryEvent) -> usize {
        let at = self.frame_in(event);
        self.close_children(event, at);
        self.frames[at].fork_failed(event);
        at
    }

    fn iteration_started(&mut self, event: &HistoryEvent, index: u64) -> usize {
        let parent = self.frame_in(event);
        let frame = &self.frames[parent];
        assert_eq!(frame.phase(), Phase::Started, "{event}: in a Map that has not started");
        let is_twice = self.children(parent).any(|it| self.frames[it].index == index);
        assert!(!is_twice, "{event}: it began before");
        let scope = Scope { container: name(event).into(), branch: 0 };
        self.add(parent, Frame::iteration(parent, index, scope))
    }

    fn iteration_ended(&mut self, event: &HistoryEvent, (index, life): (u64, Life)) -> usize {
        let is_it = |it: &Frame| it.is_iteration_of(name(event), index);
        let cut = |life| self.nearest(event, |it| it.life == life && is_it(it));
        let found = match life {
            // Where its state was cut, that was told just before.
            Life::Cut => cut(Life::Cutting).or_else(|| cut(Life::Running)),
            Life::Ended | Life::Failed => self.around(event).find(|at| is_it(&self.frames[*at])),
            Life::Running | Life::Cutting => None,
        };
        let at = found.unwrap_or_else(|| panic!("{event}: no such iteration runs"));
        let open = self.open_children(at);
        assert!(open.is_empty(), "{event}: it ended, and {open:?} stand open within");
        self.frames[at].iteration_ended(event, life);
        at
    }

    /// After a good end nothing stands open; after a failure only what failed.
    fn ended(&mut self, event: &HistoryEvent) -> usize {
        match &event.details {
            Details::ExecutionSucceeded(_) => {
                let open: Vec<_> = self.frames.iter().filter(|it| it.is_running_open()).collect();
                assert!(open.is_empty(), "{event}: it succeeded, and {open:?} stand open");
            }
            // `States.Runtime` ends the execution from wherever it happens.
            Details::ExecutionFailed(it) if it.error.as_deref() != Some("States.Runtime") => {
                let open = self.open_children(0);
                assert!(open.is_empty(), "{event}: it failed, and {open:?} stand open");
                self.frames[0].failed(event);
            }
            // Recorded: whatever runs is left as it stands.
            _ => {}
        }
        0
    }

    /// A failure, or another attempt: whoever failed is the only one that stands open.
    fn close_children(&mut self, event: &HistoryEvent, at: usize) {
        let failed: Vec<usize> = self.around(event).collect();
        for child in self.children(at).collect::<Vec<_>>() {
            let frame = &self.frames[child];
            let is_closed = match frame.life {
                Life::Running => !frame.is_open() || failed.contains(&child),
                Life::Cutting => !frame.is_iteration(),
                Life::Ended | Life::Failed | Life::Cut => true,
            };
            assert!(is_closed, "{event}: {frame:?} stands open");
        }
        self.forget_children(at);
    }

    /// What has ended is nobody's child any more, so that its like can begin again.
    fn forget_children(&mut self, at: usize) {
        for child in std::mem::take(&mut self.below[at]) {
            let frame = &mut self.frames[child];
            frame.is_forgotten = true;
            frame.life = if frame.life == Life::Running { Life::Ended } else { frame.life };
        }
    }

    /// The frame that stands in the event's state, from the event that this one follows from outwards.
    fn frame_in(&self, event: &HistoryEvent) -> usize {
        let found = self.around(event).find(|at| self.frames[*at].is_open_at(name(event)));
        found.unwrap_or_else(|| panic!("{event}: its state is not open"))
    }

    /// An evaluation that fails follows from what was before its state: for the first of a branch that
    /// is the fork's own event.
    fn frame_of_evaluation(&self, event: &HistoryEvent) -> usize {
        let is_it = |at: &usize| self.frames[*at].is_open_at(name(event));
        let around = self.around(event).find(is_it);
        let owner = self.owner(event);
        let below = || self.children(owner).find(is_it);
        around.or_else(below).unwrap_or_else(|| panic!("{event}: its state is not open"))
    }

    /// What is cut follows from the failure of another: the innermost is told first, in order.
    fn frame_to_cut(&self, event: &HistoryEvent) -> usize {
        let is_it = |it: &Frame| it.life == Life::Running && it.is_open_at(name(event));
        let found = self.nearest(event, is_it);
        found.unwrap_or_else(|| panic!("{event}: its state is not open"))
    }

    /// Of the frames beside those that the event this one follows from is in, the first that is it: of
    /// the innermost fork that has one, by the order of its branches or iterations.
    fn nearest(&self, event: &HistoryEvent, is_it: impl Fn(&Frame) -> bool) -> Option<usize> {
        let failed: Vec<usize> = self.around_all(event).collect();
        failed.iter().find_map(|within| {
            let within = self.all_below(*within).into_iter();
            let beside = within.filter(|at| is_it(&self.frames[*at]) && !failed.contains(at));
            beside.min_by_key(|at| self.path(*at))
        })
    }

    fn all_below(&self, at: usize) -> Vec<usize> {
        let mut all: Vec<usize> = self.children(at).collect();
        let mut looked_at = 0;
        while let Some(child) = all.get(looked_at) {
            all.extend(self.below[*child].iter().copied());
            looked_at += 1;
        }
        all
    }

    fn path(&self, at: usize) -> Vec<u64> {
        let mut path: Vec<u64> = self.outwards(at).map(|it| self.frames[it].index).collect();
        path.reverse();
        path
    }

    fn outwards(&self, at: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(at), |at| self.frames[*at].parent)
    }

    /// The frames around the event that this one follows from that run, from the inside outwards.
    fn around(&self, event: &HistoryEvent) -> impl Iterator<Item = usize> {
        let is_alive = |at: &usize| matches!(self.frames[*at].life, Life::Running);
        self.around_all(event).filter(is_alive)
    }

    fn around_all(&self, event: &HistoryEvent) -> impl Iterator<Item = usize> {
        self.outwards(self.owner(event))
    }

    fn owner(&self, event: &HistoryEvent) -> usize {
        self.owners[usize::try_from(event.previous_event_id).unwrap()]
    }

    fn children(&self, at: usize) -> impl Iterator<Item = usize> {
        self.below[at].iter().copied()
    }

    fn open_children(&self, at: usize) -> Vec<&Frame> {
        let children = self.children(at).map(|it| &self.frames[it]);
        children.filter(|it| it.is_running_open()).collect()
    }
}

fn name(event: &HistoryEvent) -> &str {
    event.state_name.as_deref().unwrap_or_default()
}
