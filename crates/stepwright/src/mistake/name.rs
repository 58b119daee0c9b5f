//! W01: a state name is used twice in the machine.

use std::collections::BTreeMap;

use super::Mistake;
use crate::graph::{Graph, Location};

pub(super) fn check(acc: &mut Vec<Mistake>, graph: &Graph) {
    let mut places: BTreeMap<&str, Vec<Location>> = BTreeMap::new();
    let mut order = Vec::new();
    let raw = graph.scopes.iter().filter_map(|(_, scope)| Some((scope, scope.raw.as_ref()?)));
    let raw = raw.flat_map(|(scope, (machine, _))| {
        machine.states.keys().map(|name| (name.as_str(), scope.location))
    });
    let states = graph.states.iter().map(|(_, state)| (state.name.as_str(), state.location));
    for (name, location) in states.chain(raw) {
        let places = places.entry(name).or_default();
        places.push(location);
        if places.len() == 2 {
            order.push(name);
        }
    }
    for name in order {
        let mistake = Mistake::error("W01", format!("state name \"{name}\" is used twice"));
        let places = places.get(name).into_iter().flatten();
        acc.push(places.fold(mistake, |it, location| it.at(location)).help(
            "state names are unique in the whole state machine, branches included; give one of \
             them another name",
        ));
    }
}
