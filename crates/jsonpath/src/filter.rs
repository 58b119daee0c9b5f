//! Whether an item of an array passes a filter.

use std::cmp::Ordering;

use stepwright_json::Value;

use crate::ast::{Comparison, Condition, Operand, Step};
use crate::evaluate::{many, one};
use crate::walk::Walk;

/// Whether the condition is true of an item. A comparison of different types is false, and so is one
/// with a value that is missing, but for `!=`.
pub(crate) fn holds(condition: &Condition, item: &Value, walk: &Walk<'_>) -> bool {
    match condition {
        Condition::Or(sides) => sides.iter().any(|it| holds(it, item, walk)),
        Condition::And(sides) => sides.iter().all(|it| holds(it, item, walk)),
        Condition::Not(inner) => !holds(inner, item, walk),
        Condition::Exists(operand) => read(operand, item, walk).is_some(),
        Condition::Compare(left, comparison, right) => {
            let value = read(left, item, walk);
            if let (Operand::Pattern(pattern), Comparison::Matches) = (right, comparison) {
                return value.as_ref().and_then(Value::as_str).is_some_and(|text| {
                    // A pattern that goes back and forth too often is too much for the walk.
                    let found = pattern.regex.is_match(text);
                    found.unwrap_or_else(|_| walk.count(usize::MAX))
                });
            }
            let other = read(right, item, walk);
            walk.count(comparisons(value.as_ref(), other.as_ref()))
                && compare(value.as_ref(), *comparison, other.as_ref())
        }
    }
}

fn read(operand: &Operand, item: &Value, walk: &Walk<'_>) -> Option<Value> {
    match operand {
        Operand::Item(steps) => follow(steps, item, walk),
        Operand::Data(steps) => follow(steps, walk.data, walk),
        Operand::Literal(value) => Some(value.clone()),
        Operand::Pattern(_) => None,
    }
}

fn follow(steps: &[Step], root: &Value, walk: &Walk<'_>) -> Option<Value> {
    if steps.iter().all(Step::is_definite) {
        return one(steps, root, true).ok();
    }
    let found = many(steps, root, walk).ok()?;
    found.as_array().is_some_and(|it| !it.is_empty()).then_some(found)
}

fn compare(left: Option<&Value>, comparison: Comparison, right: Option<&Value>) -> bool {
    let (Some(left), Some(right)) = (left, right) else {
        return comparison == Comparison::NotEqual && left.is_some() != right.is_some();
    };
    let order = || order(left, right);
    match comparison {
        Comparison::Equal => left == right,
        Comparison::NotEqual => left != right,
        Comparison::Less => order() == Some(Ordering::Less),
        Comparison::Greater => order() == Some(Ordering::Greater),
        Comparison::LessEqual => matches!(order(), Some(Ordering::Less | Ordering::Equal)),
        Comparison::GreaterEqual => matches!(order(), Some(Ordering::Greater | Ordering::Equal)),
        Comparison::Matches => false,
        Comparison::In => items(right).contains(left),
        Comparison::NotIn => !items(right).contains(left),
        Comparison::SubsetOf => items(left).iter().all(|it| items(right).contains(it)),
        Comparison::AnyOf => items(left).iter().any(|it| items(right).contains(it)),
        Comparison::NoneOf => !items(left).iter().any(|it| items(right).contains(it)),
        Comparison::Size => size(left).is_some_and(|it| right.as_u64() == Some(it)),
        Comparison::Empty => size(left).is_some_and(|it| right.as_bool() == Some(it == 0)),
        Comparison::Contains => match (left, right) {
            (Value::String(text), Value::String(part)) => text.contains(part.as_ref()),
            _ => items(left).contains(right),
        },
    }
}

/// How many values are compared where one list is looked up in another.
fn comparisons(left: Option<&Value>, right: Option<&Value>) -> usize {
    let len = |it: Option<&Value>| it.map_or(1, |it| items(it).len().max(1));
    len(left).saturating_mul(len(right))
}

fn order(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Number(a), Value::Number(b)) => a.as_f64().partial_cmp(&b.as_f64()),
        (Value::String(a), Value::String(b)) => Some(a.encode_utf16().cmp(b.encode_utf16())),
        _ => None,
    }
}

fn items(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], |it| it)
}

fn size(value: &Value) -> Option<u64> {
    let size = match value {
        Value::Array(array) => array.len(),
        Value::String(text) => text.encode_utf16().count(),
        Value::Object(object) => object.len(),
        _ => return None,
    };
    u64::try_from(size).ok()
}
