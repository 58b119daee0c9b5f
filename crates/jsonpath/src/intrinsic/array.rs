//! The functions over arrays.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use stepwright_json::Value;

use super::{Done, list_of, whole_of};

/// The most items that `States.ArrayRange` makes.
const RANGE_ITEMS_MAX: usize = 1000;

pub(super) fn partition(list: &Value, size: &Value) -> Done {
    let list = list_of(list, "the first argument")?;
    let size = whole_of(size, "the size")?;
    let size =
        usize::try_from(size).ok().filter(|it| *it > 0).ok_or("the size must be positive")?;
    Ok(list.chunks(size).map(|it| it.iter().cloned().collect::<Value>()).collect())
}

pub(super) fn contains(list: &Value, value: &Value) -> Done {
    Ok(Value::from(list_of(list, "the first argument")?.contains(value)))
}

/// Both ends included.
pub(super) fn range(start: &Value, end: &Value, step: &Value) -> Done {
    let (start, end) = (whole_of(start, "the start")?, whole_of(end, "the end")?);
    let step = whole_of(step, "the step")?;
    if step == 0 {
        return Err("the step must not be zero".to_owned());
    }
    let mut items = Vec::new();
    let mut at = start;
    while if step > 0 { at <= end } else { at >= end } {
        if items.len() == RANGE_ITEMS_MAX {
            return Err(format!("a range has at most {RANGE_ITEMS_MAX} items"));
        }
        items.push(Value::from(at));
        match at.checked_add(step) {
            Some(next) => at = next,
            None => break,
        }
    }
    Ok(Value::from(items))
}

pub(super) fn get_item(list: &Value, index: &Value) -> Done {
    let list = list_of(list, "the first argument")?;
    let index = whole_of(index, "the index")?;
    let item = usize::try_from(index).ok().and_then(|at| list.get(at));
    item.cloned().ok_or_else(|| format!("the index {index} is out of range"))
}

pub(super) fn length(list: &Value) -> Done {
    Ok(Value::from(list_of(list, "the argument")?.len()))
}

/// The first of equal items stays. Items are compared with those only that have the same digest, so
/// that a long list takes no longer than its length.
pub(super) fn unique(list: &Value) -> Done {
    let mut kept: Vec<Value> = Vec::new();
    let mut by_digest: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for item in list_of(list, "the argument")? {
        let same = by_digest.entry(digest(item, DIGEST_DEPTH)).or_default();
        if same.iter().all(|at| kept.get(*at) != Some(item)) {
            same.push(kept.len());
            kept.push(item.clone());
        }
    }
    Ok(Value::from(kept))
}

/// How deep a digest looks: what lies deeper is compared only where the rest is equal.
const DIGEST_DEPTH: usize = 16;

/// A number that equal values have in common.
fn digest(value: &Value, depth: usize) -> u64 {
    let mut hasher = DefaultHasher::new();
    match value {
        Value::Null => {}
        Value::Bool(it) => it.hash(&mut hasher),
        // 1 equals 1.0, and 0 equals -0.0.
        Value::Number(it) => (it.as_f64() + 0.0).to_bits().hash(&mut hasher),
        Value::String(it) => it.hash(&mut hasher),
        Value::Array(_) | Value::Object(_) if depth == 0 => {}
        Value::Array(items) => items.iter().for_each(|it| digest(it, depth - 1).hash(&mut hasher)),
        Value::Object(fields) => {
            // Whatever their order.
            let fields = fields.iter().map(|(key, it)| {
                let mut hasher = DefaultHasher::new();
                (key, digest(it, depth - 1)).hash(&mut hasher);
                hasher.finish()
            });
            fields.fold(0, u64::wrapping_add).hash(&mut hasher);
        }
    }
    hasher.finish()
}
