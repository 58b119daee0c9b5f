//! W06: `go_to` or `catch_to` leaves its branch.

use super::Mistake;
use crate::flow::{Handler, Label};
use crate::graph::{Graph, Location, StateId};

const HELP: &str = "a transition stays among the states of one branch; hand back a value, or end \
                    the path, and go on from there outside";

pub(crate) fn go_to(graph: &Graph, label: &Label, location: Location) -> Mistake {
    let word = graph.scopes[label.scope].kind.word();
    Mistake::error("W06", format!("`go_to` leads to a label of another {word}"))
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
    let word = graph.scopes[handler.scope].kind.word();
    let name = &graph.states[state].name;
    Mistake::error("W06", format!("a Catcher of \"{name}\" leads to a handler of another {word}"))
        .labelled("caught here", location)
        .labelled("the handler is made here", graph.handlers[handler.id].location)
        .help("make a handler inside the branch, or catch the error at the Parallel or Map itself")
}
