//! W05: a variable's earlier value is read where it has been set again.
//!
//! A handle from `get()` stands for the value at that point of the flow, but the definition can
//! only name the variable. So whatever is reached from a later `set` must not read the handle.
//! Going back to a label does not count if the `get()` came after the label: then it is done again
//! on every round.

use std::collections::{BTreeMap, BTreeSet};

use super::Mistake;
use super::check::Use;
use crate::graph::{Assign, BindInfo, BindKind, Edge, Graph, Location, Reach, StateId, Target};
use crate::node::Bind;

pub(super) fn check(
    acc: &mut Vec<Mistake>,
    graph: &Graph,
    uses: &[Use],
    names: &BTreeMap<Bind, String>,
) {
    let mut reaches: BTreeMap<Bind, Vec<(Location, Reach)>> = BTreeMap::new();
    let mut told = BTreeSet::new();
    for it in uses {
        let state = it.site.state();
        for read in graph.variables(it.site, it.node) {
            let Some(info) = graph.binds.get(&read.handle) else { continue };
            let later = reaches.entry(read.handle).or_insert_with(|| later_sets(graph, info));
            let set = later.iter().find(|(_, reach)| is_in(graph, state, reach));
            let Some((set, _)) = set else { continue };
            if told.insert((state, read.handle)) {
                let name = names.get(&read.variable).map_or("", String::as_str);
                acc.push(mistake(graph.states[state].name.as_str(), name, info.location, set));
            }
        }
    }
}

fn mistake(state: &str, variable: &str, read: Location, set: Location) -> Mistake {
    Mistake::error("W05", format!("\"{state}\" reads `${variable}` as it was before it was set"))
        .labelled("read here", read)
        .labelled("set here", set)
        .help(
            "call `.get()` after the `set`, or keep the old value under a name of its own with \
             `w.keep(..)`",
        )
}

/// The sets of a variable that came after it was read, and what is reached from each.
fn later_sets(graph: &Graph, info: &BindInfo) -> Vec<(Location, Reach)> {
    let BindKind::Read { var, seen, at } = info.kind else { return Vec::new() };
    let is_later = |it: &&Assign| it.bind == var && it.nth > seen;
    let follow = |edge: &Edge| jump(graph, edge).is_none_or(|made_at| made_at > at);
    let sets = graph.edges().filter_map(|(_, _, edge)| {
        let set = graph.assigns(edge).find(is_later)?;
        if !follow(edge) {
            return None;
        }
        Some((set.location, graph.reach(graph.goal(edge), &follow)))
    });
    sets.collect()
}

/// When the label was made to which an edge goes back.
fn jump(graph: &Graph, edge: &Edge) -> Option<usize> {
    let label = match edge.target? {
        Target::Label(label) => label,
        Target::Handler(handler) => match graph.handlers[handler].entry.target? {
            Target::Label(label) => label,
            Target::State(_) | Target::Handler(_) | Target::End => return None,
        },
        Target::State(_) | Target::End => return None,
    };
    Some(graph.labels[label].made_at)
}

/// Whether a state, or the Parallel or Map that it is inside of, is reached.
fn is_in(graph: &Graph, state: StateId, reach: &Reach) -> bool {
    reach.has(state)
        || graph.scopes[graph.states[state].scope]
            .owner
            .is_some_and(|owner| is_in(graph, owner, reach))
}
