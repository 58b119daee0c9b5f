//! [`Function`]: a Lambda function, its code and its configuration.

use std::collections::BTreeMap;

use serde_json::json;

use super::{Alias, DesiredError, Naming, Version, log_group, role};
use crate::bundle::{self, Code};
use crate::config;
use crate::resource::{Id, Kind, Properties};

/// A Lambda function.
#[derive(Debug, Clone, PartialEq)]
pub struct Function {
    /// Its name on AWS.
    pub name: String,
    /// Its name in the workspace.
    pub local_name: String,
    /// Its code.
    pub code: Code,
    /// `x86_64` or `arm64`.
    pub architecture: String,
    /// What the settings say.
    pub settings: config::Function,
    /// The role that it has.
    pub role_arn: String,
    /// Where it logs to.
    pub log_group: String,
    /// The alias that it is called by.
    pub alias: Alias,
}

/// What binaries run on.
pub const RUNTIME: &str = "provided.al2023";
/// The tag that says how many invocations are reserved: a look at a version does not show it.
pub const RESERVED_TAG: &str = "stepwright:reserved";
/// What is started: the one file in the zip.
pub const HANDLER: &str = "bootstrap";

impl Function {
    pub(super) fn new(
        naming: &Naming<'_>,
        function: &bundle::Function,
        code: &BTreeMap<String, Code>,
    ) -> Result<Self, DesiredError> {
        let missing = || DesiredError::NoCode(function.name.clone());
        let name = naming.function(&function.name)?;
        let mut function = Self {
            code: code.get(&function.name).ok_or_else(missing)?.clone(),
            settings: naming.config.functions.get(&function.name).ok_or_else(missing)?.clone(),
            architecture: function.architecture.clone(),
            role_arn: naming.place.role_arn(&role::name_of(naming, &function.name)?),
            log_group: log_group::name_of(naming, &function.name),
            local_name: function.name.clone(),
            alias: Alias {
                kind: Kind::FunctionAlias,
                of: name.clone(),
                version: Version { hash: String::new() },
            },
            name,
        };
        function.alias.version = Version::of(&function.published());
        Ok(function)
    }

    /// Which resource it is.
    pub fn id(&self) -> Id {
        Id::new(Kind::Function, &self.name)
    }

    /// What a version of it is like.
    pub fn published(&self) -> Properties {
        let config::Function { memory_mb, timeout_seconds, environment, .. } = &self.settings;
        Properties::from([
            ("Architectures", json!([self.architecture])),
            ("CodeSha256", json!(self.code.sha256)),
            ("Environment", json!(environment)),
            ("Handler", json!(HANDLER)),
            ("LoggingConfig", json!({ "LogFormat": "JSON", "LogGroup": self.log_group })),
            ("MemorySize", json!(memory_mb)),
            ("Role", json!(self.role_arn)),
            ("Runtime", json!(RUNTIME)),
            ("Timeout", json!(timeout_seconds)),
        ])
    }

    /// What it is like, with what all its versions share.
    pub fn properties(&self) -> Properties {
        self.properties_with(self.settings.reserved_concurrency)
    }

    /// The same, where so many of its invocations are reserved.
    pub fn properties_with(&self, reserved: Option<u32>) -> Properties {
        let mut properties = self.published();
        properties.insert("ReservedConcurrentExecutions", json!(reserved));
        properties
    }
}

/// The tag that says how many invocations are reserved.
pub fn reserved_tag(reserved: Option<u32>) -> (String, String) {
    let reserved = reserved.map_or_else(|| "none".to_owned(), |it| it.to_string());
    (RESERVED_TAG.to_owned(), reserved)
}
