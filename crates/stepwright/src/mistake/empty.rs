//! W07: a branch or iteration without states; a Parallel without branches, a Choice without rules.

use super::Mistake;
use crate::graph::{Graph, Kind, ScopeKind};

pub(super) fn check(acc: &mut Vec<Mistake>, graph: &Graph) {
    for (_, scope) in graph.scopes.iter() {
        if scope.start.is_some() || scope.raw.is_some() {
            continue;
        }
        let owner = scope.owner.map(|it| graph.states[it].name.as_str()).unwrap_or_default();
        let what = match scope.kind {
            ScopeKind::Main => "the workflow has no states".to_owned(),
            ScopeKind::Branch => format!("a branch of \"{owner}\" has no states"),
            ScopeKind::Iteration | ScopeKind::Distributed => {
                format!("the iteration of \"{owner}\" has no states")
            }
        };
        acc.push(
            Mistake::error("W07", what)
                .at(scope.location)
                .help("put a step into it: `pass(..)` hands on a value and does nothing else"),
        );
    }
    for (_, state) in graph.states.iter() {
        let (what, help) = match &state.kind {
            Kind::Parallel(branches) if branches.is_empty() => {
                ("has no branches", "add one with `.branch(..)`")
            }
            Kind::Choice(rules) if rules.is_empty() => {
                ("has no way but its default", "add one with `.when(..)`, or do without the Choice")
            }
            _ => continue,
        };
        acc.push(
            Mistake::error("W07", format!("\"{}\" {what}", state.name))
                .at(state.location)
                .help(help),
        );
    }
}
