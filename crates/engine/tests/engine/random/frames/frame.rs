//! [`Frame`]: where an execution is, and what may happen there.

use std::sync::Arc;

use stepwright_engine::{HistoryEvent, HistoryEventDetails as Details};

use super::scopes::Scope;

/// The main line, a branch, or an iteration.
#[derive(Debug)]
pub(super) struct Frame {
    pub(super) parent: Option<usize>,
    /// Which branch or iteration it is.
    pub(super) index: u64,
    scope: Option<Scope>,
    open: Option<Open>,
    pub(super) life: Life,
    /// Its Parallel or Map has gone on without it.
    pub(super) is_forgotten: bool,
    is_iteration: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Life {
    Running,
    /// Its state was cut; of an iteration that has still to be told.
    Cutting,
    Ended,
    Failed,
    Cut,
}

/// A state that was entered and not left.
#[derive(Debug)]
struct Open {
    name: Arc<str>,
    phase: Phase,
    has_map_run: bool,
    work: Option<Work>,
}

/// How far a Parallel or Map state is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    Entered,
    Started,
    Succeeded,
    Failed,
    /// It failed, and so did its catcher: it is not left any more.
    FailedAgain,
}

/// How far an attempt of a task is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Work {
    Scheduled,
    Started,
    Submitted,
    Ended,
}

impl Work {
    pub(super) fn of(details: &Details) -> Self {
        match details {
            Details::TaskScheduled(_)
            | Details::LambdaFunctionScheduled(_)
            | Details::ActivityScheduled(_) => Self::Scheduled,
            Details::TaskStarted(_)
            | Details::LambdaFunctionStarted
            | Details::ActivityStarted(_) => Self::Started,
            Details::TaskSubmitted(_) => Self::Submitted,
            Details::TaskSucceeded(_)
            | Details::TaskFailed(_)
            | Details::TaskTimedOut(_)
            | Details::TaskStartFailed(_)
            | Details::TaskSubmitFailed(_)
            | Details::LambdaFunctionSucceeded(_)
            | Details::LambdaFunctionFailed(_)
            | Details::LambdaFunctionTimedOut(_)
            | Details::LambdaFunctionScheduleFailed(_)
            | Details::LambdaFunctionStartFailed(_)
            | Details::ActivitySucceeded(_)
            | Details::ActivityFailed(_)
            | Details::ActivityTimedOut(_)
            | Details::ActivityScheduleFailed(_) => Self::Ended,
            other => panic!("{} is not about a task", other.name()),
        }
    }
}

impl Frame {
    pub(super) fn new(parent: Option<usize>, index: u64, scope: Option<Scope>) -> Self {
        let (open, life) = (None, Life::Running);
        Self { parent, index, scope, open, life, is_forgotten: false, is_iteration: false }
    }

    pub(super) fn iteration(parent: usize, index: u64, scope: Scope) -> Self {
        Self { is_iteration: true, ..Self::new(Some(parent), index, Some(scope)) }
    }

    pub(super) fn is_iteration(&self) -> bool {
        self.is_iteration
    }

    /// Whether it is of this scope. The main line is of the one that it enters first.
    pub(super) fn is_in(&self, scope: &Scope) -> bool {
        self.scope.as_ref().is_none_or(|it| it == scope)
    }

    pub(super) fn is_iteration_of(&self, map: &str, index: u64) -> bool {
        let is_of = self.scope.as_ref().is_some_and(|it| &*it.container == map);
        self.is_iteration && is_of && self.index == index
    }

    pub(super) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    pub(super) fn is_open_at(&self, name: &str) -> bool {
        self.open.as_ref().is_some_and(|it| &*it.name == name)
    }

    pub(super) fn is_running_open(&self) -> bool {
        self.life == Life::Running && (self.is_open() || self.is_iteration)
    }

    pub(super) fn phase(&self) -> Phase {
        self.open.as_ref().map_or(Phase::Entered, |it| it.phase)
    }

    /// Whether nothing goes on in the state that it is in.
    pub(super) fn may_have_failed(&self) -> bool {
        self.open.as_ref().is_some_and(|it| {
            let Open { name: _, phase, has_map_run, work } = it;
            let is_idle = matches!(work, None | Some(Work::Ended)) && !has_map_run;
            is_idle && *phase != Phase::Started && !self.is_iteration
        })
    }

    #[track_caller]
    fn open(&mut self, event: &HistoryEvent) -> &mut Open {
        assert_eq!(self.life, Life::Running, "{event}: its frame has ended");
        self.open.as_mut().unwrap_or_else(|| panic!("{event}: its frame is in no state"))
    }

