//! [`Role`]: who may be it, and what it may do. One for each function, one for each state machine.

use serde_json::Value;
use stepwright_permissions::{
    Context, FunctionNeeds, Objects, TrustedService, function_policy, schedule_policy,
    state_machine_policy, trust_policy,
};

use super::{Bucket, DesiredError, LIVE, Naming, ScheduleGroup, StateMachine, log_group};
use crate::bundle;
use crate::place::Place;
use crate::policy::{self, Policy};
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

/// How long the name of a role can be.
const ROLE_NAME_CHARS_MAX: usize = 64;

/// The name of the one inline policy of a role.
pub const POLICY_NAME: &str = "stepwright";

/// The name of the role of something with this name in the workspace.
pub(super) fn name_of(naming: &Naming<'_>, name: &str) -> Result<String, DesiredError> {
    let name = names(naming).replace("{name}", name);
    if name.len() > ROLE_NAME_CHARS_MAX {
        let chars_max = ROLE_NAME_CHARS_MAX;
        return Err(DesiredError::NameTooLong { kind: Kind::Role, name, chars_max });
    }
    Ok(name)
}

/// How roles are called, with `{name}` in it: in all regions of an account they share their names.
pub(super) fn names(naming: &Naming<'_>) -> String {
    let names = naming.fill(&naming.config.names);
    if naming.config.names.contains("{region}") {
        names
    } else {
        format!("{names}-{}", naming.place.region)
    }
}

impl Role {
    pub(super) fn of_function(
        naming: &Naming<'_>,
        function: &bundle::Function,
        bucket: &Bucket,
    ) -> Result<Self, DesiredError> {
        let objects =
            |keys: &String| Objects { bucket: bucket.name.clone(), keys: keys.to_owned() };
        let needs = FunctionNeeds {
            log_group: log_group::name_of(naming, &function.name),
            writes: function.writes.iter().map(objects).collect(),
            ..FunctionNeeds::default()
        };
        let context = context(naming, &function.name);
        let name = name_of(naming, &function.name)?;
        Ok(Self {
            trust: policy::document(&trust_policy(TrustedService::Lambda, &context)),
            policy: Policy::of_role(&name, &function_policy(&needs, &context))?,
            of: format!("the function `{}`", function.name),
            name,
        })
    }

    pub(super) fn of_machine(
        naming: &Naming<'_>,
        machine: &StateMachine,
        bucket: &Bucket,
    ) -> Result<Self, DesiredError> {
        let context = Context {
            logging: machine.logs(),
            tracing: machine.settings.tracing,
            buckets: [&bucket.name]
                .into_iter()
                .chain(&naming.config.other_buckets)
                .cloned()
                .collect(),
            topics: naming.config.topics.clone(),
            ..context(naming, &machine.name)
        };
        let name = name_of(naming, &machine.local_name)?;
        Ok(Self {
            trust: policy::document(&trust_policy(TrustedService::StepFunctions, &context)),
            policy: Policy::of_role(&name, &state_machine_policy(&machine.model, &context))?,
            of: format!("the state machine `{}`", machine.local_name),
            name,
        })
    }

    pub(super) fn of_schedules(
        naming: &Naming<'_>,
        group: &ScheduleGroup,
        machines: &[StateMachine],
    ) -> Result<Self, DesiredError> {
        let context = context(naming, "");
        let started: Vec<&str> = machines.iter().map(|it| it.name.as_str()).collect();
        let trusted = TrustedService::Scheduler { group: &group.name };
        let name = name_of(naming, "schedule")?;
        let start = schedule_policy(&started, Some(LIVE), &context);
        Ok(Self {
            trust: policy::document(&trust_policy(trusted, &context)),
            policy: Policy::of_role(&name, &start)?,
            of: "the schedules".to_owned(),
            name,
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

/// Where somebody of this name is, for the computation of permissions.
pub(super) fn context(naming: &Naming<'_>, name: &str) -> Context {
    let Place { partition, region, account } = naming.place;
    Context { partition: partition.clone(), ..Context::new(region, account, name) }
}
