//! Map, under test: its fields are evaluated as in an execution, and its iterations are mocked.

use stepwright_compiler::{DistributedMap, ItemSource, Map, Program};
use stepwright_json::{Array, Value};

use crate::execution::Execution;
use crate::failure::StateError;
use crate::frame::Frame;
use crate::history::{HistoryEventDetails, MapStateStarted};
use crate::map_run::{Batches, Items, Next, Tolerance};
use crate::mode::Mode;
use crate::state::Step;

impl Execution {
    pub(super) fn map_with_mock(
        &mut self,
        program: &Program,
        frame: &mut Frame,
        map: &Map,
    ) -> Result<Step, StateError> {
        let distributed = map.distributed.as_deref();
        let mut items = match distributed.filter(|it| it.reader.is_some()) {
            None if distributed.is_some() => Some(self.items_or_object(frame, map)?),
            None => {
                let items = self.items(frame, map);
                Some(Items::of_array(self.or_evaluation_failed(frame, items)?))
            }
            Some(_) => None,
        };
        let concurrency = self.number(frame, &map.max_concurrency)?;
        self.inspect(|it| it.max_concurrency = Some(concurrency));
        let length = items.as_ref().and_then(Items::total).unwrap_or_default();
        self.advance(frame, HistoryEventDetails::MapStateStarted(MapStateStarted { length }));
        let mut tolerance = None;
        let mut batches = None;
        if let Some(distributed) = distributed {
            let it = self.tolerance(frame, distributed)?;
            self.inspect(|data| {
                data.tolerated_failure_count = it.count;
                data.tolerated_failure_percentage = it.percentage;
            });
            tolerance = Some(it);
            if items.is_none() {
                items = self.items_of_test(frame, distributed)?;
            }
            if let Some(it) = &distributed.batcher {
                batches = Some(self.batches(frame, it)?);
            }
        }
        let iterations = match items {
            Some(items) => Some(self.iterations(frame, map, (items, batches))?),
            None => None,
        };
        let result = self.mocked_result(tolerance, iterations)?;
        self.joined(program, frame, result)
    }

    /// What the reader finds in the data that the test gives, where it gives some.
    fn items_of_test(
        &mut self,
        frame: &mut Frame,
        distributed: &DistributedMap,
    ) -> Result<Option<Items>, StateError> {
        let Some(reader) = &distributed.reader else { return Ok(None) };
        let mut items = self.items_of_reader(frame, reader)?;
        let Mode::Test(test) = &self.mode else { return Ok(None) };
        let Some(data) = &test.reader_data else { return Ok(None) };
        let read = match items.next() {
            Next::Read(..) => match &reader.source {
                ItemSource::Listing | ItemSource::ListedObjects(_) => {
                    let listing = Value::parse(data).unwrap_or_default();
                    let objects = listing.as_array().cloned().unwrap_or_default();
                    items.take_listing(&objects, None);
                    Ok(())
                }
                ItemSource::Object(_) | ItemSource::Inventory | ItemSource::AthenaData(_) => {
                    items.take_object(data.as_bytes())
                }
            },
            Next::Item(_) | Next::End => Ok(()),
            Next::Failed(cause) => Err(cause),
        };
        match read {
            Ok(()) => Ok(Some(items)),
            Err(cause) => Err(StateError::item_reader_failed(&cause)),
        }
    }

    /// The number of iterations. Their inputs are noted where the state makes something of its items.
    fn iterations(
        &mut self,
        frame: &mut Frame,
        map: &Map,
        (mut items, batches): (Items, Option<Batches>),
    ) -> Result<u64, StateError> {
        let (mut found, mut inputs) = (Vec::new(), Vec::new());
        let points = matches!(&self.mode, Mode::Test(test) if test.has_items_pointer);
        loop {
            match items.next() {
                Next::Item(item) => {
                    found.extend(Some(item.value.clone()).filter(|_| points));
                    let input = self.selected(frame, map, &item);
                    let started = frame.pointer;
                    inputs.push(input.map_err(|it| self.evaluation_failed(frame, started, it))?);
                }
                // What the items are in is not part of a test's data.
                Next::Read(..) | Next::End => break,
                Next::Failed(cause) => return Err(StateError::item_reader_failed(&cause)),
            }
        }
        if points {
            self.inspect(|it| it.after_items_pointer = Some(array(found)));
        }
        let count = inputs.len();
        if map.item_selector.is_some() {
            self.inspect(|it| it.after_item_selector = Some(array(inputs.clone())));
        }
        if let Some(batches) = batches {
            let inputs = batched(batches, inputs);
            self.inspect(|it| it.after_item_batcher = Some(array(inputs)));
        }
        if let Mode::Test(test) = &self.mode {
            test.check_iterations(count);
        }
        Ok(u64::try_from(count).unwrap_or(u64::MAX))
    }

    /// What the iterations come to.
    fn mocked_result(
        &self,
        tolerance: Option<Tolerance>,
        iterations: Option<u64>,
    ) -> Result<Value, StateError> {
        let Mode::Test(test) = &self.mode else { return Ok(Value::Null) };
        let result = test.mocked()?;
        // Recorded: a state that says nothing of failures tolerates all that a test tells of.
        let limited = tolerance.filter(|it| it.count.is_some() || it.percentage.is_some());
        let failed = test.iteration_failures.unwrap_or_default();
        if limited.is_some_and(|it| it.is_exceeded(failed, || iterations)) {
            return Err(StateError::exceed_tolerated_failure_threshold());
        }
        Ok(result)
    }
}

/// The inputs of children, each of which has as many items as find room.
fn batched(mut batches: Batches, items: Vec<Value>) -> Vec<Value> {
    let mut inputs = Vec::new();
    for item in items {
        let bytes = item.size_bytes();
        if batches.is_full() || !batches.has_room_for(bytes) {
            inputs.extend(batches.take().map(|(input, _)| input));
        }
        batches.add(item, bytes);
    }
    inputs.extend(batches.take().map(|(input, _)| input));
    inputs
}

fn array(values: Vec<Value>) -> Value {
    Value::Array(Array::from(values))
}
