//! Which placeholders a definition needs.

use stepwright_json::Value;

use crate::graph::{Graph, Kind, State, StateId, Work};
use crate::placeholder::Placeholder;
use crate::text::{self, Source};

/// Every placeholder of a graph, in the order of the states.
pub(crate) fn placeholders(graph: &Graph) -> Vec<Placeholder> {
    let mut all = Vec::new();
    for (id, state) in graph.states.iter() {
        all.extend(of_kind(state));
        all.extend(of_expressions(graph, id, state));
    }
    for (_, scope) in graph.scopes.iter() {
        all.extend(scope.raw.iter().flat_map(|(raw, _)| written(&raw.to_value())));
    }
    let mut found: Vec<Placeholder> = Vec::new();
    for it in all {
        if !found.contains(&it) {
            found.push(it);
        }
    }
    found
}

fn of_kind(state: &State) -> Vec<Placeholder> {
    match &state.kind {
        Kind::Task(task) => match &task.work {
            Work::Target(target) => Placeholder::of(*target).into_iter().collect(),
            Work::Raw(resource) => written(&Value::from(resource.as_str())),
        },
        Kind::Raw(raw) => written(&raw.to_value()),
        _ => Vec::new(),
    }
}

fn of_expressions(graph: &Graph, id: StateId, state: &State) -> Vec<Placeholder> {
    let on_edges = state.edges.values().flat_map(|edge| {
        let assigned = graph.assigns(edge).filter_map(|it| match it.source {
            Source::Node(node) => Some(node),
            Source::Text(_) => None,
        });
        assigned.chain(edge.output)
    });
    let nodes = graph.nodes_of(id).into_iter().chain(on_edges);
    let names = nodes.flat_map(text::placeholders);
    names.map(|name| Placeholder { name, target: None }).collect()
}

/// Those that stand in JSON from elsewhere.
fn written(value: &Value) -> Vec<Placeholder> {
    match value {
        Value::String(text) => {
            let names = text.split("${").skip(1).filter_map(|rest| rest.split_once('}'));
            let is_name = |name: &&str| {
                !name.is_empty() && name.chars().all(|it| it.is_ascii_alphanumeric() || it == '_')
            };
            let names = names.map(|(name, _)| name).filter(is_name);
            names.map(|name| Placeholder { name: name.to_owned(), target: None }).collect()
        }
        Value::Array(items) => items.iter().flat_map(written).collect(),
        Value::Object(fields) => fields.values().flat_map(written).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) => Vec::new(),
    }
}
