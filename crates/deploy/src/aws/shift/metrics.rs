//! How many executions of an express state machine fail, by the metrics that Step Functions sends to
//! `CloudWatch`.

use aws_sdk_cloudwatch::primitives::DateTime;
use aws_sdk_cloudwatch::types::{Dimension, Metric, MetricDataQuery, MetricStat};

use super::watch::Moved;
use crate::aws::call::call;
use crate::aws::error::CallError;
use crate::aws::work::Work;
use crate::desired::StateMachine;
use crate::desired::alarm::{METRIC_NAME, NAMESPACE};

/// All that end otherwise than well.
const FAILURES: [&str; 3] = [METRIC_NAME, "ExecutionsTimedOut", "ExecutionsAborted"];
const STARTED: &str = "ExecutionsStarted";
/// The shortest period that these metrics have, in seconds.
const PERIOD: u64 = 60;
/// How far back somebody looks for what failed before.
const BEFORE: u64 = 60 * 60;

/// How many executions started and failed.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Count {
    started: f64,
    failed: f64,
}

/// Before anything moved, and since.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Counts {
    before: Count,
    since: Count,
}

/// Why the new version is taken back: more fail than failed before, by more than the new version may add.
pub(super) async fn failing(
    work: Work<'_>,
    machine: &StateMachine,
    moved: &Moved<'_>,
) -> Result<Option<String>, CallError> {
    let counts = counts(work, machine, moved.began).await?;
    let most = work.options.error_rate_percent_max;
    Ok(counts.too_many(moved.percent, most).then(|| {
        let Count { started, failed } = counts.since;
        format!("{failed} of {started} executions of {} failed, of which {}% are the new version's, and {most}% of those may", machine.id(), moved.percent)
    }))
}

impl Counts {
    fn too_many(&self, percent: u8, most: u8) -> bool {
        let Self { before, since } = self;
        let usual = if before.started > 0.0 { before.failed / before.started } else { 0.0 };
        let part = f64::from(percent) / 100.0;
        let allowed = since.started * (usual + part * f64::from(most) / 100.0);
        since.failed > 0.0 && since.failed > allowed
    }
}

// UNVERIFIED: whether these metrics also come for each version, with a dimension of its own. The state
// machine's ARN without version or alias counts executions of all, as documented; so the new version's
// share has to be reckoned.
async fn counts(work: Work<'_>, machine: &StateMachine, began: u64) -> Result<Counts, CallError> {
    // What happened in the minute in which it began counts as since.
    let began = began - began % PERIOD;
    let now = work.clients.clock.now_seconds();
    let queries = [STARTED].into_iter().chain(FAILURES).map(|metric| query(machine, metric));
    let request = work.clients.cloudwatch.get_metric_data();
    let request = request.set_metric_data_queries(Some(queries.collect()));
    let request = request.start_time(time(began - BEFORE.min(began))).end_time(time(now + PERIOD));
    let answer = call("cloudwatch:GetMetricData", machine.id(), request.send()).await?;
    let mut counts = Counts::default();
    for result in answer.metric_data_results() {
        let is_started = result.id() == Some(&id(STARTED));
        for (at, value) in result.timestamps().iter().zip(result.values()) {
            let is_since = u64::try_from(at.secs()).is_ok_and(|it| it >= began);
            let count = if is_since { &mut counts.since } else { &mut counts.before };
            *(if is_started { &mut count.started } else { &mut count.failed }) += value;
        }
    }
    Ok(counts)
}

fn query(machine: &StateMachine, metric: &str) -> MetricDataQuery {
    let dimension = Dimension::builder().name("StateMachineArn").value(&machine.arn).build();
    let of = Metric::builder().namespace(NAMESPACE).metric_name(metric).dimensions(dimension);
    let period = i32::try_from(PERIOD).unwrap_or(i32::MAX);
    let stat = MetricStat::builder().metric(of.build()).period(period).stat("Sum");
    MetricDataQuery::builder().id(id(metric)).metric_stat(stat.build()).build()
}

/// "The valid characters are letters, numbers, and underscore. The first character must be a lowercase
/// letter."
fn id(metric: &str) -> String {
    metric.replace("Executions", "executions")
}

fn time(seconds: u64) -> DateTime {
    DateTime::from_secs(i64::try_from(seconds).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(before: (f64, f64), since: (f64, f64), expected: bool) {
        let count = |(started, failed)| Count { started, failed };
        let counts = Counts { before: count(before), since: count(since) };
        assert_eq!(counts.too_many(10, 10), expected);
    }

    #[test]
    fn the_new_versions_share_may_fail_a_little_beside_what_failed_before() {
        // Of 1000 executions 100 are the new version's, and 10 of those may fail.
        check((0.0, 0.0), (1000.0, 10.0), false);
        check((0.0, 0.0), (1000.0, 11.0), true);
        check((5000.0, 100.0), (1000.0, 30.0), false);
        check((5000.0, 100.0), (1000.0, 31.0), true);
        check((100.0, 0.0), (0.0, 0.0), false);
        // Of a few executions none may.
        check((100.0, 0.0), (5.0, 1.0), true);
    }
}
