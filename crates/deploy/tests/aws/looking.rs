//! What somebody sees of a deployment: its status, its logs, and an execution as it runs.

use std::cell::RefCell;

use expect_test::{Expect, expect};
use stepwright_deploy::aws::execution::{Ended, follow, start};
use stepwright_deploy::aws::logs::{self, Wanted};
use stepwright_deploy::aws::status::status;

use crate::stage::{Stage, reads};

async fn check_status(stage: &Stage, expect: Expect) {
    let (identity, desired) = stage.desired().await.unwrap();
    let status = status(&stage.clients, &desired, &identity).await.unwrap();
    expect.assert_eq(&status.to_string());
    assert_eq!(status.to_json()["plan"]["changes"], !status.plan.is_done());
}

#[tokio::test]
async fn status_tells_what_serves_and_what_differs_and_changes_nothing() {
    let Some(mut stage) = Stage::new("status").await else { return };
    check_status(
        &stage,
        expect![[r#"
        stepwright/status in eu-central-1, account 123456789012

        stepwright-status-store: not deployed

        Different from this workspace:
        + bucket `stepwright-status-123456789012-eu-central-1`
        + role `stepwright-status-download-eu-central-1`
        + role `stepwright-status-store-eu-central-1`
        + log group `/aws/vendedlogs/stepwright/stepwright/status/download`
        + log group `/aws/vendedlogs/stepwright/stepwright/status/store`
        + function `stepwright-status-download`
        + function alias `stepwright-status-download:live`
        + state machine `stepwright-status-store`
        + state machine alias `stepwright-status-store:live`
        9 to create; about 21 requests to apply it
    "#]],
    )
    .await;
    stage.deploy().await.unwrap();
    stage.change_state();
    stage.deploy().await.unwrap();
    stage.proxy.take();
    check_status(&stage, expect![[r#"
        stepwright/status in eu-central-1, account 123456789012

        stepwright-status-store: version 2 serves; before it was version 1
          https://eu-central-1.console.aws.amazon.com/states/home?region=eu-central-1#/statemachines/view/arn:aws:states:eu-central-1:123456789012:stateMachine:stepwright-status-store
          no executions yet

        Everything is as this workspace says.
    "#]]).await;
    stage.settings = "logs.retention-days = 7".to_owned();
    check_status(&stage, expect![[r#"
        stepwright/status in eu-central-1, account 123456789012

        stepwright-status-store: version 2 serves; before it was version 1
          https://eu-central-1.console.aws.amazon.com/states/home?region=eu-central-1#/statemachines/view/arn:aws:states:eu-central-1:123456789012:stateMachine:stepwright-status-store
          no executions yet

        Different from this workspace:
        ~ log group `/aws/vendedlogs/stepwright/stepwright/status/download`
            RetentionInDays: 30 → 7
        ~ log group `/aws/vendedlogs/stepwright/stepwright/status/store`
            RetentionInDays: 30 → 7
        2 to update, 7 unchanged; about 6 requests to apply it
    "#]]).await;
    assert!(stage.proxy.take().iter().all(reads));
}

#[tokio::test]
async fn logs_of_all_come_in_the_order_of_time() {
    let Some(stage) = Stage::new("logs").await else { return };
    stage.deploy().await.unwrap();
    let (_, desired) = stage.desired().await.unwrap();
    let cloudwatch = stage.sdk(aws_sdk_cloudwatchlogs::Client::new);
    // The emulator refuses what is older than two weeks.
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    let now = i64::try_from(now.as_millis()).unwrap();
    for (group, lines) in
        desired.log_groups.iter().zip([[(1, "loads"), (3, "stores")], [(2, "starts"), (4, "ends")]])
    {
        let stream =
            cloudwatch.create_log_stream().log_group_name(&group.name).log_stream_name("s");
        stream.send().await.unwrap();
        let events = lines.map(|(after, text)| {
            let event = aws_sdk_cloudwatchlogs::types::InputLogEvent::builder().message(text);
            event.timestamp(now - 1000 + after).build().unwrap()
        });
        let put = cloudwatch.put_log_events().log_group_name(&group.name).log_stream_name("s");
        put.set_log_events(Some(events.to_vec())).send().await.unwrap();
    }
    let told = RefCell::new(Vec::new());
    let tell = |line: &logs::Line| told.borrow_mut().push(format!("{} {}", line.from, line.text));
    let wanted = Wanted { since: now - 5000, follows: false };
    logs::follow(&stage.clients, &desired, wanted, stage.stop.subscribe(), &tell).await.unwrap();
    expect![[r#"
        download loads
        store starts
        download stores
        store ends"#]]
    .assert_eq(&told.borrow().join("\n"));
}

/// Runs an execution whose description and history are these, one after the other.
async fn executed(
    name: &str,
    answers: &'static [(&'static str, &'static str)],
) -> Option<(Ended, String)> {
    let stage = Stage::new(name).await?;
    stage.deploy().await.unwrap();
    // The emulator starts nothing by an alias, and an execution of it never ends.
    let mut left = answers.iter();
    let (mut status, mut history) = ("", "");
    let next = std::sync::Mutex::new(move |what: &str| match what {
        "states DescribeExecution" => {
            if let Some((next_status, next_history)) = left.next() {
                (status, history) = (next_status, next_history);
            }
            let arn = "arn:aws:states:eu-central-1:123456789012:execution:m:e";
            Some((
                200,
                format!(
                    r#"{{"executionArn":"{arn}","stateMachineArn":"m","startDate":1764072000,{status}}}"#
                ),
            ))
        }
        "states StartExecution" => {
            let arn = "arn:aws:states:eu-central-1:123456789012:execution:m:e";
            Some((200, format!(r#"{{"executionArn":"{arn}","startDate":1764072000}}"#)))
        }
        "states GetExecutionHistory" => Some((200, format!(r#"{{"events":[{history}]}}"#))),
        _ => None,
    });
    stage.proxy.stub(move |what, _| (next.lock().unwrap())(what));
    let (_, desired) = stage.desired().await.unwrap();
    let machine = &desired.machines[0];
    let started = start(&stage.clients, machine, "{}").await.unwrap();
    let told = RefCell::new(Vec::new());
    let tell = |line: &str| told.borrow_mut().push(line.to_owned());
    let ended = follow(&stage.clients, &started, 8, stage.stop.subscribe(), &tell).await.unwrap();
    let text = anstream::adapter::strip_str(&told.borrow().join("\n")).to_string();
    let text: Vec<&str> = text.lines().map(str::trim).collect();
    Some((ended, text.join("\n")))
}

const STARTED: &str = r#"{"timestamp":1764072000,"type":"ExecutionStarted","id":1,"previousEventId":0,"executionStartedEventDetails":{"input":"{}"}},{"timestamp":1764072000.02,"type":"TaskStateEntered","id":2,"previousEventId":1,"stateEnteredEventDetails":{"name":"Download","input":"{}"}}"#;

#[tokio::test]
async fn an_execution_is_shown_as_it_runs_each_event_once() {
    let answers: &[(&str, &str)] = &[
        (r#""status":"RUNNING""#, STARTED),
        (
            r#""status":"SUCCEEDED","output":"{\"rows\":3}""#,
            r#"{"timestamp":1764072000,"type":"ExecutionStarted","id":1},{"timestamp":1764072000.02,"type":"TaskStateEntered","id":2,"previousEventId":1,"stateEnteredEventDetails":{"name":"Download"}},{"timestamp":1764072001.5,"type":"TaskSucceeded","id":3,"previousEventId":2,"taskSucceededEventDetails":{"resourceType":"lambda","resource":"invoke","output":"{\"rows\":3}"}},{"timestamp":1764072002,"type":"ExecutionSucceeded","id":4,"previousEventId":3,"executionSucceededEventDetails":{"output":"{\"rows\":3}"}}"#,
        ),
    ];
    let Some((ended, text)) = executed("execution", answers).await else { return };
    assert_eq!(ended, Ended::Succeeded);
    expect![[r#"
        +0.000    1  ExecutionStarted                   {}
        +0.019    2  TaskStateEntered         Download
        +1.500    3  TaskSucceeded            Download  {"rows":3}
        +2.000    4  ExecutionSucceeded                 {"rows":3}

        SUCCEEDED after 2.000 s, 4 events

        Output
        {
        "rows": 3
        }"#]]
    .assert_eq(&text);
}

#[tokio::test]
async fn an_execution_that_fails_shows_why() {
    let answers: &[(&str, &str)] = &[(
        r#""status":"FAILED","error":"HTTPError","cause":"{\"errorMessage\":\"gone\"}""#,
        r#"{"timestamp":1764072000,"type":"ExecutionStarted","id":1},{"timestamp":1764072001,"type":"ExecutionFailed","id":2,"previousEventId":1,"executionFailedEventDetails":{"error":"HTTPError","cause":"gone"}}"#,
    )];
    let Some((ended, text)) = executed("execution-fails", answers).await else { return };
    assert_eq!(ended, Ended::NotSucceeded);
    expect![[r#"
        +0.000    1  ExecutionStarted
        +1.000    2  ExecutionFailed                    HTTPError: gone

        FAILED after 1.000 s, 2 events

        Error
        HTTPError

        Cause
        {
        "errorMessage": "gone"
        }"#]]
    .assert_eq(&text);
}
