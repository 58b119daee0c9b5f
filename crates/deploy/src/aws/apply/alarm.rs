//! Makes an alarm.

use aws_sdk_cloudwatch::types::{ComparisonOperator, Dimension, Statistic};

use super::Work;
use crate::aws::call::call;
use crate::aws::error::ApplyError;
use crate::aws::tags;
use crate::desired::Alarm;
use crate::desired::alarm::{METRIC_NAME, NAMESPACE};
use crate::plan::Action;

pub(super) async fn make(work: Work<'_>, alarm: &Alarm) -> Result<(), ApplyError> {
    let id = alarm.id();
    let action = work.action(&id);
    if !action.is_change() {
        return Ok(());
    }
    let is_new = *action == Action::Create;
    let machine =
        Dimension::builder().name("StateMachineArn").value(&alarm.state_machine_arn).build();
    let period = i32::try_from(alarm.settings.period_seconds).unwrap_or(i32::MAX);
    let all = tags::cloudwatch(&work.desired.tags_of(&alarm.properties()));
    // First: a look sees what the alarm is like, and not what its tags say of that.
    if !is_new && !work.is_marked(&id, &alarm.properties()) {
        let request = work.clients.cloudwatch.tag_resource();
        let request = request.resource_arn(work.desired.place.alarm_arn(&alarm.name));
        let request = request.set_tags(Some(all.clone())).send();
        call("cloudwatch:TagResource", &id, request).await?;
    }
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
    let request = if is_new { request.set_tags(Some(all)) } else { request };
    call("cloudwatch:PutMetricAlarm", &id, request.send()).await?;
    work.told(if is_new { "created" } else { "updated" }, &id);
    Ok(())
}
