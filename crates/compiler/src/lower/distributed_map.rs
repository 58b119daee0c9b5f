//! Lowering of what a Distributed Map adds: its batches, its tolerance, its writer.

use std::sync::Arc;

use stepwright_asl::{self as asl, NumberOr, jsonata_code};
use stepwright_json::Value;

use super::language::Language;
use super::{Lowering, Place};
use crate::Template;
use crate::program::{
    DistributedMap, ExecutionType, ItemBatcher, Percentage, ResultFormat, ResultTransformation,
    ResultWriter,
};

impl Lowering {
    /// What makes a Map state a distributed one. `place` is the state's, `processor` the processor's.
    pub(super) fn distributed_map(
        &mut self,
        place: &Place<'_>,
        map: &asl::Map,
        processor: &Place<'_>,
    ) -> Option<DistributedMap> {
        let config = map.processor().and_then(|it| it.processor_config.as_ref());
        let at = processor.key("ProcessorConfig");
        let execution_type = match config.and_then(|it| it.execution_type.as_ref()) {
            Some(asl::ExecutionType::Standard) => Some(ExecutionType::Standard),
            Some(asl::ExecutionType::Express) => Some(ExecutionType::Express),
            Some(asl::ExecutionType::Other(_)) => self.schema(
                &at.key("ExecutionType"),
                "Value should be one of the following: [STANDARD, EXPRESS]".to_owned(),
            ),
            None => self.required(&at, "ExecutionType"),
        };
        let label = map.label.as_ref().and_then(|it| self.label(&place.key("Label"), it));
        let tolerated_failure_count = self.field_number(
            place,
            ("ToleratedFailureCount", map.tolerated_failure_count.as_ref()),
            ("ToleratedFailureCountPath", map.tolerated_failure_count_path.as_ref()),
        );
        let tolerated_failure_percentage = self.tolerated_failure_percentage(place, map);
        let reader = match &map.item_reader {
            Some(it) => Some(self.reader(&place.key("ItemReader"), it)?),
            None => None,
        };
        let batcher =
            map.item_batcher.as_ref().map(|it| self.batcher(&place.key("ItemBatcher"), it));
        let writer = self.writer(&place.key("ResultWriter"), map.result_writer.as_ref())?;
        Some(DistributedMap {
            label,
            execution_type: execution_type?,
            reader,
            batcher,
            tolerated_failure_count,
            tolerated_failure_percentage,
            writer,
        })
    }

    fn label(&mut self, place: &Place<'_>, label: &str) -> Option<Arc<str>> {
        const FORBIDDEN: &str = "?*<>{}[]:;,\\|^~$#%&`\"";
        let is_allowed =
            |it: char| !it.is_whitespace() && !it.is_control() && !FORBIDDEN.contains(it);
        if label.is_empty() || label.chars().count() > 40 || !label.chars().all(is_allowed) {
            // UNVERIFIED: the code is documented; its text is not.
            let message = format!(
                "Invalid label '{label}': a label has up to 40 characters, without blanks and without {FORBIDDEN}"
            );
            self.error("INVALID_LABEL_NAME", place, message);
            return None;
        }
        if !self.labels.insert(label.to_owned()) {
            // UNVERIFIED: the same.
            let message = format!("Duplicate label name: {label}");
            self.error("DUPLICATE_LABEL_NAME", place, message);
            return None;
        }
        Some(label.into())
    }

    fn tolerated_failure_percentage(
        &mut self,
        place: &Place<'_>,
        map: &asl::Map,
    ) -> Option<Percentage> {
        let fields = ["ToleratedFailurePercentage", "ToleratedFailurePercentagePath"];
        let [field, path_field] = fields;
        let path = map.tolerated_failure_percentage_path.as_ref();
        let path = path.filter(|_| self.language == Language::JsonPath);
        match (&map.tolerated_failure_percentage, path) {
            (Some(_), Some(_)) => self.one_of(place, &fields),
            (Some(it), None) => self.percentage(&place.key(field), it),
            (None, path) => self.number_path(place, path_field, path).map(Percentage::Path),
        }
    }

    fn percentage(&mut self, place: &Place<'_>, percentage: &NumberOr) -> Option<Percentage> {
        match (percentage.as_number(), percentage.as_text().map(jsonata_code)) {
            (Some(it), _) if it.as_f64() < 0.0 => {
                self.schema(place, "Minimum value is 0.0".to_owned())
            }
            (Some(it), _) if it.as_f64() > 100.0 => {
                self.schema(place, "Maximum value is 100.0".to_owned())
            }
            (Some(it), _) => Some(Percentage::Known(it.as_f64())),
            (None, Some(Some(code))) if self.language == Language::Jsonata => {
                self.expression(place, code).map(Percentage::Computed)
            }
            (None, _) => self.schema(place, "Expected value of type [FLOAT, JSONATA]".to_owned()),
        }
    }

