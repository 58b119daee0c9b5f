//! W18: a Task has something that its kind does not have.

use super::Mistake;
use crate::callable::Target;
use crate::graph::{Graph, Input, Kind, ScopeKind, State, TaskSpec, Work};
use crate::text;

pub(super) fn check(acc: &mut Vec<Mistake>, graph: &Graph) {
    for (_, state) in graph.states.iter() {
        if let Kind::Task(task) = &state.kind {
            check_task(acc, state, task);
            if in_express(graph, state) {
                check_express(acc, state, task);
            }
        }
    }
}

fn check_task(acc: &mut Vec<Mistake>, state: &State, task: &TaskSpec) {
    let activity = matches!(task.work, Work::Target(Target::Activity(_)));
    if let Some(token) = task.token {
        let read = match task.input {
            Input::Nothing => false,
            Input::Value(node) => text::reads(node).contains(&token),
        };
        if activity {
            acc.push(mistake(
                state,
                "is an activity, and asks for a task token",
                "whoever does an activity's work gets a token with it: use `.input(..)`",
            ));
        } else if !read {
            acc.push(mistake(
                state,
                "waits for an answer to a token that nobody is given",
                "put the token into the input: whoever answers has to know it",
            ));
        }
    }
    if activity && task.credentials.is_some() {
        acc.push(mistake(
            state,
            "is an activity, and has credentials",
            "an activity is polled for, not called: take `.credentials(..)` away",
        ));
    }
}

/// "Express state machine does not support …": as AWS says on creation.
fn check_express(acc: &mut Vec<Mistake>, state: &State, task: &TaskSpec) {
    let what = match &task.work {
        _ if task.token.is_some() => "waits for a callback",
        Work::Target(Target::Activity(_)) => "is an activity",
        Work::Target(Target::Machine(_)) => "waits for another execution",
        Work::Target(Target::Lambda(_) | Target::Service(_)) | Work::Raw(_) => return,
    };
    acc.push(mistake(
        state,
        &format!("{what}, which an Express execution cannot"),
        "take `.express()` away from the Distributed Map around it",
    ));
}

fn in_express(graph: &Graph, state: &State) -> bool {
    graph.chain(state.scope).any(|scope| {
        let scope = &graph.scopes[scope];
        let owner = scope.owner.map(|it| &graph.states[it].kind);
        let Some(Kind::Map(map)) = owner else { return false };
        scope.kind == ScopeKind::Distributed
            && map.distributed.as_ref().is_some_and(|it| it.express)
    })
}

fn mistake(state: &State, what: &str, help: &str) -> Mistake {
    Mistake::error("W18", format!("\"{}\" {what}", state.name)).at(state.location).help(help)
}
