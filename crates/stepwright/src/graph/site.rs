//! [`Site`]: a place where an expression is evaluated, and what a bind is there.

use super::{BindKind, Edge, Graph, Input, Items, Kind, Slot, StateId};
use crate::node::{Bind, NodeRef};
use crate::text::{self, Source};

/// A place where expressions are evaluated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Site {
    /// In the state, before its work.
    State(StateId),
    /// On a way out of it.
    Edge(StateId, Slot),
}

impl Site {
    /// The state.
    pub(crate) fn state(self) -> StateId {
        let (Self::State(state) | Self::Edge(state, _)) = self;
        state
    }
}

/// What a bind is at a site.
#[derive(Debug, Clone)]
pub(crate) enum Meaning {
    /// This text, whatever variables there are.
    Text(String),
    /// Another expression: it is being assigned here.
    Node(NodeRef),
    /// The variable of this bind.
    Variable(Bind),
    /// Nothing: it belongs to another workflow.
    Unknown,
}

/// A variable that is read: as itself, or as it was at some point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Read {
    pub(crate) variable: Bind,
    /// The bind that the author's handle has.
    pub(crate) handle: Bind,
}

impl Graph {
    /// What a bind is at a site.
    ///
    /// "On the very edge that assigns it" a bind is what it is assigned, since `Assign` and
    /// `Output` are evaluated with the values from before the state.
    pub(crate) fn meaning(&self, site: Site, bind: Bind) -> Meaning {
        let Some(info) = self.binds.get(&bind) else { return Meaning::Unknown };
        match &info.kind {
            BindKind::Input if self.input_is_of(site.state(), info.scope) => {
                Meaning::Text("$states.input".to_owned())
            }
            BindKind::Input => Meaning::Text("$states.context.Execution.Input".to_owned()),
            BindKind::Given(text) if self.input_is_of(site.state(), info.scope) => {
                Meaning::Text(text.clone())
            }
            BindKind::Token(_) => Meaning::Text("$states.context.Task.Token".to_owned()),
            BindKind::Nothing => Meaning::Text("$states.result".to_owned()),
            BindKind::Read { var, seen, .. } => self.assigned(site, *var, *seen),
            BindKind::Given(_) | BindKind::Value | BindKind::Var { .. } => {
                self.assigned(site, bind, usize::MAX)
            }
        }
    }

    fn assigned(&self, site: Site, bind: Bind, seen: usize) -> Meaning {
        let edge = match site {
            Site::State(_) => None,
            Site::Edge(state, slot) => self.states[state].edges.get(&slot),
        };
        let assigned = edge.and_then(|edge| {
            self.assigns(edge).filter(|it| it.bind == bind && it.nth <= seen).last()
        });
        match assigned.map(|it| &it.source) {
            Some(Source::Text(text)) => Meaning::Text(text.clone()),
            Some(Source::Node(node)) => Meaning::Node(*node),
            None => Meaning::Variable(bind),
        }
    }

    /// The variables that an expression reads at a site.
    pub(crate) fn variables(&self, site: Site, node: NodeRef) -> Vec<Read> {
        let mut found = Vec::new();
        for handle in text::reads(node) {
            match self.meaning(site, handle) {
                Meaning::Variable(variable) => found.push(Read { variable, handle }),
                Meaning::Node(node) => found.extend(self.variables(site, node)),
                Meaning::Text(_) | Meaning::Unknown => {}
            }
        }
        found
    }

    /// The expressions of a state itself, in the order of its fields.
    pub(crate) fn nodes_of(&self, state: StateId) -> Vec<NodeRef> {
        match &self.states[state].kind {
            Kind::Task(task) => {
                let input = match task.input {
                    Input::Nothing => None,
                    Input::Value(node) => Some(node),
                };
                let rest = [task.credentials, task.timeout, task.heartbeat];
                input.into_iter().chain(rest.into_iter().flatten()).collect()
            }
            Kind::Choice(conditions) => conditions.clone(),
            Kind::WaitFor(node) | Kind::WaitUntil(node) => vec![*node],
            Kind::Succeed(output) => output.iter().copied().collect(),
            Kind::Fail { error, cause } => vec![*error, *cause],
            Kind::Map(map) => {
                let mut nodes = Vec::new();
                match &map.items {
                    Items::List(items) => nodes.push(*items),
                    Items::Reader { arguments, config, .. } => {
                        nodes.push(*arguments);
                        nodes.extend(config.max_items);
                    }
                }
                nodes.extend(map.max_concurrency);
                if let Some(it) = &map.distributed {
                    nodes.extend(it.shared);
                    let batch = it.batch.iter().flat_map(|it| [it.max_items, it.max_bytes]);
                    nodes.extend(batch.flatten());
                    nodes.extend([it.tolerated_count, it.tolerated_percentage].iter().flatten());
                    nodes.extend(it.results.iter().map(|it| it.arguments));
                }
                nodes
            }
            Kind::Pass | Kind::Parallel(_) | Kind::Raw(_) => Vec::new(),
        }
    }

    /// Every expression of the definition with its site, as far as it is always written: what is
    /// assigned is left out.
    pub(crate) fn written(&self) -> Vec<(Site, NodeRef)> {
        let mut found = Vec::new();
        for (id, state) in self.states.iter() {
            found.extend(self.nodes_of(id).into_iter().map(|node| (Site::State(id), node)));
            for (slot, Edge { output, .. }) in &state.edges {
                found.extend(output.map(|node| (Site::Edge(id, *slot), node)));
            }
        }
        found
    }
}
