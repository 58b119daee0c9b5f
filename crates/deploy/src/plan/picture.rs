//! A plan as pictures: a drawing of each state machine, with what is new in green, what changes in amber and
//! what goes in red.

use std::collections::BTreeMap;

use stepwright_asl::StateMachine;
use stepwright_graph::{Change, Options, svg, with_removed};

use super::{Action, DEFINITION, Plan};
use crate::desired::{self, Desired};

impl Plan {
    /// A drawing of each state machine, as SVG, by its name in the workspace.
    pub fn pictures(&self, desired: &Desired) -> BTreeMap<String, String> {
        let machines = desired.machines.iter();
        machines.map(|it| (it.local_name.clone(), self.picture(it))).collect()
    }

    fn picture(&self, machine: &desired::StateMachine) -> String {
        let new = &machine.model;
        let old = match self.action(&machine.id()) {
            // Before it there was nothing.
            Action::Create | Action::Finish => StateMachine::default(),
            Action::Update { changes, .. } | Action::Replace { changes } => {
                let change = changes.iter().find(|it| it.property == DEFINITION);
                let old = change.and_then(|it| it.old.as_str()?.parse().ok());
                old.unwrap_or_else(|| new.clone())
            }
            Action::Nothing | Action::Delete | Action::Refuse => new.clone(),
        };
        let options = Options {
            title: Some(machine.name.clone()),
            changes: Some(Change::of(&old.diff(new))),
            ..Options::default()
        };
        svg(&with_removed(&old, new), &options)
    }
}
