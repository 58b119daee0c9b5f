//! The policy of this repository's own state machine.

use expect_test::expect;
use stepwright_asl::{StateMachine, Value};
use stepwright_permissions::{Context, state_machine_policy};

use crate::proof::prove;

const DEFINITION: &str =
    include_str!("../../../../workflows/definitions/get-asteroid-data.asl.json");

fn context() -> Context {
    let mut context = Context::new("us-east-1", "123456789012", "m");
    context.logging = true;
    context.tracing = true;
    context.buckets = vec!["asteroids".to_owned()];
    context.topics = vec!["arn:aws:sns:us-east-1:123456789012:failures".to_owned()];
    let function = "arn:aws:lambda:us-east-1:123456789012:function:download-benner:live";
    context.placeholders.insert("DownloadBennerArn".to_owned(), function.to_owned());
    context
}

#[test]
fn the_role_may_do_what_the_states_do() {
    let machine: StateMachine = DEFINITION.parse().unwrap();
    let policy = state_machine_policy(&machine, &context());
    expect![[r#"
        LambdaInvokeFunction
          allows  lambda:InvokeFunction
          on      arn:aws:lambda:us-east-1:123456789012:function:download-benner:live
          because calls `lambda:invoke`
                  at /States/Download Benner

        S3GetObject
          allows  s3:GetObject
          on      arn:aws:s3:::asteroids/*
          because calls `aws-sdk:s3:headObject`
                  at /States/Check What Was Written/Branches/0/States/Look At Table
                  the bucket is `{% $downloadBenner.bucket %}`: one of those that are deployed; the key is `{% $downloadBenner.key %}`
          and     calls `aws-sdk:s3:headObject`
                  at /States/Check What Was Written/Branches/1/States/Check Bands/ItemProcessor/States/Look At Band
                  the bucket is `{% $downloadBenner.bucket %}`: one of those that are deployed; the key is `{% $checkBandsItem.key %}`

        S3ListBucket
          allows  s3:ListBucket
          on      arn:aws:s3:::asteroids
          because waits for `S3.NoSuchKeyException`, which S3 tells only to those who may list the bucket
                  at /States/Check What Was Written/Branches/0/States/Look At Table
                  at /States/Check What Was Written/Branches/1/States/Check Bands/ItemProcessor/States/Look At Band
                  the bucket is `{% $downloadBenner.bucket %}`: one of those that are deployed

        SnsPublish
          allows  sns:Publish
          on      arn:aws:sns:us-east-1:123456789012:failures
          because calls `sns:publish`
                  at /States/Notify Failure
                  the topic is `{% $exists($states.context.Execution.Input.failureTopicArn) and $states.context.Execution.Input.failureTopicArn != null ? $states.context.Execution.Input.failureTopicArn : "" %}`: one of those that are known

        LogsCreateLogDeliveryAndMore
          allows  logs:CreateLogDelivery
                  logs:DeleteLogDelivery
                  logs:DescribeLogGroups
                  logs:DescribeResourcePolicies
                  logs:GetLogDelivery
                  logs:ListLogDeliveries
                  logs:PutResourcePolicy
                  logs:UpdateLogDelivery
          on      *
          because executions are logged to CloudWatch Logs; AWS checks these actions against no resource

        XrayGetSamplingRulesAndMore
          allows  xray:GetSamplingRules
                  xray:GetSamplingTargets
                  xray:PutTelemetryRecords
                  xray:PutTraceSegments
          on      *
          because executions are traced by X-Ray; AWS checks these actions against no resource
    "#]].assert_eq(&policy.explanation());
    expect![[r#"
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Sid": "LambdaInvokeFunction",
              "Effect": "Allow",
              "Action": "lambda:InvokeFunction",
              "Resource": "arn:aws:lambda:us-east-1:123456789012:function:download-benner:live"
            },
            {
              "Sid": "S3GetObject",
              "Effect": "Allow",
              "Action": "s3:GetObject",
              "Resource": "arn:aws:s3:::asteroids/*"
            },
            {
              "Sid": "S3ListBucket",
              "Effect": "Allow",
              "Action": "s3:ListBucket",
              "Resource": "arn:aws:s3:::asteroids"
            },
            {
              "Sid": "SnsPublish",
              "Effect": "Allow",
              "Action": "sns:Publish",
              "Resource": "arn:aws:sns:us-east-1:123456789012:failures"
            },
            {
              "Sid": "LogsCreateLogDeliveryAndMore",
              "Effect": "Allow",
              "Action": [
                "logs:CreateLogDelivery",
                "logs:DeleteLogDelivery",
                "logs:DescribeLogGroups",
                "logs:DescribeResourcePolicies",
                "logs:GetLogDelivery",
                "logs:ListLogDeliveries",
                "logs:PutResourcePolicy",
                "logs:UpdateLogDelivery"
              ],
              "Resource": "*"
            },
            {
              "Sid": "XrayGetSamplingRulesAndMore",
              "Effect": "Allow",
              "Action": [
                "xray:GetSamplingRules",
                "xray:GetSamplingTargets",
                "xray:PutTelemetryRecords",
                "xray:PutTraceSegments"
              ],
              "Resource": "*"
            }
          ]
        }"#]]
    .assert_eq(&policy.to_string());
    expect!["988"].assert_eq(&policy.size_chars().to_string());
}

#[test]
fn the_policy_suffices_and_has_nothing_to_spare() {
    let machine: StateMachine = DEFINITION.parse().unwrap();
    let mut context = context();
    let policy = state_machine_policy(&machine, &context);
    let function = context.placeholders.remove("DownloadBennerArn").unwrap();
    let filled = DEFINITION
        .replace("${DownloadBennerArn}", &function)
        .replace("{% $downloadBenner.bucket %}", "asteroids")
        .replace(
            r#""TopicArn": "{%"#,
            r#""TopicArn": "arn:aws:sns:us-east-1:123456789012:failures", "Was": "{%"#,
        );
    prove(&Value::parse(&filled).unwrap(), &policy);
}

#[test]
fn a_placeholder_that_nothing_stands_for_leaves_the_function_open() {
    let machine: StateMachine = DEFINITION.parse().unwrap();
    let policy = state_machine_policy(&machine, &Context::new("us-east-1", "123456789012", "m"));
    let invoke = policy.statements.iter().find(|it| it.sid == "LambdaInvokeFunction").unwrap();
    assert_eq!(invoke.resources, ["arn:aws:lambda:us-east-1:123456789012:function:*"]);
    let open = invoke.reasons[0].open.as_deref();
    assert_eq!(open, Some("the function is `${DownloadBennerArn}`, which nothing stands for"));
}
