//! The context object: what `$states.context` shows.
//!
//! Made anew when an expression looks at it, which few do.

use jiff::Timestamp;
use stepwright_json::{Object, Value};

use crate::Start;
use crate::frame::{Frame, MapItem};

/// The context object of a frame in the state `name`, for the item `map_item` where it is in an
/// iteration.
pub(crate) fn value(start: &Start, frame: &Frame, name: &str, map_item: Option<&MapItem>) -> Value {
    let retries: u64 = frame.visit.retries.iter().sum();
    let mut context = object([
        (
            "Execution",
            object([
                ("Id", start.execution_arn.as_str().into()),
                ("Input", start.input.clone()),
                ("Name", start.execution_name.as_str().into()),
                ("RoleArn", start.role_arn.as_str().into()),
                ("StartTime", time(start.now)),
                ("RedriveCount", 0.into()),
            ])
            .into(),
        ),
        (
            "StateMachine",
            object([
                ("Id", start.state_machine_arn.as_str().into()),
                ("Name", start.state_machine_name.as_str().into()),
            ])
            .into(),
        ),
        (
            "State",
            object([
                ("Name", name.into()),
                ("EnteredTime", time(frame.visit.entered_time)),
                ("RetryCount", retries.into()),
            ])
            .into(),
        ),
    ]);
    if let Some(token) = &frame.visit.token {
        context.insert("Task", object([("Token", Value::String(token.clone()))]));
    }
    if let Some(MapItem { index, value, key, source }) = map_item {
        let mut item = object([("Index", (*index).into()), ("Value", value.clone())]);
        for (field, text) in [("Key", key), ("Source", source)] {
            if let Some(text) = text {
                item.insert(field, Value::String(text.clone()));
            }
        }
        context.insert("Map", object([("Item", item.into())]));
    }
    context.into()
}

fn object<const N: usize>(fields: [(&str, Value); N]) -> Object {
    fields.into_iter().collect()
}

/// To the millisecond, without zeros at the end.
pub(crate) fn time(time: Timestamp) -> Value {
    Timestamp::from_millisecond(time.as_millisecond()).unwrap_or(time).to_string().into()
}
