//! [`delete`]: takes one resource away. Whoever calls it knows that the resource is ours.

use aws_sdk_s3::types::{Delete, ObjectIdentifier};

use super::call::{call, find as maybe};
use super::clients::Clients;
use super::error::{ApplyError, CallError};
use crate::desired::Desired;
use crate::desired::role::POLICY_NAME;
use crate::resource::{Id, Kind};

/// Takes it away; where it is not there, nothing is done.
pub(crate) async fn delete(
    clients: &Clients,
    desired: &Desired,
    id: &Id,
) -> Result<(), ApplyError> {
    let name = &id.name;
    match id.kind {
        Kind::Bucket => bucket(clients, id).await?,
        Kind::Role => role(clients, id).await?,
        Kind::LogGroup => {
            let request = clients.logs.delete_log_group().log_group_name(name).send();
            maybe("logs:DeleteLogGroup", id, request).await?;
        }
        Kind::Function => {
            // Its versions and aliases go with it.
            let request = clients.lambda.delete_function().function_name(name).send();
            maybe("lambda:DeleteFunction", id, request).await?;
        }
        Kind::StateMachine => {
            // So do these.
            let arn = desired.place.state_machine_arn(name);
            let request = clients.sfn.delete_state_machine().state_machine_arn(arn).send();
            maybe("states:DeleteStateMachine", id, request).await?;
        }
        Kind::FunctionAlias | Kind::StateMachineAlias => {}
        Kind::ScheduleGroup => {
            let request = clients.scheduler.delete_schedule_group().name(name).send();
            maybe("scheduler:DeleteScheduleGroup", id, request).await?;
        }
        Kind::Schedule => {
            let (group, name) = name.split_once('/').unwrap_or_default();
            let request = clients.scheduler.delete_schedule().group_name(group).name(name).send();
            maybe("scheduler:DeleteSchedule", id, request).await?;
        }
        Kind::Alarm => {
            let request = clients.cloudwatch.delete_alarms().alarm_names(name).send();
            maybe("cloudwatch:DeleteAlarms", id, request).await?;
        }
    }
    Ok(())
}

async fn role(clients: &Clients, id: &Id) -> Result<(), CallError> {
    let iam = &clients.iam;
    let request = iam.delete_role_policy().role_name(&id.name).policy_name(POLICY_NAME).send();
    maybe("iam:DeleteRolePolicy", id, request).await?;
    // Where somebody attached more to it, IAM refuses, and that is right.
    let request = iam.delete_role().role_name(&id.name).send();
    maybe("iam:DeleteRole", id, request).await?;
    Ok(())
}

/// Empties a bucket of all versions of all objects, and deletes it.
async fn bucket(clients: &Clients, id: &Id) -> Result<(), CallError> {
    let s3 = &clients.s3;
    loop {
        let request = s3.list_object_versions().bucket(&id.name).send();
        let Some(page) = maybe("s3:ListBucketVersions", id, request).await? else { return Ok(()) };
        let versions = page.versions().iter().map(|it| (it.key(), it.version_id()));
        let markers = page.delete_markers().iter().map(|it| (it.key(), it.version_id()));
        let objects = versions.chain(markers).filter_map(|(key, version)| {
            let object = ObjectIdentifier::builder().set_key(key.map(str::to_owned));
            object.set_version_id(version.map(str::to_owned)).build().ok()
        });
        let objects: Vec<_> = objects.collect();
        if objects.is_empty() {
            break;
        }
        let delete = Delete::builder().set_objects(Some(objects)).quiet(true).build().ok();
        let request = s3.delete_objects().bucket(&id.name).set_delete(delete).send();
        let answer = call("s3:DeleteObjectVersion", id, request).await?;
        if let Some(error) = answer.errors().first() {
            let why = format!(
                "object `{}`: {}",
                error.key().unwrap_or("?"),
                error.message().unwrap_or("?")
            );
            return Err(CallError::strange("s3:DeleteObjectVersion", id, &why));
        }
    }
    let request = s3.delete_bucket().bucket(&id.name).send();
    maybe("s3:DeleteBucket", id, request).await?;
    Ok(())
}
