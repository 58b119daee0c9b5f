//! [`Reach`]: which states can be reached.

use std::collections::BTreeSet;

use super::{Graph, StateId};

/// The states that can be reached from somewhere.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reach(BTreeSet<StateId>);

impl Reach {
    /// Whether a state can be reached.
    pub(crate) fn has(&self, state: StateId) -> bool {
        self.0.contains(&state)
    }
}

impl Graph {
    /// What can be reached from some states, themselves included, by the edges that `follow` lets
    /// pass.
    pub(crate) fn reach(
        &self,
        from: impl IntoIterator<Item = StateId>,
        follow: &dyn Fn(&super::Edge) -> bool,
    ) -> Reach {
        let mut found = BTreeSet::new();
        let mut todo = from.into_iter().collect::<Vec<_>>();
        while let Some(state) = todo.pop() {
            if !found.insert(state) {
                continue;
            }
            let edges = self.states[state].edges.values().filter(|edge| follow(edge));
            todo.extend(edges.filter_map(|edge| self.goal(edge)));
        }
        Reach(found)
    }
}
