//! What is somebody else's is refused, and so is a second deployment at the same time.

use expect_test::expect;
use std::time::Duration;
use stepwright_deploy::Desired;
use stepwright_deploy::aws::destroy::{destroy, inventory};
use stepwright_deploy::aws::{ApplyError, Look, lock, who};
use stepwright_deploy::plan::Action;
use stepwright_deploy::resource::Kind;

use crate::proxy::Loss;
use crate::stage::{Stage, reads};

#[tokio::test]
async fn a_role_of_the_same_name_that_is_not_ours_is_refused_and_nothing_is_changed() {
    let Some(stage) = Stage::new("foreign-role").await else { return };
    let iam = stage.sdk(aws_sdk_iam::Client::new);
    let role = iam.create_role().role_name("stepwright-foreign-role-store-eu-central-1");
    role.assume_role_policy_document("{}").send().await.unwrap();
    stage.proxy.take();
    let error = stage.deploy().await.unwrap_err();
    expect!["role `stepwright-foreign-role-store-eu-central-1` is there, and is not this deployment's: it does not carry its tags. Nothing was changed. Rename it, or change the names in stepwright.toml"].assert_eq(&error.to_string());
    assert!(stage.proxy.take().iter().all(reads));
}

#[tokio::test]
async fn a_bucket_with_something_in_it_that_is_not_ours_is_refused() {
    let Some(stage) = Stage::new("foreign-bucket").await else { return };
    let (_, desired) = stage.desired().await.unwrap();
    let s3 = stage.sdk(crate::stage::s3);
    stage.make_bucket(&desired.bucket.name).await;
    s3.put_object()
        .bucket(&desired.bucket.name)
        .key("k")
        .body(b"v".to_vec().into())
        .send()
        .await
        .unwrap();
    assert_eq!(stage.plan(Look::Quick).await.refused().count(), 1);
}

/// It is not there at the look, and is when it is made.
#[tokio::test]
async fn what_somebody_else_makes_in_the_meantime_is_left_alone() {
    let Some(stage) = Stage::new("meantime").await else { return };
    let (_, desired) = stage.desired().await.unwrap();
    let bucket = &desired.bucket.name;
    stage.make_bucket(bucket).await;
    let tag = aws_sdk_s3::types::Tag::builder().key("team").value("theirs").build().unwrap();
    let tags = aws_sdk_s3::types::Tagging::builder().tag_set(tag).build().unwrap();
    let request = stage.sdk(crate::stage::s3).put_bucket_tagging().bucket(bucket);
    request.tagging(tags).send().await.unwrap();
    stage.proxy.take();
    let none = Loss::Refusal(404, "<Error><Code>NoSuchBucket</Code></Error>");
    stage.proxy.refuse_first(1, &format!("s3 GET /{bucket}/?tagging"), none);
    let error = stage.deploy().await.unwrap_err();
    expect!["bucket `stepwright-meantime-123456789012-eu-central-1` was made by somebody else in the meantime: it does not carry this deployment's tags, and was left alone. What was done until then stays. Rename it, or change the names in stepwright.toml"].assert_eq(&error.to_string());
    let is_write = |it: &crate::proxy::Asked| it.what.starts_with("s3 ") && !reads(it);
    let writes: Vec<String> =
        stage.proxy.take().into_iter().filter(is_write).map(|it| it.what).collect();
    assert_eq!(writes, [format!("s3 PUT /{bucket}/")]);

    let Some(stage) = Stage::new("meantime-log").await else { return };
    let (_, desired) = stage.desired().await.unwrap();
    let group = &desired.log_groups[0];
    let logs = stage.sdk(aws_sdk_cloudwatchlogs::Client::new);
    logs.create_log_group().log_group_name(&group.name).send().await.unwrap();
    let none = |_: &str| r#"{"logGroups":[]}"#.to_owned();
    stage.proxy.rewrite_first(1, "logs DescribeLogGroups", none);
    let error = stage.deploy().await.unwrap_err();
    let ApplyError::Taken(id) = &error else { panic!("{error}") };
    assert_eq!(*id, group.id());
}

#[tokio::test]
async fn an_empty_bucket_without_tags_is_what_a_killed_deployment_left() {
    let Some(stage) = Stage::new("remainder").await else { return };
    let (_, desired) = stage.desired().await.unwrap();
    stage.make_bucket(&desired.bucket.name).await;
    stage.deploy().await.unwrap();
    stage.assert_done().await;
}

