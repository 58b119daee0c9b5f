//! W19: a literal has no JSON form.

use super::Mistake;
use super::check::{Use, spelled_out};
use crate::graph::Graph;
use crate::text;

pub(super) fn check(acc: &mut Vec<Mistake>, graph: &Graph, uses: &[Use]) {
    for it in uses {
        let mut nodes = spelled_out(graph, it.site, it.node).into_iter();
        let Some(why) = nodes.find_map(text::invalid) else { continue };
        let state = &graph.states[it.site.state()].name;
        acc.push(
            Mistake::error(
                "W19",
                format!("\"{state}\" is given a value without a JSON form: {why}"),
            )
            .at(it.location)
            .help("the keys of a map must be texts, and numbers finite"),
        );
    }
}
