//! W03: a value leaves the branch or iteration that makes it.
//!
//! Rust's own scoping prevents it, unless the author goes out of the way with a captured variable.

use std::collections::BTreeSet;

use super::Mistake;
use super::check::{Use, handles};
use crate::graph::{BindInfo, BindKind, Graph, ScopeKind};

pub(super) fn check(acc: &mut Vec<Mistake>, graph: &Graph, uses: &[Use]) {
    let mut told = BTreeSet::new();
    for it in uses {
        let state = it.site.state();
        for handle in handles(graph, it.site, it.node) {
            let info = graph.binds.get(&handle);
            let seen = info.is_some_and(|info| graph.sees(graph.states[state].scope, info.scope));
            if !seen && told.insert((state, handle)) {
                acc.push(mistake(graph, info, it));
            }
        }
    }
}

fn mistake(graph: &Graph, info: Option<&BindInfo>, it: &Use) -> Mistake {
    let state = &graph.states[it.site.state()];
    let name = &state.name;
    let Some(info) = info else {
        return Mistake::error("W03", format!("a value of another workflow is used in \"{name}\""))
            .at(it.location)
            .help("a value belongs to the workflow whose function makes it; make it here too");
    };
    let what = &info.what;
    let inside = graph.chain(state.scope).any(|it| it == info.scope);
    let (message, help) = if inside {
        // The only border between the two is one that nothing crosses.
        (
            format!(
                "{what} is used in \"{name}\", inside a Distributed Map, whose child executions \
                 see nothing from outside"
            ),
            "give it to `distributed_map` as what is shared",
        )
    } else {
        let word = graph.scopes[info.scope].kind.word();
        (
            format!("{what} is used in \"{name}\", outside the {word} that makes it"),
            "hand it back as the value of the branch: only that leaves a Parallel branch or a Map \
             iteration",
        )
    };
    let made = match (&info.kind, graph.scopes[info.scope].kind) {
        (BindKind::Input, ScopeKind::Main) => "given here",
        _ => "made here",
    };
    Mistake::error("W03", message)
        .labelled(made, info.location)
        .labelled("used here", it.location)
        .help(help)
}
