//! Which values become variables: only those that some state reads as `$name`.

use std::collections::BTreeSet;

use crate::graph::{Graph, Site};
use crate::node::{Bind, NodeRef};
use crate::text::Source;

/// The binds that are read as variables: from what is always written, and from what is assigned to
/// those that are kept, until no more are found.
pub(crate) fn kept(graph: &Graph) -> BTreeSet<Bind> {
    let mut kept = BTreeSet::new();
    let mut todo: Vec<(Site, NodeRef)> = graph.written();
    while let Some((site, node)) = todo.pop() {
        for read in graph.variables(site, node) {
            if !kept.insert(read.variable) {
                continue;
            }
            todo.extend(assigned(graph, read.variable));
        }
    }
    kept
}

/// What a bind is assigned, wherever that is.
fn assigned(graph: &Graph, bind: Bind) -> impl Iterator<Item = (Site, NodeRef)> {
    graph.edges().flat_map(move |(state, slot, edge)| {
        graph.assigns(edge).filter(move |it| it.bind == bind).filter_map(move |it| {
            match it.source {
                Source::Node(node) => Some((Site::Edge(state, slot), node)),
                Source::Text(_) => None,
            }
        })
    })
}
