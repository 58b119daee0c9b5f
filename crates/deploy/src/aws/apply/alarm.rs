//! Makes an alarm.

use aws_sdk_cloudwatch::types::{ComparisonOperator, Dimension, Statistic};

use crate::aws::call::call;
use crate::aws::error::{ApplyError, CallError};
use crate::aws::tags;
use crate::aws::work::Work;
use crate::desired::Alarm;
use crate::desired::alarm::{METRIC_NAME, NAMESPACE};
use crate::plan::Action;
use crate::tagging::Tagging;

pub(super) async fn make(work: Work<'_>, alarm: &Alarm) -> Result<(), ApplyError> {
    let id = alarm.id();
    let action = work.action(&id);
    if !action.is_change() {
        return Ok(());
    }
    let is_new = *action == Action::Create;
    // First: a look sees what the alarm is like, and not what its tags say of that.
    if let Some(Tagging { puts, removes }) = work.tagging(&id, &alarm.properties()) {
        let arn = work.desired.place.alarm_arn(&alarm.name);
        if !removes.is_empty() {
            let request = work.clients.cloudwatch.untag_resource().resource_arn(&arn);
            let request = request.set_tag_keys(Some(removes)).send();
            call("cloudwatch:UntagResource", &id, request).await?;
        }
        let request = work.clients.cloudwatch.tag_resource().resource_arn(arn);
        let request = request.set_tags(Some(tags::cloudwatch(&puts))).send();
        call("cloudwatch:TagResource", &id, request).await?;
    }
    if action.remakes() {
        put(work, alarm, is_new).await?;
    }
    work.told(if is_new { "created" } else { "updated" }, &id);
    Ok(())
}

async fn put(work: Work<'_>, alarm: &Alarm, is_new: bool) -> Result<(), CallError> {
    let machine =
        Dimension::builder().name("StateMachineArn").value(&alarm.state_machine_arn).build();
    let period = i32::try_from(alarm.settings.period_seconds).unwrap_or(i32::MAX);
    let request = work
        .clients
        .cloudwatch
        .put_metric_alarm()
        .alarm_name(&alarm.name)
        .alarm_description(format!("Executions of {} fail", alarm.state_machine_arn))
        .namespace(NAMESPACE)
        .metric_name(METRIC_NAME)
        .dimensions(machine)
        .statistic(Statistic::Sum)
        .period(period)
        .evaluation_periods(1)
        .threshold(f64::from(alarm.settings.failed_executions))
        .comparison_operator(ComparisonOperator::GreaterThanOrEqualToThreshold)
        .treat_missing_data("notBreaching")
        .alarm_actions(&alarm.settings.topic_arn);
    // "Tags" are taken when an alarm is made; of one that is there they are ignored.
    let all = || tags::cloudwatch(&work.desired.tags_of(&alarm.properties()));
    let request = if is_new { request.set_tags(Some(all())) } else { request };
    call("cloudwatch:PutMetricAlarm", alarm.id(), request.send()).await.map(drop)
}
