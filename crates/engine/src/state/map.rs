//! Map, inline: its processor runs for each item, so many at once as the state allows.
//!
//! An iteration's frame exists only while it runs: memory grows with the results, not with the items.

mod distributed;
mod mocked;

use stepwright_compiler::{EvaluationError, EvaluationErrorKind, Items, Map, Program};
use stepwright_json::{Array, Value};

use super::Step;
use super::fork::Child;
use crate::data_flow::View;
use crate::execution::Execution;
use crate::failure::StateError;
use crate::frame::{Activity, Fork, Frame, FrameId, MapItem};
use crate::history::{HistoryEventDetails, MapIteration, MapStateStarted};
use crate::inspection::Stage;
use crate::mode::Mode;
use crate::quota;

impl Execution {
    pub(super) fn fork_iterations(
        &mut self,
        program: &Program,
        id: FrameId,
        frame: &mut Frame,
        map: &Map,
    ) -> Result<Step, StateError> {
        if let Mode::Test(_) = &self.mode {
            return self.map_with_mock(program, frame, map);
        }
        if let Some(distributed) = &map.distributed {
            return self.open_map_run(program, id, frame, (map, distributed));
        }
        let items = self.items(frame, map);
        let items = self.or_evaluation_failed(frame, items)?;
        let concurrency = self.number(frame, &map.max_concurrency)?;
        let length = u64::try_from(items.len()).unwrap_or(u64::MAX);
        self.advance(frame, HistoryEventDetails::MapStateStarted(MapStateStarted { length }));
        if items.is_empty() {
            frame.activity = Activity::Fork(Fork::new(0, items));
            return self.join(program, frame);
        }
        let at_once = at_once(concurrency).min(items.len());
        // Measured: no iteration begins before the first ones' `ItemSelector`s have been evaluated.
        let mut children = Vec::with_capacity(at_once);
        for index in 0..at_once {
            children.push(self.iteration(program, frame, map, (&items, index))?);
        }
        let mut fork = Fork::new(items.len(), items);
        (fork.next_item, fork.at_once) = (at_once, at_once);
        for child in children {
            let index = child.index;
            let started = self.begin_iteration(id, frame, child);
            fork.running.insert(index, started);
        }
        frame.activity = Activity::Fork(fork);
        Ok(Step::Wait)
    }

    /// An iteration has ended: the next one begins, where there is one. `after` is the last event of
    /// the one that ended.
    pub(super) fn next_iteration(
        &mut self,
        program: &Program,
        (id, frame): (FrameId, &mut Frame),
        map: &Map,
        after: u64,
    ) -> Result<Step, StateError> {
        let Activity::Fork(fork) = &mut frame.activity else { return Ok(Step::Wait) };
        let index = fork.next_item;
        if index >= fork.items.len() {
            return Ok(Step::Wait);
        }
        fork.next_item += 1;
        let items = fork.items.clone();
        match self.iteration(program, frame, map, (&items, index)) {
            Ok(child) => {
                let child = Child { pointer: after, ..child };
                let started = self.begin_iteration(id, frame, child);
                if let Activity::Fork(fork) = &mut frame.activity {
                    fork.running.insert(index, started);
                }
                Ok(Step::Wait)
            }
            Err(error) => {
                if let Activity::Fork(fork) = &mut frame.activity {
                    // It has not begun.
                    fork.next_item = index;
                }
                self.cut_children(frame, Vec::new());
                Err(error)
            }
        }
    }

    /// What the state runs over.
    fn items(&self, frame: &Frame, map: &Map) -> Result<Array, EvaluationError> {
        let data = self.item_data(frame, map)?;
        if data.as_array().is_some() {
            self.note(Stage::Items, &data);
        }
        match data {
            Value::Array(items) => Ok(items),
            other @ (Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::String(_)
            | Value::Object(_)) => Err(not_an_array(map, &other)),
        }
    }

    /// The same, whatever it is.
    fn item_data(&self, frame: &Frame, map: &Map) -> Result<Value, EvaluationError> {
        match &map.items {
            Items::Input => Ok(frame.visit.input.clone()),
            Items::Template(it) => self.evaluate(frame, View::default(), |b| it.evaluate(b)),
            Items::Computed(it) => self.evaluate(frame, View::default(), |b| it.evaluate(b)),
            Items::Path(it) => self.evaluate(frame, View::default(), |b| it.value(b)),
        }
    }

