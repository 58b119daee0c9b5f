//! What a Map Run hears of its reads, its children and its writes, and how it ends.

use std::sync::Arc;

use stepwright_compiler::{Map, Program, StateKind};
use stepwright_json::{Object, Value};

use crate::completion::ChildOutcome;
use crate::execution::Execution;
use crate::failure::StateError;
use crate::frame::{Activity, Frame, Remains};
use crate::history::HistoryEventDetails;
use crate::map_run::{Ending, Export, Items, MapRun};
use crate::state::Step;
use crate::{ChildId, Command, Completion, MapRunId, Refused, WriteResults};

impl Execution {
    /// The Map Run that somebody waits for.
    pub(crate) fn map_run(&self, map_run: MapRunId) -> Result<&MapRun, Refused> {
        let frame = self.map_runs.get(&map_run).and_then(|id| self.frames.get(*id));
        match frame.map(|it| &it.activity) {
            Some(Activity::MapRun(run)) => Ok(run),
            _ => Err(Refused::MapRun(map_run)),
        }
    }

    /// Takes in what a Map Run waits for.
    pub(crate) fn tell_map_run(&mut self, program: &Program, completion: Completion) {
        match completion {
            Completion::ObjectRead { map_run, body } => {
                self.items_read(program, map_run, |items| items.take_object(&body));
            }
            Completion::ObjectsListed { map_run, objects, continuation } => {
                self.items_read(program, map_run, |items| {
                    items.take_listing(&objects, continuation);
                    Ok(())
                });
            }
            Completion::ReadFailed { map_run, cause } => {
                self.items_read(program, map_run, |_| Err(cause.to_string()));
            }
            Completion::ChildEnded { child, outcome } => {
                self.map_run_child_ended(program, child, &outcome);
            }
            Completion::ResultsWritten { map_run } => self.results_written(program, map_run, None),
            Completion::WriteFailed { map_run, cause } => {
                self.results_written(program, map_run, Some(&cause));
            }
            Completion::TaskStarted { .. }
            | Completion::TaskSubmitted { .. }
            | Completion::TaskSucceeded { .. }
            | Completion::TaskFailed { .. }
            | Completion::TaskHeartbeat { .. }
            | Completion::TimerFired { .. }
            | Completion::Stop { .. }
            | Completion::Redrive => {}
        }
    }

    fn items_read(
        &mut self,
        program: &Program,
        map_run: MapRunId,
        take: impl FnOnce(&mut Items) -> Result<(), String>,
    ) {
        self.with_map_run(program, map_run, |execution, program, frame, map| {
            let Some(mut run) = take_run(frame) else { return Ok(Step::Wait) };
            let reading = run.reading.take();
            if let Err(cause) = take(&mut run.items) {
                // Where it is redriven, it is read again.
                run.reading = reading;
                let error = StateError::item_reader_failed(&cause);
                return execution.map_run_failed(program, frame, run, error);
            }
            frame.activity = Activity::MapRun(run);
            execution.go_on(program, frame, map)
        });
    }

    fn map_run_child_ended(
        &mut self,
        program: &Program,
        ChildId { map_run, index }: ChildId,
        outcome: &ChildOutcome,
    ) {
        self.with_map_run(program, map_run, |execution, program, frame, map| {
            let Some(mut run) = take_run(frame) else { return Ok(Step::Wait) };
            if let Some(child) = run.children.remove(&index) {
                let MapRun { results, names, .. } = &mut *run;
                results.add(child.ended(index, names, execution.now), outcome);
                if !matches!(outcome, ChildOutcome::Succeeded(_)) {
                    run.failed_items += child.items;
                    run.unsuccessful.insert(index, child);
                }
            }
            if run.has_failed() {
                let error = StateError::exceed_tolerated_failure_threshold();
                return execution.map_run_failed(program, frame, run, error);
            }
            frame.activity = Activity::MapRun(run);
            execution.go_on(program, frame, map)
        });
    }

