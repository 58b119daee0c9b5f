//! W18: a Task has something that its kind does not have.

use super::Mistake;
use crate::callable::Target;
use crate::graph::{Graph, Input, Kind, State, TaskSpec, Work};
use crate::text;

pub(super) fn check(acc: &mut Vec<Mistake>, graph: &Graph) {
    for (_, state) in graph.states.iter() {
        if let Kind::Task(task) = &state.kind {
            check_task(acc, state, task);
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

fn mistake(state: &State, what: &str, help: &str) -> Mistake {
    Mistake::error("W18", format!("\"{}\" {what}", state.name)).at(state.location).help(help)
}
