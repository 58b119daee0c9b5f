//! States of a random machine, told in JSONPath instead: the same types, nesting and ways.

use stepwright_json::{Array, Object, Value, json};

use super::bytes::Bytes;

/// Paths that lead somewhere, wherever they stand.
const SOUND: &[&str] =
    &["$", "$$.Execution.Input", "$$.State.Name", "$..*", "$.items[*].x", "$$.Execution.Id"];

/// Paths that may lead nowhere.
const UNSOUND: &[&str] =
    &["$.a", "$.items[0]", "$v", "$w.deep", "$[1]", "$$.Map.Item.Value", "$$.Task.Token"];

/// Calls that work, or do not.
const CALLS: &[&str] = &[
    "States.UUID()",
    "States.MathRandom(1, 9)",
    "States.Array(1, $, 'x')",
    "States.Format('{} {}', 1, $$.State.Name)",
    "States.ArrayRange(1, 4, 1)",
    "States.JsonToString($)",
    "States.StringToJson('{')",
    "States.MathAdd($v, 1)",
    "States.ArrayGetItem($, 0)",
];

/// Fields that only JSONata has, or whose values are written in it.
const JSONATA: &[&str] = &[
    "Output",
    "Arguments",
    "Assign",
    "Items",
    "ItemSelector",
    "MaxConcurrency",
    "Seconds",
    "Timestamp",
    "TimeoutSeconds",
    "Error",
    "Cause",
    "ItemReader",
    "ResultWriter",
];

/// The same state in JSONPath, with fields of its own.
pub(crate) fn translated(state: &Object, bytes: &mut Bytes<'_>) -> Object {
    let kept = state.iter().filter(|(key, _)| !JSONATA.contains(key));
    let mut state: Object = kept.map(|(key, it)| (key, it.clone())).collect();
    let kind = state.get("Type").and_then(Value::as_str).unwrap_or_default().to_owned();
    match kind.as_str() {
        "Fail" => {
            state.insert("ErrorPath", bytes.one_of(&["$.Error", "$$.State.Name"]));
            return state;
        }
        "Wait" => wait(&mut state, bytes),
        "Choice" => rules(&mut state, bytes),
        "Map" => map(&mut state, bytes),
        _ => {}
    }
    for field in ["InputPath", "OutputPath"] {
        if bytes.once_in(4) {
            state.insert(field, path_or_null(bytes));
        }
    }
    if matches!(kind.as_str(), "Pass" | "Task" | "Parallel") && bytes.once_in(2) {
        state.insert("Parameters", template(bytes));
    }
    if matches!(kind.as_str(), "Task" | "Parallel" | "Map") {
        if bytes.once_in(3) {
            state.insert("ResultSelector", template(bytes));
        }
        caught(&mut state, bytes);
    }
    if matches!(kind.as_str(), "Pass" | "Task" | "Parallel" | "Map") && bytes.once_in(3) {
        state.insert("ResultPath", result_path(bytes));
    }
    if kind != "Succeed" && bytes.once_in(3) {
        state.insert("Assign", json!({ "v.$": expression(bytes), "w": { "deep": 1 } }));
    }
    state
}

