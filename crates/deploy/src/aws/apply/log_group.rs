//! Makes a log group, and says how long it keeps logs.

use crate::aws::call::call;
use crate::aws::error::ApplyError;
use crate::aws::observe::owner;
use crate::aws::work::Work;
use crate::desired::LogGroup;
use crate::observed::Ownership;
use crate::plan::Action;
use crate::tagging::Tagging;

pub(super) async fn make(work: Work<'_>, group: &LogGroup) -> Result<(), ApplyError> {
    let id = group.id();
    let action = work.action(&id);
    if !action.is_change() {
        return Ok(());
    }
    let logs = &work.clients.logs;
    if *action == Action::Create {
        let request = logs.create_log_group().log_group_name(&group.name);
        let all = work.desired.tags_of(&group.properties());
        let request = request.set_tags(Some(all.into_iter().collect())).send();
        match call("logs:CreateLogGroup", &id, request).await {
            // It is made with its tags: whoever made it in the meantime, they say whose it is.
            Err(error) if error.is_there_already() => {
                if owner(work.clients, work.desired, &id).await?.ownership != Ownership::Ours {
                    return Err(ApplyError::Taken(id));
                }
            }
            ended => drop(ended?),
        }
    }
    // First: a look sees how long it keeps logs, and not what its tags say of that.
    if let Some(Tagging { puts, removes }) = work.tagging(&id, &group.properties()) {
        let arn = work.desired.place.log_group_arn(&group.name);
        if !removes.is_empty() {
            let request = logs.untag_resource().resource_arn(&arn).set_tag_keys(Some(removes));
            call("logs:UntagResource", &id, request.send()).await?;
        }
        let request = logs.tag_resource().resource_arn(arn);
        let request = request.set_tags(Some(puts.into_iter().collect())).send();
        call("logs:TagResource", &id, request).await?;
    }
    if action.remakes() {
        let days = i32::try_from(group.retention_days).unwrap_or(i32::MAX);
        let request = logs.put_retention_policy().log_group_name(&group.name);
        let request = request.retention_in_days(days).send();
        call("logs:PutRetentionPolicy", &id, request).await?;
    }
    work.told(if *action == Action::Create { "created" } else { "updated" }, &id);
    Ok(())
}
