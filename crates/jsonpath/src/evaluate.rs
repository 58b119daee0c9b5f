//! Walks the steps of a path over shared values.

use stepwright_json::Value;

use crate::ast::{Function, Step};
use crate::error::EvaluateError;
use crate::filter::holds;
use crate::path::{Missing, Path};
use crate::walk::Walk;

/// Why there is no value.
#[derive(Debug)]
pub(crate) enum Fault {
    Missing(Missing),
    Function(Function, String),
    TooMany,
}

impl Fault {
    pub(crate) fn of(self, path: &Path) -> EvaluateError {
        match self {
            Self::Missing(missing) => {
                EvaluateError::Missing { path: path.as_str().to_owned(), missing }
            }
            Self::TooMany => EvaluateError::TooMany { path: path.as_str().to_owned() },
            Self::Function(function, value) => {
                EvaluateError::Function { function: function.name(), value }
            }
        }
    }
}

static NULL: Value = Value::Null;

/// Follows a definite path.
pub(crate) fn one(steps: &[Step], root: &Value, strict: bool) -> Result<Value, Fault> {
    let mut value = root;
    for (index, step) in steps.iter().enumerate() {
        value = match step {
            Step::Key(key) => match value.as_object() {
                Some(object) => object.get(key).ok_or_else(|| {
                    let path = normal(steps, index + 1);
                    let last = index + 1 == steps.len();
                    Fault::Missing(if last { Missing::Leaf(path) } else { Missing::Property(path) })
                })?,
                None => {
                    let (path, key) = (normal(steps, index), key.to_string());
                    return Err(Fault::Missing(Missing::NotAnObject { path, key }));
                }
            },
            Step::Index(at) => match value.as_array() {
                Some(array) => match from_end(*at, array.len()).and_then(|at| array.get(at)) {
                    Some(item) => item,
                    None if strict => {
                        let path = normal(steps, index);
                        return Err(Fault::Missing(Missing::Index { index: *at, path }));
                    }
                    None => &NULL,
                },
                None => {
                    let value = value.to_string();
                    return Err(Fault::Missing(Missing::NotAnArray { index: *at, value }));
                }
            },
            Step::Function(function) => return apply(*function, value),
            // A definite path has no other steps.
            _ => return Ok(Value::Null),
        };
    }
    Ok(value.clone())
}

/// Finds all that an indefinite path leads to. What is missing on the way is passed over.
///
/// # Errors
///
/// Where that is too much, or a function at the end cannot be applied.
pub(crate) fn many(steps: &[Step], root: &Value, walk: &Walk<'_>) -> Result<Value, Fault> {
    let mut found: Vec<&Value> = vec![root];
    for (index, step) in steps.iter().enumerate() {
        let mut next = Vec::new();
        for value in found {
            match step {
                Step::Descendants => {
                    // The step after it says what is looked for: a key is only in objects, and a
                    // filter finds each object once, not in the array around it again.
                    let only_objects = matches!(
                        steps.get(index + 1),
                        Some(Step::Key(_) | Step::Keys(_) | Step::Filter(_))
                    );
                    descend(value, only_objects, walk, &mut next);
                }
                Step::Function(function) => {
                    let all = found_so_far(&[value]);
                    return apply(*function, &all);
                }
                _ => select(step, value, walk, &mut next),
            }
            if walk.is_spent() {
                return Err(Fault::TooMany);
            }
        }
        found = next;
    }
    Ok(found.into_iter().cloned().collect())
}

fn found_so_far(values: &[&Value]) -> Value {
    match values {
        [only] => (*only).clone(),
        _ => values.iter().copied().cloned().collect(),
    }
}

