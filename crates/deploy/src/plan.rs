//! [`Plan`]: what lies between what is there and what should be. It is shown before anything is done,
//! and nothing else is done.

mod json;
mod note;
mod picture;
mod text;

use serde_json::Value;
use stepwright_asl::{Diff, StateMachine};

use crate::desired::Desired;
use crate::marks;
use crate::observed::{Found, Observed, Ownership};
use crate::resource::{Id, Kind, Properties};
use crate::tagging::{self, TAGS};

/// What is to be done, resource by resource, in the order of doing.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// One for each resource that should be there, and one for each that should not any more.
    pub steps: Vec<Step>,
    /// What belongs to the deployment and is of no use to it any more; `destroy` removes it.
    pub left_over: Vec<String>,
}

/// What is to be done with one resource.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Which.
    pub id: Id,
    /// What.
    pub action: Action,
    /// What somebody should know of it besides, in one sentence.
    pub note: Option<String>,
}

/// What can be done with a resource.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Nothing: it is as it should be.
    Nothing,
    /// Make it.
    Create,
    /// Finish what a killed deployment began.
    Finish,
    /// Change it.
    Update {
        /// What is different.
        changes: Vec<Change>,
        /// Whether somebody changed it outside of Stepwright.
        drifted: bool,
    },
    /// Delete it, and make it anew: it cannot be changed.
    Replace {
        /// What is different.
        changes: Vec<Change>,
    },
    /// Delete it: the settings do not want it any more.
    Delete,
    /// It is somebody else's: nothing at all is done.
    Refuse,
}

/// A property that is to change.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Its name, in AWS's words.
    pub property: &'static str,
    /// What it is; `null` where it is not.
    pub old: Value,
    /// What it should be.
    pub new: Value,
}

impl Plan {
    /// What lies between `observed` and `desired`.
    pub fn new(desired: &Desired, observed: &Observed) -> Self {
        let resources = desired.resources();
        let mut steps: Vec<Step> = resources
            .iter()
            .map(|(id, properties)| {
                let found = observed.get(id);
                let action = action(id, properties, found)
                    .with(found.and_then(|it| retagged(desired, id, it)));
                let note = found.and_then(|it| note::of(id, properties, &action, it));
                Step { id: id.clone(), action, note }
            })
            .collect();
        // What was looked for though nobody wants it is what earlier settings made. Logs stay.
        let wanted = |id: &Id| resources.iter().any(|(it, _)| it == id);
        let is_own = |found: &Found| found.ownership != Ownership::Foreign;
        let mut unwanted: Vec<&Id> = observed
            .found
            .iter()
            .filter(|(id, found)| id.kind != Kind::LogGroup && !wanted(id) && is_own(found))
            .map(|(id, _)| id)
            .collect();
        unwanted.reverse();
        let delete = |id: &Id| Step { id: id.clone(), action: Action::Delete, note: None };
        steps.extend(unwanted.into_iter().map(delete));
        Self { steps, left_over: left_over(desired, observed) }
    }

    /// Whether everything is as it should be.
    pub fn is_done(&self) -> bool {
        self.steps.iter().all(|it| it.action == Action::Nothing)
    }

    /// The resources that are somebody else's.
    pub fn refused(&self) -> impl Iterator<Item = &Id> {
        self.steps.iter().filter(|it| it.action == Action::Refuse).map(|it| &it.id)
    }

    /// What is to be done with a resource; nothing where it is not in the plan.
    pub fn action(&self, id: &Id) -> &Action {
        let step = self.steps.iter().find(|it| it.id == *id);
        step.map_or(&Action::Nothing, |it| &it.action)
    }

    /// The state machine that is updated where nothing else is, beside its alias.
    pub fn lone_update(&self) -> Option<&Id> {
        let changes = self.steps.iter().filter(|it| it.action.is_change());
        let mut changes = changes.filter(|it| it.id.kind != Kind::StateMachineAlias);
        let first = changes.next().filter(|_| changes.next().is_none())?;
        let is_update = matches!(first.action, Action::Update { .. });
        (is_update && first.id.kind == Kind::StateMachine).then_some(&first.id)
    }

    /// How many requests it takes about, beside those that wait.
    pub fn requests(&self) -> usize {
        let requests: usize = self.steps.iter().map(Step::requests).sum();
        // The lock is taken and given back; what is new is validated by AWS, beforehand where there is more
        // than that.
        let validated = |it: &&Step| it.id.kind == Kind::StateMachine && it.action.remakes();
        let validated = |it: &&Step| validated(it) && Some(&it.id) != self.lone_update();
        let validations = self.steps.iter().filter(validated).count();
        if requests == 0 { 0 } else { requests + validations + 2 }
    }
}

impl Action {
    /// Whether anything is done.
    pub fn is_change(&self) -> bool {
        !matches!(self, Self::Nothing | Self::Refuse)
    }

    /// Whether anything is done to what it is, and not to its tags alone.
    pub fn remakes(&self) -> bool {
        match self {
            Self::Update { changes, .. } => changes.iter().any(|it| it.property != TAGS),
            other => other.is_change(),
        }
    }

