//! Map, distributed: each item, or batch of items, is run by an execution of its own.
//!
//! Owns the life of a Map Run: what is read before what begins, how children come and go, when it
//! fails. Recorded: its events are `MapStateStarted`, `MapRunStarted`, `MapRunSucceeded` and
//! `MapStateSucceeded`, and what follows, follows from `MapRunStarted`.

mod ending;
mod pending;
mod settings;
mod stopping;

use std::collections::BTreeMap;
use std::sync::Arc;

use stepwright_compiler::{DistributedMap, EvaluationError, ExecutionType, Map, Program};
use stepwright_json::{Array, Value};

use super::Step;
use crate::data_flow::View;
use crate::execution::Execution;
use crate::failure::StateError;
use crate::frame::{Activity, Frame, FrameId, MapItem};
use crate::history::{HistoryEventDetails, MapRunRedriven, MapRunStarted, MapStateStarted};
use crate::map_run::{Batches, Items, MapRun, Names, Next, RunningChild};
use crate::{ChildId, Command, MapRunId, ReadFrom, ReadItems, Start, StartChild, quota};

/// What is next for a Map Run.
enum NextInput {
    /// A child with this input, made of so many items.
    Child(Value, u64),
    Read(ReadFrom, Value),
    End,
}

/// Why there is no next input.
enum NoInput {
    /// `ItemSelector` makes nothing of this item.
    Selector(MapItem, EvaluationError),
    State(StateError),
}

impl Execution {
    pub(super) fn open_map_run(
        &mut self,
        program: &Program,
        id: FrameId,
        frame: &mut Frame,
        (map, distributed): (&Map, &DistributedMap),
    ) -> Result<Step, StateError> {
        let data = match distributed.reader {
            Some(_) => None,
            None => Some(self.items_or_object(frame, map)?),
        };
        let concurrency = self.number(frame, &map.max_concurrency)?;
        // Recorded: 0 where the items are still to be read.
        let length = data.as_ref().and_then(Items::total).unwrap_or(0);
        self.advance(frame, HistoryEventDetails::MapStateStarted(MapStateStarted { length }));
        let tolerance = self.tolerance(frame, distributed)?;
        let items = match (data, &distributed.reader) {
            (Some(items), _) => items,
            (None, Some(reader)) => self.items_of_reader(frame, reader)?,
            (None, None) => Items::of_array(Array::new()),
        };
        let batches = match &distributed.batcher {
            Some(it) => Some(self.batches(frame, it)?),
            None => None,
        };
        let label = distributed.label.as_deref().map(str::to_owned);
        let label = label.unwrap_or_else(|| self.random.uuid());
        let names = Names::new(&self.start, &label, self.random.uuid());
        let results = self.results(frame, &distributed.writer, &names)?;
        let map_run_arn = Arc::clone(&names.map_run_arn);
        self.advance(frame, HistoryEventDetails::MapRunStarted(MapRunStarted { map_run_arn }));
        self.map_runs_named += 1;
        let map_run = MapRunId(self.map_runs_named);
        self.map_runs.insert(map_run, id);
        frame.activity = Activity::MapRun(Box::new(MapRun {
            id: map_run,
            names,
            execution_type: distributed.execution_type,
            items,
            reading: None,
            has_all: false,
            concurrency: at_once(concurrency),
            batches,
            children: BTreeMap::new(),
            next_child: 0,
            unsuccessful: BTreeMap::new(),
            to_redrive: BTreeMap::new(),
            redrives: 0,
            failed_items: 0,
            tolerance,
            results,
            writing: None,
            pending: None,
            ending: None,
        }));
        self.go_on(program, frame, map)
    }

