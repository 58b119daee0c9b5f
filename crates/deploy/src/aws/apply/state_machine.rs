//! Makes a state machine, and publishes what it is as a version; what serves is not touched here.

use aws_sdk_sfn::types::{
    CloudWatchLogsLogGroup, LogDestination, LogLevel, LoggingConfiguration, StateMachineType,
    TracingConfiguration,
};

use super::validate;
use crate::aws::call::{call, find as maybe};
use crate::aws::clock::TRIES_MAX;
use crate::aws::error::{ApplyError, CallError};
use crate::aws::observe::version_of;
use crate::aws::shift::Mover;
use crate::aws::tags;
use crate::aws::wait::until;
use crate::aws::work::Work;
use crate::desired::StateMachine;
use crate::plan::Action;
use crate::resource::Kind;
use crate::tagging::Tagging;

/// Makes the state machine; the mover that its alias needs, where it has to move.
pub(super) async fn make(
    work: Work<'_>,
    machine: &StateMachine,
) -> Result<Option<Mover>, ApplyError> {
    let (action, of_alias) = (work.action(&machine.id()), work.action(&machine.alias.id()));
    let mut found = work.found(Kind::StateMachineAlias, &machine.alias.id().name);
    let version = match action {
        Action::Create => create(work, machine).await?,
        Action::Replace { .. } => {
            delete(work, machine).await?;
            // Its alias went with it.
            found = None;
            create(work, machine).await?
        }
        // Or the state machine is as it should be, but what serves is not.
        _ if action.remakes() || of_alias.is_change() => {
            let version = update(work, machine).await?;
            mark(work, machine, action).await?;
            version
        }
        _ => {
            mark(work, machine, action).await?;
            if action.is_change() {
                work.told("updated", &machine.id());
            }
            return Ok(None);
        }
    };
    match action {
        Action::Create => work.told("created", &machine.id()),
        Action::Replace { .. } => work.told("replaced", &machine.id()),
        _ if action.is_change() => work.told("updated", &machine.id()),
        _ => {}
    }
    let moves = || Mover::new(work, machine.alias.clone(), found, version);
    let drifted_only = !of_alias.is_change();
    // Somebody changed what serves nobody: the version that serves is as it should be.
    Ok((!drifted_only).then(moves))
}

async fn create(work: Work<'_>, machine: &StateMachine) -> Result<String, ApplyError> {
    let all = work.desired.tags_of(&machine.properties());
    let answer = until(work.clock(), is_not_ready, async || {
        let request = work
            .clients
            .sfn
            .create_state_machine()
            .name(&machine.name)
            .definition(&machine.definition)
            .role_arn(&machine.role_arn)
            .r#type(StateMachineType::from(machine.settings.r#type.as_str()))
            .logging_configuration(logging(machine))
            .tracing_configuration(tracing(machine))
            .set_tags(Some(tags::sfn(&all)))
            .publish(true)
            .version_description(machine.alias.version.description());
        call("states:CreateStateMachine", machine.id(), request.send()).await
    })
    .await?;
    version(machine, answer.state_machine_version_arn, "states:CreateStateMachine")
}

async fn update(work: Work<'_>, machine: &StateMachine) -> Result<String, ApplyError> {
    let updated = until(work.clock(), is_not_ready, async || {
        let request = work
            .clients
            .sfn
            .update_state_machine()
            .state_machine_arn(&machine.arn)
            .definition(&machine.definition)
            .role_arn(&machine.role_arn)
            .logging_configuration(logging(machine))
            .tracing_configuration(tracing(machine))
            .publish(true)
            .version_description(machine.alias.version.description());
        call("states:UpdateStateMachine", machine.id(), request.send()).await
    })
    .await;
    let answer = updated.map_err(|error| validate::refused(work, machine, error))?;
    version(machine, answer.state_machine_version_arn, "states:UpdateStateMachine")
}

/// What it is now is in its tags before anything serves it. Of what was only changed outside of Stepwright
/// they say so already.
async fn mark(work: Work<'_>, machine: &StateMachine, action: &Action) -> Result<(), CallError> {
    let id = machine.id();
    let tagging = work.tagging(&id, &machine.properties()).filter(|_| action.is_change());
    let Some(Tagging { puts, removes }) = tagging else { return Ok(()) };
    let sfn = &work.clients.sfn;
    if !removes.is_empty() {
        let request = sfn.untag_resource().resource_arn(&machine.arn);
        call("states:UntagResource", &id, request.set_tag_keys(Some(removes)).send()).await?;
    }
    let request = sfn.tag_resource().resource_arn(&machine.arn).set_tags(Some(tags::sfn(&puts)));
    call("states:TagResource", &id, request.send()).await.map(drop)
}

/// Deletes it, and waits until its name is free.
async fn delete(work: Work<'_>, machine: &StateMachine) -> Result<(), ApplyError> {
    let request = work.clients.sfn.delete_state_machine().state_machine_arn(&machine.arn).send();
    call("states:DeleteStateMachine", machine.id(), request).await?;
    for tries in 0..TRIES_MAX {
        let request = work.clients.sfn.describe_state_machine();
        let request = request.state_machine_arn(&machine.arn).send();
        if maybe("states:DescribeStateMachine", machine.id(), request).await?.is_none() {
            return Ok(());
        }
        work.clock().back_off(tries).await;
    }
    Err(ApplyError::NotReady(format!("the deletion of {}", machine.id())))
}

fn version(
    machine: &StateMachine,
    arn: Option<String>,
    action: &str,
) -> Result<String, ApplyError> {
    let arn = arn.ok_or_else(|| CallError::strange(action, machine.id(), "version"))?;
    Ok(version_of(&arn).to_owned())
}

fn logging(machine: &StateMachine) -> LoggingConfiguration {
    let group =
        CloudWatchLogsLogGroup::builder().log_group_arn(format!("{}:*", machine.log_group_arn));
    let destination = LogDestination::builder().cloud_watch_logs_log_group(group.build()).build();
    LoggingConfiguration::builder()
        .level(LogLevel::from(machine.settings.log_level.as_str()))
        .include_execution_data(machine.settings.log_execution_data)
        .set_destinations(machine.logs().then(|| vec![destination]))
        .build()
}

fn tracing(machine: &StateMachine) -> TracingConfiguration {
    TracingConfiguration::builder().enabled(machine.settings.tracing).build()
}

/// "Neither the global service principal states.amazonaws.com, nor the regional one is authorized to
/// assume the provided role.", and the like of logs and traces, until IAM has told everybody of a new role.
fn is_not_ready(error: &CallError) -> bool {
    let of_role =
        error.code() == "AccessDeniedException" && !error.message().contains("to perform");
    of_role || ["ConflictException", "StateMachineDeleting"].contains(&error.code())
}
