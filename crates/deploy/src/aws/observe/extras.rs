//! What is there of the optional: schedules and alarms; looked for only where somebody wants them, or
//! where the alias says that they were made.

use aws_sdk_scheduler::types::ScheduleState;
use futures_util::future::try_join_all;
use serde_json::json;

use super::{Findings, role};
use crate::aws::call::{call, find as maybe};
use crate::aws::clients::Clients;
use crate::aws::error::CallError;
use crate::desired::Desired;
use crate::observed::{Found, Ownership};
use crate::resource::{Id, Kind, Properties};

pub(super) async fn find(
    clients: &Clients,
    desired: &Desired,
    with: &[String],
) -> Result<Findings, CallError> {
    let had = |what: &str| with.iter().any(|it| it == what);
    let wanted = desired.resources().into_iter().map(|(id, _)| id);
    let unwanted = desired.unwanted.iter().filter(|it| match it.kind {
        Kind::Alarm => had("alarm"),
        _ => had("schedule"),
    });
    let ids: Vec<Id> = wanted.chain(unwanted.cloned()).collect();
    let of = |kind| ids.iter().filter(move |it| it.kind == kind);

    let roles = desired.unwanted.iter().filter(|it| it.kind == Kind::Role && had("schedule"));
    let roles = roles.map(|it| role::find(clients, &desired.marks, &it.name, None));
    let (groups, schedules, alarms, roles) = tokio::try_join!(
        try_join_all(of(Kind::ScheduleGroup).map(|it| group(clients, it))),
        try_join_all(of(Kind::Schedule).map(|it| schedule(clients, it))),
        alarms(clients, of(Kind::Alarm).map(|it| it.name.clone()).collect()),
        try_join_all(roles),
    )?;
    Ok([groups, schedules, roles].concat().into_iter().flatten().chain(alarms).collect())
}

async fn group(clients: &Clients, id: &Id) -> Result<Findings, CallError> {
    let request = clients.scheduler.get_schedule_group().name(&id.name).send();
    let answer = maybe("scheduler:GetScheduleGroup", id, request).await?;
    Ok(answer.map(|_| (id.clone(), unasked(Properties::new()))).into_iter().collect())
}

async fn schedule(clients: &Clients, id: &Id) -> Result<Findings, CallError> {
    let (group, name) = id.name.split_once('/').unwrap_or_default();
    let request = clients.scheduler.get_schedule().group_name(group).name(name).send();
    let Some(answer) = maybe("scheduler:GetSchedule", id, request).await? else {
        return Ok(Vec::new());
    };
    let target = answer
        .target()
        .map(|it| json!({ "Arn": it.arn(), "Input": it.input(), "RoleArn": it.role_arn() }));
    let properties = Properties::from([
        ("ScheduleExpression", json!(answer.schedule_expression())),
        ("ScheduleExpressionTimezone", json!(answer.schedule_expression_timezone())),
        ("State", json!(answer.state().map(ScheduleState::as_str))),
        ("Target", json!(target)),
    ]);
    Ok(vec![(id.clone(), unasked(properties))])
}

async fn alarms(clients: &Clients, names: Vec<String>) -> Result<Findings, CallError> {
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let on = format!("alarms {}", names.join(", "));
    let request = clients.cloudwatch.describe_alarms().set_alarm_names(Some(names)).send();
    let answer = call("cloudwatch:DescribeAlarms", on, request).await?;
    let findings = answer.metric_alarms().iter().filter_map(|it| {
        let machine = it.dimensions().iter().find(|it| it.name() == Some("StateMachineArn"));
        let properties = Properties::from([
            ("AlarmActions", json!(it.alarm_actions())),
            ("MetricName", json!(it.metric_name())),
            ("Namespace", json!(it.namespace())),
            ("Period", json!(it.period())),
            ("StateMachineArn", json!(machine.and_then(|it| it.value()))),
            ("Threshold", json!(it.threshold())),
        ]);
        Some((Id::new(Kind::Alarm, it.alarm_name()?), unasked(properties)))
    });
    Ok(findings.collect())
}

fn unasked(properties: Properties) -> Found {
    Found { ownership: Ownership::Unasked, ..Found::ours(properties) }
}
