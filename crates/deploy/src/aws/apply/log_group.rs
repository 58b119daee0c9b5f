//! Makes a log group, and says how long it keeps logs.

use super::{Work, is_there_already};
use crate::aws::call::call;
use crate::aws::error::ApplyError;
use crate::desired::LogGroup;
use crate::plan::Action;

pub(super) async fn make(work: Work<'_>, group: &LogGroup) -> Result<(), ApplyError> {
    let id = group.id();
    let action = work.action(&id);
    if !action.is_change() {
        return Ok(());
    }
    let logs = &work.clients.logs;
    let all = work.desired.tags_of(&group.properties());
    if *action == Action::Create {
        let request = logs.create_log_group().log_group_name(&group.name);
        let request = request.set_tags(Some(all.clone().into_iter().collect())).send();
        match call("logs:CreateLogGroup", &id, request).await {
            Err(error) if !is_there_already(&error) => return Err(error.into()),
            _ => {}
        }
    }
    // First: a look sees how long it keeps logs, and not what its tags say of that.
    if *action != Action::Create && !work.is_marked(&id, &group.properties()) {
        let request = logs.tag_resource();
        let request = request.resource_arn(work.desired.place.log_group_arn(&group.name));
        let request = request.set_tags(Some(all.into_iter().collect())).send();
        call("logs:TagResource", &id, request).await?;
    }
    let days = i32::try_from(group.retention_days).unwrap_or(i32::MAX);
    let request = logs.put_retention_policy().log_group_name(&group.name).retention_in_days(days);
    call("logs:PutRetentionPolicy", &id, request.send()).await?;
    work.told(if *action == Action::Create { "created" } else { "updated" }, &id);
    Ok(())
}
