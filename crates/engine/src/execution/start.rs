//! [`Start`]: what an execution is started with. All that it knows of the world.

use jiff::Timestamp;
use stepwright_json::Value;

/// What an execution is started with.
#[derive(Clone, Debug, PartialEq)]
pub struct Start {
    /// The execution's input.
    pub input: Value,
    /// Its name, unique within its state machine.
    pub execution_name: String,
    /// Its ARN. Its region is the one that service integrations are called in.
    pub execution_arn: String,
    /// The state machine's ARN.
    pub state_machine_arn: String,
    /// The state machine's name.
    pub state_machine_name: String,
    /// The role it runs as.
    pub role_arn: String,
    /// When it starts.
    pub now: Timestamp,
    /// Where jitter and task tokens come from: two executions with one seed have the same tokens.
    pub seed: u64,
}

impl Start {
    /// The region of the execution's ARN.
    pub(crate) fn region(&self) -> &str {
        self.execution_arn.split(':').nth(3).unwrap_or_default()
    }
}