    /// The results are written, or cannot be.
    fn results_written(&mut self, program: &Program, map_run: MapRunId, failure: Option<&str>) {
        self.with_map_run(program, map_run, |execution, program, frame, map| {
            let Some(mut run) = take_run(frame) else { return Ok(Step::Wait) };
            let error = failure.map(StateError::result_writer_failed);
            if let Some(size) = run.writing {
                if let Some(error) = error {
                    // The writer may do better with the next, but for this one the Map Run has failed.
                    return execution.map_run_failed(program, frame, run, error);
                }
                run.writing = None;
                run.results.file_written(size);
                frame.activity = Activity::MapRun(run);
                return execution.go_on(program, frame, map);
            }
            let ending = run.ending.take();
            match (error, ending) {
                (Some(error), _) => execution.end_map_run(frame, run, error),
                (None, Some(Ending { error, manifest: None })) => {
                    execution.write_or_end(program, frame, run, error)
                }
                (None, Some(Ending { error: Some(error), .. })) => {
                    execution.end_map_run(frame, run, error)
                }
                (None, Some(Ending { error: None, manifest: Some(manifest) })) => {
                    let result = written(&run, &manifest);
                    execution.map_run_succeeded(program, frame, &run, &result)
                }
                (None, None) => Ok(Step::Wait),
            }
        });
    }

    fn with_map_run(
        &mut self,
        program: &Program,
        map_run: MapRunId,
        change: impl FnOnce(&mut Self, &Program, &mut Frame, &Map) -> Result<Step, StateError>,
    ) {
        let Some(id) = self.map_runs.get(&map_run).copied() else { return };
        let Some(mut frame) = self.frames.take(id) else { return };
        let step = match &program.state(frame.state).kind {
            StateKind::Map(map) => change(self, program, &mut frame, map),
            StateKind::Task(_)
            | StateKind::Pass
            | StateKind::Choice(_)
            | StateKind::Wait(_)
            | StateKind::Succeed
            | StateKind::Fail(_)
            | StateKind::Parallel(_) => Ok(Step::Wait),
        };
        self.drive(program, id, frame, step);
    }

    /// Something went wrong: nothing more begins, and what runs is stopped.
    pub(super) fn map_run_failed(
        &mut self,
        program: &Program,
        frame: &mut Frame,
        mut run: Box<MapRun>,
        error: StateError,
    ) -> Result<Step, StateError> {
        self.stop_map_run(&run);
        if error.is_fatal() {
            self.map_runs.remove(&run.id);
            let run = self.stopped_map_run(frame, run);
            frame.visit.remains = Some(Box::new(Remains::MapRun(run)));
            return Err(error);
        }
        run.children_aborted(self.now);
        let mut run = run.stopped();
        run.has_all = true;
        run.pending = run.results.export().map(|_| (run.items.clone(), run.batches.clone()));
        self.write_or_end(program, frame, run, Some(error))
    }

    /// Has what fills a file be written, so that it need not be held.
    pub(super) fn write_full_file(&mut self, frame: &Frame, run: &mut MapRun) {
        if run.writing.is_some() || !run.results.is_file_full() {
            return;
        }
        let bucket = run.results.export().map(|it| it.bucket.clone()).unwrap_or_default();
        let Some(file) = run.results.take_file() else { return };
        run.writing = Some(file.body.len());
        let state = self.state_of(frame).name.clone();
        let write = WriteResults { map_run: run.id, state, bucket, files: vec![file] };
        self.commands.push(Command::WriteResults(Box::new(write)));
    }

