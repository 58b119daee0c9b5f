//! Map states: the processor's mode, and what only a Distributed Map has.

use super::context::{Context, has_placeholder};
use super::range::{self, Range};
use super::{exclusive, fields, path, required, word};
use crate::json::Fields;
use crate::problem::code;
use crate::{
    CsvDelimiter, CsvHeaderLocation, ExecutionType, InputType, ItemBatcher, ItemReader,
    ManifestType, Map, OutputType, ProcessorConfig, ProcessorMode, ReaderConfig,
    ReaderTransformation, Resource, ResultWriter, WriterConfig, WriterTransformation,
};

/// How many bytes the input of a batch has at most.
const INPUT_BYTES_PER_BATCH_MAX: u32 = 262_144;
/// How many items an `ItemReader` reads at most.
const ITEMS_MAX: u32 = 100_000_000;
/// Fields that only a Distributed Map has.
const DISTRIBUTED_ONLY: [&str; 8] = [
    "ItemReader",
    "ItemBatcher",
    "ResultWriter",
    "ToleratedFailureCount",
    "ToleratedFailureCountPath",
    "ToleratedFailurePercentage",
    "ToleratedFailurePercentagePath",
    "Label",
];

pub(super) fn check(context: &mut Context, map: &Map) {
    exclusive::exactly_one(context, map, &["ItemProcessor", "Iterator"]);
    range::check(context, "MaxConcurrency", map.max_concurrency.as_ref(), Range::integer(0, None));
    let count = map.tolerated_failure_count.as_ref();
    range::check(context, "ToleratedFailureCount", count, Range::integer(0, None));
    let percentage = map.tolerated_failure_percentage.as_ref();
    range::check(context, "ToleratedFailurePercentage", percentage, Range::number(0, Some(100)));
    for (field, value) in [
        ("ItemsPath", &map.items_path),
        ("MaxConcurrencyPath", &map.max_concurrency_path),
        ("ToleratedFailureCountPath", &map.tolerated_failure_count_path),
        ("ToleratedFailurePercentagePath", &map.tolerated_failure_percentage_path),
    ] {
        path::check_reference(context, field, value.as_deref());
        if field != "ItemsPath" {
            not_of_the_context(context, field, value.as_deref());
        }
    }
    if let Some(reader) = &map.item_reader {
        context.within("ItemReader", |it| check_reader(it, reader));
    }
    if let Some(batcher) = &map.item_batcher {
        context.within("ItemBatcher", |it| check_batcher(it, batcher));
    }
    if let Some(writer) = &map.result_writer {
        context.within("ResultWriter", |it| check_writer(it, writer));
    }
    distributed_only(context, map);
}

/// The paths of numbers may read the input, but not the Context Object.
fn not_of_the_context(context: &mut Context, field: &str, path: Option<&str>) {
    if path.is_some_and(|it| it.starts_with("$$")) {
        context
            .field(field, "Value is not a Reference Path")
            .help("only `ItemsPath` can read the Context Object");
    }
}

// UNVERIFIED: the documentation keeps these fields to Distributed Maps, and published definitions
// have them on inline ones; nobody has seen the service refuse one.
fn distributed_only(context: &mut Context, map: &Map) {
    let config = map.processor().and_then(|it| it.processor_config.as_ref());
    let mode = config.and_then(|it| it.mode.as_ref());
    if !matches!(mode, None | Some(ProcessorMode::Inline)) {
        return;
    }
    for field in DISTRIBUTED_ONLY.iter().filter(|it| map.has(it)) {
        let at = context.at.join(field);
        let message = format!("Field '{field}' has no effect in a Map that runs inline");
        context
            .at_place(code::DISTRIBUTED_ONLY_FIELD, at, message)
            .warning()
            .help("leave it out, or give the processor's `ProcessorConfig` the mode `DISTRIBUTED`");
    }
}

/// Checks how a processor is run.
pub(super) fn check_processor_config(context: &mut Context, config: &ProcessorConfig) {
    let mode = config.mode.as_ref();
    let distributed = mode == Some(&ProcessorMode::Distributed);
    let inline = matches!(mode, None | Some(ProcessorMode::Inline));
    fields::check(context, config, if inline { &["ExecutionType"] } else { &[] });
    if distributed {
        required::check(context, config, &["ExecutionType"]);
    }
    word::check(context, "Mode", mode.map(ProcessorMode::as_str), ProcessorMode::WORDS);
    let execution_type = config.execution_type.as_ref().map(ExecutionType::as_str);
    word::check(context, "ExecutionType", execution_type, ExecutionType::WORDS);
}

fn check_reader(context: &mut Context, reader: &ItemReader) {
    fields::check(context, reader, &[]);
    required::check(context, reader, &["Resource"]);
    check_s3(context, reader.resource.as_deref(), &["getObject", "listObjectsV2"]);
    if let Some(config) = &reader.reader_config {
        context.within("ReaderConfig", |it| check_reader_config(it, config));
    }
}

