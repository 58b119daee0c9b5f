//! Which state of the old definition is which of the new one.

use std::collections::{BTreeMap, BTreeSet};

use stepwright_json::{Pointer, Value};

use super::{Container, FieldDiff, StateChange, StateDiff, fields};
use crate::{State, StateMachine, Visitor};

/// A state where it stands.
#[derive(Debug)]
struct Place<'a> {
    name: &'a str,
    at: Pointer,
    /// The state that it is in.
    within: Option<String>,
    state: &'a State,
    /// Its own fields.
    own: Value,
}

/// The states of two definitions, and which belong together: those of the same name, wherever they
/// are, since names are unique in the whole machine; and those that only have another name.
#[derive(Debug)]
pub(super) struct Pairing<'a> {
    old: Vec<Place<'a>>,
    new: Vec<Place<'a>>,
    /// For each new state the index of its old one.
    pairs: Vec<Option<usize>>,
    /// New names by old ones.
    renamed: BTreeMap<&'a str, &'a str>,
}

impl<'a> Pairing<'a> {
    pub(super) fn new(old: &'a StateMachine, new: &'a StateMachine) -> Self {
        let (old, new) = (places(old), places(new));
        let mut pairs = by_name(&old, &new);
        let renamed = rename(&old, &new, &mut pairs);
        Self { old, new, pairs, renamed }
    }

    /// The new name of a state that has been renamed.
    pub(super) fn renamed(&self, name: &str) -> Option<String> {
        self.renamed.get(name).map(|it| (*it).to_owned())
    }

    /// What is different, state by state.
    pub(super) fn states(&self) -> Vec<StateDiff> {
        let mut states = Vec::new();
        for (new, pair) in self.new.iter().zip(&self.pairs) {
            let old = pair.and_then(|it| self.old.get(it));
            let change = match old {
                Some(old) => self.changed(old, new),
                None => Some(StateChange::Added),
            };
            states.extend(change.map(|change| new.diff(change)));
        }
        let kept: BTreeSet<usize> = self.pairs.iter().flatten().copied().collect();
        let gone = self.old.iter().enumerate().filter(|(index, _)| !kept.contains(index));
        states.extend(gone.map(|(_, old)| old.diff(StateChange::Removed)));
        states
    }

    fn changed(&self, old: &Place<'_>, new: &Place<'_>) -> Option<StateChange> {
        let renamed = |name: &str| self.renamed(name);
        let fields: Vec<FieldDiff> =
            fields::between(&old.own, &new.own, [&old.at, &new.at], &renamed);
        let within = old.within.as_deref();
        let stayed = within.and_then(|it| self.renamed.get(it).copied()).or(within);
        let was_in = || old.within.clone().map_or(Container::Machine, Container::State);
        let moved_from = (stayed != new.within.as_deref()).then(was_in);
        let renamed_from = (old.name != new.name).then(|| old.name.to_owned());
        let same = fields.is_empty() && moved_from.is_none() && renamed_from.is_none();
        (!same).then_some(StateChange::Changed { renamed_from, moved_from, fields })
    }
}

impl Place<'_> {
    fn diff(&self, change: StateChange) -> StateDiff {
        StateDiff {
            name: self.name.to_owned(),
            at: self.at.clone(),
            r#type: self.state.type_name().map(str::to_owned),
            change,
        }
    }
}

fn places(machine: &StateMachine) -> Vec<Place<'_>> {
    struct Found<'a>(Vec<Place<'a>>);
    impl<'a> Visitor<'a> for Found<'a> {
        fn state(&mut self, at: &Pointer, name: &'a str, state: &'a State) {
            let own = fields::own(&state.to_value());
            self.0.push(Place { name, at: at.clone(), within: container(at), state, own });
        }
    }
    let mut found = Found(Vec::new());
    machine.walk(&mut found);
    found.0
}

/// The name of the state that a state is in: `…/States/<container>/Branches/0/States/<name>`.
fn container(at: &Pointer) -> Option<String> {
    let mut at = at.parent()?.parent()?;
    // `Branches/0`, or `ItemProcessor`.
    while let Some(last) = at.pop() {
        if last == "Branches" || last == "ItemProcessor" || last == "Iterator" {
            return at.pop();
        }
    }
    None
}

/// States of the same name belong together; of several, the first with the first.
fn by_name(old: &[Place<'_>], new: &[Place<'_>]) -> Vec<Option<usize>> {
    let mut named: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, place) in old.iter().enumerate().rev() {
        named.entry(place.name).or_default().push(index);
    }
    new.iter().map(|it| named.get_mut(it.name)?.pop()).collect()
}

/// Pairs a state that is gone with a new one in the same place that says the same but for where it
/// goes, where no other two do.
fn rename<'a>(
    old: &[Place<'a>],
    new: &[Place<'a>],
    pairs: &mut [Option<usize>],
) -> BTreeMap<&'a str, &'a str> {
    let kept: BTreeSet<usize> = pairs.iter().flatten().copied().collect();
    let mut alike: BTreeMap<String, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
    for (index, place) in old.iter().enumerate().filter(|(index, _)| !kept.contains(index)) {
        alike.entry(content(place)).or_default().0.push(index);
    }
    for (index, (place, pair)) in new.iter().zip(pairs.iter()).enumerate() {
        if pair.is_none() {
            alike.entry(content(place)).or_default().1.push(index);
        }
    }
    let mut renamed = BTreeMap::new();
    for (old_indices, new_indices) in alike.into_values() {
        let ([was], [is]) = (old_indices.as_slice(), new_indices.as_slice()) else { continue };
        let (Some(from), Some(to), Some(pair)) = (old.get(*was), new.get(*is), pairs.get_mut(*is))
        else {
            continue;
        };
        *pair = Some(*was);
        renamed.insert(from.name, to.name);
    }
    renamed
}

/// Where a state is and what it says, but for where it goes; keys in one order.
fn content(place: &Place<'_>) -> String {
    let mut sorted = format!("{:?}", place.within);
    write_sorted(&place.own, true, &mut sorted);
    sorted
}

fn write_sorted(value: &Value, transitions_out: bool, acc: &mut String) {
    match value {
        Value::Object(object) => {
            let mut keys: Vec<&str> = object.keys().collect();
            keys.sort_unstable();
            acc.push('{');
            for key in keys {
                let goes = matches!(key, "Next" | "Default" | "StartAt" | "End");
                if goes && transitions_out {
                    continue;
                }
                acc.push_str(&Value::from(key).to_string());
                acc.push(':');
                if let Some(value) = object.get(key) {
                    write_sorted(value, transitions_out && !fields::is_data(key), acc);
                }
                acc.push(',');
            }
            acc.push('}');
        }
        Value::Array(array) => {
            acc.push('[');
            for item in array {
                write_sorted(item, transitions_out, acc);
                acc.push(',');
            }
            acc.push(']');
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            acc.push_str(&value.to_string());
        }
    }
}