    /// The iteration for an item, ready to be begun.
    fn iteration(
        &mut self,
        program: &Program,
        frame: &mut Frame,
        map: &Map,
        (items, index): (&Array, usize),
    ) -> Result<Child, StateError> {
        let value = items.get(index).cloned().unwrap_or_default();
        let number = u64::try_from(index).unwrap_or(u64::MAX);
        let item = MapItem { index: number, ..MapItem::new(value.clone()) };
        let input = match &map.item_selector {
            None => value,
            Some(selector) => {
                let view = View { map_item: Some(&item), ..View::default() };
                let input = self.evaluate(frame, view, |it| selector.evaluate(it));
                // Unlike `Items`, it is looked at when the state has started.
                let started = frame.pointer;
                input.map_err(|error| self.evaluation_failed(frame, started, error))?
            }
        };
        if map.item_selector.is_some() && quota::is_too_large(&input) {
            return Err(StateError::data_limit_exceeded(&self.state_of(frame).name));
        }
        let start_at = program.scope(map.processor).start_at;
        Ok(Child { index, start_at, input, pointer: frame.pointer, map_item: Some(item) })
    }

    fn begin_iteration(&mut self, id: FrameId, frame: &Frame, child: Child) -> FrameId {
        let pointer = self.iteration_started(frame, child.index, child.pointer);
        self.begin_child(id, frame, Child { pointer, ..child })
    }

    /// Records that an iteration begins.
    pub(super) fn iteration_started(&mut self, frame: &Frame, index: usize, after: u64) -> u64 {
        let started = HistoryEventDetails::MapIterationStarted(self.map_iteration(frame, index));
        self.record(Some(frame), after, started)
    }

    /// Records that an iteration has ended well.
    pub(super) fn iteration_succeeded(&mut self, frame: &Frame, child: &Frame) -> u64 {
        let details =
            HistoryEventDetails::MapIterationSucceeded(self.map_iteration(frame, child.index));
        self.record(Some(frame), child.pointer, details)
    }

    /// Records that an iteration has failed, where the frame is in a Map state. The chain of events
    /// does not go through it.
    pub(super) fn iteration_failed(&mut self, frame: &Frame, index: usize) {
        if self.is_in_map(frame) {
            let details = HistoryEventDetails::MapIterationFailed(self.map_iteration(frame, index));
            self.record(Some(frame), frame.pointer, details);
        }
    }

    /// The same for one that is cut.
    pub(super) fn iteration_aborted(&mut self, frame: &Frame, index: usize) {
        if self.is_in_map(frame) {
            let details =
                HistoryEventDetails::MapIterationAborted(self.map_iteration(frame, index));
            self.record(Some(frame), frame.pointer, details);
        }
    }

    fn is_in_map(&self, frame: &Frame) -> bool {
        matches!(self.state_of(frame).kind, stepwright_compiler::StateKind::Map(_))
    }

    fn map_iteration(&self, frame: &Frame, index: usize) -> MapIteration {
        let index = u64::try_from(index).unwrap_or(u64::MAX);
        MapIteration { name: self.state_of(frame).name.clone(), index }
    }
}

fn not_an_array(map: &Map, value: &Value) -> EvaluationError {
    match &map.items {
        Items::Computed(it) => it.unexpected_type("array", value),
        Items::Path(it) => {
            let path = it.as_reference();
            EvaluationError::runtime(format!("Reference path \"{path}\" must point to array."))
        }
        Items::Input | Items::Template(_) => EvaluationError {
            kind: EvaluationErrorKind::Query,
            cause: format!("Map state input must be an array but was: {value}"),
            location: None,
        },
    }
}

/// How many iterations run at once: as many as the state says, but not more than AWS lets.
fn at_once(max_concurrency: u64) -> usize {
    match usize::try_from(max_concurrency).unwrap_or(usize::MAX) {
        0 => quota::INLINE_MAP_CONCURRENCY_MAX,
        some => some.min(quota::INLINE_MAP_CONCURRENCY_MAX),
    }
}
