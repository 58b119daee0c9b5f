//! [`desired()`]: what should be on AWS, from the settings and what the workspace has.
//!
//! Each kind of resource has a file of its own: a struct with what it is made from, and its
//! [`Properties`] in AWS's words, which are compared with what is there. ARNs follow from names, so
//! all of it is known before anything is made.

pub mod alarm;
pub mod alias;
pub mod bucket;
pub mod function;
pub mod log_group;
pub mod role;
pub mod schedule;
pub mod state_machine;
pub mod version;

use std::collections::BTreeMap;

use stepwright_permissions::INLINE_POLICY_CHARS_MAX;
use thiserror::Error;

pub use alarm::Alarm;
pub use alias::Alias;
pub use bucket::Bucket;
pub use function::Function;
pub use log_group::LogGroup;
pub use role::Role;
pub use schedule::{Schedule, ScheduleGroup};
pub use state_machine::StateMachine;
pub use version::Version;

use crate::bundle::{self, Bundle, Code, DEFINITION_BYTES_MAX, Target};
use crate::config::Config;
use crate::marks::Marks;
use crate::place::Place;
use crate::resource::{Id, Kind, Properties};

/// The alias that everything is called by.
pub const LIVE: &str = "live";

/// What should be on AWS.
#[derive(Debug, Clone, PartialEq)]
pub struct Desired {
    /// Where.
    pub place: Place,
    /// Whose.
    pub marks: Marks,
    /// The tags that everything has beside the marks.
    pub tags: BTreeMap<String, String>,
    /// The bucket that the functions write to.
    pub bucket: Bucket,
    /// The roles: one for each function, one for each state machine, and one for schedules.
    pub roles: Vec<Role>,
    /// The log groups: one for each function, and one for each state machine.
    pub log_groups: Vec<LogGroup>,
    /// The functions.
    pub functions: Vec<Function>,
    /// The state machines.
    pub machines: Vec<StateMachine>,
    /// The schedules, where there is one for each state machine.
    pub schedules: Vec<Schedule>,
    /// The alarms, likewise.
    pub alarms: Vec<Alarm>,
    /// What there would be with other settings, and may be from earlier ones.
    pub unwanted: Vec<Id>,
    /// How functions and state machines are called, with `{name}` in it.
    names: String,
    /// How roles are called, likewise.
    role_names: String,
}

/// Why what should be cannot be on AWS.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DesiredError {
    /// A name does not fit.
    #[error(
        "the {kind} would be called `{name}`, and AWS takes {chars_max} characters at most: shorten the project, the stage or `names` in stepwright.toml"
    )]
    NameTooLong {
        /// What would have the name.
        kind: Kind,
        /// The name.
        name: String,
        /// How long it can be.
        chars_max: usize,
    },
    /// A bucket cannot be called that.
    #[error(
        "no bucket can be called `{0}`: a name has 3 to 63 lowercase letters, digits, dots and hyphens, and begins and ends with a letter or a digit; change `bucket` in stepwright.toml"
    )]
    BucketName(String),
    /// A definition is too large.
    #[error(
        "the definition of `{name}` has {bytes} bytes, and Step Functions takes {DEFINITION_BYTES_MAX} at most: move a part of it into a state machine of its own"
    )]
    DefinitionTooLarge {
        /// The state machine.
        name: String,
        /// The size of its definition.
        bytes: usize,
    },
    /// A role would need more than its policy can say.
    #[error(
        "the policy of the role `{role}` has {chars} characters, and IAM takes {INLINE_POLICY_CHARS_MAX} at most: move a part of the state machine into one of its own"
    )]
    PolicyTooLarge {
        /// The role.
        role: String,
        /// How long it is, without blanks.
        chars: usize,
    },
    /// A definition has a placeholder that stands for nothing.
    #[error(
        "the definition of `{machine}` has `${{{placeholder}}}` in it, which stands for {what}"
    )]
    Placeholder {
        /// The state machine.
        machine: String,
        /// What stands between `${` and `}`.
        placeholder: String,
        /// What it is, and what to do.
        what: String,
    },
    /// The code of a function is not there.
    #[error("there is no code for the function `{0}`")]
    NoCode(String),
    /// A definition cannot be read.
    #[error("the definition of `{name}` cannot be read: {why}")]
    Definition {
        /// The state machine.
        name: String,
        /// Why.
        why: String,
    },
}

