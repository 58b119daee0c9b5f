//! Whether two values are equal: numbers by value, objects whatever their order.

use std::collections::HashSet;

use crate::{Array, Object, Value};

/// How many containers are compared before it is noted which were: a value may hold another many times over, and
/// then is as large as two to the power of its depth.
const UNNOTED_MAX: usize = 100_000;

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        if !self.is_container() {
            return leaves_equal(self, other);
        }
        // No recursion: a value may be nested deeper than the stack is high.
        let mut open = vec![(self, other)];
        let (mut unnoted, mut noted) = (0, HashSet::new());
        while let Some((a, b)) = open.pop() {
            unnoted += 1;
            if unnoted > UNNOTED_MAX && !noted.insert((address(a), address(b))) {
                continue;
            }
            let equal = match (a, b) {
                (Value::Array(a), Value::Array(b)) => a.ptr_eq(b) || arrays_equal(a, b, &mut open),
                (Value::Object(a), Value::Object(b)) => {
                    a.ptr_eq(b) || objects_equal(a, b, &mut open)
                }
                _ => false,
            };
            if !equal {
                return false;
            }
        }
        true
    }
}

fn address(it: &Value) -> Option<usize> {
    match it {
        Value::Array(it) => Some(it.address()),
        Value::Object(it) => Some(it.address()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

fn leaves_equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Null, Value::Null) => true,
        (Value::Bool(a), Value::Bool(b)) => a == b,
        (Value::Number(a), Value::Number(b)) => a == b,
        (Value::String(a), Value::String(b)) => a == b,
        _ => false,
    }
}

/// Compares leaves now; containers are left in `open` for later.
fn later<'v>(a: &'v Value, b: &'v Value, open: &mut Vec<(&'v Value, &'v Value)>) -> bool {
    if a.is_container() && b.is_container() {
        open.push((a, b));
        return true;
    }
    leaves_equal(a, b)
}

fn arrays_equal<'v>(a: &'v Array, b: &'v Array, open: &mut Vec<(&'v Value, &'v Value)>) -> bool {
    a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| later(a, b, open))
}

fn objects_equal<'v>(a: &'v Object, b: &'v Object, open: &mut Vec<(&'v Value, &'v Value)>) -> bool {
    a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| later(a, b, open)))
}

#[cfg(test)]
mod tests {
    use crate::{Value, json};

    #[test]
    fn order_of_keys_and_spelling_of_numbers_do_not_matter() {
        assert_eq!(json!({ "a": 1, "b": [2] }), json!({ "b": [2.0], "a": 1.0 }));
        assert_ne!(json!({ "a": 1 }), json!({ "b": 1 }));
        assert_ne!(json!([1, 2]), json!([2, 1]));
        assert_ne!(json!([[]]), json!([{}]));
        assert_ne!(json!(null), json!(false));
    }

    #[test]
    fn values_that_hold_themselves_many_times_over_are_compared() {
        let doubled = |last: i32| {
            let twice = |inner: Value, _| json!({ "a": inner.clone(), "b": [inner] });
            (0..64).fold(json!({ "last": last }), twice)
        };
        assert_eq!(doubled(1), doubled(1));
        assert_ne!(doubled(1), doubled(2));
    }

    #[test]
    fn a_value_deeper_than_the_stack_is_compared_printed_and_dropped() {
        let deep = || {
            (0..200_000).fold(json!([]), |inner, at| {
                if at % 2 == 0 { json!([inner]) } else { json!({ "a": inner }) }
            })
        };
        let (a, b) = (deep(), deep());
        assert_eq!(a, b);
        assert_eq!(a.to_string().len(), a.size_bytes());
        assert!(serde_json::to_string(&a).is_err());
        drop((a, b));
        let shared: Value = deep();
        let other = json!([shared.clone(), shared]);
        drop(other);
    }
}
