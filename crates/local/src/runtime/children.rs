//! [`Children`]: the executions that Map Runs have begun.

use std::collections::BTreeMap;
use std::sync::Arc;

use stepwright_engine::{
    ChildId, ChildOutcome, Completion, Execution, Failure, MapRunId, StartChild,
};

use super::{Run, Work};

/// Names an execution of a run. Counts up, never used twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct RunId(u64);

/// The execution that was started.
pub(super) const ROOT: RunId = RunId(0);

/// The executions that Map Runs have begun, and that have not ended.
#[derive(Debug, Default)]
pub(super) struct Children {
    running: BTreeMap<RunId, Running>,
    begun: u64,
}

#[derive(Debug)]
struct Running {
    execution: Execution,
    parent: RunId,
    child: ChildId,
}

impl Children {
    pub(super) fn get_mut(&mut self, id: RunId) -> Option<&mut Execution> {
        self.running.get_mut(&id).map(|it| &mut it.execution)
    }
}

impl Run {
    pub(super) fn start_child(&mut self, parent: RunId, start: StartChild) {
        self.children.begun += 1;
        let (id, child) = (RunId(self.children.begun), start.child);
        let (execution, commands) = start.open(Arc::clone(&self.program));
        self.children.running.insert(id, Running { execution, parent, child });
        self.carry_out(id, commands);
    }

    /// An execution has ended: whoever waits for it is told.
    pub(super) fn finish(&mut self, id: RunId) {
        if id == ROOT {
            self.has_ended = true;
            return;
        }
        let Some(Running { execution, parent, child }) = self.children.running.remove(&id) else {
            return;
        };
        if let Some(outcome) = ChildOutcome::of(&execution) {
            self.notes.extend(note(&execution, &outcome));
            self.told.push_back((parent, Completion::ChildEnded { child, outcome }));
        }
    }

    /// Stops the children of a Map Run, or all that an execution has, and what is done for them.
    pub(super) fn stop_children(&mut self, of: RunId, map_run: Option<MapRunId>) {
        let is_its = |it: &Running| {
            it.parent == of && map_run.is_none_or(|map_run| it.child.map_run == map_run)
        };
        let running = self.children.running.iter();
        let theirs: Vec<RunId> = running.filter(|(_, it)| is_its(it)).map(|(id, _)| *id).collect();
        for id in theirs {
            self.stop_children(id, None);
            self.children.running.remove(&id);
            let works: Vec<Work> =
                self.handles.keys().filter(|(of, _)| *of == id).map(|(_, work)| *work).collect();
            for work in works {
                self.abort(id, work);
            }
            self.timers.retain(|(_, of, _)| *of != id);
            self.timer_times.retain(|(of, _), _| *of != id);
        }
    }
}

/// What a person should know of a child that did not succeed.
fn note(execution: &Execution, outcome: &ChildOutcome) -> Option<String> {
    let Failure { error, cause } = match outcome {
        ChildOutcome::Succeeded(_) => return None,
        ChildOutcome::Failed(failure) | ChildOutcome::Aborted(failure) => failure.clone(),
        ChildOutcome::TimedOut => Failure { error: Some("States.Timeout".into()), cause: None },
    };
    let error = error.as_deref().unwrap_or("no error").to_owned();
    let cause = cause.as_deref().map(|it| format!(": {it}")).unwrap_or_default();
    let input = execution.started_with().input.to_string();
    let input: String = input.chars().take(INPUT_CHARS_MAX).collect();
    Some(format!("a child of the Map Run failed on {input}: {error}{cause}"))
}

/// How much of a child's input a note shows.
const INPUT_CHARS_MAX: usize = 80;
