//! W15: a placeholder would stand for two things.

use std::collections::BTreeMap;

use super::Mistake;
use crate::graph::{Graph, Kind, Work};
use crate::placeholder::Placeholder;

pub(super) fn check(acc: &mut Vec<Mistake>, graph: &Graph) {
    let mut known = BTreeMap::new();
    for (_, state) in graph.states.iter() {
        let Kind::Task(task) = &state.kind else { continue };
        let Work::Target(target) = task.work else { continue };
        let Some(Placeholder { name, .. }) = Placeholder::of(target) else { continue };
        let (first, location) = *known.entry(name.clone()).or_insert((target, state.location));
        if first != target {
            acc.push(
                Mistake::error("W15", format!("`${{{name}}}` would stand for two things"))
                    .at(location)
                    .at(state.location)
                    .help("placeholders are made of names: give one of the callables another"),
            );
        }
    }
}
