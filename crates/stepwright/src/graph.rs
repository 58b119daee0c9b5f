//! What a workflow's function leaves behind: states, the edges between them, and the values that
//! travel along the edges. A record, not yet a definition: the lowering reads it.
//!
//! Owns the record and the questions that its shape answers (where an edge leads, what is a state's
//! input). Knows nothing of JSON, of variable names, or of what is wrong with it.

mod arena;
mod bind;
mod edge;
mod finish;
mod impure;
mod reach;
mod scope;
mod site;
mod state;

use std::collections::BTreeMap;

pub(crate) use self::arena::{Arena, Id};
pub(crate) use self::bind::{BindInfo, BindKind, Binds, VarName};
pub(crate) use self::edge::{Assign, Edge, Open, Slot, Target};
pub(crate) use self::reach::Reach;
pub(crate) use self::scope::{HandlerInfo, HandsBack, LabelInfo, Scope, ScopeKind};
pub(crate) use self::site::{Meaning, Site};
pub(crate) use self::state::{
    Batch, Catch, Distributed, Input, Items, Kind, MapSpec, Name, Reader, Results, Retry, State,
    TaskSpec, Tweak, Work,
};
use crate::mistake::Mistake;
use crate::node::Bind;

pub(crate) type StateId = Id<State>;
pub(crate) type ScopeId = Id<Scope>;
pub(crate) type LabelId = Id<LabelInfo>;
pub(crate) type HandlerId = Id<HandlerInfo>;

/// A place in the author's source.
pub(crate) type Location = &'static std::panic::Location<'static>;

/// Everything a workflow's function has recorded.
#[derive(Debug, Clone, Default)]
pub(crate) struct Graph {
    pub(crate) states: Arena<State>,
    pub(crate) scopes: Arena<Scope>,
    pub(crate) labels: Arena<LabelInfo>,
    pub(crate) handlers: Arena<HandlerInfo>,
    /// Filled by [`Graph::finish`] from the table that was shared while recording.
    pub(crate) binds: BTreeMap<Bind, BindInfo>,
    /// Those that only the recording can see.
    pub(crate) mistakes: Vec<Mistake>,
}

impl Graph {
    /// The edge of a state; made on first use.
    pub(crate) fn edge_mut(&mut self, state: StateId, slot: Slot) -> &mut Edge {
        self.states[state].edges.entry(slot).or_default()
    }

    /// Where an edge leads: to a state, or `None` for the end of its scope.
    pub(crate) fn goal(&self, edge: &Edge) -> Option<StateId> {
        self.goal_of(edge.target?)
    }

    fn goal_of(&self, target: Target) -> Option<StateId> {
        match target {
            Target::State(state) => Some(state),
            Target::Label(label) => self.labels[label].target,
            // A handler's way in leads to a state or a label, never to another handler.
            Target::Handler(handler) => match self.handlers[handler].entry.target? {
                Target::State(state) => Some(state),
                Target::Label(label) => self.labels[label].target,
                Target::Handler(_) | Target::End => None,
            },
            Target::End => None,
        }
    }

    /// Whether nothing comes after an edge that could read a variable.
    pub(crate) fn is_end(&self, edge: &Edge) -> bool {
        self.goal(edge).is_none_or(|state| matches!(self.states[state].kind, Kind::Succeed(None)))
    }

    /// What an edge assigns, a shared handler's own first steps included.
    pub(crate) fn assigns<'g>(&'g self, edge: &'g Edge) -> impl Iterator<Item = &'g Assign> {
        let shared: &[Assign] = match edge.target {
            Some(Target::Handler(handler)) => &self.handlers[handler].entry.assigns,
            _ => &[],
        };
        edge.assigns.iter().chain(shared)
    }

    /// Every edge, by state and slot.
    pub(crate) fn edges(&self) -> impl Iterator<Item = (StateId, Slot, &Edge)> {
        self.states
            .iter()
            .flat_map(|(id, state)| state.edges.iter().map(move |(slot, edge)| (id, *slot, edge)))
    }

    /// Whether some edge leads back (or across) to a state from elsewhere than its start: then the
    /// state's input is not only what its scope was given.
    pub(crate) fn is_jumped_to(&self, state: StateId) -> bool {
        self.edges().any(|(_, _, edge)| self.goal(edge) == Some(state))
    }

    /// Whether `$states.input` at `state` is what `scope` was given: at its start, and at the start
    /// of a Parallel's branches where the Parallel is the start.
    pub(crate) fn input_is_of(&self, state: StateId, scope: ScopeId) -> bool {
        let own = self.states[state].scope;
        if self.scopes[own].start != Some(state) || self.is_jumped_to(state) {
            return false;
        }
        if own == scope {
            return true;
        }
        match (self.scopes[own].kind, self.scopes[own].owner) {
            (ScopeKind::Branch, Some(owner)) => self.input_is_of(owner, scope),
            _ => false,
        }
    }

    /// A scope and those around it, from the inside out.
    pub(crate) fn chain(&self, scope: ScopeId) -> impl Iterator<Item = ScopeId> {
        std::iter::successors(Some(scope), |it| self.scopes[*it].parent)
    }

    /// Whether what is made in `outer` can be read in `inner`: an iteration of a Distributed Map
    /// sees nothing from outside.
    pub(crate) fn sees(&self, inner: ScopeId, outer: ScopeId) -> bool {
        for scope in self.chain(inner) {
            if scope == outer {
                return true;
            }
            if self.scopes[scope].kind == ScopeKind::Distributed {
                return false;
            }
        }
        false
    }

    /// The states of a scope, in the order of the definition.
    pub(crate) fn states_of(&self, scope: ScopeId) -> impl Iterator<Item = StateId> {
        let scope = &self.scopes[scope];
        scope.states.iter().chain(&scope.late).copied()
    }

    /// The scopes directly inside a state: a Parallel's branches, a Map's iteration.
    pub(crate) fn inside(&self, state: StateId) -> Vec<ScopeId> {
        match &self.states[state].kind {
            Kind::Parallel(branches) => branches.clone(),
            Kind::Map(map) => vec![map.iteration],
            _ => Vec::new(),
        }
    }

    /// The states of the scopes inside a state, at any depth.
    pub(crate) fn all_inside(&self, state: StateId) -> Vec<StateId> {
        let mut found = Vec::new();
        let mut todo = self.inside(state);
        while let Some(scope) = todo.pop() {
            for inner in self.states_of(scope) {
                found.push(inner);
                todo.extend(self.inside(inner));
            }
        }
        found
    }
}
