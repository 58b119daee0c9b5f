//! [`Scopes`]: which `States` object each state of a program stands in.

use std::collections::BTreeMap;
use std::sync::Arc;

use stepwright_compiler::{Program, ScopeIndex, StateIndex, StateKind, Transition};

/// The machine, a branch, or a processor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Scope {
    /// The Parallel or Map state that it is of; nothing for the machine.
    pub(super) container: Arc<str>,
    /// Which of the branches.
    pub(super) branch: u64,
}

pub(super) struct Scopes(BTreeMap<Arc<str>, Scope>);

impl Scopes {
    pub(super) fn of(program: &Program) -> Self {
        let mut scopes = Self(BTreeMap::new());
        scopes.add(program, program.root(), &Scope { container: "".into(), branch: 0 });
        scopes
    }

    pub(super) fn of_state(&self, name: &str) -> Scope {
        self.0.get(name).unwrap_or_else(|| panic!("`{name}` is no state")).clone()
    }

    fn add(&mut self, program: &Program, index: ScopeIndex, scope: &Scope) {
        let mut next = vec![program.scope(index).start_at];
        while let Some(state) = next.pop() {
            let name = program.state(state).name.clone();
            if self.0.insert(name.clone(), scope.clone()).is_some() {
                continue;
            }
            next.extend(following(program, state));
            let within = match &program.state(state).kind {
                StateKind::Parallel(it) => it.branches.clone(),
                StateKind::Map(it) => vec![it.processor],
                _ => Vec::new(),
            };
            for (branch, index) in (0..).zip(within) {
                self.add(program, index, &Scope { container: name.clone(), branch });
            }
        }
    }
}

/// Where a state can lead to.
fn following(program: &Program, state: StateIndex) -> Vec<StateIndex> {
    let state = program.state(state);
    let next = match state.transition {
        Transition::Next(next) => Some(next),
        Transition::End => None,
    };
    let choice = match &state.kind {
        StateKind::Choice(it) => it.rules.iter().map(|it| it.next).chain(it.default).collect(),
        _ => Vec::new(),
    };
    next.into_iter().chain(choice).chain(state.catchers.iter().map(|it| it.next)).collect()
}
