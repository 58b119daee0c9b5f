//! Whether a JSONPath rule's test holds.
//!
//! A value of another type than the operator's never matches and is no error; a path that leads
//! nowhere is one, but in `IsPresent`. Nothing is allocated but for an error.

use std::cmp::Ordering;
use std::sync::Arc;

use jiff::Timestamp;
use stepwright_compiler::{Comparison, Operand, Order, Test, ValueType, parse_timestamp};
use stepwright_json::Value;
use stepwright_jsonpath::{ReferencePath, Scope};

/// A path of a test leads nowhere. In the service's words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Invalid path '{0}': The choice state's condition path references an invalid value.")]
pub(super) struct InvalidPath(String);

/// Whether a test holds. `And` and `Or` look no further than they must, so that
/// `{"And": [{"Variable": "$.a", "IsPresent": true}, …]}` guards what follows.
///
/// The depth of rules within rules is bounded when a definition is read, and so is this recursion.
pub(super) fn holds(test: &Test, scope: &Scope<'_>) -> Result<bool, InvalidPath> {
    match test {
        Test::And(tests) => {
            for test in tests {
                if !holds(test, scope)? {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        Test::Or(tests) => {
            for test in tests {
                if holds(test, scope)? {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        Test::Not(test) => Ok(!holds(test, scope)?),
        Test::Present { variable, expected } => Ok(variable.read(scope).is_ok() == *expected),
        Test::Value { variable, comparison } => compare(&read(variable, scope)?, comparison, scope),
    }
}

fn read(path: &ReferencePath, scope: &Scope<'_>) -> Result<Value, InvalidPath> {
    path.read(scope).map_err(|_| InvalidPath(path.as_str().to_owned()))
}

fn compare(value: &Value, comparison: &Comparison, scope: &Scope<'_>) -> Result<bool, InvalidPath> {
    Ok(match comparison {
        Comparison::Is(value_type, expected) => is(value, *value_type) == *expected,
        Comparison::Matches(pattern) => value.as_str().is_some_and(|it| pattern.matches(it)),
        Comparison::Boolean(operand) => {
            let other = other(operand, scope, Value::as_bool)?;
            stand(Order::Equals, (value.as_bool(), other), bool::partial_cmp)
        }
        Comparison::String(order, operand) => {
            let other = other(operand, scope, string)?;
            stand(*order, (string(value), other), |one, other| Some(by_utf16(one, other)))
        }
        Comparison::Numeric(order, operand) => {
            let other = other(operand, scope, Value::as_f64)?;
            stand(*order, (value.as_f64(), other), f64::partial_cmp)
        }
        Comparison::Timestamp(order, operand) => {
            let other = other(operand, scope, timestamp)?;
            stand(*order, (timestamp(value), other), Timestamp::partial_cmp)
        }
    })
}

/// The other side of a comparison, where it is of the operator's type.
// UNVERIFIED: no recording has a path that leads to a value of another type; as with the variable
// itself, it is taken not to match.
fn other<T: Clone>(
    operand: &Operand<T>,
    scope: &Scope<'_>,
    typed: impl FnOnce(&Value) -> Option<T>,
) -> Result<Option<T>, InvalidPath> {
    match operand {
        Operand::Literal(it) => Ok(Some(it.clone())),
        Operand::Path(path) => Ok(typed(&read(path, scope)?)),
    }
}

/// Whether both sides are of the operator's type, and stand as it says.
fn stand<T>(
    order: Order,
    sides: (Option<T>, Option<T>),
    compare: impl FnOnce(&T, &T) -> Option<Ordering>,
) -> bool {
    let (Some(one), Some(other)) = sides else { return false };
    compare(&one, &other).is_some_and(|it| order.allows(it))
}

fn is(value: &Value, value_type: ValueType) -> bool {
    match value_type {
        ValueType::Null => value.is_null(),
        ValueType::Numeric => value.as_f64().is_some(),
        ValueType::String => value.as_str().is_some(),
        ValueType::Boolean => value.as_bool().is_some(),
        ValueType::Timestamp => timestamp(value).is_some(),
    }
}

fn string(value: &Value) -> Option<Arc<str>> {
    if let Value::String(it) = value { Some(Arc::clone(it)) } else { None }
}

fn timestamp(value: &Value) -> Option<Timestamp> {
    parse_timestamp(value.as_str()?)
}

/// As Java compares strings. UTF-8 differs from it where one side has a character beyond U+FFFF.
fn by_utf16(one: &str, other: &str) -> Ordering {
    one.encode_utf16().cmp(other.encode_utf16())
}
