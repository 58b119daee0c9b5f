//! Fields that are unknown, that do not belong to this object, or that have the wrong type.

use stepwright_json::Value;

use super::context::Context;
use super::{query_language, spelling};
use crate::Operator;
use crate::json::{Expected, Fields};
use crate::problem::code;

/// Checks the fields of an object of which some, here, are not allowed.
pub(super) fn check(context: &mut Context, fields: &dyn Fields, not_here: &[&str]) {
    query_language::check(context, fields);
    for field in not_here {
        if fields.has(field) {
            not_supported(context, fields, field);
        }
    }
    for (key, value) in fields.extra() {
        match fields.specs().iter().find(|it| it.name == key) {
            _ if not_here.contains(&key) => {}
            Some(spec) if fields.knows(key) && is(value, spec.expected) => {}
            Some(spec) => context.within(key, |it| wrong_type(it, spec.expected, value)),
            None if fields.knows(key) => {}
            None => not_supported(context, fields, key),
        }
    }
}

/// Reports a field that this object cannot have.
pub(super) fn not_supported(context: &mut Context, fields: &dyn Fields, key: &str) {
    let operators: &[Operator] = if fields.knows("IsNull") { Operator::ALL } else { &[] };
    let names = fields.specs().iter().map(|it| it.name).filter(|it| *it != key);
    let near = spelling::nearest(key, names.chain(operators.iter().map(|it| it.as_str())));
    let problem = context.object_for(key, format!("Field '{key}' is not supported"));
    if let Some(near) = near {
        problem.help(format!("did you mean `{near}`?"));
    }
}

/// Reports the innermost value that has not the type it should have.
fn wrong_type(context: &mut Context, expected: Expected, value: &Value) {
    if is(value, expected) {
        return too_deep(context);
    }
    match (value.as_array(), expected.item()) {
        (Some(items), Some(expected)) => {
            for (index, item) in items.iter().enumerate().filter(|(_, it)| !is(it, expected)) {
                context.within(index, |it| wrong_type(it, expected, item));
            }
        }
        _ => {
            context.object(format!("Expected value of type {}", type_name(expected)));
        }
    }
}

/// Reports a value that has the right type and yet could not be read: it lies too deep.
pub(super) fn too_deep(context: &mut Context) {
    let at = context.at.clone();
    context
        .at_place(code::TOO_DEEPLY_NESTED, at, "The definition is nested too deeply")
        .help("start another state machine from a Task state instead");
}

/// Whether the value has the type.
pub(super) fn is(value: &Value, expected: Expected) -> bool {
    match expected {
        Expected::Any => true,
        Expected::Array => value.as_array().is_some(),
        Expected::ArrayOfObjects | Expected::ArrayOfStrings => {
            let item = expected.item().unwrap_or(Expected::Any);
            value.as_array().is_some_and(|items| items.iter().all(|it| is(it, item)))
        }
        Expected::Boolean => value.as_bool().is_some(),
        Expected::Number => value.as_number().is_some(),
        Expected::Object => value.as_object().is_some(),
        Expected::String => value.as_str().is_some(),
    }
}

/// A type in the service's words.
// UNVERIFIED: `[STRING]` and `Integer` have been seen, the others follow from them.
pub(super) fn type_name(expected: Expected) -> &'static str {
    match expected {
        Expected::Any => "[ANY]",
        Expected::Array | Expected::ArrayOfObjects | Expected::ArrayOfStrings => "[ARRAY]",
        Expected::Boolean => "[BOOLEAN]",
        Expected::Number => "Integer",
        Expected::Object => "[OBJECT]",
        Expected::String => "[STRING]",
    }
}
