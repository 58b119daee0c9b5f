//! [`Observed`]: what is on AWS, as far as somebody has looked.

use std::collections::BTreeMap;

use crate::marks::{self, AliasMark};
use crate::resource::{Id, Kind, Properties};
use crate::tagging::Tags;

/// What was looked for, and what was found of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Observed {
    /// What is there. What was looked for and is not there is not in it.
    pub found: BTreeMap<Id, Found>,
}

/// A resource that is there.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// What it is like; what nobody looked at is not in it.
    pub properties: Properties,
    /// Whose it is.
    pub ownership: Ownership,
    /// Its tags; nothing where nobody has asked for them, and where it cannot have any.
    pub tags: Option<Tags>,
    /// The hash of its content when it was last deployed, where it says one.
    pub hash: Option<String>,
    /// The version that it serves, of an alias.
    pub version: Option<String>,
    /// What it says of itself, of an alias of ours.
    pub mark: Option<AliasMark>,
    /// How many in a hundred go to another version, and to which: of an alias on its way.
    pub shifting: Option<(String, u8)>,
}

/// Whose a resource is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ownership {
    /// It carries this deployment's marks.
    Ours,
    /// It carries other marks, or none.
    Foreign,
    /// It is empty and carries none: a deployment was killed between making it and marking it.
    Remainder,
    /// Nobody has asked yet.
    Unasked,
}

impl Found {
    /// What it served before, of an alias.
    pub fn before(&self) -> Option<&str> {
        self.mark.as_ref()?.before.as_deref()
    }

    /// Whether the hash that it carries is that of this content.
    pub fn says(&self, content: &Properties) -> bool {
        self.hash.as_ref().is_some_and(|it| *it == marks::hash(content))
    }

    /// Something of ours.
    pub fn ours(properties: Properties) -> Self {
        Self {
            properties,
            ownership: Ownership::Ours,
            tags: None,
            hash: None,
            version: None,
            mark: None,
            shifting: None,
        }
    }
}

impl Observed {
    /// What was found of a resource.
    pub fn get(&self, id: &Id) -> Option<&Found> {
        self.found.get(id)
    }

    /// What was found of the resource of this kind and name.
    pub fn find(&self, kind: Kind, name: &str) -> Option<&Found> {
        self.found.get(&Id::new(kind, name))
    }
}