#[tokio::test]
async fn functions_machines_and_log_groups_that_are_not_ours_are_refused_when_they_would_change() {
    let Some(mut stage) = Stage::new("foreign-all").await else { return };
    stage.deploy().await.unwrap();
    let (_, desired) = stage.desired().await.unwrap();
    let place = &desired.place;
    let sfn = stage.sdk(aws_sdk_sfn::Client::new);
    let machine = &desired.machines[0];
    sfn.untag_resource()
        .resource_arn(&machine.arn)
        .tag_keys("stepwright:stage")
        .send()
        .await
        .unwrap();
    sfn.delete_state_machine_alias()
        .state_machine_alias_arn(machine.alias_arn())
        .send()
        .await
        .unwrap();
    let lambda = stage.sdk(aws_sdk_lambda::Client::new);
    let function = place.function_arn(&desired.functions[0].name);
    lambda.untag_resource().resource(function).tag_keys("stepwright:stage").send().await.unwrap();
    let logs = stage.sdk(aws_sdk_cloudwatchlogs::Client::new);
    let group = place.log_group_arn(&desired.log_groups[0].name);
    logs.untag_resource().resource_arn(group).tag_keys("stepwright:stage").send().await.unwrap();
    stage.change_state();
    stage.code(b"second");
    stage.settings = "logs.retention-days = 1".to_owned();
    let plan = stage.plan(Look::Quick).await;
    let refused: Vec<String> = plan.refused().map(ToString::to_string).collect();
    expect![[r#"
        log group `/aws/vendedlogs/stepwright/stepwright/foreign-all/download`
        function `stepwright-foreign-all-download`
        state machine `stepwright-foreign-all-store`"#]]
    .assert_eq(&refused.join("\n"));
}

/// Deploys everything, takes a mark off one thing, and wants everything otherwise: nothing at all is done,
/// and a removal leaves that thing.
async fn check_foreign(name: &str, kind: Kind, take_off: impl AsyncFn(&Stage, &Desired)) {
    let Some(mut stage) = Stage::new(name).await else { return };
    EVERYTHING.clone_into(&mut stage.settings);
    stage.deploy().await.unwrap();
    let (_, desired) = stage.desired().await.unwrap();
    take_off(&stage, &desired).await;
    stage.change_state();
    stage.code(b"second");
    stage.settings = EVERYTHING.replace("rate(7", "rate(8").replace("oncall", "night");
    stage.settings += "\nlogs.retention-days = 1";
    stage.proxy.take();
    let error = stage.deploy().await.unwrap_err();
    let ApplyError::Foreign(id) = &error else { panic!("{error}") };
    assert_eq!(id.kind, kind, "{error}");
    assert!(stage.proxy.take().iter().all(reads));
    let (identity, desired) = stage.desired().await.unwrap();
    let ids = inventory(&stage.clients, &desired, &identity, false).await.unwrap();
    assert!(!ids.is_empty() && !ids.contains(id), "{ids:?}");
    let told = |_: &str| ();
    destroy(&stage.clients, &desired, &ids, &told).await.unwrap();
    let plan = stage.plan(Look::Quick).await;
    let step = plan.steps.iter().find(|it| it.id == *id).unwrap();
    assert_ne!(step.action, Action::Create, "{id} is gone");
}

const EVERYTHING: &str = r#"
    schedule.expression = "rate(7 days)"
    alarm.topic-arn = "arn:aws:sns:eu-central-1:123456789012:oncall"
"#;
/// Without it something is somebody else's.
const MARK: &str = "stepwright:stage";

#[tokio::test]
async fn a_bucket_with_other_tags_is_refused_and_stays() {
    check_foreign("f-bucket", Kind::Bucket, async |stage, desired| {
        let s3 = stage.sdk(crate::stage::s3);
        let tag = aws_sdk_s3::types::Tag::builder().key("team").value("sky").build().unwrap();
        let tags = aws_sdk_s3::types::Tagging::builder().tag_set(tag).build().unwrap();
        let request = s3.put_bucket_tagging().bucket(&desired.bucket.name).tagging(tags);
        request.send().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_role_without_the_marks_is_refused_and_stays() {
    check_foreign("f-role", Kind::Role, async |stage, desired| {
        let iam = stage.sdk(aws_sdk_iam::Client::new);
        let request = iam.untag_role().role_name(&desired.roles[0].name).tag_keys(MARK);
        request.send().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_log_group_without_the_marks_is_refused_and_stays() {
    check_foreign("f-logs", Kind::LogGroup, async |stage, desired| {
        let logs = stage.sdk(aws_sdk_cloudwatchlogs::Client::new);
        let arn = desired.place.log_group_arn(&desired.log_groups[0].name);
        logs.untag_resource().resource_arn(arn).tag_keys(MARK).send().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_function_without_the_marks_is_refused_and_stays() {
    check_foreign("f-function", Kind::Function, async |stage, desired| {
        let lambda = stage.sdk(aws_sdk_lambda::Client::new);
        let arn = desired.place.function_arn(&desired.functions[0].name);
        lambda.untag_resource().resource(arn).tag_keys(MARK).send().await.unwrap();
    })
    .await;
}

/// Its alias says whose it is; somebody else's state machine has no such alias.
#[tokio::test]
async fn a_state_machine_without_the_marks_is_refused_and_stays() {
    check_foreign("f-machine", Kind::StateMachine, async |stage, desired| {
        let sfn = stage.sdk(aws_sdk_sfn::Client::new);
        let machine = &desired.machines[0];
        let request = sfn.untag_resource().resource_arn(&machine.arn).tag_keys(MARK);
        request.send().await.unwrap();
        let request = sfn.delete_state_machine_alias();
        request.state_machine_alias_arn(machine.alias_arn()).send().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_schedule_group_without_the_marks_is_refused_and_stays_with_its_schedules() {
    check_foreign("f-schedules", Kind::ScheduleGroup, async |stage, desired| {
        let scheduler = stage.sdk(aws_sdk_scheduler::Client::new);
        let arn = &desired.schedules[0].group.arn;
        scheduler.untag_resource().resource_arn(arn).tag_keys(MARK).send().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn an_alarm_without_the_marks_is_refused_and_stays() {
    check_foreign("f-alarm", Kind::Alarm, async |stage, desired| {
        let cloudwatch = stage.sdk(aws_sdk_cloudwatch::Client::new);
        let arn = desired.place.alarm_arn(&desired.alarms[0].name);
        cloudwatch.untag_resource().resource_arn(arn).tag_keys(MARK).send().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn two_deployments_of_one_stage_refuse_each_other() {
    let Some(mut stage) = Stage::new("lock").await else { return };
    let (_, desired) = stage.desired().await.unwrap();
    let mine = std::mem::replace(&mut stage.clients.who, "elsewhere/7".to_owned());
    let theirs = lock::take(&stage.clients, &desired, Duration::ZERO).await.unwrap();
    stage.clients.who = mine;
    stage.proxy.take();
    let error = stage.deploy().await.unwrap_err();
    expect!["somebody else deploys this stage: elsewhere/7 (machine/process). Nothing was changed. Should that deployment be dead, its lock ends by itself, at the latest in 30 min"].assert_eq(&error.to_string());
    let writes = stage.proxy.take().into_iter().filter(|it| !reads(it));
    let writes: Vec<String> = writes.map(|it| it.what).collect();
    assert_eq!(writes, ["logs CreateLogGroup"]);
    theirs.give_back(&stage.clients).await.unwrap();
    stage.deploy().await.unwrap();
}

#[tokio::test]
async fn the_lock_of_who_was_killed_is_taken_over() {
    let Some(mut stage) = Stage::new("dead-lock").await else { return };
    let (_, desired) = stage.desired().await.unwrap();
    let mut child = std::process::Command::new("true").spawn().unwrap();
    child.wait().unwrap();
    let host = who::me().split('/').next().unwrap().to_owned();
    let mine = std::mem::replace(&mut stage.clients.who, format!("{host}/{}", child.id()));
    drop(lock::take(&stage.clients, &desired, Duration::ZERO).await.unwrap());
    stage.clients.who = mine;
    stage.deploy().await.unwrap();
    stage.assert_done().await;
}

#[tokio::test]
async fn a_definition_that_aws_finds_wrong_is_refused_before_anything_is_made() {
    let Some(stage) = Stage::new("wrong").await else { return };
    let answer = r#"{"result":"FAIL","diagnostics":[{"severity":"ERROR","code":"MISSING_TRANSITION_TARGET","message":"Missing 'Next' target: NOPE","location":"/States/Download/Next"}],"truncated":false}"#;
    stage.proxy.refuse("states ValidateStateMachineDefinition", Loss::Refusal(200, answer));
    let error = stage.deploy().await.unwrap_err();
    expect![[r#"
        AWS finds the definition of `stepwright-wrong-store` wrong; nothing was changed:
          MISSING_TRANSITION_TARGET: Missing 'Next' target: NOPE at /States/Download/Next"#]]
    .assert_eq(&error.to_string());
    assert!(stage.proxy.take().iter().all(reads));
}

#[tokio::test]
async fn a_changed_definition_that_aws_finds_wrong_changes_nothing() {
    let Some(mut stage) = Stage::new("wrong-change").await else { return };
    stage.deploy().await.unwrap();
    stage.change_state();
    let answer = r#"{"__type":"InvalidDefinition","message":"Invalid State Machine Definition: 'MISSING_TRANSITION_TARGET: Missing 'Next' target: NOPE at /States/Download/Next'"}"#;
    stage.proxy.refuse("states UpdateStateMachine", Loss::Refusal(400, answer));
    stage.proxy.take();
    let error = stage.deploy().await.unwrap_err();
    expect![[r#"
        AWS finds the definition of `stepwright-wrong-change-store` wrong; nothing was changed:
          Invalid State Machine Definition: 'MISSING_TRANSITION_TARGET: Missing 'Next' target: NOPE at /States/Download/Next'"#]]
    .assert_eq(&error.to_string());
    let writes = stage.proxy.take().into_iter().filter(|it| !reads(it)).map(|it| it.what);
    let mut writes: Vec<String> = writes.collect();
    writes.retain(|it| !it.ends_with("LogGroup"));
    assert_eq!(writes, ["states UpdateStateMachine"]);
    // Where more would be touched before it, AWS is asked first.
    stage.proxy.heal();
    stage.settings = "logs.retention-days = 1".to_owned();
    let answer = r#"{"result":"FAIL","diagnostics":[{"severity":"ERROR","code":"C","message":"m"}],"truncated":false}"#;
    stage.proxy.refuse("states ValidateStateMachineDefinition", Loss::Refusal(200, answer));
    stage.deploy().await.unwrap_err();
    assert!(stage.proxy.take().iter().all(reads));
}
