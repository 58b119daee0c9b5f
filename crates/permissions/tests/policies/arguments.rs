//! How the state that calls is written: query languages, credentials, Distributed Maps, errors that
//! are waited for.

use expect_test::{Expect, expect};
use stepwright_asl::{StateMachine, Value};
use stepwright_json::json;
use stepwright_permissions::{Context, state_machine_policy};

use crate::integrations::{lines, policy_of_state};
use crate::proof::every_statement_is_needed;

#[track_caller]
fn check(state: Value, expect: Expect) {
    let policy = policy_of_state(state);
    every_statement_is_needed(&policy);
    expect.assert_eq(&lines(&policy));
}

/// A machine in JSONPath with one state.
#[track_caller]
fn check_json_path(state: Value, expect: Expect) {
    let machine = json!({ "StartAt": "A", "States": { "A": state } });
    let machine = StateMachine::from_value(&machine).unwrap();
    let policy = state_machine_policy(&machine, &Context::new("us-east-1", "123456789012", "m"));
    every_statement_is_needed(&policy);
    expect.assert_eq(&lines(&policy));
}

#[test]
fn json_path_marks_what_only_a_run_knows() {
    let put = |parameters| {
        json!({
            "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:s3:putObject",
            "Parameters": parameters, "End": true
        })
    };
    check_json_path(
        put(json!({ "Bucket": "b", "Key": "{% $k %}" })),
        expect![[r#"
        s3:PutObject on arn:aws:s3:::b/{% $k %}
    "#]],
    );
    check_json_path(
        put(json!({ "Bucket": "b", "Key.$": "$.key" })),
        expect![[r#"
        s3:PutObject on arn:aws:s3:::b/*
    "#]],
    );
    check_json_path(
        put(json!({ "Bucket": "b", "Key.$": "States.Format('out/{}.csv', $.id)" })),
        expect![[r#"
            s3:PutObject on arn:aws:s3:::b/out/*
        "#]],
    );
    check_json_path(
        put(json!({ "Bucket.$": "$.bucket", "Key": "k" })),
        expect![[r#"
        s3:PutObject on arn:aws:s3:::*/k
    "#]],
    );
}

#[test]
fn a_state_without_arguments_sends_its_input() {
    check_json_path(
        json!({ "Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "End": true }),
        expect![[r#"
            sqs:SendMessage on arn:aws:sqs:…:*
        "#]],
    );
}

#[test]
fn arguments_that_are_one_expression_are_open() {
    check(
        json!({
            "Type": "Task", "Resource": "arn:aws:states:::dynamodb:getItem",
            "Arguments": "{% $states.input %}", "End": true
        }),
        expect![[r#"
            dynamodb:GetItem on arn:aws:dynamodb:…:table/*
        "#]],
    );
}

#[test]
fn a_function_by_its_own_arn_is_that_function() {
    let function = |arn: &str| json!({ "Type": "Task", "Resource": arn, "End": true });
    check(
        function("arn:aws:lambda:us-east-1:123456789012:function:f:live"),
        expect![[r#"
        lambda:InvokeFunction on arn:aws:lambda:…:function:f:live
    "#]],
    );
    check(
        function("arn:aws:lambda:::function:f"),
        expect![[r#"
        lambda:InvokeFunction on arn:aws:lambda:…:function:f
    "#]],
    );
}

#[test]
fn an_activity_needs_nothing() {
    check(
        json!({
            "Type": "Task",
            "Resource": "arn:aws:states:us-east-1:123456789012:activity:a",
            "End": true
        }),
        expect![[r#""#]],
    );
}

#[test]
fn a_task_with_credentials_only_takes_on_their_role() {
    let task = |role: Value| {
        json!({
            "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
            "Arguments": { "FunctionName": "f" },
            "Credentials": { "RoleArn": role }, "End": true
        })
    };
    check(
        task("arn:aws:iam::210987654321:role/there".into()),
        expect![[r#"
        sts:AssumeRole on arn:aws:iam::210987654321:role/there
    "#]],
    );
    check(
        task("{% $role %}".into()),
        expect![[r#"
        sts:AssumeRole on arn:aws:iam::*:role/*
    "#]],
    );
}

#[test]
fn who_waits_for_a_missing_object_may_list_the_bucket() {
    let look = json!({
        "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:s3:headObject",
        "Arguments": { "Bucket": "b", "Key": "k" }, "End": true
    });
    check(
        json!({
            "Type": "Parallel",
            "Branches": [{ "StartAt": "Look", "States": { "Look": look } }],
            "Catch": [{ "ErrorEquals": ["S3.NoSuchKeyException"], "Next": "A" }],
            "End": true
        }),
        expect![[r#"
            s3:GetObject on arn:aws:s3:::b/k
            s3:ListBucket on arn:aws:s3:::b
        "#]],
    );
}

#[test]
fn a_statement_that_another_covers_is_left_out() {
    let put = |key: &str| {
        json!({
            "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:s3:putObject",
            "Arguments": { "Bucket": "b", "Key": key }, "End": true
        })
    };
    let branch = |state: Value, name: &str| json!({ "StartAt": name, "States": { name: state } });
    check(
        json!({
            "Type": "Parallel",
            "Branches": [
                (branch(put("a/1"), "One")),
                (branch(put("{% 'a/' & $x %}"), "Two")),
                (branch(put("b/1"), "Three"))
            ],
            "End": true
        }),
        expect![[r#"
            s3:PutObject on arn:aws:s3:::b/a/* arn:aws:s3:::b/b/1
        "#]],
    );
}

#[test]
fn a_distributed_map_starts_executions_of_its_own_machine() {
    let map = |reader: Value, writer: Value| {
        json!({
            "Type": "Map",
            "Label": "Each",
            "ItemReader": reader,
            "ItemProcessor": {
                "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" },
                "StartAt": "P", "States": { "P": { "Type": "Pass", "End": true } }
            },
            "ResultWriter": writer,
            "End": true
        })
    };
    check(
        map(
            json!({
                "Resource": "arn:aws:states:::s3:getObject",
                "ReaderConfig": { "InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW" },
                "Arguments": { "Bucket": "in", "Key": "rows.csv" }
            }),
            json!({
                "Resource": "arn:aws:states:::s3:putObject",
                "Arguments": { "Bucket": "out", "Prefix": "runs" }
            }),
        ),
        expect![[r#"
            states:StartExecution on arn:aws:states:…:stateMachine:m
            states:DescribeExecution states:StopExecution on arn:aws:states:…:execution:m/*
            states:RedriveExecution on arn:aws:states:…:execution:m/Each:*
            s3:GetObject on arn:aws:s3:::in/rows.csv
            s3:AbortMultipartUpload s3:GetObject s3:ListMultipartUploadParts s3:PutObject on arn:aws:s3:::out/runs/*
        "#]],
    );
    check(
        map(
            json!({
                "Resource": "arn:aws:states:::s3:listObjectsV2",
                "ReaderConfig": { "InputType": "JSON", "Transformation": "LOAD_AND_FLATTEN" },
                "Arguments": { "Bucket": "in", "Prefix": "days/" }
            }),
            json!({ "WriterConfig": { "OutputType": "JSON", "Transformation": "COMPACT" } }),
        ),
        expect![[r#"
            states:StartExecution on arn:aws:states:…:stateMachine:m
            states:DescribeExecution states:StopExecution on arn:aws:states:…:execution:m/*
            states:RedriveExecution on arn:aws:states:…:execution:m/Each:*
            s3:ListBucket on arn:aws:s3:::in if s3:prefix days/
            s3:GetObject on arn:aws:s3:::in/days/*
        "#]],
    );
    check(
        map(
            json!({
                "Resource": "arn:aws:states:::s3:getObject",
                "ReaderConfig": { "InputType": "MANIFEST" },
                "Arguments": { "Bucket": "in", "Key": "inventory/manifest.json" }
            }),
            json!({ "Resource": "arn:aws:states:::s3:putObject", "Arguments": "{% $to %}" }),
        ),
        expect![[r#"
            states:StartExecution on arn:aws:states:…:stateMachine:m
            states:DescribeExecution states:StopExecution on arn:aws:states:…:execution:m/*
            states:RedriveExecution on arn:aws:states:…:execution:m/Each:*
            s3:ListBucket on arn:aws:s3:::in
            s3:AbortMultipartUpload s3:GetObject s3:ListMultipartUploadParts s3:PutObject on arn:aws:s3:::*/*
        "#]],
    );
}
