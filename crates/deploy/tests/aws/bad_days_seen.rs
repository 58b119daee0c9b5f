//! What somebody sees on a bad day: the program itself, what it says, and that the next run reaches the goal.

use std::os::unix::process::ExitStatusExt;
use std::time::Duration;

use expect_test::expect;
use stepwright_deploy::bundle::{DEFINITION_BYTES_MAX, ZIP_BYTES_MAX};
use tokio::time::timeout;

use crate::desk::{Desk, seen};
use crate::proxy::Loss;
use crate::stage::{deletes, reads};

#[tokio::test(flavor = "multi_thread")]
async fn without_credentials_it_says_how_to_log_in() {
    let Some(desk) = Desk::new("nobody").await else { return };
    let mut command = desk.command("deploy");
    for name in ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"] {
        command.env_remove(name);
    }
    let seen = seen(command.spawn().unwrap()).await;
    assert_eq!((seen.code, seen.out.as_str()), (Some(1), ""));
    expect![[r#"
        error: `iam:GetRole` on role `stepwright-nobody-download-eu-central-1` failed: there are no AWS credentials: dispatch failure: other: the credential provider was not enabled: no credentials found in chain. Attempted:
          Environment: the credential provider was not enabled: environment variable not set
          Profile: the credential provider was not enabled
          WebIdentityToken: the credential provider was not enabled: $AWS_WEB_IDENTITY_TOKEN_FILE was not set
          EcsContainer: the credential provider was not enabled: ECS provider not configured
          Ec2InstanceMetadata: the credential provider was not enabled: IMDS disabled by AWS_EC2_METADATA_DISABLED env var set to `true`
          log in, for instance with `aws sso login`, or name a profile with `--profile`
    "#]].assert_eq(&seen.errors);
    assert_eq!(desk.proxy.take(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_ends_in_the_middle() {
    let Some(desk) = Desk::new("session").await else { return };
    let answer = r#"{"__type":"ExpiredTokenException","message":"The security token included in the request is expired"}"#;
    desk.proxy.refuse("states CreateStateMachine", Loss::Refusal(400, answer));
    desk.check_error("deploy --yes", expect![[r#"
        error: `states:CreateStateMachine` on state machine `stepwright-session-store` failed: AWS says `ExpiredTokenException`: The security token included in the request is expired
          the credentials have run out: log in again, for instance with `aws sso login`, and repeat the command; what was done until now stays
    "#]]).await;
    goes_on(&desk).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_permission_is_missing() {
    let Some(desk) = Desk::new("permission").await else { return };
    let answer = r#"{"__type":"AccessDeniedException","Message":"User: arn:aws:iam::123456789012:user/ada is not authorized to perform: lambda:CreateFunction on resource: arn:aws:lambda:eu-central-1:123456789012:function:stepwright-permission-download because no identity-based policy allows the lambda:CreateFunction action"}"#;
    desk.proxy.refuse("lambda POST /2015-03-31/functions", Loss::Refusal(403, answer));
    desk.check_error("deploy --yes", expect![[r#"
        error: `lambda:CreateFunction` on function `stepwright-permission-download` failed: AWS says `AccessDeniedException`: User: arn:aws:iam::123456789012:user/ada is not authorized to perform: lambda:CreateFunction on resource: arn:aws:lambda:eu-central-1:123456789012:function:stepwright-permission-download because no identity-based policy allows the lambda:CreateFunction action
          whoever deploys lacks the permission `lambda:CreateFunction`; this statement grants it:
          {"Effect":"Allow","Action":"lambda:CreateFunction","Resource":"arn:aws:lambda:eu-central-1:123456789012:function:stepwright-permission-download"}
    "#]]).await;
    goes_on(&desk).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_region_that_does_not_exist() {
    let Some(desk) = Desk::new("region").await else { return };
    desk.check_error(
        "deploy --region Frankfurt",
        expect![[r#"
        error: `Frankfurt` is no AWS region: they have names such as `eu-central-1`
    "#]],
    )
    .await;
    assert_eq!(desk.proxy.take(), []);
    // As AWS's own names of hosts are looked for; this one can never be found, whatever the network.
    let mut command = desk.command("deploy --region eu-centrla-1");
    command.env("AWS_ENDPOINT_URL", "http://sts.eu-centrla-1.invalid");
    let seen = seen(command.spawn().unwrap()).await;
    assert_eq!((seen.code, seen.out.as_str()), (Some(1), ""));
    expect![[r#"
        error: `iam:GetRole` on role `stepwright-region-download-eu-centrla-1` failed: AWS was not reached: dispatch failure: io error: client error (Connect): dns error: failed to lookup address information: Name or service not known
          is the region spelled right, and is there a network? Nothing was changed by this call
          the region `eu-centrla-1` is not one of those that are known here; did you mean `eu-central-1`?
    "#]].assert_eq(&seen.errors);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bucket_in_another_region() {
    let Some(desk) = Desk::new("elsewhere").await else { return };
    let answer = r#"<?xml version="1.0" encoding="UTF-8"?><Error><Code>PermanentRedirect</Code><Message>The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.</Message><Endpoint>stepwright-elsewhere-123456789012-eu-central-1.s3.us-east-1.amazonaws.com</Endpoint></Error>"#;
    let what = "s3 GET /stepwright-elsewhere-123456789012-eu-central-1/?tagging";
    desk.proxy.refuse(what, Loss::Refusal(301, answer));
    desk.check_error("deploy --yes", expect![[r#"
        error: `s3:GetBucketTagging` on bucket `stepwright-elsewhere-123456789012-eu-central-1` failed: AWS says `PermanentRedirect`: The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.
          the bucket is in another region: deploy there, or change `bucket` in stepwright.toml
    "#]]).await;
    assert!(desk.proxy.take().iter().all(reads));
    goes_on(&desk).await;
}

/// S3 does not tell strangers what a bucket has: it says that they may not know.
#[tokio::test(flavor = "multi_thread")]
async fn a_bucket_of_somebody_else() {
    let Some(desk) = Desk::new("stranger").await else { return };
    let answer = "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>";
    let what = "s3 GET /stepwright-stranger-123456789012-eu-central-1/?tagging";
    desk.proxy.refuse(what, Loss::Refusal(403, answer));
    desk.check_error("deploy --yes", expect![[r#"
        error: `s3:GetBucketTagging` on bucket `stepwright-stranger-123456789012-eu-central-1` failed: AWS says `AccessDenied`: Access Denied
          either somebody else in the world has a bucket of that name: change `bucket` in stepwright.toml; or whoever deploys lacks the permission `s3:GetBucketTagging`; this statement grants it:
          {"Effect":"Allow","Action":"s3:GetBucketTagging","Resource":"arn:aws:s3:::stepwright-stranger-123456789012-eu-central-1"}
    "#]]).await;
    assert!(desk.proxy.take().iter().all(reads));
}

#[tokio::test(flavor = "multi_thread")]
async fn code_and_definitions_that_are_too_large_are_refused_before_anything_is_asked() {
    let Some(desk) = Desk::new("code").await else { return };
    let zip = std::fs::File::create(desk.folder.path().join("download.zip")).unwrap();
    zip.set_len(u64::try_from(ZIP_BYTES_MAX).unwrap() + 1).unwrap();
    desk.check_error("deploy --yes", expect![[r#"
        error: the code of the function `download` has 52428801 bytes, and Lambda takes 52428800 at most; look for what the binary does not need
    "#]]).await;
    assert_eq!(desk.proxy.take(), []);

    let pad = |bundle: &mut stepwright_deploy::Bundle| {
        bundle.machines[0].definition.push_str(&" ".repeat(DEFINITION_BYTES_MAX));
    };
    let Some(desk) = Desk::with("definition", pad).await else { return };
    desk.check_error("deploy --yes", expect![[r#"
        error: the definition of `store` has 1048903 bytes, and Step Functions takes 1048576 at most: move a part of it into a state machine of its own
    "#]]).await;
    assert!(desk.proxy.take().iter().all(reads));
}

/// Stages, and what each was killed at: it was done, and nobody heard of it.
const KILLED_AT: [(&str, &str); 4] = [
    ("killed-l", "logs CreateLogGroup"),
    ("killed-b", "s3 PUT /stepwright-killed-b-123456789012-eu-central-1/?versioning"),
    ("killed-f", "lambda POST /2015-03-31/functions"),
    ("killed-a", "states CreateStateMachineAlias"),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_deployment_is_finished_by_the_next_run() {
    for (name, what) in KILLED_AT {
        let Some(desk) = Desk::new(name).await else { return };
        desk.proxy.refuse_first(1, what, Loss::Silence);
        let mut child = desk.command("deploy --yes").spawn().unwrap();
        // Until then it must not end.
        while timeout(Duration::from_millis(100), desk.proxy.silence()).await.is_err() {
            assert_eq!(child.try_wait().unwrap(), None, "{what} was never asked");
        }
        child.kill().unwrap();
        assert_eq!(child.wait().unwrap().signal(), Some(9), "{what}");
        goes_on(&desk).await;
    }
}

/// Nothing was deleted on the bad day, and the next run does what is left.
async fn goes_on(desk: &Desk) {
    let asked = desk.proxy.take();
    assert_eq!(deletes(&asked), [""; 0]);
    desk.proxy.heal();
    let next = desk.run("deploy --yes").await;
    assert_eq!(next.code, Some(0), "{}", next.errors);
    assert_eq!(deletes(&desk.proxy.take()), [""; 0]);
    let after = desk.run("deploy --deep --dry-run").await;
    assert_eq!(after.code, Some(0), "{}", after.out);
}
