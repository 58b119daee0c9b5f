//! [`Edge`]: one way out of a state, and what travels along it.

use super::{HandlerId, LabelId, Location, ScopeId, StateId};
use crate::node::{Bind, NodeRef};
use crate::text::Source;

/// Which way out of a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Slot {
    /// After the state's work.
    Next,
    /// A Choice's rule, by number.
    Rule(usize),
    /// A Choice's default.
    Default,
    /// A Catcher, by number.
    Catch(usize),
}

/// One way out of a state.
#[derive(Debug, Clone, Default)]
pub(crate) struct Edge {
    /// Where it leads. `None` until the next state is added.
    pub(crate) target: Option<Target>,
    /// What is set on the way, in order.
    pub(crate) assigns: Vec<Assign>,
    /// What the scope hands back, where the edge is its end.
    pub(crate) output: Option<NodeRef>,
}

/// Where an edge leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    /// To the state that was added next.
    State(StateId),
    /// Back to a marked place.
    Label(LabelId),
    /// Into a handler that catchers share.
    Handler(HandlerId),
    /// Out of the scope.
    End,
}

/// A bind is set to a value.
#[derive(Debug, Clone)]
pub(crate) struct Assign {
    pub(crate) bind: Bind,
    pub(crate) source: Source,
    /// For a variable: which of its sets this is, from 1.
    pub(crate) nth: usize,
    pub(crate) location: Location,
}

/// An edge that waits for the next state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Open {
    /// The way into a scope.
    Start(ScopeId),
    /// A way out of a state.
    Of(StateId, Slot),
    /// The way into a handler.
    Handler(HandlerId),
}
