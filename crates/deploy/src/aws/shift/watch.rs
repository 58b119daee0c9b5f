//! [`until_wrong`]: the new versions are watched while a part of the executions goes to them.

use std::time::Duration;

use aws_sdk_cloudwatch::types::StateValue;
use aws_sdk_sfn::types::{ExecutionListItem, ExecutionStatus};

use super::{Mover, Work, metrics};
use crate::aws::call::call;
use crate::aws::error::CallError;
use crate::desired::StateMachine;
use crate::watch::{self, Watch};

/// How often somebody looks while executions move.
const LOOKS_EVERY: Duration = Duration::from_secs(10);
/// How many executions are looked at.
const EXECUTIONS_MAX: i32 = 1000;

/// What has moved.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moved<'a> {
    pub(super) movers: &'a [Mover],
    /// How many in a hundred new executions go to the new versions.
    pub(super) percent: u8,
    /// Since when, in seconds since 1970.
    pub(super) began: u64,
}

/// Watches the new versions for a while: why they have to be taken back, where they have to. What cannot be
/// watched is taken back too.
pub(super) async fn until_wrong(
    work: Work<'_>,
    moved: &Moved<'_>,
    watch: Duration,
) -> Option<String> {
    let mut left = watch;
    let mut stop = work.options.stop.clone();
    while !left.is_zero() {
        let pause = left.min(LOOKS_EVERY);
        left = left.saturating_sub(pause);
        tokio::select! {
            biased;
            Ok(_) = stop.wait_for(|it| *it) => return Some("somebody stopped the deployment".to_owned()),
            () = work.clock().sleep(pause) => {}
        }
        let wrong = wrong(work, moved).await;
        if let Some(why) = wrong.unwrap_or_else(|error| Some(error.to_string())) {
            return Some(why);
        }
    }
    None
}

/// What is wrong with the new versions now.
async fn wrong(work: Work<'_>, moved: &Moved<'_>) -> Result<Option<String>, CallError> {
    if let Some(name) = alarmed(work).await? {
        return Ok(Some(format!("the alarm `{name}` went off")));
    }
    for machine in &work.desired.machines {
        let why = match watch::of(work.desired, machine) {
            Watch::Executions => failing(work, machine, moved).await?,
            Watch::Metrics => metrics::failing(work, machine, moved).await?,
            Watch::Alarm => None,
        };
        if why.is_some() {
            return Ok(why);
        }
    }
    Ok(None)
}

/// The alarm that went off.
async fn alarmed(work: Work<'_>) -> Result<Option<String>, CallError> {
    let names: Vec<String> = work.desired.alarms.iter().map(|it| it.name.clone()).collect();
    if names.is_empty() {
        return Ok(None);
    }
    let request = work.clients.cloudwatch.describe_alarms().set_alarm_names(Some(names));
    let request = request.state_value(StateValue::Alarm).send();
    let answer = call("cloudwatch:DescribeAlarms", "the alarms", request).await?;
    Ok(answer.metric_alarms().iter().find_map(|it| it.alarm_name().map(str::to_owned)))
}

/// Why a version is taken back: too many of its executions fail.
async fn failing(
    work: Work<'_>,
    machine: &StateMachine,
    moved: &Moved<'_>,
) -> Result<Option<String>, CallError> {
    let began = moved.began;
    let way = moved.movers.iter().find(|it| it.id == machine.alias.id());
    let arn = match way {
        Some(way) => format!("{}:{}", machine.arn, way.to),
        None => machine.alias_arn(),
    };
    let request =
        work.clients.sfn.list_executions().state_machine_arn(&arn).max_results(EXECUTIONS_MAX);
    let answer = call("states:ListExecutions", machine.id(), request.send()).await?;
    let since = i64::try_from(began).unwrap_or(i64::MAX);
    let ended: Vec<&ExecutionStatus> = answer
        .executions()
        .iter()
        .filter(|it| it.start_date().secs() >= since)
        .map(ExecutionListItem::status)
        .filter(|it| **it != ExecutionStatus::Running)
        .collect();
    let failed = ended.iter().filter(|it| ***it != ExecutionStatus::Succeeded).count();
    let most = usize::from(work.options.error_rate_percent_max);
    let too_many = failed > 0 && failed * 100 > most * ended.len();
    let why = || {
        format!(
            "{failed} of {} executions of {} failed, and {most}% may",
            ended.len(),
            machine.id()
        )
    };
    Ok(too_many.then(why))
}
