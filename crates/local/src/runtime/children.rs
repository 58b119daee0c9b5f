//! What the driver does for the executions that Map Runs have begun.

use std::sync::Arc;

use stepwright_engine::{
    ChildOutcome, EndedChild, Execution, Failure, MapRunId, RunId, StartChild, StoppedChild,
    WriteResults,
};

use super::{Run, Work};

impl Run {
    pub(super) fn start_child(&mut self, parent: RunId, start: StartChild) {
        let (id, commands) = self.children.start(&self.program, parent, start);
        self.carry_out(id, commands);
    }

    /// An execution has ended: whoever waits for it is told.
    pub(super) fn finish(&mut self, id: RunId) {
        if id == RunId::ROOT {
            self.has_ended = true;
        } else if let Some(ended) = self.children.end(id) {
            let EndedChild { execution, parent, outcome, .. } = &ended;
            self.notes.extend(note(execution, outcome));
            self.told.push_back((*parent, ended.completion()));
        }
    }

    /// Writes what a stopped Map Run leaves behind, beside whatever goes on.
    pub(super) fn leave_results(&mut self, results: WriteResults) {
        let services = Arc::clone(&self.services);
        self.leaving.spawn(async move { services.write_results(&results).await });
    }

    /// Stops the children of a Map Run, and what is done for them.
    pub(super) fn stop_children(&mut self, of: RunId, map_run: MapRunId) {
        let now = self.clock.now();
        for StoppedChild { id, execution: _, results } in self.children.stop(of, Some(map_run), now)
        {
            for left in results {
                self.leave_results(left);
            }
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
