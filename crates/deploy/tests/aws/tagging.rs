//! Tags of the settings: they change without anything else, what was given goes again, and what somebody else
//! has put stays.

use std::collections::BTreeMap;

use aws_sdk_s3::types::{Tag, Tagging};
use expect_test::expect;
use stepwright_deploy::aws::{self, Look};

use crate::stage::{Stage, names, reads, s3};

/// With everything that can have tags.
const EVERYTHING: &str = r#"
    schedule.expression = "rate(7 days)"
    alarm.topic-arn = "arn:aws:sns:eu-central-1:123456789012:oncall"
"#;

fn with(tags: &str) -> String {
    format!("{EVERYTHING}\ntags = {{ {tags} }}")
}

/// The tags of everything that has them but the marks, by its name.
async fn tags(stage: &Stage) -> BTreeMap<String, String> {
    let (identity, desired) = stage.desired().await.unwrap();
    let look = aws::look_and_plan(&stage.clients, &desired, &identity, Look::Deep);
    let (observed, _) = look.await.unwrap();
    let tagged = observed.found.into_iter().filter(|(id, _)| id.kind.has_tags());
    let tagged = tagged.map(|(id, found)| {
        let tags = found.tags.unwrap().into_iter();
        let tags = tags.filter(|(key, _)| !key.starts_with("stepwright:"));
        let tags: Vec<String> = tags.map(|(key, value)| format!("{key}={value}")).collect();
        (id.to_string(), tags.join(" "))
    });
    tagged.collect()
}

/// What somebody else does.
async fn put_by_hand(stage: &Stage, key: &str, value: &str) {
    let (_, desired) = stage.desired().await.unwrap();
    let (name, client) = (&desired.bucket.name, stage.sdk(s3));
    let there = client.get_bucket_tagging().bucket(name).send().await.unwrap().tag_set;
    let tag = Tag::builder().key(key).value(value).build().unwrap();
    let all = there.into_iter().filter(|it| it.key != key).chain([tag]).collect();
    let all = Tagging::builder().set_tag_set(Some(all)).build().unwrap();
    client.put_bucket_tagging().bucket(name).tagging(all).send().await.unwrap();
    let iam = stage.sdk(aws_sdk_iam::Client::new);
    let tag = aws_sdk_iam::types::Tag::builder().key(key).value(value).build().unwrap();
    let role = &desired.roles[0].name;
    iam.tag_role().role_name(role).tags(tag).send().await.unwrap();
}

/// A stage with tags that other ones are wanted for.
async fn retagged(name: &str) -> Option<Stage> {
    let mut stage = Stage::new(name).await?;
    stage.settings = with("team = \"sky\", level = \"1\"");
    stage.deploy().await.unwrap();
    stage.settings = with("team = \"sea\", cost = \"7\"");
    Some(stage)
}

