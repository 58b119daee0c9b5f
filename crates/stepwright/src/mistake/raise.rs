//! W09: a Parallel or Map retries or catches an error that nothing inside can raise.

use std::collections::BTreeSet;

use super::Mistake;
use crate::callable::Target;
use crate::graph::{Graph, Kind, Location, State, StateId, TaskSpec, Work};
use crate::node::Node;

pub(super) fn check(acc: &mut Vec<Mistake>, graph: &Graph) {
    for (id, state) in graph.states.iter() {
        let distributed = match &state.kind {
            Kind::Parallel(_) => false,
            Kind::Map(map) => map.distributed.is_some(),
            _ => continue,
        };
        let raised = if distributed { Raised::default() } else { Raised::inside(graph, id) };
        let retriers = state.retry.iter().map(|it| ("retries", &it.names, it.location));
        let catchers = state.catches.iter().map(|it| ("catches", &it.names, it.location));
        for (verb, names, location) in retriers.chain(catchers) {
            for name in names.iter().filter(|it| !raised.has(it)) {
                acc.push(mistake(state, verb, name, distributed, location));
            }
        }
    }
}

fn mistake(
    state: &State,
    verb: &str,
    name: &str,
    distributed: bool,
    location: Location,
) -> Mistake {
    let (why, help) = if distributed {
        (
            "which a Distributed Map never fails with",
            "when items fail it fails with `States::ExceedToleratedFailureThreshold`, whatever \
             their error was",
        )
    } else {
        ("which nothing inside can raise", "name an error of a step inside, or one of `States::..`")
    };
    Mistake::error("W09", format!("\"{}\" {verb} \"{name}\", {why}", state.name))
        .at(location)
        .help(help)
}

/// The errors that can come out of a Parallel or Map.
#[derive(Default)]
struct Raised {
    names: BTreeSet<String>,
    /// Beginnings of names that a service gives its errors.
    prefixes: BTreeSet<&'static str>,
    /// Something inside may raise whatever it likes.
    anything: bool,
}

impl Raised {
    fn inside(graph: &Graph, id: StateId) -> Self {
        let mut raised = Self::default();
        for state in graph.all_inside(id) {
            match &graph.states[state].kind {
                Kind::Task(task) => raised.task(task),
                Kind::Fail { error, .. } => match error.get() {
                    Node::Literal(value) => raised.names.extend(value.as_str().map(str::to_owned)),
                    _ => raised.anything = true,
                },
                Kind::Raw(_) => raised.anything = true,
                _ => {}
            }
        }
        let mut scopes = graph.scopes.iter();
        let is_inside = |scope| graph.chain(scope).any(|it| graph.scopes[it].owner == Some(id));
        raised.anything |= scopes.any(|(scope, it)| it.raw.is_some() && is_inside(scope));
        raised
    }

    fn task(&mut self, task: &TaskSpec) {
        let names = task.errors.unwrap_or_default();
        self.names.extend(names.iter().map(|&it| it.to_owned()));
        match &task.work {
            Work::Target(Target::Lambda(_)) => self.prefixes.extend(["Lambda.", "Sandbox."]),
            // A nested execution's failure is `States.TaskFailed`.
            Work::Target(Target::Machine(_)) => return,
            Work::Target(Target::Service(_) | Target::Activity(_)) | Work::Raw(_) => {}
        }
        // Nothing is known of the errors of what names none.
        self.anything |= names.is_empty();
    }

    fn has(&self, name: &str) -> bool {
        self.anything
            || name.starts_with("States.")
            || self.names.contains(name)
            || self.prefixes.iter().any(|it| name.starts_with(it))
    }
}
