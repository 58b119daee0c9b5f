//! The other policies: of functions, schedules, buckets, and who may take on a role.

use expect_test::{Expect, expect};
use stepwright_permissions::{
    Context, FunctionNeeds, Objects, Policy, Request, TrustedService, bucket_policy,
    function_policy, schedule_policy, trust_policy,
};

use crate::proof::every_statement_is_needed;

fn context() -> Context {
    Context::new("us-east-1", "123456789012", "get-asteroid-data-dev")
}

#[track_caller]
fn check(policy: &Policy, expect: Expect) {
    expect.assert_eq(&policy.to_string());
}

#[test]
fn a_function_writes_its_log_and_its_objects() {
    let objects = |keys: &str| Objects { bucket: "b".to_owned(), keys: keys.to_owned() };
    let needs = FunctionNeeds {
        log_group: "/aws/lambda/download-benner-dev".to_owned(),
        writes: vec![objects("benner*.csv")],
        reads: vec![objects("*")],
        tracing: true,
    };
    let policy = function_policy(&needs, &context());
    every_statement_is_needed(&policy);
    check(
        &policy,
        expect![[r#"
            {
              "Version": "2012-10-17",
              "Statement": [
                {
                  "Sid": "LogsCreateLogStreamPutLogEvents",
                  "Effect": "Allow",
                  "Action": [
                    "logs:CreateLogStream",
                    "logs:PutLogEvents"
                  ],
                  "Resource": "arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/download-benner-dev:*"
                },
                {
                  "Sid": "S3GetObject",
                  "Effect": "Allow",
                  "Action": "s3:GetObject",
                  "Resource": "arn:aws:s3:::b/*"
                },
                {
                  "Sid": "S3PutObject",
                  "Effect": "Allow",
                  "Action": "s3:PutObject",
                  "Resource": "arn:aws:s3:::b/benner*.csv"
                },
                {
                  "Sid": "XrayPutTelemetryRecordsPutTraceSegments",
                  "Effect": "Allow",
                  "Action": [
                    "xray:PutTelemetryRecords",
                    "xray:PutTraceSegments"
                  ],
                  "Resource": "*"
                }
              ]
            }"#]],
    );
    let log = "arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/download-benner-dev";
    let stream = format!("{log}:log-stream:2026/11/25/[1]abc");
    assert!(policy.allows(&Request::new("logs:PutLogEvents", &stream)));
    assert!(!policy.allows(&Request::new("s3:PutObject", "arn:aws:s3:::b/other.csv")));
    assert!(!policy.allows(&Request::new("s3:DeleteObject", "arn:aws:s3:::b/benner.csv")));
}

#[test]
fn the_role_of_a_machine_is_for_that_machine() {
    let policy = trust_policy(TrustedService::StepFunctions, &context());
    check(
        &policy,
        expect![[r#"
            {
              "Version": "2012-10-17",
              "Statement": [
                {
                  "Sid": "AssumeRole",
                  "Effect": "Allow",
                  "Principal": {
                    "Service": "states.amazonaws.com"
                  },
                  "Action": "sts:AssumeRole",
                  "Condition": {
                    "ArnLike": {
                      "aws:SourceArn": [
                        "arn:aws:states:us-east-1:123456789012:stateMachine:get-asteroid-data-dev",
                        "arn:aws:states:us-east-1:123456789012:stateMachine:get-asteroid-data-dev:*"
                      ]
                    },
                    "StringEquals": {
                      "aws:SourceAccount": "123456789012"
                    }
                  }
                }
              ]
            }"#]],
    );
    let assume = |machine: &str, account: &str| {
        let arn = format!("arn:aws:states:us-east-1:{account}:stateMachine:{machine}");
        let request = Request::new("sts:AssumeRole", "")
            .with("aws:SourceAccount", account)
            .with("aws:SourceArn", &arn);
        Request { service: "states.amazonaws.com".to_owned(), ..request }
    };
    assert!(policy.allows(&assume("get-asteroid-data-dev", "123456789012")));
    assert!(!policy.allows(&assume("other", "123456789012")));
    assert!(!policy.allows(&assume("get-asteroid-data-dev", "210987654321")));
    let lambda = Request {
        service: "lambda.amazonaws.com".to_owned(),
        ..assume("get-asteroid-data-dev", "123456789012")
    };
    assert!(!policy.allows(&lambda));
}

#[test]
fn lambda_does_not_say_for_which_function_it_asks() {
    check(
        &trust_policy(TrustedService::Lambda, &context()),
        expect![[r#"
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Sid": "AssumeRole",
              "Effect": "Allow",
              "Principal": {
                "Service": "lambda.amazonaws.com"
              },
              "Action": "sts:AssumeRole"
            }
          ]
        }"#]],
    );
}

#[test]
fn a_schedule_starts_executions_through_the_alias() {
    check(
        &trust_policy(
            TrustedService::Scheduler { group: "get-asteroid-data-dev-schedules" },
            &context(),
        ),
        expect![[r#"
            {
              "Version": "2012-10-17",
              "Statement": [
                {
                  "Sid": "AssumeRole",
                  "Effect": "Allow",
                  "Principal": {
                    "Service": "scheduler.amazonaws.com"
                  },
                  "Action": "sts:AssumeRole",
                  "Condition": {
                    "ArnLike": {
                      "aws:SourceArn": "arn:aws:scheduler:us-east-1:123456789012:schedule-group/get-asteroid-data-dev-schedules"
                    },
                    "StringEquals": {
                      "aws:SourceAccount": "123456789012"
                    }
                  }
                }
              ]
            }"#]],
    );
    check(
        &schedule_policy(&["get-asteroid-data-dev"], Some("live"), &context()),
        expect![[r#"
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Sid": "StatesStartExecution",
              "Effect": "Allow",
              "Action": "states:StartExecution",
              "Resource": "arn:aws:states:us-east-1:123456789012:stateMachine:get-asteroid-data-dev",
              "Condition": {
                "ForAnyValue:StringEquals": {
                  "states:StateMachineQualifier": "live"
                }
              }
            }
          ]
        }"#]],
    );
    assert!(
        schedule_policy(&["get-asteroid-data-dev"], None, &context()).statements[0]
            .conditions
            .is_empty()
    );
}

#[test]
fn a_bucket_refuses_what_comes_without_tls() {
    let policy = bucket_policy("b", &context());
    check(
        &policy,
        expect![[r#"
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Sid": "DenyWithoutTLS",
              "Effect": "Deny",
              "Principal": "*",
              "Action": "s3:*",
              "Resource": [
                "arn:aws:s3:::b",
                "arn:aws:s3:::b/*"
              ],
              "Condition": {
                "Bool": {
                  "aws:SecureTransport": "false"
                }
              }
            }
          ]
        }"#]],
    );
    let get = Request::new("s3:GetObject", "arn:aws:s3:::b/k");
    assert!(policy.denies(&get.clone().with("aws:SecureTransport", "false")));
    assert!(!policy.denies(&get.with("aws:SecureTransport", "true")));
    assert!(!policy.denies(
        &Request::new("s3:GetObject", "arn:aws:s3:::c/k").with("aws:SecureTransport", "false")
    ));
}

#[test]
fn chinas_services_have_arns_of_their_own() {
    let context = Context::new("cn-north-1", "123456789012", "m");
    let policy = bucket_policy("b", &context);
    assert_eq!(policy.statements[0].resources, ["arn:aws-cn:s3:::b", "arn:aws-cn:s3:::b/*"]);
}
