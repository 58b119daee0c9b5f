//! [`Scope`]: a list of states with a start of its own: the machine, a branch, an iteration.

use std::any::TypeId;

use stepwright_asl as asl;

use super::{Edge, Location, ScopeId, StateId};
use crate::node::Bind;

/// One `States` object of the definition.
#[derive(Debug, Clone)]
pub(crate) struct Scope {
    pub(crate) kind: ScopeKind,
    pub(crate) parent: Option<ScopeId>,
    /// The Parallel or Map that it belongs to.
    pub(crate) owner: Option<StateId>,
    pub(crate) location: Location,
    pub(crate) start: Option<StateId>,
    /// In the order in which they were added.
    pub(crate) states: Vec<StateId>,
    /// The states of handlers, which are written after the main path.
    pub(crate) late: Vec<StateId>,
    /// A definition from elsewhere that is the whole of this scope, and what stands for its output.
    pub(crate) raw: Option<(asl::StateMachine, Bind)>,
    /// The Rust type of what it hands back.
    pub(crate) hands_back: HandsBack,
}

/// The Rust type of what a scope hands back.
#[derive(Debug, Clone, Copy)]
pub(crate) struct HandsBack {
    pub(crate) id: TypeId,
    pub(crate) name: &'static str,
    pub(crate) is_unit: bool,
}

impl Scope {
    /// A scope without states.
    pub(crate) fn new<T: 'static>(
        kind: ScopeKind,
        parent: Option<ScopeId>,
        location: Location,
    ) -> Self {
        let id = TypeId::of::<T>();
        let is_unit = id == TypeId::of::<()>();
        Self {
            kind,
            parent,
            owner: None,
            location,
            start: None,
            states: Vec::new(),
            late: Vec::new(),
            raw: None,
            hands_back: HandsBack { id, name: std::any::type_name::<T>(), is_unit },
        }
    }
}

/// What kind of scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ScopeKind {
    /// The machine itself.
    Main,
    /// A branch of a Parallel.
    Branch,
    /// An iteration of a Map, which sees the variables around it.
    Iteration,
    /// An iteration of a Distributed Map, which does not.
    Distributed,
}

impl ScopeKind {
    /// How messages speak of it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Main => "workflow",
            Self::Branch => "branch",
            Self::Iteration | Self::Distributed => "iteration",
        }
    }
}

/// A marked place.
#[derive(Debug, Clone)]
pub(crate) struct LabelInfo {
    pub(crate) location: Location,
    pub(crate) target: Option<StateId>,
    /// When it was made: a jump to here does not read again what was read before.
    pub(crate) made_at: usize,
}

/// States that several catchers share.
#[derive(Debug, Clone)]
pub(crate) struct HandlerInfo {
    pub(crate) location: Location,
    /// The way in: what it assigns, each catcher assigns.
    pub(crate) entry: Edge,
    /// The caught error.
    pub(crate) error: Bind,
}
