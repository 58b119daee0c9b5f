//! What is there of a state machine, and which version its alias serves.

use aws_sdk_sfn::operation::describe_state_machine::DescribeStateMachineOutput;
use aws_sdk_sfn::operation::describe_state_machine_alias::DescribeStateMachineAliasOutput;
use aws_sdk_sfn::types::StateMachineStatus;
use serde_json::json;

use super::{Findings, Look, owner};
use crate::aws::call::find as maybe;
use crate::aws::clients::Clients;
use crate::aws::error::CallError;
use crate::desired::alias::{CONTENT, ON_ITS_WAY};
use crate::desired::{Desired, StateMachine};
use crate::marks::AliasMark;
use crate::observed::Found;
use crate::resource::Properties;

/// What was found, and what its alias says of the rest of the deployment.
#[derive(Debug, Default)]
pub(super) struct Machine {
    pub(super) findings: Findings,
    /// What of the optional was made with it.
    pub(super) with: Vec<String>,
    /// Whether its alias says that no deployment was moving executions when it ended.
    pub(super) tells_of_all: bool,
}

pub(super) async fn find(
    clients: &Clients,
    desired: &Desired,
    machine: &StateMachine,
    look: Look,
) -> Result<Machine, CallError> {
    let (id, alias_id) = (machine.id(), machine.alias.id());
    let request = clients.sfn.describe_state_machine().state_machine_arn(&machine.arn).send();
    let Some(there) = maybe("states:DescribeStateMachine", &id, request).await? else {
        return Ok(Machine::default());
    };
    if there.status == Some(StateMachineStatus::Deleting) {
        return Ok(Machine::default());
    }
    let request = clients.sfn.describe_state_machine_alias();
    let request = request.state_machine_alias_arn(machine.alias_arn()).send();
    let alias = maybe("states:DescribeStateMachineAlias", &alias_id, request).await?;

    let mark = alias.as_ref().and_then(|it| it.description()?.parse::<AliasMark>().ok());
    let mark = mark.filter(|it| it.marks == desired.marks);
    // An alias has no tags; its description is ours alone to write. What it says of the content is so of
    // the state machine itself too, unless the alias serves an older version.
    let told = mark.as_ref().filter(|it| it.back.is_none() && !it.on_its_way);
    let found = match told.filter(|_| look == Look::Quick) {
        Some(mark) => Found { hash: Some(mark.hash.clone()), ..Found::ours(read(&there)) },
        None => owner(clients, desired, &id).await?.of(Found::ours(read(&there))),
    };
    let mut findings = vec![(id, found)];
    findings.extend(alias.map(|it| (alias_id, read_alias(&it, mark.as_ref()))));
    Ok(Machine {
        findings,
        tells_of_all: mark.as_ref().is_some_and(|it| !it.on_its_way),
        with: mark.map(|it| it.with).unwrap_or_default(),
    })
}

fn read(answer: &DescribeStateMachineOutput) -> Properties {
    let logging = answer.logging_configuration();
    let destination = logging.and_then(|it| {
        it.destinations().first()?.cloud_watch_logs_log_group()?.log_group_arn().map(str::to_owned)
    });
    let level = logging.and_then(|it| it.level()).map_or("OFF", |it| it.as_str());
    let with_data = logging.is_some_and(|it| it.include_execution_data);
    let tracing = answer.tracing_configuration().is_some_and(|it| it.enabled);
    Properties::from([
        ("Definition", json!(answer.definition())),
        (
            "LoggingConfiguration",
            json!({ "Destination": destination, "IncludeExecutionData": with_data, "Level": level }),
        ),
        ("RoleArn", json!(answer.role_arn())),
        ("TracingConfiguration", json!({ "Enabled": tracing })),
        ("Type", json!(answer.r#type().as_str())),
    ])
}

fn read_alias(answer: &DescribeStateMachineAliasOutput, mark: Option<&AliasMark>) -> Found {
    let mut routes: Vec<(String, i32)> = answer
        .routing_configuration()
        .iter()
        .map(|it| (version_of(it.state_machine_version_arn()).to_owned(), it.weight()))
        .collect();
    // The version that has served longest is the one that serves.
    routes.sort_by_key(|(version, _)| version.parse::<u64>().unwrap_or(u64::MAX));
    let is_on_its_way = routes.len() > 1 || mark.is_some_and(|it| it.on_its_way);
    let content =
        if is_on_its_way { Some(ON_ITS_WAY.to_owned()) } else { mark.map(|it| it.hash.clone()) };
    let mut routes = routes.into_iter();
    Found {
        version: routes.next().map(|(version, _)| version),
        mark: mark.cloned(),
        shifting: routes
            .next()
            .map(|(version, weight)| (version, u8::try_from(weight).unwrap_or(100))),
        ..Found::ours(Properties::from([(CONTENT, json!(content))]))
    }
}

/// `3` of `arn:aws:states:eu-central-1:123456789012:stateMachine:store:3`.
pub(crate) fn version_of(arn: &str) -> &str {
    arn.rsplit(':').next().unwrap_or(arn)
}
