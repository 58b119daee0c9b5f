//! [`Id`] and [`Properties`]: what a resource is called, and what it is like, in AWS's own words.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;

/// What a resource is like: AWS's names of properties, and their values.
pub type Properties = BTreeMap<&'static str, Value>;

/// What kinds of resources a deployment makes, in the order in which they are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// An S3 bucket.
    Bucket,
    /// An IAM role with its one inline policy.
    Role,
    /// A CloudWatch log group.
    LogGroup,
    /// A Lambda function: its code and its configuration.
    Function,
    /// The alias that a Lambda function is called by.
    FunctionAlias,
    /// A state machine.
    StateMachine,
    /// The alias that executions are started by.
    StateMachineAlias,
    /// A group of `EventBridge` Scheduler schedules.
    ScheduleGroup,
    /// An `EventBridge` Scheduler schedule.
    Schedule,
    /// A CloudWatch alarm.
    Alarm,
}

impl Kind {
    /// As AWS `CloudFormation` calls it, for tools.
    pub const fn type_name(self) -> &'static str {
        match self {
            Self::Bucket => "AWS::S3::Bucket",
            Self::Role => "AWS::IAM::Role",
            Self::LogGroup => "AWS::Logs::LogGroup",
            Self::Function => "AWS::Lambda::Function",
            Self::FunctionAlias => "AWS::Lambda::Alias",
            Self::StateMachine => "AWS::StepFunctions::StateMachine",
            Self::StateMachineAlias => "AWS::StepFunctions::StateMachineAlias",
            Self::ScheduleGroup => "AWS::Scheduler::ScheduleGroup",
            Self::Schedule => "AWS::Scheduler::Schedule",
            Self::Alarm => "AWS::CloudWatch::Alarm",
        }
    }

    /// Whether it has tags: an alias has none, and those of a schedule are its group's.
    pub const fn has_tags(self) -> bool {
        !matches!(self, Self::FunctionAlias | Self::StateMachineAlias | Self::Schedule)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Bucket => "bucket",
            Self::Role => "role",
            Self::LogGroup => "log group",
            Self::Function => "function",
            Self::FunctionAlias => "function alias",
            Self::StateMachine => "state machine",
            Self::StateMachineAlias => "state machine alias",
            Self::ScheduleGroup => "schedule group",
            Self::Schedule => "schedule",
            Self::Alarm => "alarm",
        })
    }
}

/// Which resource.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Id {
    /// What it is.
    pub kind: Kind,
    /// What it is called: unique among its kind in an account and region.
    pub name: String,
}

impl Id {
    /// The resource of this kind and name.
    pub fn new(kind: Kind, name: impl Into<String>) -> Self {
        Self { kind, name: name.into() }
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} `{}`", self.kind, self.name)
    }
}
