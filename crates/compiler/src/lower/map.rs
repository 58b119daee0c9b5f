//! Lowering of Map states: what they run over, what runs for each item, and where.

use stepwright_asl::{self as asl, ProcessorMode, StateMachine, jsonata_code};
use stepwright_json::Value;

use super::data_flow::Fields;
use super::language::Language;
use super::state::Lowered;
use super::{Lowering, Names, Place};
use crate::Template;
use crate::program::{ExecutionType, Items, Map, Number, StateKind};

impl Lowering {
    pub(super) fn map(
        &mut self,
        place: &Place<'_>,
        map: &asl::Map,
        names: &Names<'_>,
    ) -> Option<Lowered> {
        self.unknown_fields(place, &map.extra);
        let data_flow = self.data_flow(
            place,
            Fields {
                input_path: map.input_path.as_ref(),
                output: map.output.as_ref(),
                result_selector: map.result_selector.as_ref(),
                result_path: map.result_path.as_ref(),
                output_path: map.output_path.as_ref(),
                assign: map.assign.as_ref(),
                ..Fields::default()
            },
        );
        let transition = self.transition(place, map.next.as_deref(), map.end, names);
        let items = self.items(place, map)?;
        let item_selector = self.item_selector(place, map);
        let max_concurrency = self.field_number(
            place,
            ("MaxConcurrency", map.max_concurrency.as_ref()),
            ("MaxConcurrencyPath", map.max_concurrency_path.as_ref()),
        );
        let max_concurrency = max_concurrency.unwrap_or(Number::Known(0));
        let (field, machine) = match (&map.item_processor, &map.iterator) {
            (Some(it), None) => ("ItemProcessor", it),
            (None, Some(it)) => ("Iterator", it),
            (None, None) | (Some(_), Some(_)) => self.schema(
                place,
                "This object should have only one of the following fields: [ItemProcessor, Iterator]"
                    .to_owned(),
            )?,
        };
        let at = place.key(field);
        let distributed = match self.processor_mode(&at, machine) {
            ProcessorMode::Distributed => Some(Box::new(self.distributed_map(place, map, &at)?)),
            ProcessorMode::Inline | ProcessorMode::Other(_) => {
                self.only_distributed(place, map);
                None
            }
        };
        let was_express = self.in_express;
        self.in_express |=
            distributed.as_ref().is_some_and(|it| it.execution_type == ExecutionType::Express);
        let processor = self.nested(&at, machine);
        self.in_express = was_express;
        let map = Map { items, item_selector, max_concurrency, processor, distributed };
        Some((StateKind::Map(map), data_flow, transition?))
    }

    fn processor_mode(&mut self, place: &Place<'_>, machine: &StateMachine) -> ProcessorMode {
        let Some(config) = &machine.processor_config else { return ProcessorMode::Inline };
        let at = place.key("ProcessorConfig");
        self.unknown_fields(&at, &config.extra);
        let mode = config.mode.clone().unwrap_or(ProcessorMode::Inline);
        match &mode {
            ProcessorMode::Inline if config.execution_type.is_some() => {
                self.schema::<()>(&at, "Field 'ExecutionType' is not supported".to_owned());
            }
            ProcessorMode::Distributed if self.in_express => {
                let message = "The field 'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state machines";
                self.schema::<()>(&at.key("Mode"), message.to_owned());
            }
            ProcessorMode::Other(_) => {
                let message = "Value should be one of the following: [INLINE, DISTRIBUTED]";
                self.schema::<()>(&at.key("Mode"), message.to_owned());
            }
            ProcessorMode::Inline | ProcessorMode::Distributed => {}
        }
        mode
    }

    /// Notes what an inline Map would silently do without.
    // UNVERIFIED: whether AWS refuses these fields; running without them would lose data.
    fn only_distributed(&mut self, place: &Place<'_>, map: &asl::Map) {
        let fields = [
            ("ItemReader", map.item_reader.is_some()),
            ("ItemBatcher", map.item_batcher.is_some()),
            ("ResultWriter", map.result_writer.is_some()),
        ];
        for (field, is_there) in fields {
            if is_there {
                let message = format!("Field '{field}' has no effect in a Map that runs inline");
                self.error("DISTRIBUTED_ONLY_FIELD", place, message);
            }
        }
    }

    fn items(&mut self, place: &Place<'_>, map: &asl::Map) -> Option<Items> {
        if self.language == Language::JsonPath {
            let root = "$".to_owned();
            let path = map.items_path.as_ref().unwrap_or(&root);
            return self.field_path(place, "ItemsPath", Some(path)).map(Items::Path);
        }
        let place = place.key("Items");
        match &map.items {
            None => Some(Items::Input),
            Some(items @ Value::Array(_)) => self.template(&place, items).map(Items::Template),
            // "Distributed: an object's keys and values."
            Some(items @ Value::Object(_)) if is_distributed(map) => {
                self.template(&place, items).map(Items::Template)
            }
            Some(Value::String(text)) if jsonata_code(text).is_some() => {
                self.expression(&place, jsonata_code(text)?).map(Items::Computed)
            }
            Some(_) => self.schema(&place, "Expected value of type [ARRAY, JSONATA]".to_owned()),
        }
    }

    /// `ItemSelector`, or `Parameters`, which is its name of old.
    fn item_selector(&mut self, place: &Place<'_>, map: &asl::Map) -> Option<Template> {
        let parameters = map.parameters.as_ref().filter(|_| self.language == Language::JsonPath);
        match (map.item_selector.as_ref(), parameters) {
            (Some(_), Some(_)) => self.one_of(place, &["ItemSelector", "Parameters"]),
            (None, Some(it)) => self.template(&place.key("Parameters"), it),
            (it, None) => self.field_template(place, "ItemSelector", it),
        }
    }
}

fn is_distributed(map: &asl::Map) -> bool {
    let processors = [&map.item_processor, &map.iterator].into_iter().flatten();
    let mut configs = processors.filter_map(|it| it.processor_config.as_ref());
    configs.any(|it| it.mode == Some(ProcessorMode::Distributed))
}
