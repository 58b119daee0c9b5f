//! A Map: what it runs over, in this execution or in executions of their own.

use stepwright_asl as asl;
use stepwright_json::{Object, Value};

use super::Lowering;
use crate::graph::{Batch, Distributed, Items, MapSpec, Reader, Results, Site, StateId};

const PUT_OBJECT: &str = "arn:aws:states:::s3:putObject";

impl Lowering<'_> {
    pub(super) fn map(&self, id: StateId, map: &MapSpec) -> asl::Map {
        let way = self.way(id);
        let site = Site::State(id);
        let mut state = asl::Map {
            comment: self.comment(id),
            max_concurrency: map.max_concurrency.map(|it| self.number(site, it)),
            assign: way.assign,
            output: way.output,
            retry: self.retry(id),
            catch: self.catch(id),
            ..asl::Map::default()
        };
        match &map.items {
            Items::List(items) => state.items = Some(self.template(site, *items)),
            Items::Reader { resource, arguments, config } => {
                state.item_reader = Some(asl::ItemReader {
                    resource: Some(self.resource(resource)),
                    arguments: Some(self.template(site, *arguments)),
                    reader_config: self.reader_config(site, config),
                    ..asl::ItemReader::default()
                });
            }
        }
        let express = map.distributed.as_ref().is_some_and(|it| it.express);
        state.item_processor = Some(self.processor(map.iteration, express));
        if let Some(distributed) = &map.distributed {
            self.distributed(site, distributed, &mut state);
        }
        state
    }

    fn reader_config(&self, site: Site, reader: &Reader) -> Option<asl::ReaderConfig> {
        let Reader { config, max_items } = reader;
        let max_items = max_items.map(|it| self.number(site, it));
        if config.is_none() && max_items.is_none() {
            return None;
        }
        Some(asl::ReaderConfig { max_items, ..config.clone().unwrap_or_default() })
    }

    fn distributed(&self, site: Site, distributed: &Distributed, state: &mut asl::Map) {
        let Distributed {
            express: _,
            entries,
            shared,
            batch,
            tolerated_count,
            tolerated_percentage,
            label,
            results,
        } = distributed;
        let shared = shared.map(|it| self.template(site, it));
        // What is shared is given once for a batch, else beside each item.
        let (in_batch, in_item) = if batch.is_some() { (shared, None) } else { (None, shared) };
        state.item_selector = selector(*entries, in_item);
        state.item_batcher =
            batch.as_ref().map(|Batch { max_items, max_bytes }| asl::ItemBatcher {
                batch_input: in_batch.map(|it| object([("shared", it)])),
                max_items_per_batch: max_items.map(|it| self.number(site, it)),
                max_input_bytes_per_batch: max_bytes.map(|it| self.number(site, it)),
                ..asl::ItemBatcher::default()
            });
        state.tolerated_failure_count = tolerated_count.map(|it| self.number(site, it));
        state.tolerated_failure_percentage = tolerated_percentage.map(|it| self.number(site, it));
        state.label.clone_from(label);
        state.result_writer =
            results.as_ref().map(|Results { arguments, config }| asl::ResultWriter {
                resource: Some(self.resource(PUT_OBJECT)),
                arguments: Some(self.template(site, *arguments)),
                writer_config: config.clone(),
                ..asl::ResultWriter::default()
            });
    }
}

/// What an item becomes before an iteration gets it; nothing where it gets it as it is.
fn selector(entries: bool, shared: Option<Value>) -> Option<Value> {
    let value = Value::from("{% $states.context.Map.Item.Value %}");
    let item = if entries {
        object([("key", Value::from("{% $states.context.Map.Item.Key %}")), ("value", value)])
    } else {
        value
    };
    match shared {
        Some(shared) => Some(object([("item", item), ("shared", shared)])),
        None => entries.then_some(item),
    }
}

fn object<const N: usize>(fields: [(&'static str, Value); N]) -> Value {
    Value::from(fields.into_iter().collect::<Object>())
}
