//! Makes the schedules, and the group that carries the marks for them.

use aws_sdk_scheduler::types::{FlexibleTimeWindow, FlexibleTimeWindowMode, ScheduleState, Target};

use crate::aws::call::call;
use crate::aws::error::{ApplyError, CallError};
use crate::aws::tags;
use crate::aws::wait::until;
use crate::aws::work::{Work, all};
use crate::desired::{Schedule, ScheduleGroup};
use crate::marks;
use crate::plan::Action;
use crate::resource::{Id, Properties};
use crate::tagging::Tagging;

pub(super) async fn make_all(work: Work<'_>) -> Result<(), ApplyError> {
    let Some(first) = work.desired.schedules.first() else { return Ok(()) };
    make_group(work, &first.group).await?;
    all(work.desired.schedules.iter().map(|it| make(work, it)).collect()).await?;
    Ok(())
}

async fn make_group(work: Work<'_>, group: &ScheduleGroup) -> Result<(), ApplyError> {
    match work.action(&group.id()) {
        Action::Create => {}
        action if action.is_change() => return tag_group(work, group).await,
        _ => return Ok(()),
    }
    let marks = tags::scheduler(&work.desired.tags_of(&group.properties()));
    // One of that name may still be on its way out.
    until(
        work.clock(),
        |error| error.code() == "ConflictException",
        async || {
            let request = work.clients.scheduler.create_schedule_group().name(&group.name);
            let request = request.set_tags(Some(marks.clone()));
            let request =
                request.client_token(token(work, &group.id(), &group.properties())).send();
            call("scheduler:CreateScheduleGroup", group.id(), request).await
        },
    )
    .await?;
    work.told("created", &group.id());
    Ok(())
}

/// There is nothing else of a group that could change.
async fn tag_group(work: Work<'_>, group: &ScheduleGroup) -> Result<(), ApplyError> {
    let id = group.id();
    let scheduler = &work.clients.scheduler;
    if let Some(Tagging { puts, removes }) = work.tagging(&id, &group.properties()) {
        let arn = work.desired.place.schedule_group_arn(&group.name);
        if !removes.is_empty() {
            let request = scheduler.untag_resource().resource_arn(&arn);
            let request = request.set_tag_keys(Some(removes)).send();
            call("scheduler:UntagResource", &id, request).await?;
        }
        let request = scheduler.tag_resource().resource_arn(arn);
        let request = request.set_tags(Some(tags::scheduler(&puts))).send();
        call("scheduler:TagResource", &id, request).await?;
    }
    work.told("updated", &id);
    Ok(())
}

async fn make(work: Work<'_>, schedule: &Schedule) -> Result<(), ApplyError> {
    let id = schedule.id();
    let action = work.action(&id);
    if !action.is_change() {
        return Ok(());
    }
    let target = Target::builder()
        .arn(&schedule.target_arn)
        .role_arn(&schedule.role_arn)
        .input(&schedule.input)
        .build()
        .ok();
    let window = FlexibleTimeWindow::builder().mode(FlexibleTimeWindowMode::Off).build().ok();
    let is_new = *action == Action::Create;
    let token = token(work, &id, &schedule.properties());
    until(work.clock(), is_role_unknown, async || {
        let scheduler = &work.clients.scheduler;
        if is_new {
            let request = scheduler
                .create_schedule()
                .name(&schedule.name)
                .group_name(&schedule.group.name)
                .schedule_expression(&schedule.settings.expression)
                .schedule_expression_timezone(&schedule.settings.timezone)
                .state(ScheduleState::from(schedule.state()))
                .set_flexible_time_window(window.clone())
                .set_target(target.clone())
                .client_token(&token);
            call("scheduler:CreateSchedule", &id, request.send()).await.map(drop)
        } else {
            let request = scheduler
                .update_schedule()
                .name(&schedule.name)
                .group_name(&schedule.group.name)
                .schedule_expression(&schedule.settings.expression)
                .schedule_expression_timezone(&schedule.settings.timezone)
                .state(ScheduleState::from(schedule.state()))
                .set_flexible_time_window(window.clone())
                .set_target(target.clone())
                .client_token(&token);
            call("scheduler:UpdateSchedule", &id, request.send()).await.map(drop)
        }
    })
    .await?;
    work.told(if is_new { "created" } else { "updated" }, &id);
    Ok(())
}

/// By which AWS knows a request that is repeated from one that is new.
fn token(work: Work<'_>, id: &Id, properties: &Properties) -> String {
    let now = work.clock().now_seconds();
    let mut token = format!("{now}-{}-{}", id.name.replace('/', "-"), marks::hash(properties));
    token.truncate(64);
    token
}

/// "The execution role you provide must allow AWS EventBridge Scheduler to assume the role."
fn is_role_unknown(error: &CallError) -> bool {
    error.code() == "ValidationException" && error.message().contains("role")
}
