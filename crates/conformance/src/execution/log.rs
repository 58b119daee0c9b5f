//! The log of an execution, as CloudWatch has it.

use stepwright_engine::{Execution, HistoryEvent, LogLevel};
use stepwright_json::{Object, Value};

use crate::wire;

/// What a `loggingConfiguration` has logged.
pub(super) fn of(execution: &Execution, logging: &Value) -> Vec<Value> {
    let level = match logging.get("level").and_then(Value::as_str) {
        Some("ALL") => LogLevel::All,
        Some("ERROR") => LogLevel::Error,
        Some("FATAL") => LogLevel::Fatal,
        _ => LogLevel::Off,
    };
    let data = logging.get("includeExecutionData").and_then(Value::as_bool).unwrap_or_default();
    execution.logged(level).map(|it| line(execution, it, data)).collect()
}

/// The fields that `includeExecutionData` is about.
const DATA: [&str; 7] = [
    "input",
    "inputDetails",
    "output",
    "outputDetails",
    "parameters",
    "assignedVariables",
    "assignedVariablesDetails",
];

fn line(execution: &Execution, event: &HistoryEvent, with_data: bool) -> Value {
    let details = wire::details(&event.details).unwrap_or_default();
    let details: Object =
        details.into_iter().filter(|(key, _)| with_data || !DATA.contains(&&**key)).collect();
    let line = Object::from_iter([
        ("id", Value::from(event.id.to_string())),
        ("type", event.details.name().into()),
        ("details", details.into()),
        ("previous_event_id", event.previous_event_id.to_string().into()),
        ("event_timestamp", event.timestamp.as_millisecond().to_string().into()),
        ("execution_arn", execution.started_with().execution_arn.as_str().into()),
        ("redrive_count", "0".into()),
    ]);
    line.into()
}
