//! Compares two values field by field.

use stepwright_json::{Array, Object, Pointer, Value};

use super::FieldDiff;

/// Fields that hold data of the author's, in which a key such as `Next` is no transition.
const DATA: [&str; 14] = [
    "Parameters",
    "Arguments",
    "Assign",
    "Output",
    "Result",
    "ResultSelector",
    "ItemSelector",
    "Items",
    "BatchInput",
    "ItemReader",
    "ItemBatcher",
    "ResultWriter",
    "Credentials",
    "Comment",
];

pub(super) fn is_data(field: &str) -> bool {
    DATA.contains(&field)
}

/// What an object says of itself, without the states in it: those are compared on their own.
pub(super) fn own(value: &Value) -> Value {
    let Some(object) = value.as_object() else { return value.clone() };
    let mut own = object.clone();
    own.remove("States");
    for field in ["ItemProcessor", "Iterator"] {
        if let Some(machine) = own.get(field) {
            let machine = without_states(machine);
            own.insert(field, machine);
        }
    }
    if let Some(branches) = own.get("Branches").and_then(Value::as_array) {
        let branches: Array = branches.iter().map(without_states).collect();
        own.insert("Branches", Value::Array(branches));
    }
    Value::Object(own)
}

fn without_states(machine: &Value) -> Value {
    let Some(object) = machine.as_object() else { return machine.clone() };
    let mut own = object.clone();
    own.remove("States");
    Value::Object(own)
}

/// What is different between two objects that are at these places in the old and the new definition.
/// `renamed` gives the new name of a state that has another one now.
pub(super) fn between(
    old: &Value,
    new: &Value,
    at: [&Pointer; 2],
    renamed: &dyn Fn(&str) -> Option<String>,
) -> Vec<FieldDiff> {
    let mut found = Found { at, renamed, acc: Vec::new() };
    found.values(&Pointer::root(), &Pointer::root(), old, new);
    found.acc
}

struct Found<'a> {
    at: [&'a Pointer; 2],
    renamed: &'a dyn Fn(&str) -> Option<String>,
    acc: Vec<FieldDiff>,
}

impl Found<'_> {
    fn values(&mut self, old_at: &Pointer, new_at: &Pointer, old: &Value, new: &Value) {
        match (old, new) {
            (Value::Object(old), Value::Object(new)) => self.objects(old_at, new_at, old, new),
            (Value::Array(old), Value::Array(new)) => self.arrays(old_at, new_at, old, new),
            _ if self.same(new_at, old, new) => {}
            _ => self.add(new_at, Some(old), Some(new)),
        }
    }

    fn objects(&mut self, old_at: &Pointer, new_at: &Pointer, old: &Object, new: &Object) {
        for (key, value) in new {
            match old.get(key) {
                Some(was) => self.values(&old_at.join(key), &new_at.join(key), was, value),
                None => self.add(&new_at.join(key), None, Some(value)),
            }
        }
        for (key, value) in old {
            if !new.contains_key(key) {
                self.add(&old_at.join(key), Some(value), None);
            }
        }
    }

    /// What both begin and end with is left out; what lies between is compared one by one.
    fn arrays(&mut self, old_at: &Pointer, new_at: &Pointer, old: &Array, new: &Array) {
        let same = |(one, other): &(&Value, &Value)| one == other;
        let begin = old.iter().zip(new.iter()).take_while(same).count();
        let shorter = old.len().min(new.len()) - begin;
        let end = old.iter().rev().zip(new.iter().rev()).take(shorter).take_while(same).count();
        let (old_end, new_end) = (old.len() - end, new.len() - end);
        for index in begin..old_end.max(new_end) {
            let was = old.get(index).filter(|_| index < old_end);
            let is = new.get(index).filter(|_| index < new_end);
            match (was, is) {
                (Some(was), Some(is)) => {
                    self.values(&old_at.join(index), &new_at.join(index), was, is);
                }
                (None, Some(is)) => self.add(&new_at.join(index), None, Some(is)),
                (Some(was), None) => self.add(&old_at.join(index), Some(was), None),
                (None, None) => {}
            }
        }
    }

    /// Whether two values say the same; a transition does where its target was renamed.
    fn same(&self, field: &Pointer, old: &Value, new: &Value) -> bool {
        let follows = || {
            let diff =
                FieldDiff { at: Pointer::root(), field: field.clone(), old: None, new: None };
            let (Some(old), Some(new)) = (old.as_str(), new.as_str()) else { return false };
            diff.is_transition() && (self.renamed)(old).is_some_and(|it| it == new)
        };
        old == new || follows()
    }

    fn add(&mut self, field: &Pointer, old: Option<&Value>, new: Option<&Value>) {
        let [old_state, new_state] = self.at;
        let state = if new.is_some() { new_state } else { old_state };
        self.acc.push(FieldDiff {
            at: state.concat(field),
            field: field.clone(),
            old: old.cloned(),
            new: new.cloned(),
        });
    }
}