#[tokio::test]
async fn other_tags_are_planned_for_everything_that_has_tags() {
    let Some(stage) = retagged("retagged").await else { return };
    let plan = stage.plan(Look::Quick).await.to_string();
    expect![[r#"
        ~ bucket `stepwright-retagged-123456789012-eu-central-1`
            Tags.level: 1 → none
            Tags.team: sky → sea
            Tags.cost: none → 7
        ~ role `stepwright-retagged-download-eu-central-1`
            Tags.level: 1 → none
            Tags.team: sky → sea
            Tags.cost: none → 7
        ~ role `stepwright-retagged-store-eu-central-1`
            Tags.level: 1 → none
            Tags.team: sky → sea
            Tags.cost: none → 7
        ~ role `stepwright-retagged-schedule-eu-central-1`
            Tags.level: 1 → none
            Tags.team: sky → sea
            Tags.cost: none → 7
        ~ log group `/aws/vendedlogs/stepwright/stepwright/retagged/download`
            Tags.level: 1 → none
            Tags.team: sky → sea
            Tags.cost: none → 7
        ~ log group `/aws/vendedlogs/stepwright/stepwright/retagged/store`
            Tags.level: 1 → none
            Tags.team: sky → sea
            Tags.cost: none → 7
        ~ function `stepwright-retagged-download`
            Tags.level: 1 → none
            Tags.team: sky → sea
            Tags.cost: none → 7
        = function alias `stepwright-retagged-download:live`
        ~ state machine `stepwright-retagged-store`
            Tags.level: 1 → none
            Tags.team: sky → sea
            Tags.cost: none → 7
        = state machine alias `stepwright-retagged-store:live`
        ~ schedule group `stepwright-retagged-schedules`
            Tags.level: 1 → none
            Tags.team: sky → sea
            Tags.cost: none → 7
        = schedule `stepwright-retagged-schedules/store`
        ~ alarm `stepwright-retagged-store-failed`
            Tags.level: 1 → none
            Tags.team: sky → sea
            Tags.cost: none → 7
        10 to update, 3 unchanged; about 21 requests to apply it
    "#]]
    .assert_eq(&plan);
}

#[tokio::test]
async fn other_tags_are_given_and_nothing_else_is_done() {
    let Some(mut stage) = retagged("given").await else { return };
    stage.proxy.take();
    stage.deploy().await.unwrap();
    let writes: Vec<_> = stage.proxy.take().into_iter().filter(|it| !reads(it)).collect();
    expect![[r#"
        iam TagRole
        iam TagRole
        iam TagRole
        iam UntagRole
        iam UntagRole
        iam UntagRole
        lambda DELETE /2017-03-31/tags/arn%3Aaws%3Alambda%3Aeu-central-1%3A123456789012%3Afunction%3Astepwright-given-download?tagKeys=level
        lambda POST /2017-03-31/tags/arn%3Aaws%3Alambda%3Aeu-central-1%3A123456789012%3Afunction%3Astepwright-given-download
        logs CreateLogGroup
        logs DeleteLogGroup
        logs TagResource
        logs TagResource
        logs UntagResource
        logs UntagResource
        monitoring TagResource
        monitoring UntagResource
        s3 PUT /stepwright-given-123456789012-eu-central-1/?tagging
        scheduler DELETE /tags/arn%3Aaws%3Ascheduler%3Aeu-central-1%3A123456789012%3Aschedule-group%2Fstepwright-given-schedules?TagKeys=level
        scheduler POST /tags/arn%3Aaws%3Ascheduler%3Aeu-central-1%3A123456789012%3Aschedule-group%2Fstepwright-given-schedules
        states TagResource
        states UntagResource"#]].assert_eq(&names(&writes));
    stage.proxy.take();
    assert!(tags(&stage).await.values().all(|it| it == "cost=7 team=sea"));
    // Then all is as it should be, and seen so with as few requests as ever.
    stage.proxy.take();
    stage.deploy().await.unwrap();
    assert!(stage.proxy.take().iter().all(reads));
    stage.assert_done().await;
    stage.settings = with("");
    stage.deploy().await.unwrap();
    assert!(tags(&stage).await.values().all(String::is_empty));
    stage.assert_done().await;
}

#[tokio::test]
async fn what_somebody_else_has_put_stays() {
    let Some(mut stage) = Stage::new("others-tags").await else { return };
    stage.settings = with("team = \"sky\", level = \"1\"");
    stage.deploy().await.unwrap();
    put_by_hand(&stage, "bill-to", "42").await;
    // Whoever gave it another value has made it their own.
    put_by_hand(&stage, "level", "2").await;
    stage.settings = with("team = \"sea\"");
    stage.deploy().await.unwrap();
    let (_, desired) = stage.desired().await.unwrap();
    let after = tags(&stage).await;
    let theirs = "bill-to=42 level=2 team=sea";
    assert_eq!(after[&desired.bucket.id().to_string()], theirs);
    assert_eq!(after[&desired.roles[0].id().to_string()], theirs);
    assert_eq!(after[&desired.machines[0].id().to_string()], "team=sea");
    stage.assert_done().await;
}

/// What is repaired gets its tags again, and keeps those of others.
#[tokio::test]
async fn a_bucket_that_is_repaired_keeps_the_tags_of_others() {
    let Some(stage) = Stage::new("repaired-tags").await else { return };
    stage.deploy().await.unwrap();
    put_by_hand(&stage, "bill-to", "42").await;
    put_by_hand(&stage, "stepwright:hash", "of another version of Stepwright").await;
    let plan = stage.plan(Look::Quick).await;
    assert!(!plan.is_done(), "{plan}");
    stage.deploy().await.unwrap();
    let (_, desired) = stage.desired().await.unwrap();
    assert_eq!(tags(&stage).await[&desired.bucket.id().to_string()], "bill-to=42");
    stage.assert_done().await;
}
