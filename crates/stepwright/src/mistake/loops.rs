//! W12: a loop without a Wait, a Task or a counter.

use std::collections::BTreeSet;

use super::Mistake;
use crate::graph::{BindKind, Graph, Kind, StateId};

pub(super) fn check(acc: &mut Vec<Mistake>, graph: &Graph) {
    let mut seen = BTreeSet::new();
    for id in graph.states.ids() {
        let round = round(graph, id);
        if round.is_empty() || !seen.insert(round.clone()) {
            continue;
        }
        let works = round.iter().any(|it| takes_time(graph, *it));
        if works || counts(graph, &round) {
            continue;
        }
        let state = &graph.states[id];
        acc.push(
            Mistake::warning(
                "W12",
                format!("the loop through \"{}\" has no Wait, no Task and no counter", state.name),
            )
            .at(state.location)
            .help(
                "it ends only with the history's 25,000 events: wait in it, or count its rounds \
                 with `w.var(..)` and `w.set(..)`",
            ),
        );
    }
}

/// The states that are in a loop with this one.
fn round(graph: &Graph, id: StateId) -> BTreeSet<StateId> {
    let next = graph.states[id].edges.values().filter_map(|it| graph.goal(it));
    let ahead = graph.reach(next, &|_| true);
    if !ahead.has(id) {
        return BTreeSet::new();
    }
    let leads_back = |it: &StateId| ahead.has(*it) && graph.reach([*it], &|_| true).has(id);
    graph.states_of(graph.states[id].scope).filter(leads_back).collect()
}

fn takes_time(graph: &Graph, id: StateId) -> bool {
    let is_work = |it: StateId| {
        matches!(
            graph.states[it].kind,
            Kind::Task(_) | Kind::WaitFor(_) | Kind::WaitUntil(_) | Kind::Raw(_)
        )
    };
    is_work(id) || graph.all_inside(id).into_iter().any(is_work)
}

fn counts(graph: &Graph, round: &BTreeSet<StateId>) -> bool {
    graph.edges().any(|(from, _, edge)| {
        let inside =
            round.contains(&from) && graph.goal(edge).is_some_and(|it| round.contains(&it));
        inside
            && graph.assigns(edge).any(|it| {
                let info = graph.binds.get(&it.bind);
                info.is_some_and(|info| matches!(info.kind, BindKind::Var { .. }))
            })
    })
}
