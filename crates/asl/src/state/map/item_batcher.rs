//! [`ItemBatcher`]: puts a Distributed Map's items together.

use stepwright_json::{Object, Value};

use crate::NumberOr;
use crate::json::{SourceOrder, table};

/// Puts a Distributed Map's items together, so that a child execution has several to do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ItemBatcher {
    /// `BatchInput`: what every child is given beside its items.
    pub batch_input: Option<Value>,
    /// `MaxItemsPerBatch`: how many items a batch has at most.
    pub max_items_per_batch: Option<NumberOr>,
    /// `MaxItemsPerBatchPath` (JSONPath): where in the input that number stands.
    pub max_items_per_batch_path: Option<String>,
    /// `MaxInputBytesPerBatch`: how large a batch is at most. Up to 262,144.
    pub max_input_bytes_per_batch: Option<NumberOr>,
    /// `MaxInputBytesPerBatchPath` (JSONPath): where in the input that number stands.
    pub max_input_bytes_per_batch_path: Option<String>,
    /// What there is no field for, and fields whose value has another type than theirs.
    pub extra: Object,
    /// The order in which the author wrote the fields.
    pub source_order: SourceOrder,
}

table! {
    ItemBatcher {
        "BatchInput" => batch_input,
        "MaxItemsPerBatch" => max_items_per_batch,
        "MaxItemsPerBatchPath" => max_items_per_batch_path,
        "MaxInputBytesPerBatch" => max_input_bytes_per_batch,
        "MaxInputBytesPerBatchPath" => max_input_bytes_per_batch_path,
    }
}