fn check_reader_config(context: &mut Context, config: &ReaderConfig) {
    fields::check(context, config, &[]);
    exclusive::check(context, config);
    let input_type = config.input_type.as_ref();
    word::check(context, "InputType", input_type.map(InputType::as_str), InputType::WORDS);
    let manifest_type = config.manifest_type.as_ref().map(ManifestType::as_str);
    word::check(context, "ManifestType", manifest_type, ManifestType::WORDS);
    let transformation = config.transformation.as_ref().map(ReaderTransformation::as_str);
    word::check(context, "Transformation", transformation, ReaderTransformation::WORDS);
    let header = config.csv_header_location.as_ref();
    let words = CsvHeaderLocation::WORDS;
    word::check(context, "CSVHeaderLocation", header.map(CsvHeaderLocation::as_str), words);
    let delimiter = config.csv_delimiter.as_ref().map(CsvDelimiter::as_str);
    word::check(context, "CSVDelimiter", delimiter, CsvDelimiter::WORDS);
    let range = Range::integer(0, Some(ITEMS_MAX));
    range::check(context, "MaxItems", config.max_items.as_ref(), range);
    path::check_reference(context, "MaxItemsPath", config.max_items_path.as_deref());
    not_of_the_context(context, "MaxItemsPath", config.max_items_path.as_deref());
    if input_type == Some(&InputType::Csv) && !config.has("CSVHeaderLocation") {
        context
            .object("The field 'CSVHeaderLocation' is required")
            .help("`FIRST_ROW`, or `GIVEN` with the names in `CSVHeaders`");
    }
    if header == Some(&CsvHeaderLocation::Given) && !config.has("CSVHeaders") {
        context.object("The field 'CSVHeaders' is required");
    }
    let headers = config.csv_headers.as_deref().unwrap_or_default();
    let repeated =
        headers.iter().enumerate().any(|(at, it)| headers.iter().take(at).any(|other| other == it));
    if repeated {
        // The service accepts it, and cannot read a single item.
        context.field("CSVHeaders", "CSV headers cannot contain duplicates.").warning();
    }
}

fn check_batcher(context: &mut Context, batcher: &ItemBatcher) {
    const LIMITS: [&str; 4] = [
        "MaxItemsPerBatch",
        "MaxItemsPerBatchPath",
        "MaxInputBytesPerBatch",
        "MaxInputBytesPerBatchPath",
    ];
    fields::check(context, batcher, &[]);
    exclusive::check(context, batcher);
    if !LIMITS.iter().any(|it| batcher.has(it)) {
        let limits = LIMITS.join(", ");
        context.object(format!("At least one of the following fields is required: [{limits}]"));
    }
    let items = batcher.max_items_per_batch.as_ref();
    range::check(context, "MaxItemsPerBatch", items, Range::integer(0, None));
    let range = Range::integer(0, Some(INPUT_BYTES_PER_BATCH_MAX));
    let bytes = batcher.max_input_bytes_per_batch.as_ref();
    range::check(context, "MaxInputBytesPerBatch", bytes, range);
    for (field, value) in [
        ("MaxItemsPerBatchPath", &batcher.max_items_per_batch_path),
        ("MaxInputBytesPerBatchPath", &batcher.max_input_bytes_per_batch_path),
    ] {
        path::check_reference(context, field, value.as_deref());
        not_of_the_context(context, field, value.as_deref());
    }
}

fn check_writer(context: &mut Context, writer: &ResultWriter) {
    fields::check(context, writer, &[]);
    check_s3(context, writer.resource.as_deref(), &["putObject"]);
    if writer.has("Resource") && !writer.has("Parameters") && !writer.has("Arguments") {
        let field = if context.is_jsonata() { "Arguments" } else { "Parameters" };
        required::check(context, writer, &[field]);
    }
    if !writer.has("Resource") && !writer.has("WriterConfig") {
        context
            .object("These fields are required: [Resource]")
            .help("or `WriterConfig`, where the results stay in the state's output");
    }
    if let Some(config) = &writer.writer_config {
        context.within("WriterConfig", |it| check_writer_config(it, config));
    }
}

fn check_writer_config(context: &mut Context, config: &WriterConfig) {
    fields::check(context, config, &[]);
    let transformation = config.transformation.as_ref().map(WriterTransformation::as_str);
    word::check(context, "Transformation", transformation, WriterTransformation::WORDS);
    let output_type = config.output_type.as_ref().map(OutputType::as_str);
    word::check(context, "OutputType", output_type, OutputType::WORDS);
}

/// Reports a resource that is none of these actions of S3.
fn check_s3(context: &mut Context, resource: Option<&str>, actions: &[&str]) {
    let Some(arn) = resource.filter(|it| !has_placeholder(it)) else { return };
    let s3 = |it: Resource| matches!(it, Resource::Integration(it) if it.service == "s3" && actions.contains(&it.action.as_str()));
    if !arn.parse().is_ok_and(s3) {
        let allowed: Vec<String> =
            actions.iter().map(|it| format!("`arn:aws:states:::s3:{it}`")).collect();
        context
            .field("Resource", "The field 'Resource' does not match any of the allowed values")
            .help(format!("it is {}", allowed.join(" or ")));
    }
}
