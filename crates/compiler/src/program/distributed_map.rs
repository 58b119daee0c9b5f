//! [`DistributedMap`]: what a Map state whose items run in executions of their own adds.

use std::sync::Arc;

use stepwright_json::Pointer;

use super::Number;
use crate::{Expression, FieldPath, Template};

/// What is particular to a Map state whose processor's `Mode` is `DISTRIBUTED`.
#[derive(Debug)]
pub struct DistributedMap {
    /// `Label`: what stands between the machine's name and the id in the Map Run's ARN, where the
    /// author says so.
    pub label: Option<Arc<str>>,
    /// `ExecutionType` of the processor: what the children are.
    pub execution_type: ExecutionType,
    /// `ItemReader`: where the items are read from; the state's input where absent.
    pub reader: Option<ItemReader>,
    /// `ItemBatcher`: how items are put together.
    pub batcher: Option<ItemBatcher>,
    /// `ToleratedFailureCount`: how many items may fail.
    pub tolerated_failure_count: Option<Number>,
    /// `ToleratedFailurePercentage`: how many of a hundred may fail.
    pub tolerated_failure_percentage: Option<Percentage>,
    /// `ResultWriter`: what becomes of the children's outputs.
    pub writer: ResultWriter,
}

/// What the children of a Distributed Map are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExecutionType {
    /// Up to a year long, each with a history that can be asked for.
    Standard,
    /// Up to five minutes long.
    Express,
}

/// A number from 0 to 100 that is known, or that an expression gives.
#[derive(Debug)]
pub enum Percentage {
    /// Known since the definition was compiled.
    Known(f64),
    /// Computed when the state runs.
    Computed(Expression),
    /// In JSONPath: it stands in the data.
    Path(FieldPath),
}

/// `ItemReader`
#[derive(Debug)]
pub struct ItemReader {
    /// What is read.
    pub source: ItemSource,
    /// `Arguments` or `Parameters`: `Bucket`, `Key`, `Prefix`, ….
    pub arguments: Option<Template>,
    /// `MaxItems`: how many items are read at most; 0 is all.
    pub max_items: Option<Number>,
}

/// What an [`ItemReader`] reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemSource {
    /// `s3:getObject`: the items stand in an object.
    Object(ItemFormat),
    /// `s3:getObject` of an S3 inventory's manifest: the items are the rows of its files.
    Inventory,
    /// `s3:getObject` of an Athena data manifest: the items stand in the objects that it names.
    AthenaData(ItemFormat),
    /// `s3:listObjectsV2`: the items are the descriptions of the objects.
    Listing,
    /// The same with `LOAD_AND_FLATTEN`: the items stand in those objects.
    ListedObjects(ItemFormat),
}

/// The format of an object that has items in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemFormat {
    /// `JSON`: an array, of which `ItemsPointer` says where it stands.
    Json {
        /// `ItemsPointer`
        pointer: Option<Pointer>,
    },
    /// `JSONL`: a document on each line.
    JsonLines,
    /// `PARQUET`
    Parquet,
    /// `CSV`
    Csv {
        /// `CSVDelimiter`, an ASCII character.
        delimiter: u8,
        /// `CSVHeaders`, where they are `GIVEN`; otherwise they stand in the first row.
        headers: Option<Arc<[Arc<str>]>>,
    },
}

/// `ItemBatcher`
#[derive(Debug)]
pub struct ItemBatcher {
    /// `MaxItemsPerBatch`
    pub max_items: Option<Number>,
    /// `MaxInputBytesPerBatch`
    pub max_input_bytes: Option<Number>,
    /// `BatchInput`: what every child is given beside its items.
    pub batch_input: Option<Template>,
}

/// `ResultWriter`
#[derive(Debug)]
pub struct ResultWriter {
    /// `Arguments` or `Parameters`: `Bucket` and `Prefix`. Where absent, the results are the state's.
    pub export: Option<Template>,
    /// `Transformation`
    pub transformation: ResultTransformation,
    /// `OutputType`
    pub output_type: ResultFormat,
}

impl Default for ResultWriter {
    /// The outputs are the state's result.
    fn default() -> Self {
        Self {
            export: None,
            transformation: ResultTransformation::Compact,
            output_type: ResultFormat::Json,
        }
    }
}

/// How much is said of each child.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResultTransformation {
    /// `NONE`: all there is to say.
    None,
    /// `COMPACT`: its output.
    Compact,
    /// `FLATTEN`: its output; those that are arrays are put together into one.
    Flatten,
}

/// The format of the files that results are written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResultFormat {
    /// `JSON`: one array.
    Json,
    /// `JSONL`: a document on each line.
    JsonLines,
}
