//! W17: a raw state or branch cannot be part of the flow as it is.

use std::collections::BTreeSet;

use stepwright_asl as asl;

use super::Mistake;
use super::check::{Use, handles};
use crate::graph::{BindKind, Graph, Kind, Location};

pub(crate) fn not_alone(location: Location) -> Mistake {
    Mistake::error("W17", "a raw branch is not the whole of its branch".to_owned())
        .at(location)
        .help(
            "a raw branch is a definition of its own: put it alone into a branch, or an iteration",
        )
}

pub(crate) fn json_path(location: Location) -> Mistake {
    Mistake::error("W17", "a raw branch speaks JSONPath inside a workflow".to_owned())
        .at(location)
        .help("a workflow speaks JSONata throughout: translate it, or call it as a machine of its own")
}

pub(crate) fn other_value(location: Location) -> Mistake {
    Mistake::error("W17", "a raw branch is given another value than its own".to_owned())
        .at(location)
        .help("what a raw branch hands back is its own output: hand on what its `.run(w)` gave")
}

pub(crate) fn unwirable(name: &str, location: Location) -> Mistake {
    Mistake::error("W17", format!("\"{name}\" has no one way out that a flow could go on from"))
        .at(location)
        .help("write a Choice with `choice(..)`; its conditions may be `Expr::jsonata(..)`")
}

/// What is read has no result.
pub(super) fn check(acc: &mut Vec<Mistake>, graph: &Graph, uses: &[Use]) {
    // Where a raw branch is not what it should be, that is told already.
    if graph.mistakes.iter().any(|it| it.code() == "W17") {
        return;
    }
    let mut told = BTreeSet::new();
    for it in uses {
        let state = it.site.state();
        for handle in handles(graph, it.site, it.node) {
            let Some(info) = graph.binds.get(&handle) else { continue };
            if info.kind != BindKind::Nothing || !told.insert((state, handle)) {
                continue;
            }
            let (name, what) = (&graph.states[state].name, &info.what);
            acc.push(
                Mistake::error("W17", format!("\"{name}\" reads {what}, which has no result"))
                    .labelled("made here", info.location)
                    .labelled("read here", it.location)
                    .help("only a Task, a Parallel and a Map have one"),
            );
        }
    }
}

/// A transition that only a raw part or a tweak can have written names a state that is not there.
pub(super) fn check_targets(acc: &mut Vec<Mistake>, graph: &Graph, machine: &asl::StateMachine) {
    let by_hand =
        graph.states.iter().any(|(_, it)| it.tweak.is_some() || matches!(it.kind, Kind::Raw(_)));
    if !by_hand && graph.scopes.iter().all(|(_, it)| it.raw.is_none()) {
        return;
    }
    let dangling = machine.validate().into_iter().filter(|it| {
        let field = it.at.last();
        it.code == asl::code::MISSING_TRANSITION_TARGET
            && matches!(field.as_deref(), Some("Next" | "Default" | "StartAt"))
    });
    for asl::Problem { at, message, .. } in dangling {
        let tokens: Vec<_> = at.tokens().collect();
        // The innermost state around it that was written in Rust.
        let state = tokens.iter().rev().find_map(|token| {
            graph.states.iter().map(|(_, it)| it).find(|it| it.name.as_str() == token)
        });
        let what = format!("a raw part leads nowhere: {message}, at {at}");
        let mut mistake = Mistake::error("W17", what)
            .help("name a state that stands beside it, or leave the way out to the flow");
        if let Some(state) = state {
            mistake = mistake.at(state.location);
        }
        acc.push(mistake);
    }
}
