//! [`Config`]: what a stage is like. One file, `stepwright.toml`; the environment goes over the file,
//! and the command line over both.
//!
//! [`keys`] says which keys there are, [`mod@file`] reads the file with its lines, [`layers`] knows which
//! value wins. What follows from the values is not known here.

pub mod error;
pub mod file;
pub mod keys;
pub mod layers;
mod names;

use std::collections::BTreeMap;

pub use error::{ConfigError, Problem};
pub use file::File;
use layers::{Layers, Reader};

use crate::strategy::Strategy;

/// The name of the file.
pub const FILE_NAME: &str = "stepwright.toml";

/// Where settings come from.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// The text of `stepwright.toml`; nothing where there is none.
    pub file: String,
    /// The environment's variables that begin with `STEPWRIGHT_`.
    pub environment: BTreeMap<String, String>,
    /// What the command line sets: keys and values.
    pub flags: Vec<(String, String)>,
    /// The stage that the command line names.
    pub stage: Option<String>,
}

/// What a stage is like.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// The name that everything of this workspace is marked with.
    pub project: String,
    /// The stage.
    pub stage: String,
    /// The region; without one, the AWS profile's.
    pub region: Option<String>,
    /// The AWS profile; without one, what the environment says.
    pub profile: Option<String>,
    /// The account that it has to be.
    pub account: Option<String>,
    /// How resources are named: `{project}`, `{stage}`, `{region}`, `{account}` and `{name}` in it are filled in.
    pub names: String,
    /// How the bucket is named, likewise, without `{name}`.
    pub bucket: String,
    /// What the Lambda functions are like, by their names in the workspace.
    pub functions: BTreeMap<String, Function>,
    /// What the state machines are like.
    pub state_machine: StateMachine,
    /// The ARNs of the topics that can be meant where only an execution's input names one; empty: any.
    pub topics: Vec<String>,
    /// The names of the buckets that can be meant likewise, beside the stage's own.
    pub other_buckets: Vec<String>,
    /// How long logs are kept.
    pub log_retention_days: u32,
    /// When executions start by themselves.
    pub schedule: Option<Schedule>,
    /// Who is told of failed executions.
    pub alarm: Option<Alarm>,
    /// How new executions move to a new version.
    pub strategy: Strategy,
    /// How many in a hundred executions of a new version may fail before it is taken back.
    pub error_rate_percent_max: u8,
    /// Tags that everything gets, beside the marks.
    pub tags: BTreeMap<String, String>,
}

/// What a Lambda function is like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function {
    /// `x86_64`, `arm64`, or `auto`: whichever can be built, `arm64` where both can.
    pub architecture: String,
    /// The memory, in mebibytes.
    pub memory_mb: u32,
    /// How long an invocation may take.
    pub timeout_seconds: u32,
    /// How many invocations may run at the same time; without it, as many as the account has.
    pub reserved_concurrency: Option<u32>,
    /// The variables of its environment.
    pub environment: BTreeMap<String, String>,
}

/// What a state machine is like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateMachine {
    /// `STANDARD` or `EXPRESS`.
    pub r#type: String,
    /// `ALL`, `ERROR`, `FATAL` or `OFF`.
    pub log_level: String,
    /// Whether logs have inputs and outputs.
    pub log_execution_data: bool,
    /// Whether X-Ray traces executions.
    pub tracing: bool,
    /// How many versions are kept beside the one that serves.
    pub keep_versions: u32,
}

/// When executions start by themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// Such as `cron(0 6 ? * MON *)`.
    pub expression: String,
    /// Such as `Europe/Berlin`.
    pub timezone: String,
    /// Whether it starts anything.
    pub enabled: bool,
}

/// Who is told of failed executions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alarm {
    /// An SNS topic.
    pub topic_arn: String,
    /// From how many on, in one period.
    pub failed_executions: u32,
    /// How long a period is.
    pub period_seconds: u32,
}

impl Config {
    /// Reads the settings of a stage, for a workspace that has these Lambda functions.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with them, not only the first.
    pub fn load(sources: &Sources, functions: &[&str]) -> Result<Self, ConfigError> {
        let layers = Layers::new(sources, functions)?;
        let mut read = Reader::new(&layers);
        let config = Self {
            project: read.text("project"),
            stage: layers.stage().to_owned(),
            region: read.optional("region"),
            profile: read.optional("profile"),
            account: read.optional("account"),
            names: read.text("names"),
            bucket: read.text("bucket"),
            functions: functions.iter().map(|it| ((*it).to_owned(), read.function(it))).collect(),
            state_machine: read.state_machine(),
            topics: read.list("topics"),
            other_buckets: read.list("other-buckets"),
            log_retention_days: read.count("logs.retention-days"),
            schedule: read.schedule(),
            alarm: read.alarm(),
            strategy: read.parsed("strategy"),
            error_rate_percent_max: read.small("watch.error-rate-percent"),
            tags: read.table("tags"),
        };
        names::check(&config, &layers, &mut read);
        read.end(config)
    }
}

impl Reader<'_> {
    fn function(&mut self, name: &str) -> Function {
        let read = self.of_function(name);
        let function = Function {
            architecture: read.text("lambda.architecture"),
            memory_mb: read.count("lambda.memory-mb"),
            timeout_seconds: read.count("lambda.timeout-seconds"),
            reserved_concurrency: read.optional_count("lambda.reserved-concurrency"),
            environment: read.table("lambda.environment"),
        };
        self.absorb(read);
        function
    }

    fn state_machine(&mut self) -> StateMachine {
        StateMachine {
            r#type: self.text("state-machine.type"),
            log_level: self.text("state-machine.log-level"),
            log_execution_data: self.flag("state-machine.log-execution-data"),
            tracing: self.flag("state-machine.tracing"),
            keep_versions: self.count("state-machine.keep-versions"),
        }
    }

    fn schedule(&mut self) -> Option<Schedule> {
        let expression = self.optional("schedule.expression")?;
        Some(Schedule {
            expression,
            timezone: self.text("schedule.timezone"),
            enabled: self.flag("schedule.enabled"),
        })
    }

    fn alarm(&mut self) -> Option<Alarm> {
        let topic_arn = self.optional("alarm.topic-arn")?;
        Some(Alarm {
            topic_arn,
            failed_executions: self.count("alarm.failed-executions"),
            period_seconds: self.count("alarm.period-seconds"),
        })
    }
}

#[cfg(test)]
mod tests;