/// All that one step leads to.
fn select<'v>(step: &Step, value: &'v Value, walk: &Walk<'_>, acc: &mut Vec<&'v Value>) {
    let before = acc.len();
    match (step, value) {
        (Step::Key(key), Value::Object(object)) => acc.extend(object.get(key)),
        (Step::Keys(keys), Value::Object(object)) => {
            acc.extend(keys.iter().filter_map(|key| object.get(key)));
        }
        // A key asked of a list is asked of its items only after a wildcard.
        (Step::Index(at), Value::Array(array)) => {
            let item = from_end(*at, array.len()).and_then(|at| array.get(at));
            acc.push(item.unwrap_or(&NULL));
        }
        (Step::Indices(all), Value::Array(array)) => acc.extend(
            all.iter().filter_map(|at| from_end(*at, array.len()).and_then(|at| array.get(at))),
        ),
        (Step::Slice(from, to), Value::Array(array)) => {
            let from = bound(from.unwrap_or(0), array.len());
            let to = to.map_or(array.len(), |to| bound(to, array.len()));
            acc.extend(array.get(from..to.max(from)).unwrap_or_default());
        }
        (Step::Wildcard, Value::Array(array)) => acc.extend(array.iter()),
        (Step::Wildcard, Value::Object(object)) => acc.extend(object.values()),
        (Step::Filter(condition), Value::Array(array)) => {
            let passing = array.iter().filter(|it| walk.count(1) && holds(condition, it, walk));
            acc.extend(passing);
        }
        (Step::Filter(condition), Value::Object(_)) if holds(condition, value, walk) => {
            acc.push(value);
        }
        _ => {}
    }
    walk.count(acc.len() - before);
}

/// A value and everything in it, from the outside in. Not by recursion: data may be deep.
fn descend<'v>(value: &'v Value, only_objects: bool, walk: &Walk<'_>, acc: &mut Vec<&'v Value>) {
    let mut todo = vec![value];
    while let Some(value) = todo.pop().filter(|_| walk.count(1)) {
        match value {
            Value::Array(array) => {
                if !only_objects {
                    acc.push(value);
                }
                todo.extend(array.iter().rev());
            }
            Value::Object(object) => {
                acc.push(value);
                let values: Vec<&Value> = object.values().collect();
                todo.extend(values.into_iter().rev());
            }
            _ => {}
        }
    }
}

fn apply(function: Function, value: &Value) -> Result<Value, Fault> {
    let refused = || Fault::Function(function, value.to_string());
    if function == Function::Length {
        return match value {
            Value::Array(array) => Ok(Value::from(array.len())),
            Value::Object(object) => Ok(Value::from(object.len())),
            Value::String(text) => Ok(Value::from(text.encode_utf16().count())),
            _ => Err(refused()),
        };
    }
    if function == Function::Keys {
        return match value {
            Value::Object(object) => Ok(object.keys().collect()),
            _ => Err(refused()),
        };
    }
    let items = value.as_array().ok_or_else(refused)?;
    if matches!(function, Function::First | Function::Last) {
        let item = if function == Function::First { items.first() } else { items.last() };
        return item.cloned().ok_or_else(refused);
    }
    let numbers: Vec<f64> = items.iter().filter_map(Value::as_f64).collect();
    if numbers.is_empty() {
        return Err(refused());
    }
    let sum: f64 = numbers.iter().sum();
    #[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "a count of items")]
    let count = numbers.len() as f64;
    Ok(Value::from(match function {
        Function::Min => numbers.iter().copied().fold(f64::INFINITY, f64::min),
        Function::Max => numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        Function::Avg => sum / count,
        _ => sum,
    }))
}

/// An index counted from the end where it is negative.
fn from_end(index: i64, len: usize) -> Option<usize> {
    if index >= 0 {
        return usize::try_from(index).ok();
    }
    let back = usize::try_from(index.unsigned_abs()).ok()?;
    len.checked_sub(back)
}

/// One end of a slice.
fn bound(index: i64, len: usize) -> usize {
    if index >= 0 {
        usize::try_from(index).unwrap_or(len).min(len)
    } else {
        from_end(index, len).unwrap_or(0)
    }
}

/// The first steps in the form that the service's messages have.
fn normal(steps: &[Step], count: usize) -> String {
    let steps = steps.iter().take(count).map(|step| match step {
        Step::Key(key) => format!("['{key}']"),
        Step::Index(index) => format!("[{index}]"),
        _ => String::new(),
    });
    std::iter::once("$".to_owned()).chain(steps).collect()
}
