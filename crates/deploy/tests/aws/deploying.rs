//! What a deployment asks AWS for, from nothing, again, and after changes here and there.

use expect_test::{expect, expect_file};
use stepwright_deploy::aws::Look;
use stepwright_deploy::resource::Kind;

use crate::stage::{Stage, names, reads};

const EVERYTHING: &str = r#"
    schedule.expression = "cron(0 6 ? * MON *)"
    alarm.topic-arn = "arn:aws:sns:eu-central-1:123456789012:oncall"
    lambda.environment = { LEVEL = "info" }
    lambda.reserved-concurrency = 2
    tags = { team = "sky" }
"#;

#[tokio::test]
async fn from_nothing_everything_is_made_and_nothing_is_left_to_do() {
    let Some(mut stage) = Stage::new("nothing").await else { return };
    stage.settings = EVERYTHING.to_owned();
    stage.deploy().await.unwrap();
    let mut asked = stage.proxy.take();
    assert!(asked.len() < 60, "{} requests", asked.len());
    asked.sort();
    let writes = asked.iter().filter(|it| !reads(it));
    let writes: Vec<String> = writes.map(|it| format!("{}\n{}\n", it.what, it.body)).collect();
    expect_file!["snapshots/from_nothing.txt"].assert_eq(&writes.join("\n"));
    stage.assert_done().await;
}

