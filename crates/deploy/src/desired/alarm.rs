//! [`Alarm`]: who is told when executions fail. It also watches a new version while it takes over.

use serde_json::json;

use super::StateMachine;
use crate::config;
use crate::resource::{Id, Kind, Properties};

/// An alarm on the failed executions of a state machine.
#[derive(Debug, Clone, PartialEq)]
pub struct Alarm {
    /// Its name.
    pub name: String,
    /// The state machine.
    pub state_machine_arn: String,
    /// Who is told, and of how many.
    pub settings: config::Alarm,
}

/// What is counted.
pub const METRIC_NAME: &str = "ExecutionsFailed";
/// Who counts it.
pub const NAMESPACE: &str = "AWS/States";

/// What the alarm of a state machine is called.
pub(super) fn name_of(machine: &StateMachine) -> String {
    format!("{}-failed", machine.name)
}

impl Alarm {
    pub(super) fn new(settings: &config::Alarm, machine: &StateMachine) -> Self {
        Self {
            name: name_of(machine),
            state_machine_arn: machine.arn.clone(),
            settings: settings.clone(),
        }
    }

    /// Which resource it is.
    pub fn id(&self) -> Id {
        Id::new(Kind::Alarm, &self.name)
    }

    /// What it is like.
    pub fn properties(&self) -> Properties {
        let config::Alarm { topic_arn, failed_executions, period_seconds } = &self.settings;
        Properties::from([
            ("AlarmActions", json!([topic_arn])),
            ("MetricName", json!(METRIC_NAME)),
            ("Namespace", json!(NAMESPACE)),
            ("Period", json!(period_seconds)),
            ("StateMachineArn", json!(self.state_machine_arn)),
            ("Threshold", json!(f64::from(*failed_executions))),
        ])
    }
}
