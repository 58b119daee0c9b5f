//! [`Version`]: what is published of a function or a state machine. It never changes, so it is known by
//! the hash of its content, which stands in its description.

use crate::marks::{HASH_TAG, hash};
use crate::resource::Properties;

/// What is to be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The hash of its content.
    pub hash: String,
}

impl Version {
    pub(super) fn of(properties: &Properties) -> Self {
        Self { hash: hash(properties) }
    }

    /// What stands in its description.
    pub fn description(&self) -> String {
        format!("{HASH_TAG}={}", self.hash)
    }
}