    /// A Map Run that ended badly goes on: with the children that did not end well, and with the items
    /// that none has had.
    pub(in crate::state) fn map_run_again(
        &mut self,
        program: &Program,
        (id, frame): (FrameId, &mut Frame),
        map: &Map,
        mut run: Box<MapRun>,
    ) -> Result<Step, StateError> {
        let reads = map.distributed.as_ref().is_some_and(|it| it.reader.is_some());
        let length = if reads { 0 } else { run.items.total().unwrap_or(0) };
        self.advance(frame, HistoryEventDetails::MapStateStarted(MapStateStarted { length }));
        run.redrives += 1;
        let (map_run_arn, redrive_count) = (Arc::clone(&run.names.map_run_arn), run.redrives);
        let redriven = MapRunRedriven { map_run_arn, redrive_count };
        self.advance(frame, HistoryEventDetails::MapRunRedriven(redriven));
        self.map_runs_named += 1;
        run.id = MapRunId(self.map_runs_named);
        self.map_runs.insert(run.id, id);
        (run.has_all, run.failed_items, run.ending) = (false, 0, None);
        run.pending = None;
        run.results.forget_pending();
        run.to_redrive = std::mem::take(&mut run.unsuccessful);
        frame.activity = Activity::MapRun(run);
        self.go_on(program, frame, map)
    }

    /// Begins what can be begun, and ends the Map Run where there is nothing left to do.
    fn go_on(
        &mut self,
        program: &Program,
        frame: &mut Frame,
        map: &Map,
    ) -> Result<Step, StateError> {
        let Some(mut run) = ending::take_run(frame) else { return Ok(Step::Wait) };
        self.write_full_file(frame, &mut run);
        if let Err(error) = self.begin_children(frame, map, &mut run) {
            return self.map_run_failed(program, frame, run, error);
        }
        if !run.is_done() {
            frame.activity = Activity::MapRun(run);
            return Ok(Step::Wait);
        }
        // Only now the number of items may be known that a percentage is of.
        let error = run.has_failed().then(StateError::exceed_tolerated_failure_threshold);
        match error {
            Some(error) => self.map_run_failed(program, frame, run, error),
            None => self.write_or_end(program, frame, run, None),
        }
    }

    /// Begins as many children as may run at once.
    fn begin_children(
        &mut self,
        frame: &mut Frame,
        map: &Map,
        run: &mut MapRun,
    ) -> Result<(), StateError> {
        // One file is written at a time; while another is full already, nothing more begins.
        let has_room = run.writing.is_none() || !run.results.is_file_full();
        while has_room
            && run.reading.is_none()
            && !run.has_all
            && run.children.len() < run.concurrency
        {
            if let Some((index, child)) = run.to_redrive.pop_first() {
                self.redrive_child(map, run, (index, child));
                continue;
            }
            let next = match self.next_input(frame, map, (&mut run.items, &mut run.batches)) {
                Ok(next) => next,
                Err(NoInput::State(error)) => return Err(error),
                Err(NoInput::Selector(item, error)) => {
                    // No child has had it: a redrive begins with it.
                    run.items.put_back(item);
                    let started = frame.pointer;
                    return Err(self.evaluation_failed(frame, started, error));
                }
            };
            match next {
                NextInput::Child(input, items) => {
                    self.begin_map_run_child(map, run, (input, items));
                }
                NextInput::Read(from, arguments) => {
                    run.reading = Some((from.clone(), arguments.clone()));
                    let state = self.state_of(frame).name.clone();
                    let map_run = run.id;
                    let read = ReadItems { map_run, state, from, arguments };
                    self.commands.push(Command::ReadItems(Box::new(read)));
                }
                NextInput::End => run.has_all = true,
            }
        }
        Ok(())
    }

    /// The input of the next child.
    fn next_input(
        &self,
        frame: &Frame,
        map: &Map,
        (items, batches): (&mut Items, &mut Option<Batches>),
    ) -> Result<NextInput, NoInput> {
        let bytes_max = match batches {
            Some(batches) => batches.input_bytes_max,
            None => quota::PAYLOAD_BYTES_MAX,
        };
        loop {
            let full = batches.as_mut().filter(|it| it.is_full()).and_then(Batches::take);
            if let Some(full) = full {
                return self.checked_input(frame, full, bytes_max);
            }
            let item = match items.next() {
                Next::Item(item) => item,
                Next::Read(from, arguments) => return Ok(NextInput::Read(from, arguments)),
                Next::Failed(cause) => {
                    return Err(NoInput::State(StateError::item_reader_failed(&cause)));
                }
                Next::End => {
                    return match batches.as_mut().and_then(Batches::take) {
                        Some(last) => self.checked_input(frame, last, bytes_max),
                        None => Ok(NextInput::End),
                    };
                }
            };
            let value = match self.selected(frame, map, &item) {
                Ok(value) => value,
                Err(error) => return Err(NoInput::Selector(item, error)),
            };
            let Some(batches) = batches else {
                return self.checked_input(frame, (value, 1), bytes_max);
            };
            let bytes = value.size_bytes();
            let before = if batches.has_room_for(bytes) { None } else { batches.take() };
            batches.add(value, bytes);
            if let Some(before) = before {
                return self.checked_input(frame, before, bytes_max);
            }
        }
    }

