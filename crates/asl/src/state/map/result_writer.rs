//! [`ResultWriter`]: where a Distributed Map's results go.

use stepwright_json::{Object, Value};

use crate::json::{SourceOrder, table};
use crate::words::words;

/// Where a Distributed Map's results go, and in which form.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResultWriter {
    /// `Resource`: `arn:aws:states:::s3:putObject`.
    pub resource: Option<String>,
    /// `Parameters` (JSONPath): the payload template with `Bucket` and `Prefix`.
    pub parameters: Option<Value>,
    /// `Arguments` (JSONata): `Bucket` and `Prefix`.
    pub arguments: Option<Value>,
    /// `WriterConfig`: the results' form.
    pub writer_config: Option<WriterConfig>,
    /// What there is no field for, and fields whose value has another type than theirs.
    pub extra: Object,
    /// The order in which the author wrote the fields.
    pub source_order: SourceOrder,
}

table! {
    ResultWriter {
        "Resource" => resource,
        "Parameters" => parameters,
        "Arguments" => arguments,
        "WriterConfig" => writer_config,
    }
}

/// `WriterConfig`: the form of a Distributed Map's results.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WriterConfig {
    /// `Transformation`: how much is said of each child execution.
    pub transformation: Option<WriterTransformation>,
    /// `OutputType`: one JSON document, or one on each line.
    pub output_type: Option<OutputType>,
    /// What there is no field for, and fields whose value has another type than theirs.
    pub extra: Object,
    /// The order in which the author wrote the fields.
    pub source_order: SourceOrder,
}

table! {
    WriterConfig {
        "Transformation" => transformation,
        "OutputType" => output_type,
    }
}

words! {
    /// `Transformation` of a [`WriterConfig`]: how much is said of each child execution.
    pub enum WriterTransformation {
        /// The output with what belongs to it: name, ARN, times, status.
        None = "NONE",
        /// The outputs alone.
        Compact = "COMPACT",
        /// The outputs alone; those that are lists are put together into one.
        Flatten = "FLATTEN",
    }
}

words! {
    /// `OutputType`: the format of the objects that hold the results.
    pub enum OutputType {
        /// One JSON document.
        Json = "JSON",
        /// One JSON document on each line.
        JsonLines = "JSONL",
    }
}
