//! What is there of a state machine, and which version its alias serves.

use aws_sdk_sfn::operation::describe_state_machine::DescribeStateMachineOutput;
use aws_sdk_sfn::operation::describe_state_machine_alias::DescribeStateMachineAliasOutput;
use aws_sdk_sfn::types::StateMachineStatus;
use serde_json::json;

use super::Findings;
use crate::aws::call::find as maybe;
use crate::aws::clients::Clients;
use crate::aws::error::CallError;
use crate::desired::StateMachine;
use crate::desired::alias::CONTENT;
use crate::marks::{AliasMark, Marks};
use crate::observed::{Found, Observed, Ownership};
use crate::resource::{Kind, Properties};

/// What was found, and what its alias says of the rest of the deployment.
#[derive(Debug, Default)]
pub(super) struct Machine {
    pub(super) findings: Findings,
    /// What of the optional was made with it.
    pub(super) with: Vec<String>,
    /// Whether a deployment was moving executions when it ended.
    pub(super) on_its_way: bool,
}

pub(super) async fn find(
    clients: &Clients,
    marks: &Marks,
    machine: &StateMachine,
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
    let mark = mark.filter(|it| it.marks == *marks);
    // An alias has no tags; its description is ours alone to write.
    let ownership = if mark.is_some() { Ownership::Ours } else { Ownership::Unasked };
    let hash = mark.as_ref().map(|it| it.hash.clone());
    let found = Found { ownership, hash, ..Found::ours(read(&there)) };
    let mut findings = vec![(id, found)];
    findings.extend(alias.map(|it| (alias_id, read_alias(&it, mark.as_ref()))));
    Ok(Machine {
        findings,
        on_its_way: mark.as_ref().is_some_and(|it| it.on_its_way),
        with: mark.map(|it| it.with).unwrap_or_default(),
    })
}

/// No alias serves what it should while a deployment moves executions from one version to another.
pub(super) fn unsettle(observed: &mut Observed) {
    for (id, found) in &mut observed.found {
        if matches!(id.kind, Kind::FunctionAlias | Kind::StateMachineAlias) {
            found.properties.insert(CONTENT, json!("on its way"));
        }
    }
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
    let content = match routes.as_slice() {
        [_] => mark.map(|it| it.hash.clone()),
        _ => Some("on its way".to_owned()),
    };
    let mut routes = routes.into_iter();
    Found {
        // Of what it serves, for whoever moves it back; its own content is compared as it is.
        hash: None,
        version: routes.next().map(|(version, _)| version),
        before: mark.and_then(|it| it.before.clone()),
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
