//! W02: a state can never be reached.

use super::Mistake;
use crate::graph::{Graph, Location, Target};

const HELP: &str = "move the step before the end of the path, or into another branch";

/// A variable set, or a value kept, where the path has ended.
pub(crate) fn set_after_end(pass: &str, location: Location, ended: Option<Location>) -> Mistake {
    let mistake = Mistake::error(
        "W02",
        format!("\"{pass}\" can never be reached: the path before it has already ended"),
    )
    .at(location);
    with_end(mistake, ended)
}

fn with_end(mistake: Mistake, ended: Option<Location>) -> Mistake {
    match ended {
        Some(ended) => mistake.labelled("the path ends here", ended),
        None => mistake,
    }
    .help(HELP)
}

pub(super) fn check(acc: &mut Vec<Mistake>, graph: &Graph) {
    for (_, scope) in graph.scopes.iter() {
        let reached = graph.reach(scope.start, &|_| true);
        let lost = scope.states.iter().chain(&scope.late).filter(|it| !reached.has(**it));
        for state in lost.map(|it| &graph.states[*it]) {
            // What follows a lost state is lost for the same reason, which is told once.
            if state.cut.is_some() {
                let what = format!(
                    "state \"{}\" can never be reached: the path before it has already ended",
                    state.name
                );
                acc.push(with_end(Mistake::error("W02", what).at(state.location), state.cut));
            }
        }
    }
    for (id, handler) in graph.handlers.iter() {
        let used = graph.edges().any(|(_, _, edge)| edge.target == Some(Target::Handler(id)));
        let Some(Target::State(state)) = handler.entry.target else { continue };
        if !used {
            let state = &graph.states[state];
            let what = format!(
                "state \"{}\" can never be reached: no Catcher leads to its handler",
                state.name
            );
            acc.push(
                Mistake::error("W02", what)
                    .at(state.location)
                    .labelled("the handler is made here", handler.location)
                    .help("lead a Catcher to it with `.catch_to(..)`, or take it away"),
            );
        }
    }
}
