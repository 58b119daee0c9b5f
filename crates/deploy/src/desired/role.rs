//! [`Role`]: who may be it, and what it may do. One for each function, one for each state machine.

use serde_json::Value;

use super::{Bucket, DesiredError, LIVE, Naming, ScheduleGroup, StateMachine, log_group};
use crate::bundle;
use crate::policy::{self, Policy, Statement};
use crate::resource::{Id, Kind, Properties};

/// A role with its one inline policy.
#[derive(Debug, Clone, PartialEq)]
pub struct Role {
    /// Its name: unique in all regions, so it has the region in it.
    pub name: String,
    /// Who may be it.
    pub trust: Value,
    /// What it may do.
    pub policy: Policy,
    /// Who has it, for people.
    pub of: String,
}

/// The name of the one inline policy of a role.
pub const POLICY_NAME: &str = "stepwright";

/// The name of the role of something with this name in the workspace.
pub(super) fn name_of(naming: &Naming<'_>, name: &str) -> Result<String, DesiredError> {
    let region = &naming.place.region;
    let name = if naming.config.names.contains("{region}") {
        name.to_owned()
    } else {
        format!("{name}-{region}")
    };
    naming.name(Kind::Role, &name, 64)
}

impl Role {
    pub(super) fn of_function(
        naming: &Naming<'_>,
        function: &bundle::Function,
        bucket: &Bucket,
    ) -> Result<Self, DesiredError> {
        let place = naming.place;
        let log_group = place.log_group_arn(&log_group::name_of(naming, &function.name));
        let mut statements = vec![Statement {
            sid: "WriteLogs",
            actions: &["logs:CreateLogStream", "logs:PutLogEvents"],
            resources: vec![format!("{log_group}:*")],
            why: "the function logs",
        }];
        if !function.writes.is_empty() {
            let bucket = place.bucket_arn(&bucket.name);
            statements.push(Statement {
                sid: "WriteObjects",
                actions: &["s3:PutObject"],
                resources: function.writes.iter().map(|it| format!("{bucket}/{it}")).collect(),
                why: "the function stores what it makes",
            });
        }
        Ok(Self {
            name: name_of(naming, &function.name)?,
            trust: policy::trust_lambda(),
            policy: Policy::allowing(statements),
            of: format!("the function `{}`", function.name),
        })
    }

    pub(super) fn of_machine(
        naming: &Naming<'_>,
        machine: &StateMachine,
        bucket: &Bucket,
    ) -> Result<Self, DesiredError> {
        let place = naming.place;
        let arns = [machine.arn.clone(), format!("{}:*", machine.arn)];
        let _ = bucket;
        Ok(Self {
            name: name_of(naming, &machine.local_name)?,
            trust: policy::trust("states.amazonaws.com", &place.account, &arns),
            policy: Policy::allowing(Vec::new()),
            of: format!("the state machine `{}`", machine.local_name),
        })
    }

    pub(super) fn of_schedules(
        naming: &Naming<'_>,
        group: &ScheduleGroup,
        machines: &[StateMachine],
    ) -> Result<Self, DesiredError> {
        let start = Statement {
            sid: "StartExecutions",
            actions: &["states:StartExecution"],
            resources: machines.iter().map(|it| format!("{}:{LIVE}", it.arn)).collect(),
            why: "the schedule starts executions",
        };
        Ok(Self {
            name: name_of(naming, "schedule")?,
            trust: policy::trust(
                "scheduler.amazonaws.com",
                &naming.place.account,
                std::slice::from_ref(&group.arn),
            ),
            policy: Policy::allowing(vec![start]),
            of: "the schedules".to_owned(),
        })
    }

    /// Which resource it is.
    pub fn id(&self) -> Id {
        Id::new(Kind::Role, &self.name)
    }

    /// What it is like.
    pub fn properties(&self) -> Properties {
        Properties::from([
            ("AssumeRolePolicyDocument", self.trust.clone()),
            ("Policy", self.policy.document.clone()),
        ])
    }
}