#[tokio::test]
async fn the_second_run_changes_nothing() {
    let Some(stage) = Stage::new("second").await else { return };
    stage.deploy().await.unwrap();
    stage.proxy.take();
    stage.deploy().await.unwrap();
    let asked = stage.proxy.take();
    expect![[r#"
        iam GetRole
        iam GetRole
        iam GetRolePolicy
        iam GetRolePolicy
        lambda GET /2015-03-31/functions/stepwright-second-download?Qualifier=live
        logs DescribeLogGroups
        s3 GET /stepwright-second-123456789012-eu-central-1/?tagging
        states DescribeStateMachine
        states DescribeStateMachineAlias"#]]
    .assert_eq(&names(&asked));
    assert!(asked.len() < 12 && asked.iter().all(reads));
}

#[tokio::test]
async fn a_change_of_one_state_is_a_few_requests() {
    let Some(mut stage) = Stage::new("one-state").await else { return };
    stage.deploy().await.unwrap();
    stage.proxy.take();
    stage.change_state();
    stage.deploy().await.unwrap();
    let asked = stage.proxy.take();
    expect![[r#"
        iam GetRole
        iam GetRole
        iam GetRolePolicy
        iam GetRolePolicy
        lambda GET /2015-03-31/functions/stepwright-one-state-download?Qualifier=live
        logs CreateLogGroup
        logs DeleteLogGroup
        logs DescribeLogGroups
        s3 GET /stepwright-one-state-123456789012-eu-central-1/?tagging
        states DescribeStateMachine
        states DescribeStateMachineAlias
        states TagResource
        states UpdateStateMachine
        states UpdateStateMachineAlias"#]]
    .assert_eq(&names(&asked));
    assert!(asked.len() < 15);
    stage.assert_done().await;
}

#[tokio::test]
async fn a_change_of_code_is_a_few_requests() {
    let Some(mut stage) = Stage::new("code").await else { return };
    stage.deploy().await.unwrap();
    stage.proxy.take();
    stage.code(b"second");
    stage.deploy().await.unwrap();
    expect![[r#"
        iam GetRole
        iam GetRole
        iam GetRolePolicy
        iam GetRolePolicy
        lambda GET /2015-03-31/functions/stepwright-code-download
        lambda GET /2015-03-31/functions/stepwright-code-download/aliases/live
        lambda GET /2015-03-31/functions/stepwright-code-download?Qualifier=live
        lambda POST /2015-03-31/functions/stepwright-code-download/versions
        lambda POST /2017-03-31/tags/arn%3Aaws%3Alambda%3Aeu-central-1%3A123456789012%3Afunction%3Astepwright-code-download
        lambda PUT /2015-03-31/functions/stepwright-code-download/aliases/live
        lambda PUT /2015-03-31/functions/stepwright-code-download/code
        logs CreateLogGroup
        logs DeleteLogGroup
        logs DescribeLogGroups
        s3 GET /stepwright-code-123456789012-eu-central-1/?tagging
        states DescribeStateMachine
        states DescribeStateMachineAlias"#]]
    .assert_eq(&names(&stage.proxy.take()));
    stage.assert_done().await;
}

/// Whatever was changed, the tags of everything that carries a hash say what it holds now: at a deep look
/// nothing is to be done, and that look reads all of them.
#[tokio::test]
async fn the_tags_say_the_hash_of_what_is_there_now() {
    let Some(mut stage) = Stage::new("hash").await else { return };
    stage.settings = EVERYTHING.to_owned();
    stage.deploy().await.unwrap();
    stage.change_state();
    stage.code(b"second");
    stage.settings = EVERYTHING.replace("cron(0 6", "cron(0 7").replace("info", "debug");
    stage.settings += "\nlogs.retention-days = 7\nalarm.failed-executions = 3";
    stage.deploy().await.unwrap();
    stage.assert_done().await;
    let (identity, desired) = stage.desired().await.unwrap();
    let look =
        stepwright_deploy::aws::look_and_plan(&stage.clients, &desired, &identity, Look::Deep);
    let (observed, _) = look.await.unwrap();
    for (id, content) in desired.resources() {
        let has_none =
            matches!(id.kind, Kind::FunctionAlias | Kind::StateMachineAlias | Kind::Schedule);
        assert!(has_none || observed.get(&id).unwrap().says(&content), "{id}");
    }
    let sfn = stage.sdk(aws_sdk_sfn::Client::new);
    let tags = sfn.list_tags_for_resource().resource_arn(&desired.machines[0].arn).send().await;
    let tags = tags.unwrap();
    let hash = tags.tags().iter().find(|it| it.key() == Some("stepwright:hash")).unwrap();
    let content = desired.machines[0].properties();
    assert_eq!(hash.value(), Some(stepwright_deploy::marks::hash(&content).as_str()));
}

#[tokio::test]
async fn what_somebody_changed_is_told_and_repaired() {
    let Some(stage) = Stage::new("drift").await else { return };
    stage.deploy().await.unwrap();
    let (_, desired) = stage.desired().await.unwrap();
    let name = &desired.roles[1].name;
    let iam = stage.sdk(aws_sdk_iam::Client::new);
    let policy =
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#;
    iam.put_role_policy()
        .role_name(name)
        .policy_name("stepwright")
        .policy_document(policy)
        .send()
        .await
        .unwrap();
    let s3 = stage.sdk(crate::stage::s3);
    s3.delete_bucket_policy().bucket(&desired.bucket.name).send().await.unwrap();
    let plan = stage.plan(Look::Deep).await.to_string();
    let lines: Vec<&str> = plan.lines().filter(|it| !it.starts_with("= ")).collect();
    expect![[r#"
        ~ bucket `stepwright-drift-123456789012-eu-central-1`, not finished or changed outside of Stepwright
            BucketPolicy: none → {"Version":"2012-10-17","Statement":[{"Sid":"DenyWithoutTLS"… (235 more characters)
        ~ role `stepwright-drift-store-eu-central-1`, changed outside of Stepwright
            Policy.Statement: [{"Effect":"Allow","Action":"*","Resource":"*"}] → [{"Sid":"LambdaInvokeFunction","Effect":"Allow","Action":"la… (584 more characters)
        2 to update, 7 unchanged; about 6 requests to apply it"#]].assert_eq(&lines.join("\n"));
    stage.deploy_looking(Look::Deep).await.unwrap();
    stage.assert_done().await;
}

#[tokio::test]
async fn what_the_settings_do_not_want_any_more_goes() {
    let Some(mut stage) = Stage::new("less").await else { return };
    stage.settings = EVERYTHING.to_owned();
    stage.deploy().await.unwrap();
    stage.settings = String::new();
    let plan = stage.plan(Look::Quick).await.to_string();
    expect![[r#"
        ~ bucket `stepwright-less-123456789012-eu-central-1`
            Tags.team: sky → none
        ~ role `stepwright-less-download-eu-central-1`
            Tags.team: sky → none
        ~ role `stepwright-less-store-eu-central-1`
            Tags.team: sky → none
        ~ log group `/aws/vendedlogs/stepwright/stepwright/less/download`
            Tags.team: sky → none
        ~ log group `/aws/vendedlogs/stepwright/stepwright/less/store`
            Tags.team: sky → none
        ~ function `stepwright-less-download`
            Environment.LEVEL: info → none
            ReservedConcurrentExecutions: 2 → none
            Tags.team: sky → none
        ~ function alias `stepwright-less-download:live`
            serves 26a30b4c3652 → d21c9c83d024
        ~ state machine `stepwright-less-store`
            Tags.team: sky → none
        = state machine alias `stepwright-less-store:live`
        - alarm `stepwright-less-store-failed`, which the settings do not want any more
        - schedule `stepwright-less-schedules/store`, which the settings do not want any more
        - schedule group `stepwright-less-schedules`, which the settings do not want any more
        - role `stepwright-less-schedule-eu-central-1`, which the settings do not want any more
        8 to update, 4 to delete, 1 unchanged; about 21 requests to apply it
    "#]]
    .assert_eq(&plan);
    stage.deploy().await.unwrap();
    stage.assert_done().await;
    let plan = stage.plan(Look::Quick).await;
    assert!(plan.is_done(), "{plan}");
}
