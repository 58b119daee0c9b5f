//! [`Binds`]: what is known of the values that states make and that scopes are given.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use super::{Location, ScopeId, StateId};
use crate::node::Bind;

/// The table of a workflow's binds. Shared with its `Var`s while it is recorded, since `Var::get`
/// makes a bind and has no flow at hand.
#[derive(Debug, Clone, Default)]
pub(crate) struct Binds(Rc<Table>);

#[derive(Debug, Default)]
struct Table {
    binds: RefCell<BTreeMap<Bind, BindInfo>>,
    clock: Cell<usize>,
}

impl Binds {
    /// A new bind.
    pub(crate) fn add(&self, info: BindInfo) -> Bind {
        let bind = Bind::new();
        self.insert(bind, info);
        bind
    }

    /// Says what a bind is that was made before it was known.
    pub(crate) fn insert(&self, bind: Bind, info: BindInfo) {
        self.0.binds.borrow_mut().insert(bind, info);
    }

    /// Looks at a bind, or changes it.
    pub(crate) fn with<R>(&self, bind: Bind, f: impl FnOnce(&mut BindInfo) -> R) -> Option<R> {
        self.0.binds.borrow_mut().get_mut(&bind).map(f)
    }

    /// A moment later than all before.
    pub(crate) fn now(&self) -> usize {
        self.0.clock.set(self.0.clock.get() + 1);
        self.0.clock.get()
    }

    /// The whole table as it stands.
    pub(crate) fn all(&self) -> BTreeMap<Bind, BindInfo> {
        self.0.binds.borrow().clone()
    }
}

/// What is known of a bind.
#[derive(Debug, Clone)]
pub(crate) struct BindInfo {
    pub(crate) kind: BindKind,
    /// Where it can be read: in this scope and those inside.
    pub(crate) scope: ScopeId,
    /// The source line that makes it.
    pub(crate) location: Location,
    /// What its variable is called, if it becomes one.
    pub(crate) name: VarName,
    /// How messages speak of it: `the value of "Download Benner"`.
    pub(crate) what: String,
}

/// Where a bind's value comes from.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum BindKind {
    /// The input of the workflow.
    Input,
    /// Assigned on one or more edges: a step's value, a joined value, a kept one, a caught error.
    Value,
    /// What an iteration is given. At its start it is written as this text.
    Given(String),
    /// A variable that may be set again, and how often that has happened so far.
    Var { sets: usize },
    /// A variable as it was after so many sets, and when that was asked.
    Read { var: Bind, seen: usize, at: usize },
    /// The task token of a state.
    Token(StateId),
    /// What a raw state or branch would make, had it a result.
    Nothing,
}

/// What a bind's variable is called.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum VarName {
    /// As the author says.
    Given(String),
    /// After a state; a number is added where it is taken.
    Derived(String),
}
