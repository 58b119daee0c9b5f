//! [`StateMachine`]: a state machine with its definition filled in.

use serde_json::{Value, json};
use stepwright_asl as asl;

use super::{Alias, DesiredError, Naming, Version, filled, log_group, role};
use crate::bundle::{self, Bundle, DEFINITION_BYTES_MAX};
use crate::config;
use crate::resource::{Id, Kind, Properties};

/// A state machine.
#[derive(Debug, Clone, PartialEq)]
pub struct StateMachine {
    /// Its name on AWS.
    pub name: String,
    /// Its name in the workspace.
    pub local_name: String,
    /// Its ARN.
    pub arn: String,
    /// The definition as it is sent.
    pub definition: String,
    /// The same, as a model.
    pub model: asl::StateMachine,
    /// The role that its executions have.
    pub role_arn: String,
    /// Where it logs to.
    pub log_group_arn: String,
    /// What the settings say.
    pub settings: config::StateMachine,
    /// What an execution is started with where nobody says otherwise.
    pub default_input: Value,
    /// The alias that executions are started by.
    pub alias: Alias,
}

impl StateMachine {
    pub(super) fn new(
        naming: &Naming<'_>,
        bundle: &Bundle,
        machine: &bundle::Machine,
    ) -> Result<Self, DesiredError> {
        let bundle::Machine { name: local_name, default_input, .. } = machine;
        let definition = filled(naming, bundle, machine)?;
        if definition.len() > DEFINITION_BYTES_MAX {
            let bytes = definition.len();
            return Err(DesiredError::DefinitionTooLarge { name: local_name.clone(), bytes });
        }
        let model = definition.parse().map_err(|error: asl::ReadError| {
            DesiredError::Definition { name: local_name.clone(), why: error.to_string() }
        })?;
        let name = naming.machine(local_name)?;
        let mut input = default_input.clone();
        if let Some(bucket) = input.get_mut("bucketName") {
            *bucket = json!(naming.fill(&naming.config.bucket));
        }
        let mut machine = Self {
            arn: naming.place.state_machine_arn(&name),
            role_arn: naming.place.role_arn(&role::name_of(naming, local_name)?),
            log_group_arn: naming.place.log_group_arn(&log_group::name_of(naming, local_name)),
            alias: Alias {
                kind: Kind::StateMachineAlias,
                of: name.clone(),
                version: Version { hash: String::new() },
            },
            local_name: local_name.clone(),
            settings: naming.config.state_machine.clone(),
            default_input: input,
            definition,
            model,
            name,
        };
        machine.alias.version = Version::of(&machine.properties());
        Ok(machine)
    }

    /// Which resource it is.
    pub fn id(&self) -> Id {
        Id::new(Kind::StateMachine, &self.name)
    }

    /// The ARN of its alias.
    pub fn alias_arn(&self) -> String {
        format!("{}:{}", self.arn, super::LIVE)
    }

    /// Whether its executions log anything.
    pub fn logs(&self) -> bool {
        self.settings.log_level != "OFF"
    }

    /// What it is like.
    pub fn properties(&self) -> Properties {
        let config::StateMachine { r#type, log_level, log_execution_data, tracing, .. } =
            &self.settings;
        let destination = self.logs().then(|| format!("{}:*", self.log_group_arn));
        Properties::from([
            ("Definition", json!(self.definition)),
            (
                "LoggingConfiguration",
                json!({
                    "Destination": destination,
                    "IncludeExecutionData": log_execution_data,
                    "Level": log_level,
                }),
            ),
            ("RoleArn", json!(self.role_arn)),
            ("TracingConfiguration", json!({ "Enabled": tracing })),
            ("Type", json!(r#type)),
        ])
    }
}
