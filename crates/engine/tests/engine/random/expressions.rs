//! Expressions and templates of a random machine: most give something, some fail.

use stepwright_json::{Value, json};

use super::bytes::Bytes;

/// Expressions that give something wherever they stand.
const SOUND: &[&str] = &[
    "{% $states.input %}",
    "{% $exists($v) ? $v : 0 %}",
    "{% $states.context.Execution.Id %}",
    "{% $states.context.State.RetryCount %}",
    "{% $states.context.Execution.RedriveCount %}",
    "{% $random() %}",
    "{% $uuid() %}",
    "{% $now() %}",
    "{% [1..5] %}",
    "{% $map([1..3], function($i) { $i * 2 }) %}",
    "{% $string($states.context.State.Name) %}",
];

/// Expressions that may give nothing, or fail.
const UNSOUND: &[&str] = &[
    "{% $states.input.a %}",
    "{% $v %}",
    "{% $v + 1 %}",
    "{% $w.deep %}",
    "{% $states.context.Map.Item.Index %}",
    "{% $states.context.Task.Token %}",
    "{% $error('no') %}",
    "{% $merge([$states.input, {'b': 1}]) %}",
    "{% function($x) { $x } %}",
];

fn expression(bytes: &mut Bytes<'_>) -> &'static str {
    if bytes.once_in(12) { bytes.one_of(UNSOUND) } else { bytes.one_of(SOUND) }
}

/// What a whole number may be said with.
const NUMBERS: &[&str] =
    &["{% 1 %}", "{% $states.input.a %}", "{% 3.0 %}", "{% 2.5 %}", "{% -1 %}", "{% 'x' %}"];

/// A template: an expression, something constant, or something around expressions.
pub(crate) fn template(bytes: &mut Bytes<'_>) -> Value {
    match bytes.below(8) {
        0 => json!(1),
        1 => json!("plain"),
        2 => json!({ "a": expression(bytes), "b": [null, true] }),
        3 => json!([expression(bytes), { "c": expression(bytes) }]),
        _ => expression(bytes).into(),
    }
}

/// The same where there is a result to look at.
pub(crate) fn template_with_result(bytes: &mut Bytes<'_>) -> Value {
    match bytes.below(4) {
        0 => "{% $states.result %}".into(),
        1 => json!({ "result": "{% $states.result %}", "more": expression(bytes) }),
        _ => template(bytes),
    }
}

/// The same where there is an error to look at.
pub(crate) fn template_with_error(bytes: &mut Bytes<'_>) -> Value {
    match bytes.below(3) {
        0 => "{% $states.errorOutput %}".into(),
        1 => json!({ "error": "{% $states.errorOutput.Error %}" }),
        _ => template(bytes),
    }
}

/// What is to be true or false, mostly.
pub(crate) fn condition(bytes: &mut Bytes<'_>) -> Value {
    match bytes.below(16) {
        0 => "{% $states.input %}".into(),
        1 => "{% $states.input.a > 1 %}".into(),
        2..=4 => true.into(),
        5..=7 => false.into(),
        8..=11 => "{% $random() < 0.5 %}".into(),
        _ => "{% $exists($states.input.Error) %}".into(),
    }
}

/// A whole number below `max`, or an expression that may give one.
pub(crate) fn number(bytes: &mut Bytes<'_>, max: u8) -> Value {
    if bytes.once_in(12) { bytes.one_of(NUMBERS).into() } else { (bytes.byte() % max).into() }
}

/// What a Map may run over, mostly.
pub(crate) fn items(bytes: &mut Bytes<'_>) -> Value {
    match bytes.below(16) {
        0 => "{% $states.input %}".into(),
        1 => "{% $states.input.items %}".into(),
        2 => json!([]),
        3..=6 => json!([{ "a": 1 }, [2], expression(bytes)]),
        7..=10 => format!("{{% [1..{}] %}}", bytes.below(6)).into(),
        _ => (0..bytes.byte() % 5).map(Value::from).collect(),
    }
}

/// What an execution is started with.
pub(crate) fn input(bytes: &mut Bytes<'_>) -> Value {
    match bytes.below(6) {
        0 => json!({ "a": 1 }),
        1 => json!({ "a": bytes.byte(), "items": [1, 2, 3] }),
        2 => json!([1, "two", { "three": null }]),
        3 => Value::Null,
        4 => "text".into(),
        _ => json!({}),
    }
}
