//! W04: a value is read where not every path has set it.
//!
//! Definite assignment, over all edges: the variables that are set when a state is entered are
//! those that every way to it has set, back edges and Catchers included.

use std::collections::{BTreeMap, BTreeSet};

use super::Mistake;
use super::check::Use;
use crate::graph::{Edge, Graph, ScopeKind, StateId};
use crate::node::Bind;

pub(super) fn check(
    acc: &mut Vec<Mistake>,
    graph: &Graph,
    uses: &[Use],
    names: &BTreeMap<Bind, String>,
) {
    let set = Assigned::of(graph);
    let mut told = BTreeSet::new();
    for it in uses {
        let id = it.site.state();
        let state = &graph.states[id];
        for read in graph.variables(it.site, it.node) {
            let visible = graph.binds.get(&read.variable).is_some_and(|info| {
                // Another check tells of a value that cannot be seen at all.
                graph.sees(state.scope, info.scope)
            });
            if !visible || set.has(id, read.variable) || !told.insert((id, read.variable)) {
                continue;
            }
            let variable = names.get(&read.variable).map_or("", String::as_str);
            acc.push(
                Mistake::error(
                    "W04",
                    format!(
                        "\"{}\" reads `${variable}`, which is not set on every path that leads to \
                         it",
                        state.name
                    ),
                )
                .at(it.location)
                .help("set it before the branches part, or hand it back from every branch"),
            );
        }
    }
}

/// The variables that are set when a state is entered. Without an entry: no way leads there.
struct Assigned(BTreeMap<StateId, BTreeSet<Bind>>);

impl Assigned {
    fn of(graph: &Graph) -> Self {
        let mut assigned = Self(BTreeMap::new());
        // A scope comes after the one around it, so its owner's entry is known.
        for (_, scope) in graph.scopes.iter() {
            let Some(start) = scope.start else { continue };
            let around = match (scope.kind, scope.owner) {
                (ScopeKind::Branch | ScopeKind::Iteration, Some(owner)) => {
                    assigned.0.get(&owner).cloned().unwrap_or_default()
                }
                _ => BTreeSet::new(),
            };
            assigned.meet(start, around);
            let mut todo = vec![start];
            while let Some(state) = todo.pop() {
                todo.extend(assigned.leave(graph, state));
            }
        }
        assigned
    }

    /// Follows the ways out of a state. Gives back where that changes what is set.
    fn leave(&mut self, graph: &Graph, state: StateId) -> Vec<StateId> {
        let edges = graph.states[state].edges.values();
        let ways = edges.filter_map(|edge| Some((graph.goal(edge)?, edge)));
        ways.filter(|(goal, edge)| {
            let after = self.after(graph, state, edge);
            self.meet(*goal, after)
        })
        .map(|(goal, _)| goal)
        .collect()
    }

    /// What is set behind an edge.
    fn after(&self, graph: &Graph, state: StateId, edge: &Edge) -> BTreeSet<Bind> {
        let before = self.0.get(&state).into_iter().flatten().copied();
        before.chain(graph.assigns(edge).map(|it| it.bind)).collect()
    }

    /// One more way leads to a state. Whether that changes what is set there.
    fn meet(&mut self, state: StateId, set: BTreeSet<Bind>) -> bool {
        match self.0.get_mut(&state) {
            None => {
                self.0.insert(state, set);
                true
            }
            Some(known) => {
                let before = known.len();
                known.retain(|it| set.contains(it));
                known.len() != before
            }
        }
    }

    fn has(&self, state: StateId, bind: Bind) -> bool {
        self.0.get(&state).is_none_or(|set| set.contains(&bind))
    }
}
