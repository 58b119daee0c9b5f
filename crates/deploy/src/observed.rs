//! [`Observed`]: what is on AWS, as far as somebody has looked.

use std::collections::BTreeMap;

use crate::resource::{Id, Kind, Properties};

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
    /// The hash of its content when it was last deployed, where it says one.
    pub hash: Option<String>,
    /// The version that it serves, of an alias.
    pub version: Option<String>,
    /// What it served before, of an alias.
    pub before: Option<String>,
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
    /// Something of ours.
    pub fn ours(properties: Properties) -> Self {
        Self {
            properties,
            ownership: Ownership::Ours,
            hash: None,
            version: None,
            before: None,
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
