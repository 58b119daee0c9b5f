//! What was deployed goes again, and nothing else.

use expect_test::expect;
use stepwright_deploy::aws::destroy::{destroy, inventory};

use crate::stage::{Stage, reads};

const EVERYTHING: &str = r#"
    schedule.expression = "rate(7 days)"
    alarm.topic-arn = "arn:aws:sns:eu-central-1:123456789012:oncall"
"#;

async fn destroyed(stage: &Stage, keep_data: bool) -> String {
    let (identity, desired) = stage.desired().await.unwrap();
    let ids = inventory(&stage.clients, &desired, &identity, keep_data).await.unwrap();
    destroy(&stage.clients, &desired, &ids, &|_| ()).await.unwrap();
    ids.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn destroy_leaves_nothing() {
    let Some(mut stage) = Stage::new("destroy").await else { return };
    stage.settings = EVERYTHING.to_owned();
    stage.deploy().await.unwrap();
    let (_, desired) = stage.desired().await.unwrap();
    let s3 = stage.sdk(crate::stage::s3);
    // The emulator knows no conditions: to it, the policy denies everybody everything.
    s3.delete_bucket_policy().bucket(&desired.bucket.name).send().await.unwrap();
    for body in ["old", "new"] {
        let put = s3.put_object().bucket(&desired.bucket.name).key("benner.csv");
        put.body(body.as_bytes().to_vec().into()).send().await.unwrap();
    }
    expect![[r#"
        alarm `stepwright-destroy-store-failed`
        schedule `stepwright-destroy-schedules/store`
        schedule group `stepwright-destroy-schedules`
        state machine `stepwright-destroy-store`
        function `stepwright-destroy-download`
        log group `/aws/vendedlogs/stepwright/stepwright/destroy/store`
        log group `/aws/vendedlogs/stepwright/stepwright/destroy/download`
        role `stepwright-destroy-store-eu-central-1`
        role `stepwright-destroy-schedule-eu-central-1`
        role `stepwright-destroy-download-eu-central-1`
        bucket `stepwright-destroy-123456789012-eu-central-1`"#]]
    .assert_eq(&destroyed(&stage, false).await);
    let plan = stage.plan(stepwright_deploy::aws::Look::Quick).await;
    assert!(
        plan.steps.iter().all(|it| it.action == stepwright_deploy::plan::Action::Create),
        "{plan}"
    );
    stage.proxy.take();
    assert_eq!(destroyed(&stage, false).await, "");
}

#[tokio::test]
async fn data_can_be_kept_and_is_found_again() {
    let Some(stage) = Stage::new("keep").await else { return };
    stage.deploy().await.unwrap();
    expect![[r#"
        state machine `stepwright-keep-store`
        function `stepwright-keep-download`
        role `stepwright-keep-store-eu-central-1`
        role `stepwright-keep-download-eu-central-1`"#]]
    .assert_eq(&destroyed(&stage, true).await);
    stage.deploy().await.unwrap();
    stage.assert_done().await;
}

#[tokio::test]
async fn what_earlier_names_left_goes_too() {
    let Some(mut stage) = Stage::new("renamed").await else { return };
    stage.deploy().await.unwrap();
    stage.bundle.machines[0].name = "shelve".to_owned();
    stage.deploy().await.unwrap();
    expect![[r#"
        state machine `stepwright-renamed-store`
        state machine `stepwright-renamed-shelve`
        function `stepwright-renamed-download`
        log group `/aws/vendedlogs/stepwright/stepwright/renamed/store`
        log group `/aws/vendedlogs/stepwright/stepwright/renamed/shelve`
        log group `/aws/vendedlogs/stepwright/stepwright/renamed/download`
        role `stepwright-renamed-store-eu-central-1`
        role `stepwright-renamed-shelve-eu-central-1`
        role `stepwright-renamed-download-eu-central-1`
        bucket `stepwright-renamed-123456789012-eu-central-1`"#]]
    .assert_eq(&destroyed(&stage, false).await);
}

#[tokio::test]
async fn what_is_not_ours_stays() {
    let Some(stage) = Stage::new("theirs").await else { return };
    stage.deploy().await.unwrap();
    let (_, desired) = stage.desired().await.unwrap();
    let iam = stage.sdk(aws_sdk_iam::Client::new);
    iam.untag_role()
        .role_name(&desired.roles[0].name)
        .tag_keys("stepwright:project")
        .send()
        .await
        .unwrap();
    let logs = stage.sdk(aws_sdk_cloudwatchlogs::Client::new);
    let arn = desired.place.log_group_arn(&desired.log_groups[0].name);
    logs.untag_resource().resource_arn(arn).tag_keys("stepwright:project").send().await.unwrap();
    let (identity, _) = stage.desired().await.unwrap();
    stage.proxy.take();
    let ids = inventory(&stage.clients, &desired, &identity, false).await.unwrap();
    assert!(!ids.contains(&desired.roles[0].id()) && !ids.contains(&desired.log_groups[0].id()));
    assert!(ids.contains(&desired.roles[1].id()) && ids.contains(&desired.log_groups[1].id()));
    assert!(stage.proxy.take().iter().all(reads));
}