    /// All that was to be done is done: what is left is to write the results, where they are to be.
    pub(super) fn write_or_end(
        &mut self,
        program: &Program,
        frame: &mut Frame,
        mut run: Box<MapRun>,
        error: Option<StateError>,
    ) -> Result<Step, StateError> {
        let Some(Export { bucket, .. }) = run.results.export().cloned() else {
            return match error {
                Some(error) => self.end_map_run(frame, run, error),
                None => {
                    let result = run.results.result();
                    self.map_run_succeeded(program, frame, &run, &result)
                }
            };
        };
        let pending = self.pending_file(frame, &mut run);
        let (mut files, mut manifest) = (Vec::from_iter(pending), None);
        if run.pending.is_none() {
            let (rest, key) = run.results.files(&run.names.map_run_arn);
            files.extend(rest);
            manifest = key;
        }
        let state = self.state_of(frame).name.clone();
        let write = WriteResults { map_run: run.id, state, bucket, files };
        self.commands.push(Command::WriteResults(Box::new(write)));
        run.ending = Some(Ending { error, manifest });
        frame.activity = Activity::MapRun(run);
        Ok(Step::Wait)
    }

    fn end_map_run(
        &mut self,
        frame: &mut Frame,
        run: Box<MapRun>,
        error: StateError,
    ) -> Result<Step, StateError> {
        self.map_runs.remove(&run.id);
        self.advance(frame, HistoryEventDetails::MapRunFailed(error.failure.clone()));
        if !error.is_data_limit_exceeded() {
            frame.visit.remains = Some(Box::new(Remains::MapRun(run)));
        }
        Err(error)
    }

    fn map_run_succeeded(
        &mut self,
        program: &Program,
        frame: &mut Frame,
        run: &MapRun,
        result: &Value,
    ) -> Result<Step, StateError> {
        self.map_runs.remove(&run.id);
        let state = program.state(frame.state);
        // Recorded since November 2024: neither of the two moves the chain on.
        let succeeded =
            self.record(Some(frame), frame.pointer, HistoryEventDetails::MapRunSucceeded);
        if run.results.are_too_large() {
            // UNVERIFIED: the error is documented; no recording shows its events.
            return Err(StateError::data_limit_exceeded(&state.name));
        }
        let details = HistoryEventDetails::MapStateSucceeded;
        let succeeded = self.record(Some(frame), succeeded, details);
        let exit = self.exit_of_fork(frame, state, (result, succeeded))?;
        self.leave(frame, exit, state.transition)
    }

    /// Cuts a Map Run because something around it has failed.
    // UNVERIFIED: no recording has a Map Run that is cut.
    pub(in crate::state) fn cut_map_run(
        &mut self,
        frame: &mut Frame,
        run: Box<MapRun>,
        because: u64,
    ) {
        self.stop_map_run(&run);
        self.map_runs.remove(&run.id);
        let run = self.stopped_map_run(frame, run);
        frame.visit.remains = Some(Box::new(Remains::MapRun(run)));
        self.record(Some(frame), because, HistoryEventDetails::MapRunAborted);
    }

    /// Stops what was asked for so far.
    fn stop_map_run(&mut self, run: &MapRun) {
        let is_writing = run.ending.is_some() || run.writing.is_some();
        if run.reading.is_some() || is_writing || !run.children.is_empty() {
            self.commands.push(Command::StopMapRun { map_run: run.id });
        }
    }
}

/// The Map Run that a frame waits for.
pub(super) fn take_run(frame: &mut Frame) -> Option<Box<MapRun>> {
    match std::mem::replace(&mut frame.activity, Activity::Working) {
        Activity::MapRun(run) => Some(run),
        other @ (Activity::Entering
        | Activity::Working
        | Activity::Task(_)
        | Activity::Ended(_)
        | Activity::Timer(..)
        | Activity::Fork(_)) => {
            frame.activity = other;
            None
        }
    }
}

/// The state's result where the children's outputs are files.
fn written(run: &MapRun, manifest: &str) -> Value {
    let bucket = run.results.export().map(|it| it.bucket.clone()).unwrap_or_default();
    let details: Object =
        [("Bucket", Value::String(bucket)), ("Key", Value::from(manifest))].into_iter().collect();
    let result: Object = [
        ("MapRunArn", Value::String(Arc::clone(&run.names.map_run_arn))),
        ("ResultWriterDetails", details.into()),
    ]
    .into_iter()
    .collect();
    result.into()
}