    pub(super) fn entered(&mut self, event: &HistoryEvent, scope: Scope) {
        assert!(self.open.is_none(), "{event}: entered from within {:?}", self.open);
        self.scope = Some(scope);
        let name = event.state_name.clone().unwrap_or_default();
        self.open = Some(Open { name, phase: Phase::Entered, has_map_run: false, work: None });
    }

    pub(super) fn exited(&mut self, event: &HistoryEvent) {
        let Open { name: _, phase, has_map_run, work } = self.open(event);
        let is_fork =
            matches!(event.details, Details::ParallelStateExited(_) | Details::MapStateExited(_));
        let has_ended = matches!(phase, Phase::Succeeded | Phase::Failed);
        assert_eq!(is_fork, has_ended, "{event}: left when it was {phase:?}");
        assert!(!*has_map_run, "{event}: left while its Map Run went on");
        assert!(matches!(work, None | Some(Work::Ended)), "{event}: left while it was {work:?}");
        self.open = None;
    }

    pub(super) fn aborted(&mut self, event: &HistoryEvent) {
        let Open { name: _, phase: _, has_map_run, work: _ } = self.open(event);
        assert!(!*has_map_run, "{event}: cut while its Map Run went on");
        (self.open, self.life) = (None, Life::Cutting);
    }

    /// It failed, and is told as cut besides.
    pub(super) fn failure_told_as_cut(&mut self, event: &HistoryEvent) {
        let is_failing = matches!(self.life, Life::Running | Life::Failed);
        assert!(is_failing && !self.is_forgotten, "{event}: it has ended before");
        let work = self.open.as_ref().and_then(|it| it.work);
        assert!(matches!(work, None | Some(Work::Ended)), "{event}: failed while it was {work:?}");
        (self.open, self.life) = (None, Life::Failed);
    }

    pub(super) fn forked(&mut self, event: &HistoryEvent) {
        let open = self.open(event);
        let has_failed = matches!(open.phase, Phase::Failed | Phase::FailedAgain);
        assert!(!has_failed, "{event}: it has failed before");
        assert!(!open.has_map_run, "{event}: begun while its Map Run went on");
        open.phase = Phase::Started;
    }

    pub(super) fn joined(&mut self, event: &HistoryEvent) {
        let open = self.open(event);
        assert_eq!(open.phase, Phase::Started, "{event}: it has not started");
        assert!(!open.has_map_run, "{event}: while its Map Run went on");
        open.phase = Phase::Succeeded;
    }

    pub(super) fn fork_failed(&mut self, event: &HistoryEvent) {
        let open = self.open(event);
        // Measured: a catcher that fails makes the state fail once more.
        let may_fail = open.phase != Phase::FailedAgain;
        assert!(may_fail, "{event}: it has failed twice before");
        assert!(!open.has_map_run, "{event}: while its Map Run went on");
        let is_again = open.phase == Phase::Failed;
        open.phase = if is_again { Phase::FailedAgain } else { Phase::Failed };
    }

    pub(super) fn map_run_started(&mut self, event: &HistoryEvent) {
        let open = self.open(event);
        assert_eq!(open.phase, Phase::Started, "{event}: its state has not started");
        assert!(!open.has_map_run, "{event}: it runs already");
        open.has_map_run = true;
    }

    pub(super) fn map_run_ended(&mut self, event: &HistoryEvent) {
        let open = self.open(event);
        assert!(open.has_map_run, "{event}: it does not run");
        open.has_map_run = false;
    }

    /// An attempt goes on, by the steps that there are.
    pub(super) fn work(&mut self, event: &HistoryEvent, to: Work) {
        let open = self.open(event);
        let may_be = match to {
            Work::Scheduled => matches!(open.work, None | Some(Work::Ended)),
            Work::Started => open.work == Some(Work::Scheduled),
            Work::Submitted => open.work == Some(Work::Started),
            Work::Ended => !matches!(open.work, None | Some(Work::Ended)),
        };
        assert!(may_be, "{event}: when it was {:?}", open.work);
        open.work = Some(to);
    }

    pub(super) fn iteration_ended(&mut self, event: &HistoryEvent, life: Life) {
        match life {
            Life::Ended => assert!(!self.is_open(), "{event}: within {:?}", self.open),
            Life::Failed => self.failed(event),
            // What was cut before it entered a state, or between two, has none to leave.
            Life::Cut | Life::Running | Life::Cutting => {
                assert!(!self.is_open(), "{event}: {:?} was not cut", self.open);
            }
        }
        self.life = life;
    }

    /// The state that it is in has failed: nothing is left to be told of it.
    pub(super) fn failed(&mut self, event: &HistoryEvent) {
        let Open { name: _, phase: _, has_map_run, work } = self.open(event);
        assert!(!*has_map_run, "{event}: failed while its Map Run went on");
        assert!(matches!(work, None | Some(Work::Ended)), "{event}: failed while it was {work:?}");
    }
}
