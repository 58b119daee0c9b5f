//! [`Alias`]: the name that a function or a state machine is called by, whichever version serves.

use serde_json::json;

use super::{LIVE, Version};
use crate::resource::{Id, Kind, Properties};

/// The property of an alias that says what it serves: a hash.
pub const CONTENT: &str = "Content";
/// What stands in place of the hash while a deployment moves executions from one version to another.
pub const ON_ITS_WAY: &str = "on its way";

/// The alias `live` of a function or a state machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alias {
    /// Of what it is: `FunctionAlias` or `StateMachineAlias`.
    pub kind: Kind,
    /// The name of the function or the state machine.
    pub of: String,
    /// What it should serve.
    pub version: Version,
}

impl Alias {
    /// Which resource it is.
    pub fn id(&self) -> Id {
        Id::new(self.kind, format!("{}:{LIVE}", self.of))
    }

    /// What it is like: which content it serves, since numbers of versions are AWS's to give.
    pub fn properties(&self) -> Properties {
        Properties::from([(CONTENT, json!(self.version.hash))])
    }
}