/// What should be on AWS.
///
/// # Errors
///
/// Where AWS would take no such thing.
pub fn desired(
    config: &Config,
    bundle: &Bundle,
    code: &BTreeMap<String, Code>,
    place: &Place,
) -> Result<Desired, DesiredError> {
    let naming = Naming { config, place };
    let bucket = Bucket::new(&naming)?;
    let functions = bundle.functions.iter().map(|it| Function::new(&naming, it, code));
    let functions: Vec<Function> = functions.collect::<Result<_, _>>()?;
    let machines = bundle.machines.iter().map(|it| StateMachine::new(&naming, bundle, it));
    let machines: Vec<StateMachine> = machines.collect::<Result<_, _>>()?;

    let of_functions = bundle.functions.iter().map(|it| Role::of_function(&naming, it, &bucket));
    let of_machines = machines.iter().map(|it| Role::of_machine(&naming, it, &bucket));
    let mut roles: Vec<Role> = of_functions.chain(of_machines).collect::<Result<_, _>>()?;
    let group = ScheduleGroup::new(&naming)?;
    let of_schedules = Role::of_schedules(&naming, &group, &machines)?;
    let (mut schedules, mut alarms, mut unwanted) = (Vec::new(), Vec::new(), Vec::new());
    match &config.schedule {
        Some(schedule) => {
            let new = |it| Schedule::new(&naming, schedule, &group, &of_schedules, it);
            schedules.extend(machines.iter().map(new));
            roles.push(of_schedules);
        }
        None => {
            unwanted.extend([of_schedules.id(), group.id()]);
            unwanted.extend(machines.iter().map(|it| group.schedule_id(&it.local_name)));
        }
    }
    match &config.alarm {
        Some(alarm) => alarms.extend(machines.iter().map(|it| Alarm::new(alarm, it))),
        None => unwanted.extend(machines.iter().map(|it| Id::new(Kind::Alarm, alarm::name_of(it)))),
    }
    let names = bundle.functions.iter().map(|it| &it.name);
    let names = names.chain(bundle.machines.iter().map(|it| &it.name));
    Ok(Desired {
        place: place.clone(),
        marks: Marks { project: config.project.clone(), stage: config.stage.clone() },
        tags: config.tags.clone(),
        log_groups: names.map(|it| LogGroup::new(&naming, it)).collect(),
        bucket,
        roles,
        functions,
        machines,
        schedules,
        alarms,
        unwanted,
        names: naming.fill(&config.names),
        role_names: role::names(&naming),
    })
}

impl Desired {
    /// Every resource with its properties, in the order in which they are made.
    pub fn resources(&self) -> Vec<(Id, Properties)> {
        let Self { bucket, roles, log_groups, functions, machines, schedules, alarms, .. } = self;
        let mut all = vec![(bucket.id(), bucket.properties())];
        all.extend(roles.iter().map(|it| (it.id(), it.properties())));
        all.extend(log_groups.iter().map(|it| (it.id(), it.properties())));
        for it in functions {
            all.push((it.id(), it.properties()));
            all.push((it.alias.id(), it.alias.properties()));
        }
        for it in machines {
            all.push((it.id(), it.properties()));
            all.push((it.alias.id(), it.alias.properties()));
        }
        if let Some(Schedule { group, .. }) = schedules.first() {
            all.push((group.id(), group.properties()));
        }
        all.extend(schedules.iter().map(|it| (it.id(), it.properties())));
        all.extend(alarms.iter().map(|it| (it.id(), it.properties())));
        all
    }

    /// What of the optional there is, as aliases note it.
    pub fn with(&self) -> Vec<String> {
        let schedule = (!self.schedules.is_empty()).then(|| "schedule".to_owned());
        let alarm = (!self.alarms.is_empty()).then(|| "alarm".to_owned());
        schedule.into_iter().chain(alarm).collect()
    }

    /// The beginning of the names of this deployment's log groups, which are an inventory of all that
    /// was ever deployed.
    pub fn log_group_prefix(&self) -> String {
        log_group::prefix(&self.marks.project, &self.marks.stage)
    }