    /// The same, and this besides; whatever is made anew has its tags from the beginning.
    fn with(self, tags: Option<Change>) -> Self {
        match (self, tags) {
            (Self::Nothing, Some(tags)) => Self::Update { changes: vec![tags], drifted: false },
            (Self::Update { mut changes, drifted }, Some(tags)) => {
                changes.push(tags);
                Self::Update { changes, drifted }
            }
            (other, _) => other,
        }
    }

    /// Whether it changes what is there already.
    pub fn moves_on(&self) -> bool {
        matches!(self, Self::Update { .. })
    }

    /// Whether this property is to be set.
    pub fn sets(&self, property: &str) -> bool {
        match self {
            Self::Create | Self::Finish | Self::Replace { .. } => true,
            Self::Update { changes, .. } => changes.iter().any(|it| it.property == property),
            Self::Nothing | Self::Delete | Self::Refuse => false,
        }
    }
}

impl Step {
    /// How many requests it takes.
    fn requests(&self) -> usize {
        let made = match self.id.kind {
            Kind::Bucket => 6,
            Kind::Role | Kind::LogGroup => 2,
            _ => 1,
        };
        match &self.action {
            Action::Nothing | Action::Refuse => 0,
            Action::Create | Action::Finish => made,
            Action::Update { changes, .. } => {
                let tags = changes.iter().find(|it| it.property == TAGS);
                let others = changes.len() - usize::from(tags.is_some());
                let made = match self.id.kind {
                    // Nothing but its tags.
                    _ if others == 0 => 1,
                    // Code and configuration are two requests, and a version is published.
                    Kind::Function => {
                        1 + usize::from(changes.iter().any(|it| it.property == "CodeSha256")) + 1
                    }
                    Kind::FunctionAlias | Kind::StateMachineAlias => 1,
                    // The tag with the hash follows.
                    Kind::StateMachine => 2,
                    _ => others + 1,
                };
                made + usize::from(self.id.kind != Kind::Bucket && tags.is_some_and(removes))
            }
            Action::Replace { .. } => made + 1,
            Action::Delete => 1,
        }
    }
}

fn action(id: &Id, desired: &Properties, found: Option<&Found>) -> Action {
    let Some(found) = found else { return Action::Create };
    match found.ownership {
        Ownership::Foreign => return Action::Refuse,
        Ownership::Remainder => return Action::Finish,
        Ownership::Ours | Ownership::Unasked => {}
    }
    let changes = changes(desired, &found.properties);
    if changes.is_empty() {
        // As it should be in all that was looked at; its hash tells of the rest.
        let Some(hash) = found.hash.as_ref().filter(|_| !found.says(desired)) else {
            return Action::Nothing;
        };
        let (old, new) = (hash.clone().into(), marks::hash(desired).into());
        let rest = Change { property: marks::HASH_TAG, old, new };
        return Action::Update { changes: vec![rest], drifted: false };
    }
    if changes.iter().any(|it| is_fixed(id.kind, it.property)) {
        return Action::Replace { changes };
    }
    // It was deployed with this very content, and does not have it: somebody changed it.
    Action::Update { changes, drifted: found.says(desired) }
}

/// What is different of its tags, where somebody has looked at them.
fn retagged(desired: &Desired, id: &Id, found: &Found) -> Option<Change> {
    let tags = found.tags.as_ref().filter(|_| id.kind.has_tags())?;
    tagging::change(&desired.tags, tags)
}

/// Whether tags go: that is a request of its own.
fn removes(tags: &Change) -> bool {
    let (old, new) = (tags.old.as_object(), tags.new.as_object());
    old.is_some_and(|old| old.keys().any(|key| new.is_none_or(|new| !new.contains_key(key))))
}

/// What is different of what was looked at.
pub fn changes(desired: &Properties, found: &Properties) -> Vec<Change> {
    let changes = desired.iter().filter_map(|(property, new)| {
        let old = found.get(property)?;
        let change = || Change { property, old: old.clone(), new: new.clone() };
        (old != new).then(change)
    });
    changes.collect()
}

/// The property of a state machine that is compared state by state.
const DEFINITION: &str = "Definition";

/// What is different between two definitions; nothing where one cannot be read.
fn definitions(old: &Value, new: &Value) -> Option<Diff> {
    let read = |it: &Value| it.as_str()?.parse::<StateMachine>().ok();
    Some(read(old)?.diff(&read(new)?))
}

/// Whether AWS lets nobody change it.
fn is_fixed(kind: Kind, property: &str) -> bool {
    kind == Kind::StateMachine && property == "Type"
}

/// What is in the inventory and not wanted: names in the workspace.
fn left_over(desired: &Desired, observed: &Observed) -> Vec<String> {
    let prefix = desired.log_group_prefix();
    let groups = observed.found.keys().filter(|it| it.kind == Kind::LogGroup);
    let names = groups.filter_map(|it| it.name.strip_prefix(&prefix));
    let names = names.filter(|name| {
        let is_wanted =
            desired.log_groups.iter().any(|it| it.name.strip_prefix(&prefix) == Some(*name));
        !is_wanted && !desired.lock_name().ends_with(*name)
    });
    names.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests;