    /// What a reader or a writer is given: `Arguments` in JSONata, `Parameters` in JSONPath.
    pub(super) fn arguments_or_parameters(
        &mut self,
        place: &Place<'_>,
        arguments: Option<&Value>,
        parameters: Option<&Value>,
    ) -> Option<Template> {
        self.only_json_path(place, "Parameters", parameters.is_some());
        self.only_jsonata(place, "Arguments", arguments.is_some());
        match self.language {
            Language::JsonPath => self.field_template(place, "Parameters", parameters),
            Language::Jsonata => self.field_template(place, "Arguments", arguments),
        }
    }

    fn batcher(&mut self, place: &Place<'_>, batcher: &asl::ItemBatcher) -> ItemBatcher {
        let asl::ItemBatcher {
            batch_input,
            max_items_per_batch,
            max_items_per_batch_path,
            max_input_bytes_per_batch,
            max_input_bytes_per_batch_path,
            extra,
            source_order: _,
        } = batcher;
        self.unknown_fields(place, extra);
        self.only_json_path(place, "MaxItemsPerBatchPath", max_items_per_batch_path.is_some());
        let bytes_path = max_input_bytes_per_batch_path.is_some();
        self.only_json_path(place, "MaxInputBytesPerBatchPath", bytes_path);
        let paths = bytes_path || max_items_per_batch_path.is_some();
        if max_items_per_batch.is_none() && max_input_bytes_per_batch.is_none() && !paths {
            let limits = "MaxItemsPerBatch, MaxItemsPerBatchPath, MaxInputBytesPerBatch, MaxInputBytesPerBatchPath";
            self.schema::<()>(
                place,
                format!("At least one of the following fields is required: [{limits}]"),
            );
        }
        ItemBatcher {
            max_items: self.field_number(
                place,
                ("MaxItemsPerBatch", max_items_per_batch.as_ref()),
                ("MaxItemsPerBatchPath", max_items_per_batch_path.as_ref()),
            ),
            max_input_bytes: self.field_number(
                place,
                ("MaxInputBytesPerBatch", max_input_bytes_per_batch.as_ref()),
                ("MaxInputBytesPerBatchPath", max_input_bytes_per_batch_path.as_ref()),
            ),
            batch_input: self.field_template(place, "BatchInput", batch_input.as_ref()),
        }
    }

    fn writer(
        &mut self,
        place: &Place<'_>,
        writer: Option<&asl::ResultWriter>,
    ) -> Option<ResultWriter> {
        let Some(writer) = writer else { return Some(ResultWriter::default()) };
        let asl::ResultWriter {
            resource,
            parameters,
            arguments,
            writer_config,
            extra,
            source_order: _,
        } = writer;
        self.unknown_fields(place, extra);
        let given = self.arguments_or_parameters(place, arguments.as_ref(), parameters.as_ref());
        let export = match resource.as_deref().map(action) {
            Some(Some("s3:putObject")) => match (given, self.language) {
                (Some(it), _) => Some(it),
                (None, Language::JsonPath) => self.required(place, "Parameters")?,
                (None, Language::Jsonata) => self.required(place, "Arguments")?,
            },
            Some(_) => self.schema(
                &place.key("Resource"),
                "The field 'Resource' does not match any of the allowed values".to_owned(),
            )?,
            None if writer_config.is_none() => self.required(place, "Resource")?,
            None => None,
        };
        let (transformation, output_type) = match writer_config {
            Some(it) => self.writer_config(&place.key("WriterConfig"), it)?,
            None if export.is_some() => (ResultTransformation::None, ResultFormat::Json),
            None => (ResultTransformation::Compact, ResultFormat::Json),
        };
        Some(ResultWriter { export, transformation, output_type })
    }

    fn writer_config(
        &mut self,
        place: &Place<'_>,
        config: &asl::WriterConfig,
    ) -> Option<(ResultTransformation, ResultFormat)> {
        let asl::WriterConfig { transformation, output_type, extra, source_order: _ } = config;
        self.unknown_fields(place, extra);
        let transformation = match transformation {
            Some(asl::WriterTransformation::None) => Some(ResultTransformation::None),
            Some(asl::WriterTransformation::Compact) => Some(ResultTransformation::Compact),
            Some(asl::WriterTransformation::Flatten) => Some(ResultTransformation::Flatten),
            Some(asl::WriterTransformation::Other(_)) => self.schema(
                &place.key("Transformation"),
                "Value should be one of the following: [NONE, COMPACT, FLATTEN]".to_owned(),
            ),
            None => self.required(place, "Transformation"),
        };
        let output_type = match output_type {
            Some(asl::OutputType::Json) => Some(ResultFormat::Json),
            Some(asl::OutputType::JsonLines) => Some(ResultFormat::JsonLines),
            Some(asl::OutputType::Other(_)) => self.schema(
                &place.key("OutputType"),
                "Value should be one of the following: [JSON, JSONL]".to_owned(),
            ),
            None => self.required(place, "OutputType"),
        };
        Some((transformation?, output_type?))
    }
}

/// The service and its action, of `arn:aws:states:::s3:getObject`.
pub(super) fn action(arn: &str) -> Option<&str> {
    let (partition, action) = arn.strip_prefix("arn:")?.split_once(":states:::")?;
    partition.starts_with("aws").then_some(action)
}