    /// The name of the log group whose being there says that somebody deploys.
    pub fn lock_name(&self) -> String {
        log_group::lock_name(&self.marks.project, &self.marks.stage)
    }

    /// What a function or a state machine of this name in the workspace is called.
    pub fn name_of(&self, name: &str) -> String {
        self.names.replace("{name}", name)
    }

    /// What its role is called.
    pub fn role_name_of(&self, name: &str) -> String {
        self.role_names.replace("{name}", name)
    }

    /// The tags of a resource with this content.
    pub fn tags_of(&self, properties: &Properties) -> BTreeMap<String, String> {
        self.marks.tags(&crate::marks::hash(properties), &self.tags)
    }
}

/// The name of the first role that there would be, where it does not depend on the account.
pub fn first_role_name(config: &Config, bundle: &Bundle, region: &str) -> Option<String> {
    let place = Place::new(region, "");
    let first = bundle
        .functions
        .iter()
        .map(|it| &it.name)
        .chain(bundle.machines.iter().map(|it| &it.name))
        .next()?;
    let naming = Naming { config, place: &place };
    let name = || role::name_of(&naming, first).ok();
    (!config.names.contains("{account}")).then(name).flatten()
}

/// How things are called.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Naming<'a> {
    pub(crate) config: &'a Config,
    pub(crate) place: &'a Place,
}

impl Naming<'_> {
    /// The name of something that has this name in the workspace.
    fn name(&self, kind: Kind, name: &str, chars_max: usize) -> Result<String, DesiredError> {
        let name = self.fill(&self.config.names).replace("{name}", name);
        if name.len() > chars_max {
            return Err(DesiredError::NameTooLong { kind, name, chars_max });
        }
        Ok(name)
    }

    fn fill(&self, template: &str) -> String {
        template
            .replace("{project}", &self.config.project)
            .replace("{stage}", &self.config.stage)
            .replace("{region}", &self.place.region)
            .replace("{account}", &self.place.account)
    }

    fn function(&self, name: &str) -> Result<String, DesiredError> {
        self.name(Kind::Function, name, 64)
    }

    fn machine(&self, name: &str) -> Result<String, DesiredError> {
        self.name(Kind::StateMachine, name, 80)
    }

    /// The ARN that a placeholder stands for.
    fn arn(&self, bundle: &Bundle, target: &Target) -> Result<String, String> {
        let Self { place, .. } = self;
        match target {
            Target::Lambda(name) if bundle.functions.iter().any(|it| it.name == *name) => {
                let name = self.function(name).map_err(|it| it.to_string())?;
                Ok(format!("{}:{LIVE}", place.function_arn(&name)))
            }
            Target::Machine(name) if bundle.machines.iter().any(|it| it.name == *name) => {
                let name = self.machine(name).map_err(|it| it.to_string())?;
                Ok(format!("{}:{LIVE}", place.state_machine_arn(&name)))
            }
            Target::Activity(name) => Ok(place.activity_arn(name)),
            Target::Lambda(name) => {
                Err(format!("the Lambda function `{name}`, which this workspace does not build"))
            }
            Target::Machine(name) => {
                Err(format!("the state machine `{name}`, which this workspace does not have"))
            }
        }
    }
}

/// The definition of a state machine with its placeholders filled in.
fn filled(
    naming: &Naming<'_>,
    bundle: &Bundle,
    machine: &bundle::Machine,
) -> Result<String, DesiredError> {
    let refused = |placeholder: &str, what: String| DesiredError::Placeholder {
        machine: machine.name.clone(),
        placeholder: placeholder.to_owned(),
        what,
    };
    let mut text = machine.definition.clone();
    for (placeholder, target) in &machine.placeholders {
        let arn = naming.arn(bundle, target).map_err(|what| refused(placeholder, what))?;
        text = text.replace(&format!("${{{placeholder}}}"), &arn);
    }
    let open = text.split_once("${").and_then(|(_, rest)| rest.split_once('}'));
    if let Some((placeholder, _)) = open
        && placeholder.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_')
    {
        return Err(refused(placeholder, "nothing that this workspace knows".to_owned()));
    }
    Ok(text)
}

#[cfg(test)]
pub(crate) mod tests;
