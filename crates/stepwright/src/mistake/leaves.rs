//! W06: `go_to` or `catch_to` leaves its branch.

use super::Mistake;
use crate::flow::{Handler, Label};
use crate::graph::{Graph, Location, ScopeId, State, StateId};

const HELP: &str = "a transition stays among the states of one branch; hand back a value, or end \
                    the path, and go on from there outside";

pub(crate) fn go_to(graph: &Graph, label: &Label, from: ScopeId, location: Location) -> Mistake {
    Mistake::error("W06", format!("`go_to` {}", way(graph, from, label.scope)))
        .labelled("goes from here", location)
        .labelled("to the label made here", graph.labels[label.id].location)
        .help(HELP)
}

pub(crate) fn catch_to(
    graph: &Graph,
    state: StateId,
    handler: &Handler,
    location: Location,
) -> Mistake {
    let State { name, scope, .. } = &graph.states[state];
    let way = way(graph, *scope, handler.scope);
    Mistake::error("W06", format!("`catch_to` of \"{name}\" {way}"))
        .labelled("caught here", location)
        .labelled("to the handler made here", graph.handlers[handler.id].location)
        .help("make a handler inside the branch, or catch the error at the Parallel or Map itself")
}

/// How a transition leads from one scope to another.
fn way(graph: &Graph, from: ScopeId, to: ScopeId) -> String {
    let word = |scope: ScopeId| graph.scopes[scope].kind.word();
    if graph.chain(from).any(|it| it == to) {
        format!("leaves its {}", word(from))
    } else {
        format!("leads into another {}", word(to))
    }
}
