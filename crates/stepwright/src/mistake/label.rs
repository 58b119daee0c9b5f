//! W11: a label that nothing follows.

use super::Mistake;
use crate::graph::Graph;

pub(super) fn check(acc: &mut Vec<Mistake>, graph: &Graph) {
    for (_, label) in graph.labels.iter().filter(|(_, it)| it.target.is_none()) {
        acc.push(
            Mistake::error("W11", "nothing follows a label".to_owned())
                .at(label.location)
                .help("a label marks the place of the next state: add a step after it"),
        );
    }
}
