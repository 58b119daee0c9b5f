//! [`Map`]: runs one processor for each item of a list.

mod item_batcher;
mod item_reader;
mod result_writer;

use stepwright_json::{Object, Value};

pub use self::item_batcher::ItemBatcher;
pub use self::item_reader::{
    CsvDelimiter, CsvHeaderLocation, InputType, ItemReader, ManifestType, ReaderConfig,
    ReaderTransformation,
};
pub use self::result_writer::{OutputType, ResultWriter, WriterConfig, WriterTransformation};
use crate::json::{SourceOrder, table};
use crate::{Catcher, Nullable, NumberOr, QueryLanguage, Retrier, StateMachine};

/// Runs its processor once for each item: within the execution (inline), or each in an execution of
/// its own (distributed). The processor's [`ProcessorConfig`](crate::ProcessorConfig) says which.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Map {
    /// `Comment`: free text.
    pub comment: Option<String>,
    /// `QueryLanguage`: the language of this state's expressions, where it is not the machine's.
    pub query_language: Option<QueryLanguage>,
    /// `InputPath` (JSONPath): which part of the input this state sees; `null` is none of it.
    pub input_path: Nullable<String>,
    /// `Parameters` (JSONPath): the older name of `ItemSelector`.
    pub parameters: Option<Value>,
    /// `ItemReader` (distributed): where the items are read from, instead of the input.
    pub item_reader: Option<ItemReader>,
    /// `Items` (JSONata): the list of items, or an expression that gives it.
    pub items: Option<Value>,
    /// `ItemsPath` (JSONPath): where in the input the items stand.
    pub items_path: Option<String>,
    /// `ItemSelector`: what each iteration is given in place of its item.
    pub item_selector: Option<Value>,
    /// `ItemBatcher` (distributed): puts items together.
    pub item_batcher: Option<ItemBatcher>,
    /// `MaxConcurrency`: how many iterations may run at once; 0 is as many as the service allows.
    pub max_concurrency: Option<NumberOr>,
    /// `MaxConcurrencyPath` (JSONPath): where in the input that number stands.
    pub max_concurrency_path: Option<String>,
    /// `ToleratedFailureCount` (distributed): how many items may fail.
    pub tolerated_failure_count: Option<NumberOr>,
    /// `ToleratedFailureCountPath` (JSONPath, distributed): where in the input that number stands.
    pub tolerated_failure_count_path: Option<String>,
    /// `ToleratedFailurePercentage` (distributed): how many of a hundred items may fail.
    pub tolerated_failure_percentage: Option<NumberOr>,
    /// `ToleratedFailurePercentagePath` (JSONPath, distributed): where in the input it stands.
    pub tolerated_failure_percentage_path: Option<String>,
    /// `Label` (distributed): a name for the Map Run, part of its children's ARNs.
    pub label: Option<String>,
    /// `ItemProcessor`: what runs for each item.
    pub item_processor: Option<StateMachine>,
    /// `Iterator`: the older name of `ItemProcessor`.
    pub iterator: Option<StateMachine>,
    /// `ResultWriter` (distributed): where the results are written.
    pub result_writer: Option<ResultWriter>,
    /// `ResultSelector` (JSONPath): the payload template that reshapes the result.
    pub result_selector: Option<Value>,
    /// `ResultPath` (JSONPath): where in the input the result goes; `null` drops it.
    pub result_path: Nullable<String>,
    /// `Assign`: variables to set when all items have been processed.
    pub assign: Option<Object>,
    /// `Output` (JSONata): the state's output.
    pub output: Option<Value>,
    /// `OutputPath` (JSONPath): which part becomes the output; `null` is none of it.
    pub output_path: Nullable<String>,
    /// `Retry`: what to do about errors, by processing all items again.
    pub retry: Option<Vec<Retrier>>,
    /// `Catch`: where to go with errors that are not retried, or not any more.
    pub catch: Option<Vec<Catcher>>,
    /// `Next`: the state that follows.
    pub next: Option<String>,
    /// `End`: whether this state ends its machine or branch.
    pub end: Option<bool>,
    /// What there is no field for, and fields whose value has another type than theirs.
    pub extra: Object,
    /// The order in which the author wrote the fields.
    pub source_order: SourceOrder,
}

impl Map {
    /// What runs for each item, by its newer name or its older.
    pub fn processor(&self) -> Option<&StateMachine> {
        self.item_processor.as_ref().or(self.iterator.as_ref())
    }
}

table! {
    Map: "Map" {
        "Comment" => comment,
        "QueryLanguage" => query_language,
        "InputPath" => input_path,
        "Parameters" => parameters,
        "ItemReader" => item_reader,
        "Items" => items,
        "ItemsPath" => items_path,
        "ItemSelector" => item_selector,
        "ItemBatcher" => item_batcher,
        "MaxConcurrency" => max_concurrency,
        "MaxConcurrencyPath" => max_concurrency_path,
        "ToleratedFailureCount" => tolerated_failure_count,
        "ToleratedFailureCountPath" => tolerated_failure_count_path,
        "ToleratedFailurePercentage" => tolerated_failure_percentage,
        "ToleratedFailurePercentagePath" => tolerated_failure_percentage_path,
        "Label" => label,
        "ItemProcessor" => item_processor,
        "Iterator" => iterator,
        "ResultWriter" => result_writer,
        "ResultSelector" => result_selector,
        "ResultPath" => result_path,
        "Assign" => assign,
        "Output" => output,
        "OutputPath" => output_path,
        "Retry" => retry,
        "Catch" => catch,
        "Next" => next,
        "End" => end,
    }
}
