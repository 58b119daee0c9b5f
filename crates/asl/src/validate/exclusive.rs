//! Fields of which an object may have only one.

use super::context::Context;
use crate::json::Fields;

/// Pairs of fields that say the same, once as a value and once as a path.
const VALUE_OR_PATH: [[&str; 2]; 11] = [
    ["TimeoutSeconds", "TimeoutSecondsPath"],
    ["HeartbeatSeconds", "HeartbeatSecondsPath"],
    ["MaxConcurrency", "MaxConcurrencyPath"],
    ["ToleratedFailureCount", "ToleratedFailureCountPath"],
    ["ToleratedFailurePercentage", "ToleratedFailurePercentagePath"],
    ["MaxItems", "MaxItemsPath"],
    ["MaxItemsPerBatch", "MaxItemsPerBatchPath"],
    ["MaxInputBytesPerBatch", "MaxInputBytesPerBatchPath"],
    ["Error", "ErrorPath"],
    ["Cause", "CausePath"],
    ["ItemSelector", "Parameters"],
];

/// Reports pairs that say the same twice.
pub(super) fn check(context: &mut Context, fields: &dyn Fields) {
    for pair in &VALUE_OR_PATH {
        let can_have = |field: &str| fields.specs().iter().any(|it| it.name == field);
        if pair.iter().all(|it| can_have(it)) {
            at_most_one(context, fields, pair);
        }
    }
}

/// Reports an object that has several of the fields. Says whether it has any.
fn at_most_one(context: &mut Context, fields: &dyn Fields, names: &[&str]) -> bool {
    let present: Vec<&str> = names.iter().copied().filter(|it| fields.has(it)).collect();
    if let [_, second, ..] = present.as_slice() {
        let names = names.join(", ");
        let message = format!("There should only be one of the following fields: [{names}]");
        context.object_for(second, message).help(format!("leave `{second}` out, or the other"));
    }
    !present.is_empty()
}

/// Reports an object that has several of the fields, or none.
pub(super) fn exactly_one(context: &mut Context, fields: &dyn Fields, names: &[&str]) {
    if !at_most_one(context, fields, names) {
        none(context, names);
    }
}

/// Reports an object that has none of the fields.
pub(super) fn none(context: &mut Context, names: &[&str]) {
    let names = names.join(", ");
    context.object(format!("This object should have only one of the following fields: [{names}]"));
}

/// Reports a state that has both `Next` and `End`, or neither. `"End": false` is as good as none.
pub(super) fn next_or_end(context: &mut Context, fields: &dyn Fields, end: Option<bool>) {
    const NAMES: [&str; 2] = ["Next", "End"];
    if end == Some(false) {
        if !fields.has("Next") {
            none(context, &NAMES);
        }
        return;
    }
    exactly_one(context, fields, &NAMES);
}
