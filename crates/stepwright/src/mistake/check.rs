//! The order in which a workflow is checked, and what the checks share.

use std::collections::{BTreeMap, BTreeSet};

use stepwright_asl as asl;

use super::{
    Mistake, empty, express, hidden, label, lambda_faults, limit, literal, loops, name,
    placeholder, raise, raw, stale, task, unreachable, unset, value,
};
use crate::graph::{Graph, Location, Meaning, Site};
use crate::node::{Bind, NodeRef};
use crate::text::{self, Source};

/// What the shape of the graph shows.
pub(crate) fn check(graph: &Graph) -> Vec<Mistake> {
    let mut acc = Vec::new();
    name::check(&mut acc, graph);
    unreachable::check(&mut acc, graph);
    acc.extend(graph.mistakes.iter().cloned());
    empty::check(&mut acc, graph);
    hidden::check(&mut acc, graph);
    raise::check(&mut acc, graph);
    limit::check(&mut acc, graph);
    label::check(&mut acc, graph);
    placeholder::check(&mut acc, graph);
    task::check(&mut acc, graph);
    express::check(&mut acc, graph);
    acc
}

/// What the flow of data shows.
pub(crate) fn check_data(
    graph: &Graph,
    kept: &BTreeSet<Bind>,
    names: &BTreeMap<Bind, String>,
) -> Vec<Mistake> {
    let mut acc = Vec::new();
    let uses = uses(graph, kept);
    literal::check(&mut acc, graph, &uses);
    value::check(&mut acc, graph, &uses);
    raw::check(&mut acc, graph, &uses);
    unset::check(&mut acc, graph, &uses, names);
    stale::check(&mut acc, graph, &uses, names);
    acc
}

/// What only the definition shows.
pub(crate) fn check_limits(graph: &Graph, machine: &asl::StateMachine) -> Vec<Mistake> {
    let mut acc = Vec::new();
    limit::check_size(&mut acc, graph, machine);
    raw::check_targets(&mut acc, graph, machine);
    acc
}

/// What may be meant.
pub(crate) fn warnings(graph: &Graph) -> Vec<Mistake> {
    let mut acc = Vec::new();
    loops::check(&mut acc, graph);
    lambda_faults::check(&mut acc, graph);
    acc
}

/// An expression of the definition: where it is evaluated, and the line that wrote it.
pub(super) struct Use {
    pub(super) site: Site,
    pub(super) node: NodeRef,
    pub(super) location: Location,
}

/// Every expression that is written into the definition.
fn uses(graph: &Graph, kept: &BTreeSet<Bind>) -> Vec<Use> {
    let written = graph.written().into_iter().map(|(site, node)| {
        let location = graph.states[site.state()].location;
        Use { site, node, location }
    });
    let assigned = graph.edges().flat_map(|(state, slot, edge)| {
        graph.assigns(edge).filter_map(move |it| match it.source {
            Source::Node(node) if kept.contains(&it.bind) => {
                Some(Use { site: Site::Edge(state, slot), node, location: it.location })
            }
            Source::Node(_) | Source::Text(_) => None,
        })
    });
    written.chain(assigned).collect()
}

/// Everything that an expression reads at a site, what it stands for included.
pub(super) fn handles(graph: &Graph, site: Site, node: NodeRef) -> Vec<Bind> {
    spelled_out(graph, site, node).into_iter().flat_map(text::reads).collect()
}

/// An expression, and those that are written in the place of what it reads.
pub(super) fn spelled_out(graph: &Graph, site: Site, node: NodeRef) -> Vec<NodeRef> {
    let mut found = vec![node];
    for handle in text::reads(node) {
        if let Meaning::Node(node) = graph.meaning(site, handle) {
            found.extend(spelled_out(graph, site, node));
        }
    }
    found
}
