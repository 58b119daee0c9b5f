//! W20: a Lambda task does not retry Lambda's own faults.

use super::Mistake;
use crate::callable::Target;
use crate::error::LambdaFaults;
use crate::graph::{Graph, Kind, State, Work};

pub(super) fn check(acc: &mut Vec<Mistake>, graph: &Graph) {
    for (_, state) in graph.states.iter() {
        let Kind::Task(task) = &state.kind else { continue };
        if !matches!(task.work, Work::Target(Target::Lambda(_))) || retries(state) {
            continue;
        }
        acc.push(
            Mistake::warning(
                "W20",
                format!("\"{}\" does not retry the faults of Lambda itself", state.name),
            )
            .at(state.location)
            .help("add `LambdaFaults` to what it retries: they are rare, and pass"),
        );
    }
}

fn retries(state: &State) -> bool {
    let mut names = state.retry.iter().flat_map(|it| &it.names);
    names.any(|it| {
        it == "States.ALL"
            || it == "States.TaskFailed"
            || LambdaFaults::NAMES.contains(&it.as_str())
    })
}