fn expression(bytes: &mut Bytes<'_>) -> &'static str {
    match bytes.below(12) {
        0 => bytes.one_of(UNSOUND),
        1..=3 => bytes.one_of(CALLS),
        _ => bytes.one_of(SOUND),
    }
}

fn template(bytes: &mut Bytes<'_>) -> Value {
    match bytes.below(3) {
        0 => json!({ "a.$": expression(bytes) }),
        1 => json!({ "a": 1, "items": [{ "x.$": expression(bytes) }, "$.a"] }),
        _ => json!({ "a": { "b": [1, 2] }, "c.$": expression(bytes) }),
    }
}

fn path_or_null(bytes: &mut Bytes<'_>) -> Value {
    match bytes.below(8) {
        0 => Value::Null,
        1 => bytes.one_of(UNSOUND).into(),
        _ => bytes.one_of(SOUND).into(),
    }
}

fn result_path(bytes: &mut Bytes<'_>) -> Value {
    match bytes.below(4) {
        0 => Value::Null,
        _ => bytes.one_of(&["$", "$.a", "$.x.y", "$.items[0]"]).into(),
    }
}

fn wait(state: &mut Object, bytes: &mut Bytes<'_>) {
    match bytes.below(4) {
        0 => state.insert("SecondsPath", bytes.one_of(&["$.a", "$", "$v"])),
        1 => state.insert("TimestampPath", bytes.one_of(&["$.when", "$$.Execution.StartTime"])),
        2 => state.insert("Timestamp", "1970-01-01T00:01:00Z"),
        _ => state.insert("Seconds", bytes.byte() % 90),
    };
}

fn rules(state: &mut Object, bytes: &mut Bytes<'_>) {
    let rules = state.get("Choices").and_then(Value::as_array).cloned().unwrap_or_default();
    let rules: Array = rules
        .iter()
        .map(|rule| {
            let mut test = test(bytes);
            test.insert("Next", rule["Next"].clone());
            Value::from(test)
        })
        .collect();
    state.insert("Choices", rules);
}

fn test(bytes: &mut Bytes<'_>) -> Object {
    let tests = match bytes.below(6) {
        0 => json!({ "Variable": "$.a", "NumericGreaterThan": 1 }),
        1 => json!({ "Variable": "$.a", "IsPresent": true }),
        2 => json!({ "Variable": "$", "IsNull": false }),
        3 => json!({ "Not": { "Variable": "$v", "IsPresent": true } }),
        4 => {
            json!({ "And": [{ "Variable": "$.a", "IsPresent": true }, { "Variable": "$.a", "NumericLessThanPath": "$.a" }] })
        }
        _ => json!({ "Variable": "$$.State.Name", "StringMatches": "S*" }),
    };
    tests.as_object().cloned().unwrap_or_default()
}

fn map(state: &mut Object, bytes: &mut Bytes<'_>) {
    let processor = state.get("ItemProcessor");
    let is_distributed = processor.is_some_and(|it| it.get("ProcessorConfig").is_some());
    if bytes.once_in(3) {
        state.insert("ItemsPath", bytes.one_of(&["$", "$.items", "$.a"]));
    } else {
        // Most inputs are no lists.
        state.insert("InputPath", bytes.one_of(&["$..a", "$..*", "$.items[*]"]));
    }
    if bytes.once_in(3) {
        state.insert("MaxConcurrencyPath", bytes.one_of(&["$.a", "$[0]", "$v"]));
    }
    if bytes.once_in(3) {
        let selector = json!({ "item.$": "$$.Map.Item.Value", "more.$": expression(bytes) });
        state.insert("ItemSelector", selector);
    }
    if is_distributed && bytes.once_in(3) {
        let reader = json!({
            "Resource": "arn:aws:states:::s3:getObject",
            "ReaderConfig": { "InputType": "JSONL" },
            "Parameters": { "Bucket": "b", "Key.$": "$$.State.Name" },
        });
        state.insert("ItemReader", reader);
    }
}

fn caught(state: &mut Object, bytes: &mut Bytes<'_>) {
    let Some(catchers) = state.get("Catch").and_then(Value::as_array).cloned() else { return };
    let catchers: Array = catchers
        .iter()
        .map(|it| {
            let mut catcher = Object::from_iter([
                ("ErrorEquals", it["ErrorEquals"].clone()),
                ("Next", it["Next"].clone()),
            ]);
            if bytes.once_in(2) {
                catcher.insert("ResultPath", result_path(bytes));
            }
            if bytes.once_in(3) {
                catcher.insert("Assign", json!({ "v.$": "$.Error" }));
            }
            Value::from(catcher)
        })
        .collect();
    state.insert("Catch", catchers);
}
