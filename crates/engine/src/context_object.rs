//! The context object: what `$$` and `$states.context` show.
//!
//! Made anew when an expression looks at it, which few do.

use jiff::Timestamp;
use stepwright_compiler::{State, StateKind};
use stepwright_json::{Object, Value};

use crate::Start;
use crate::frame::{Frame, MapItem};

/// The context object of a frame in `state`, for the item `map_item` where it is in an
/// iteration.
pub(crate) fn value(
    start: &Start,
    frame: &Frame,
    state: &State,
    map_item: Option<&MapItem>,
) -> Value {
    let mut about_state = object([
        ("EnteredTime", time(frame.visit.entered_time)),
        ("Name", Value::String(state.name.clone())),
    ]);
    if can_be_retried(&state.kind) {
        let retries: u64 = frame.visit.retries.iter().sum();
        about_state.insert("RetryCount", retries);
    }
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
        ("State", about_state.into()),
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

/// Recorded: other states have no `RetryCount`.
fn can_be_retried(kind: &StateKind) -> bool {
    match kind {
        StateKind::Task(_) | StateKind::Parallel(_) | StateKind::Map(_) => true,
        StateKind::Pass
        | StateKind::Choice(_)
        | StateKind::Wait(_)
        | StateKind::Succeed
        | StateKind::Fail(_) => false,
    }
}

fn object<const N: usize>(fields: [(&str, Value); N]) -> Object {
    fields.into_iter().collect()
}

/// To the millisecond, without zeros at the end.
pub(crate) fn time(time: Timestamp) -> Value {
    Timestamp::from_millisecond(time.as_millisecond()).unwrap_or(time).to_string().into()
}
