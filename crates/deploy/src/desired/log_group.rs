//! [`LogGroup`]: where a function or a state machine logs to.
//!
//! All of a deployment begin alike, so that one request finds them: they are also the inventory of
//! what was ever deployed, and one of them that is there only while somebody deploys is the lock.

use serde_json::json;

use super::Naming;
use crate::resource::{Id, Kind, Properties};

/// A log group with its retention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogGroup {
    /// Its name: the prefix, and the name that its owner has in the workspace.
    pub name: String,
    /// How long logs are kept.
    pub retention_days: u32,
}

/// The beginning of the names of a deployment's log groups.
// `/aws/vendedlogs/` keeps AWS's resource policy for log deliveries short, however many groups there
// are: "prefix your CloudWatch Logs log group names with /aws/vendedlogs/".
pub(super) fn prefix(project: &str, stage: &str) -> String {
    format!("/aws/vendedlogs/stepwright/{project}/{stage}/")
}

/// No function and no state machine can be called so: their names have no dots.
pub(super) fn lock_name(project: &str, stage: &str) -> String {
    format!("{}deployment.lock", prefix(project, stage))
}

/// The name of the log group of something with this name in the workspace.
pub(super) fn name_of(naming: &Naming<'_>, name: &str) -> String {
    format!("{}{name}", prefix(&naming.config.project, &naming.config.stage))
}

impl LogGroup {
    pub(super) fn new(naming: &Naming<'_>, name: &str) -> Self {
        Self { name: name_of(naming, name), retention_days: naming.config.log_retention_days }
    }

    /// Which resource it is.
    pub fn id(&self) -> Id {
        Id::new(Kind::LogGroup, &self.name)
    }

    /// What it is like.
    pub fn properties(&self) -> Properties {
        Properties::from([("RetentionInDays", json!(self.retention_days))])
    }
}
