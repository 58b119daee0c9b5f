//! Days on which AWS, the network or the credentials say no: each has its words.

use expect_test::{Expect, expect};
use stepwright_deploy::aws::ApplyError;

use crate::desk::assert_no_secret;
use crate::proxy::Loss;
use crate::stage::{Stage, deletes};

async fn failed(name: &str, what: &str, loss: Loss) -> Option<ApplyError> {
    let stage = Stage::new(name).await?;
    let what = what.replace("NAME", &format!("stepwright-{name}"));
    stage.proxy.refuse(&what, loss);
    let error = stage.deploy().await.unwrap_err();
    assert_no_secret(&error.to_string());
    assert_eq!(deletes(&stage.proxy.take()), [""; 0]);
    // Whatever it was, the next run reaches the goal.
    stage.proxy.heal();
    stage.deploy().await.unwrap();
    assert_eq!(deletes(&stage.proxy.take()), [""; 0]);
    stage.assert_done().await;
    Some(error)
}

async fn check(name: &str, what: &str, loss: Loss, expect: Expect) {
    if let Some(error) = failed(name, what, loss).await {
        expect.assert_eq(&error.to_string());
    }
}

const DENIED_XML: &str = r#"<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>User: arn:aws:iam::123456789012:user/ada is not authorized to perform: iam:CreateRole on resource: arn:aws:iam::123456789012:role/stepwright-x because no identity-based policy allows the iam:CreateRole action</Message></Error><RequestId>r-1</RequestId></ErrorResponse>"#;

#[tokio::test]
async fn one_missing_permission() {
    check("denied", "iam CreateRole", Loss::Refusal(403, DENIED_XML), expect![[r#"
        `iam:CreateRole` on role `stepwright-denied-download-eu-central-1` failed: AWS says `AccessDenied`: User: arn:aws:iam::123456789012:user/ada is not authorized to perform: iam:CreateRole on resource: arn:aws:iam::123456789012:role/stepwright-x because no identity-based policy allows the iam:CreateRole action
          whoever deploys lacks the permission `iam:CreateRole`; this statement grants it:
          {"Effect":"Allow","Action":"iam:CreateRole","Resource":"arn:aws:iam::123456789012:role/stepwright-x"}
        `iam:CreateRole` on role `stepwright-denied-store-eu-central-1` failed: AWS says `AccessDenied`: User: arn:aws:iam::123456789012:user/ada is not authorized to perform: iam:CreateRole on resource: arn:aws:iam::123456789012:role/stepwright-x because no identity-based policy allows the iam:CreateRole action
          whoever deploys lacks the permission `iam:CreateRole`; this statement grants it:
          {"Effect":"Allow","Action":"iam:CreateRole","Resource":"arn:aws:iam::123456789012:role/stepwright-x"}"#]]).await;
}

#[tokio::test]
async fn an_expired_session() {
    let answer = r#"{"__type":"ExpiredTokenException","message":"The security token included in the request is expired"}"#;
    check("expired", "states CreateStateMachine", Loss::Refusal(400, answer), expect![[r#"
        `states:CreateStateMachine` on state machine `stepwright-expired-store` failed: AWS says `ExpiredTokenException`: The security token included in the request is expired
          the credentials have run out: log in again, for instance with `aws sso login`, and repeat the command; what was done until now stays"#]]).await;
}

#[tokio::test]
async fn a_throttled_account() {
    let answer = r#"{"__type":"ThrottlingException","message":"Rate exceeded"}"#;
    check("throttled", "states CreateStateMachine", Loss::Refusal(400, answer), expect![[r#"
        `states:CreateStateMachine` on state machine `stepwright-throttled-store` failed: AWS says `ThrottlingException`: Rate exceeded
          the account makes too many calls; this one was repeated with growing pauses. Repeat the command later: what was done until now stays"#]]).await;
}

#[tokio::test]
async fn a_bucket_name_taken_by_a_stranger() {
    let answer = r#"<Error><Code>BucketAlreadyExists</Code><Message>The requested bucket name is not available.</Message></Error>"#;
    let what = "s3 PUT /NAME-123456789012-eu-central-1/";
    check("taken", what, Loss::Refusal(409, answer), expect![[r#"
        `s3:CreateBucket` on bucket `stepwright-taken-123456789012-eu-central-1` failed: AWS says `BucketAlreadyExists`: The requested bucket name is not available.
          somebody else in the world has a bucket of that name: change `bucket` in stepwright.toml"#]]).await;
}

#[tokio::test]
async fn a_network_that_dies_in_the_middle_of_an_upload() {
    let Some(mut stage) = Stage::new("upload").await else { return };
    // More than goes out at once.
    stage.code(&vec![0; 4 * 1024 * 1024]);
    stage.proxy.refuse("lambda POST /2015-03-31/functions", Loss::Upload);
    let error = stage.deploy().await.unwrap_err().to_string();
    let begins = "`lambda:CreateFunction` on function `stepwright-upload-download` failed: AWS was not reached: ";
    let ends = "\n  repeat the command: what was done until now stays, and it goes on from there";
    assert!(error.starts_with(begins) && error.ends_with(ends), "{error}");
    assert_eq!(deletes(&stage.proxy.take()), [""; 0]);
    stage.proxy.heal();
    stage.deploy().await.unwrap();
    stage.assert_done().await;
}

#[tokio::test]
async fn code_that_is_larger_than_lambda_takes() {
    let answer = r#"{"Type":"User","Message":"Unzipped size must be smaller than 262144000 bytes","__type":"InvalidParameterValueException"}"#;
    check("large", "lambda POST /2015-03-31/functions", Loss::Refusal(400, answer), expect![[r#"
        `lambda:CreateFunction` on function `stepwright-large-download` failed: AWS says `InvalidParameterValueException`: Unzipped size must be smaller than 262144000 bytes
          Lambda takes 250 MB unpacked: look for what the binary does not need"#]]).await;
}

#[tokio::test]
async fn credentials_of_another_account_read_and_change_nothing() {
    let Some(mut stage) = Stage::new("account").await else { return };
    stage.settings = "account = \"999999999999\"".to_owned();
    let error =
        stepwright_deploy::aws::identify(&stage.clients, &stage.config(), &stage.bundle).await;
    expect!["these are credentials of the account 123456789012, and the settings want 999999999999: nothing was read or changed"].assert_eq(&error.unwrap_err().to_string());
}
