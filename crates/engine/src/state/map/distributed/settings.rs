//! What a Distributed Map is told by its fields, evaluated.

use stepwright_compiler::{DistributedMap, ItemBatcher, ItemReader, Map, Percentage, ResultWriter};
use stepwright_json::Value;

use crate::data_flow::View;
use crate::execution::Execution;
use crate::failure::StateError;
use crate::frame::Frame;
use crate::inspection::Stage;
use crate::map_run::{Batches, Export, Items, Names, Results, Tolerance};
use crate::state::map::not_an_array;

impl Execution {
    /// The items, where they are in the state's data.
    pub(in crate::state::map) fn items_or_object(
        &mut self,
        frame: &mut Frame,
        map: &Map,
    ) -> Result<Items, StateError> {
        let data = self.item_data(frame, map);
        if let Ok(data @ (Value::Array(_) | Value::Object(_))) = &data {
            self.note(Stage::Items, data);
        }
        let data = data.and_then(|data| match data {
            Value::Array(items) => Ok(Items::of_array(items)),
            Value::Object(fields) => Ok(Items::of_object(fields)),
            other @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => {
                Err(not_an_array(map, &other))
            }
        });
        self.or_evaluation_failed(frame, data)
    }

    /// The items, where they are to be read.
    pub(in crate::state::map) fn items_of_reader(
        &mut self,
        frame: &mut Frame,
        reader: &ItemReader,
    ) -> Result<Items, StateError> {
        let max = match &reader.max_items {
            Some(it) => self.number_or_negative(frame, it)?,
            None => Some(0),
        };
        let arguments = self.template(frame, reader.arguments.as_ref())?.unwrap_or_default();
        Ok(match max {
            Some(max) => Items::of_reader(&reader.source, arguments, max),
            // Recorded: the Map Run fails, not the state before it.
            None => Items::unreadable("field MaxItems must be positive"),
        })
    }

    pub(in crate::state::map) fn tolerance(
        &mut self,
        frame: &mut Frame,
        distributed: &DistributedMap,
    ) -> Result<Tolerance, StateError> {
        let count = match &distributed.tolerated_failure_count {
            Some(it) => Some(self.number(frame, it)?),
            None => None,
        };
        let percentage = match &distributed.tolerated_failure_percentage {
            None => None,
            Some(Percentage::Known(it)) => Some(*it),
            Some(Percentage::Path(path)) => {
                let number = self.evaluate(frame, View::default(), |it| path.float(it));
                Some(self.or_evaluation_failed(frame, number)?)
            }
            Some(Percentage::Computed(expression)) => {
                let number = self.evaluate(frame, View::default(), |bindings| {
                    let value = expression.evaluate(bindings)?;
                    value.as_f64().ok_or_else(|| expression.unexpected_type("number", &value))
                });
                Some(self.or_evaluation_failed(frame, number)?)
            }
        };
        if percentage.is_some_and(|it| !(0.0..=100.0).contains(&it)) {
            let cause = "ToleratedFailurePercentage must be between 0 and 100.";
            return Err(self.runtime_error(frame, cause));
        }
        Ok(Tolerance { count, percentage })
    }

    pub(in crate::state::map) fn batches(
        &mut self,
        frame: &mut Frame,
        batcher: &ItemBatcher,
    ) -> Result<Batches, StateError> {
        let ItemBatcher { max_items, max_input_bytes, batch_input } = batcher;
        let mut number = |it: &Option<_>| it.as_ref().map(|it| self.number(frame, it)).transpose();
        let (items_max, bytes_max) = (number(max_items)?, number(max_input_bytes)?);
        let batch_input = self.template(frame, batch_input.as_ref())?;
        Ok(Batches::new(items_max, bytes_max, batch_input))
    }

    pub(super) fn results(
        &mut self,
        frame: &mut Frame,
        writer: &ResultWriter,
        names: &Names,
    ) -> Result<Results, StateError> {
        let ResultWriter { export, transformation, output_type } = writer;
        let export = self.template(frame, export.as_ref())?.map(|arguments| {
            let text = |key| arguments.get(key).and_then(Value::as_str).unwrap_or_default();
            let folder = text("Prefix").trim_end_matches('/');
            let slash = if folder.is_empty() { "" } else { "/" };
            let prefix = format!("{folder}{slash}{}/", names.id);
            Export { bucket: text("Bucket").into(), prefix }
        });
        Ok(Results::new(*transformation, *output_type, export))
    }
}
