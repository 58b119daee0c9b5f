//! New executions move to a new version part by part, watched, and back.

use expect_test::{Expect, expect};
use stepwright_deploy::aws::rollback::{rollback, ways_back};
use stepwright_deploy::aws::{ApplyError, Look};

use crate::proxy::Asked;
use crate::stage::Stage;

/// What aliases were told, in order: versions and weights, and what a function's alias says.
fn routes(asked: &[Asked]) -> String {
    let lines = asked.iter().filter_map(|it| {
        let body: serde_json::Value = serde_json::from_str(&it.body).ok()?;
        let on_its_way = body["description"]
            .as_str()
            .or_else(|| body["Description"].as_str())?
            .contains("moving=yes");
        let way = if on_its_way { ", on its way" } else { "" };
        if it.what.ends_with("StateMachineAlias") {
            let routes = body["routingConfiguration"].as_array()?.iter();
            let routes = routes.map(|it| {
                let arn = it["stateMachineVersionArn"].as_str().unwrap();
                format!("{}% to {}", it["weight"], arn.rsplit(':').next().unwrap())
            });
            return Some(format!("machine: {}{way}", routes.collect::<Vec<_>>().join(", ")));
        }
        let is_alias = it.what.contains("/aliases");
        let weights = &body["RoutingConfig"]["AdditionalVersionWeights"];
        is_alias.then(|| format!("function: {}, {weights}{way}", body["FunctionVersion"]))
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[track_caller]
fn check(asked: &[Asked], expect: Expect) {
    expect.assert_eq(&routes(asked));
}

async fn changed(name: &str, strategy: &'static str) -> Option<Stage> {
    let mut stage = Stage::new(name).await?;
    stage.deploy().await.unwrap();
    stage.change_state();
    stage.strategy = strategy;
    stage.proxy.take();
    Some(stage)
}

#[tokio::test]
async fn a_canary_goes_before_the_rest() {
    let Some(mut stage) = changed("canary", "canary:10%,1m").await else { return };
    stage.code(b"second");
    stage.deploy().await.unwrap();
    check(
        &stage.proxy.take(),
        expect![[r#"
            machine: 90% to 1, 10% to 2, on its way
            function: "1", {"2":0.1}, on its way
            function: "2", {}
            machine: 100% to 2"#]],
    );
    stage.assert_done().await;
}

#[tokio::test]
async fn linear_goes_part_by_part() {
    let Some(stage) = changed("linear", "linear:40%,1m").await else { return };
    stage.deploy().await.unwrap();
    check(
        &stage.proxy.take(),
        expect![[r#"
        machine: 60% to 1, 40% to 2, on its way
        machine: 20% to 1, 80% to 2, on its way
        machine: 100% to 2"#]],
    );
    stage.assert_done().await;
}

#[tokio::test]
async fn where_only_code_changes_the_machine_says_that_something_moves() {
    let Some(mut stage) = Stage::new("code-canary").await else { return };
    stage.deploy().await.unwrap();
    stage.code(b"second");
    stage.strategy = "canary:10%,1m";
    stage.proxy.take();
    stage.deploy().await.unwrap();
    check(
        &stage.proxy.take(),
        expect![[r#"
            machine: 100% to 1, on its way
            function: "1", {"2":0.1}, on its way
            function: "2", {}
            machine: 100% to 1"#]],
    );
    stage.assert_done().await;
}

#[tokio::test]
async fn executions_that_fail_take_the_new_version_back() {
    let Some(stage) = changed("failing", "canary:10%,1m").await else { return };
    // moto lists all executions of a state machine as those of each version; AWS lists those of the version.
    stage.proxy.stub(|what, _| {
        let execution = |status: &str| {
            let arn = "arn:aws:states:eu-central-1:123456789012:execution:m:e";
            format!(r#"{{"executionArn":"{arn}","stateMachineArn":"m","name":"e","status":"{status}","startDate":1764072001}}"#)
        };
        let executions = [execution("SUCCEEDED"), execution("FAILED"), execution("RUNNING")].join(",");
        (what == "states ListExecutions").then(|| (200, format!(r#"{{"executions":[{executions}]}}"#)))
    });
    let error = stage.deploy().await.unwrap_err();
    expect!["1 of 2 executions of state machine `stepwright-failing-store` failed, and 10% may; new executions go to the version before again: state machine alias `stepwright-failing-store:live` to version 1"].assert_eq(&error.to_string());
    check(
        &stage.proxy.take(),
        expect![[r#"
        machine: 90% to 1, 10% to 2, on its way
        machine: 100% to 1"#]],
    );
    // What was taken back is still to be done.
    assert!(!stage.plan(Look::Quick).await.is_done());
}

/// Metrics of an express state machine: 100 executions and one failure in each minute before, and as told
/// in the minute since.
fn metrics(what: &str, body: &str, failed: u32) -> Option<(u16, String)> {
    if what != "monitoring GetMetricData" {
        return None;
    }
    let request: serde_json::Value = serde_json::from_str(body).unwrap();
    let results = request["MetricDataQueries"].as_array().unwrap().iter().map(|query| {
        let metric = &query["MetricStat"]["Metric"];
        assert_eq!(metric["Namespace"], "AWS/States");
        let arn = metric["Dimensions"][0]["Value"].as_str().unwrap();
        assert!(arn.ends_with("-store"), "{arn}");
        let values = match metric["MetricName"].as_str().unwrap() {
            "ExecutionsStarted" => [100.0, 100.0],
            "ExecutionsFailed" => [1.0, f64::from(failed)],
            _ => [0.0, 0.0],
        };
        let now = f64::from(u32::try_from(crate::stage::NOW).unwrap());
        let timestamps = [now - 600.0, now];
        serde_json::json!({ "Id": query["Id"], "Timestamps": timestamps, "Values": values })
    });
    let results: Vec<_> = results.collect();
    Some((200, serde_json::json!({ "MetricDataResults": results }).to_string()))
}

#[tokio::test]
async fn without_an_alarm_the_metrics_watch_an_express_state_machine() {
    for (name, failed) in [("express-well", 2), ("express-ill", 3)] {
        let Some(mut stage) = Stage::new(name).await else { return };
        stage.settings = "state-machine.type = \"EXPRESS\"".to_owned();
        stage.deploy().await.unwrap();
        stage.change_state();
        stage.strategy = "canary:10%,1m";
        stage.proxy.stub(move |what, body| metrics(what, body, failed));
        let ended = stage.deploy().await;
        if failed == 2 {
            ended.unwrap();
            assert_eq!(stage.routes().await, ["1", "2"]);
            continue;
        }
        expect!["3 of 100 executions of state machine `stepwright-express-ill-store` failed, of which 10% are the new version's, and 10% of those may; new executions go to the version before again: state machine alias `stepwright-express-ill-store:live` to version 1"].assert_eq(&ended.unwrap_err().to_string());
        assert_eq!(stage.routes().await, ["1", "1"]);
    }
}

#[tokio::test]
async fn an_alarm_takes_the_new_version_back() {
    let Some(mut stage) = Stage::new("alarmed").await else { return };
    stage.settings =
        "alarm.topic-arn = \"arn:aws:sns:eu-central-1:123456789012:oncall\"".to_owned();
    stage.deploy().await.unwrap();
    stage.change_state();
    stage.strategy = "linear:50%,1m";
    let cloudwatch = stage.sdk(aws_sdk_cloudwatch::Client::new);
    let name = "stepwright-alarmed-store-failed";
    let set = cloudwatch.set_alarm_state().alarm_name(name).state_reason("a test");
    set.state_value(aws_sdk_cloudwatch::types::StateValue::Alarm).send().await.unwrap();
    let error = stage.deploy().await.unwrap_err();
    expect!["the alarm `stepwright-alarmed-store-failed` went off; new executions go to the version before again: state machine alias `stepwright-alarmed-store:live` to version 1"].assert_eq(&error.to_string());
}

#[tokio::test]
async fn whoever_stops_it_gets_the_version_before() {
    let Some(stage) = changed("stopped", "canary:10%,1m").await else { return };
    stage.stop.send_replace(true);
    let error = stage.deploy().await.unwrap_err();
    assert!(matches!(error, ApplyError::TakenBack { .. }), "{error}");
    check(
        &stage.proxy.take(),
        expect![[r#"
        machine: 90% to 1, 10% to 2, on its way
        machine: 100% to 1"#]],
    );
}

#[tokio::test]
async fn what_cannot_be_watched_is_taken_back() {
    let Some(stage) = changed("blind", "canary:10%,1m").await else { return };
    stage.proxy.refuse("states ListExecutions", crate::proxy::Loss::Request);
    let error = stage.deploy().await.unwrap_err().to_string();
    assert!(error.contains("`states:ListExecutions`"), "{error}");
    assert!(
        error.contains("state machine alias `stepwright-blind-store:live` to version 1"),
        "{error}"
    );
    assert_eq!(stage.routes().await, ["1", "1"]);
    stage.proxy.heal();
    check_plan(
        &stage,
        expect![[r#"
            = function alias `stepwright-blind-download:live`
            ~ state machine alias `stepwright-blind-store:live`
                version 1 serves since the one after it was taken back; deploying tries again
                serves cd77a92f7c68 → 6858f635eb58"#]],
    )
    .await;
}

/// What the plan says of aliases, and that nobody is said to have changed anything.
async fn check_plan(stage: &Stage, expect: Expect) {
    let plan = stage.plan(Look::Quick).await.to_string();
    assert!(!plan.contains("outside of Stepwright"), "{plan}");
    let mut is_alias = false;
    let lines = plan.lines().filter(|it| {
        is_alias = if it.starts_with(' ') { is_alias } else { it.contains("alias") };
        is_alias
    });
    expect.assert_eq(&lines.collect::<Vec<_>>().join("\n"));
}

#[tokio::test]
async fn a_deployment_that_was_killed_on_the_way_is_seen_and_finished() {
    let Some(mut stage) = changed("killed", "canary:10%,1m").await else { return };
    stage.code(b"second");
    // Dies at the first look of the watch.
    stage.proxy.die_at("states ListExecutions");
    stage.deploy().await.unwrap_err();
    stage.proxy.heal();
    assert_eq!(stage.routes().await, ["1+2", "1+2"]);
    check_plan(&stage, expect![[r#"
        ~ function alias `stepwright-killed-download:live`
            a deployment ended on the way: 90% go to version 1, 10% to version 2; deploying goes on, `rollback` takes it back
            serves on its way → de6b9d6f5d3c
        ~ state machine alias `stepwright-killed-store:live`
            a deployment ended on the way: 90% go to version 1, 10% to version 2; deploying goes on, `rollback` takes it back
            serves on its way → cbe1a3946ff2"#]]).await;
    stage.deploy().await.unwrap();
    stage.assert_done().await;
}

#[tokio::test]
async fn after_a_rollback_the_plan_says_so_and_blames_nobody() {
    let Some(mut stage) = changed("rolled-back", "all-at-once").await else { return };
    stage.code(b"second");
    stage.deploy().await.unwrap();
    let (_, desired) = stage.desired().await.unwrap();
    let ways = ways_back(&stage.clients, &desired).await.unwrap();
    rollback(&stage.clients, &desired, &ways, &|_| ()).await.unwrap();
    check_plan(
        &stage,
        expect![[r#"
        ~ function alias `stepwright-rolled-back-download:live`
            version 1 serves since a `rollback` from version 2; deploying moves on again
            serves 3f3969743ed6 → 161509902073
        ~ state machine alias `stepwright-rolled-back-store:live`
            version 1 serves since a `rollback` from version 2; deploying moves on again
            serves f80579eec596 → 06816147745a"#]],
    )
    .await;
    let plan = stage.plan(Look::Quick).await;
    let changed = plan.steps.iter().filter(|it| it.action.is_change());
    let changed: Vec<String> = changed.map(|it| it.id.to_string()).collect();
    // Function and state machine are what was deployed: only what serves is not.
    assert_eq!(changed.len(), 2, "{plan}");
    stage.deploy().await.unwrap();
    stage.assert_done().await;
}

#[tokio::test]
async fn rollback_goes_back_and_done_twice_forward_again() {
    let Some(mut stage) = changed("rollback", "all-at-once").await else { return };
    stage.code(b"second");
    stage.deploy().await.unwrap();
    let (_, desired) = stage.desired().await.unwrap();
    for expect in [
        expect![[r#"
        function: "1", {}
        machine: 100% to 1"#]],
        expect![[r#"
        function: "2", {}
        machine: 100% to 2"#]],
    ] {
        let ways = ways_back(&stage.clients, &desired).await.unwrap();
        stage.proxy.take();
        rollback(&stage.clients, &desired, &ways, &|_| ()).await.unwrap();
        check(&stage.proxy.take(), expect);
    }
    stage.assert_done().await;
}

#[tokio::test]
async fn after_the_first_deployment_there_is_no_way_back() {
    let Some(stage) = Stage::new("first").await else { return };
    stage.deploy().await.unwrap();
    let (_, desired) = stage.desired().await.unwrap();
    assert_eq!(ways_back(&stage.clients, &desired).await.unwrap(), []);
}

/// A definition that says the same, with another comment.
fn commented(comment: &[u8]) -> String {
    let comment = String::from_utf8_lossy(comment);
    format!(
        r#"{{"Comment":"{comment}","StartAt":"Done","States":{{"Done":{{"Type":"Succeed"}}}}}}"#
    )
}

/// moto has no `ListStateMachineVersions` and no `DeleteStateMachineVersion`.
fn versions(what: &str, body: &str) -> Option<(u16, String)> {
    let arn = |number: u32| {
        let arn = "arn:aws:states:eu-central-1:123456789012:stateMachine:stepwright-versions-store";
        format!(r#"{{"stateMachineVersionArn":"{arn}:{number}","creationDate":1764072000}}"#)
    };
    let list = || format!(r#"{{"stateMachineVersions":[{}]}}"#, [3, 2, 1].map(arn).join(","));
    match what {
        "states ListStateMachineVersions" => Some((200, list())),
        "states DeleteStateMachineVersion" => {
            assert!(body.contains(":1\""), "{body}");
            Some((200, "{}".to_owned()))
        }
        _ => None,
    }
}

#[tokio::test]
async fn a_version_that_an_execution_uses_or_an_alias_is_not_removed() {
    let Some(mut stage) = Stage::new("used-versions").await else { return };
    stage.settings = "state-machine.keep-versions = 1".to_owned();
    stage.proxy.stub(|what, body| {
        let is_first = body.contains("stateMachine:stepwright-used-versions-store:1\"");
        let execution = r#"{"executions":[{"executionArn":"e","stateMachineArn":"m","name":"e","status":"RUNNING","startDate":1764072001}]}"#;
        match what {
            "states ListExecutions" if is_first && body.contains("RUNNING") => Some((200, execution.to_owned())),
            _ => None,
        }
    });
    stage.proxy.stub(versions);
    let conflict =
        r#"{"Type":"User","Message":"an alias uses it","__type":"ResourceConflictException"}"#;
    let removal =
        "lambda DELETE /2015-03-31/functions/stepwright-used-versions-download?Qualifier=1";
    stage.proxy.refuse(removal, crate::proxy::Loss::Refusal(409, conflict));
    stage.proxy.take();
    for zip in [b"1", b"2", b"3"] {
        stage.code(zip);
        stage.bundle.machines[0].definition = commented(zip);
        stage.deploy().await.unwrap();
    }
    let asked: Vec<String> = stage.proxy.take().into_iter().map(|it| it.what).collect();
    assert!(asked.contains(&"states ListExecutions".to_owned()));
    assert!(!asked.contains(&"states DeleteStateMachineVersion".to_owned()));
    assert!(asked.contains(&removal.to_owned()));
    let told = stage.told.lock().unwrap().clone();
    assert!(!told.iter().any(|it| it.starts_with("removed") || it.starts_with("note")), "{told:?}");
}

/// AWS runs an execution to its end with the version that it was started with; nothing that a deployment
/// asks for changes a version, or stops what runs.
#[tokio::test]
async fn a_deployment_leaves_the_version_that_executions_run_with_as_it_is() {
    let Some(mut stage) = changed("running", "all-at-once").await else { return };
    let (_, desired) = stage.desired().await.unwrap();
    let sfn = stage.sdk(aws_sdk_sfn::Client::new);
    let version = format!("{}:1", desired.machines[0].arn);
    let describe = async || {
        sfn.describe_state_machine().state_machine_arn(&version).send().await.unwrap().definition
    };
    let before = describe().await;
    stage.code(b"second");
    stage.proxy.take();
    stage.deploy().await.unwrap();
    let asked = stage.proxy.take();
    let harms = |it: &Asked| {
        it.what.contains("StopExecution")
            || it.what.contains("Delete") && !it.what.contains("LogGroup")
    };
    assert!(!asked.iter().any(harms), "{asked:?}");
    assert_eq!(describe().await, before);
    assert_ne!(before, desired.machines[0].definition);
    assert_eq!(stage.routes().await, ["2", "2"]);
}

#[tokio::test]
async fn old_versions_that_nobody_uses_are_removed() {
    let Some(mut stage) = Stage::new("versions").await else { return };
    stage.settings = "state-machine.keep-versions = 1".to_owned();
    stage.proxy.stub(versions);
    for zip in [b"1", b"2", b"3"] {
        stage.code(zip);
        stage.bundle.machines[0].definition = commented(zip);
        stage.deploy().await.unwrap();
    }
    let told = stage.told.lock().unwrap().clone();
    let removed: Vec<&String> = told.iter().filter(|it| it.starts_with("removed")).collect();
    expect![[r#"
        [
            "removed version 1 of state machine `stepwright-versions-store`",
            "removed version 1 of function `stepwright-versions-download`",
        ]"#]]
    .assert_eq(&format!("{removed:#?}"));
}