    // UNVERIFIED: the limits are documented; no recording has a child whose input is over one.
    fn checked_input(
        &self,
        frame: &Frame,
        (input, items): (Value, u64),
        bytes_max: usize,
    ) -> Result<NextInput, NoInput> {
        if input.size_bytes() > bytes_max {
            let error = StateError::data_limit_exceeded(&self.state_of(frame).name);
            return Err(NoInput::State(error));
        }
        Ok(NextInput::Child(input, items))
    }

    /// What `ItemSelector` makes of an item.
    pub(in crate::state::map) fn selected(
        &self,
        frame: &Frame,
        map: &Map,
        item: &MapItem,
    ) -> Result<Value, EvaluationError> {
        let Some(selector) = &map.item_selector else { return Ok(item.value.clone()) };
        let view = View { map_item: Some(item), ..View::default() };
        self.evaluate(frame, view, |it| selector.evaluate(it))
    }

    fn begin_map_run_child(&mut self, map: &Map, run: &mut MapRun, (input, items): (Value, u64)) {
        let index = run.next_child;
        run.next_child += 1;
        let child = self.named_child(run, (input, items));
        let start = self.start_child(map, run, (index, child));
        self.commands.push(Command::StartChild(start));
    }

    /// A Standard child goes on, an Express child is started anew.
    fn redrive_child(&mut self, map: &Map, run: &mut MapRun, (index, child): (u64, RunningChild)) {
        run.results.forget_failure(index);
        let command = match run.execution_type {
            ExecutionType::Standard => {
                let child = RunningChild { redrives: child.redrives + 1, ..child };
                Command::RedriveChild(self.start_child(map, run, (index, child)))
            }
            ExecutionType::Express => {
                let child = self.named_child(run, (child.input, child.items));
                Command::StartChild(self.start_child(map, run, (index, child)))
            }
        };
        self.commands.push(command);
    }

    /// A child with a name of its own.
    fn named_child(&mut self, run: &MapRun, (input, items): (Value, u64)) -> RunningChild {
        let name = self.random.uuid();
        let second = match run.execution_type {
            ExecutionType::Standard => None,
            ExecutionType::Express => Some(self.random.uuid()),
        };
        let execution_arn = run.names.execution_arn(&name, second.as_deref());
        RunningChild { items, name, execution_arn, input, started: self.now, redrives: 0 }
    }

    /// Notes that a child runs.
    fn start_child(
        &mut self,
        map: &Map,
        run: &mut MapRun,
        (index, child): (u64, RunningChild),
    ) -> Box<StartChild> {
        let start = Start {
            input: child.input.clone(),
            execution_name: child.name.clone(),
            execution_arn: child.execution_arn.clone(),
            state_machine_arn: run.names.state_machine_arn.clone(),
            state_machine_name: run.names.state_machine_name(),
            role_arn: self.start.role_arn.clone(),
            now: self.now,
            seed: self.random.seed(),
        };
        run.children.insert(index, child);
        Box::new(StartChild {
            child: ChildId { map_run: run.id, index },
            map_run_arn: Arc::clone(&run.names.map_run_arn),
            execution_type: run.execution_type,
            start,
            scope: map.processor,
        })
    }
}

/// How many children run at once: as many as the state says, but not more than AWS lets.
fn at_once(max_concurrency: u64) -> usize {
    match usize::try_from(max_concurrency).unwrap_or(usize::MAX) {
        0 => quota::MAP_RUN_CONCURRENCY_MAX,
        some => some.min(quota::MAP_RUN_CONCURRENCY_MAX),
    }
}
