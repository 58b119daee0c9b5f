//! [`Schedule`]: when executions start by themselves; and the group that carries the marks for it, since
//! schedules have no tags.

use serde_json::json;

use super::{DesiredError, Naming, Role, StateMachine};
use crate::config;
use crate::resource::{Id, Kind, Properties};

/// The group of a deployment's schedules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScheduleGroup {
    /// Its name.
    pub name: String,
    /// Its ARN.
    pub arn: String,
}

/// A schedule that starts executions of a state machine.
#[derive(Debug, Clone, PartialEq)]
pub struct Schedule {
    /// Its name within the group.
    pub name: String,
    /// The group.
    pub group: ScheduleGroup,
    /// When.
    pub settings: config::Schedule,
    /// The alias of the state machine.
    pub target_arn: String,
    /// The role that starts executions.
    pub role_arn: String,
    /// What executions are started with.
    pub input: String,
}

impl ScheduleGroup {
    pub(super) fn new(naming: &Naming<'_>) -> Result<Self, DesiredError> {
        let name = naming.name(Kind::ScheduleGroup, "schedules", 64)?;
        let arn = naming.place.schedule_group_arn(&name);
        Ok(Self { name, arn })
    }

    /// Which resource it is.
    pub fn id(&self) -> Id {
        Id::new(Kind::ScheduleGroup, &self.name)
    }

    /// Which resource the schedule of this state machine is.
    pub(super) fn schedule_id(&self, machine: &str) -> Id {
        Id::new(Kind::Schedule, format!("{}/{machine}", self.name))
    }

    /// What it is like: only there.
    #[expect(clippy::unused_self, reason = "all resources are asked the same")]
    pub fn properties(&self) -> Properties {
        Properties::new()
    }
}

impl Schedule {
    pub(super) fn new(
        naming: &Naming<'_>,
        settings: &config::Schedule,
        group: &ScheduleGroup,
        role: &Role,
        machine: &StateMachine,
    ) -> Self {
        Self {
            name: machine.local_name.clone(),
            group: group.clone(),
            settings: settings.clone(),
            target_arn: machine.alias_arn(),
            role_arn: naming.place.role_arn(&role.name),
            input: machine.default_input.to_string(),
        }
    }

    /// Which resource it is.
    pub fn id(&self) -> Id {
        self.group.schedule_id(&self.name)
    }

    /// `ENABLED` or `DISABLED`.
    pub fn state(&self) -> &'static str {
        if self.settings.enabled { "ENABLED" } else { "DISABLED" }
    }

    /// What it is like.
    pub fn properties(&self) -> Properties {
        Properties::from([
            ("ScheduleExpression", json!(self.settings.expression)),
            ("ScheduleExpressionTimezone", json!(self.settings.timezone)),
            ("State", json!(self.state())),
            (
                "Target",
                json!({ "Arn": self.target_arn, "Input": self.input, "RoleArn": self.role_arn }),
            ),
        ])
    }
}
