//! Each integration by itself: one Task, and the statements that its role needs.

use std::fmt::Write as _;

use expect_test::{Expect, expect};
use stepwright_asl::{StateMachine, Value};
use stepwright_json::json;
use stepwright_permissions::{Context, Policy, state_machine_policy};

use crate::proof::every_statement_is_needed;

/// The policy of a machine with one Task in JSONata.
pub(crate) fn policy_of(resource: &str, arguments: Value) -> Policy {
    let task = json!({
        "Type": "Task", "Resource": resource, "Arguments": arguments, "End": true
    });
    policy_of_state(task)
}

/// The policy of a machine with one state.
pub(crate) fn policy_of_state(state: Value) -> Policy {
    let machine = json!({
        "QueryLanguage": "JSONata", "StartAt": "A", "States": { "A": state }
    });
    let machine = StateMachine::from_value(&machine).unwrap();
    state_machine_policy(&machine, &Context::new("us-east-1", "123456789012", "m"))
}

/// A line for each statement: actions, resources, conditions. Account and region are left out.
pub(crate) fn lines(policy: &Policy) -> String {
    let mut text = String::new();
    for it in &policy.statements {
        write!(text, "{} on {}", it.actions.join(" "), it.resources.join(" ")).unwrap();
        for condition in &it.conditions {
            write!(text, " if {} {}", condition.key, condition.values.join(" ")).unwrap();
        }
        text.push('\n');
    }
    for gap in &policy.gaps {
        writeln!(text, "unknown: {}", gap.why).unwrap();
    }
    text.replace(":us-east-1:123456789012:", ":…:")
}

#[track_caller]
fn check(resource: &str, arguments: Value, expect: Expect) {
    let policy = policy_of(&format!("arn:aws:states:::{resource}"), arguments);
    every_statement_is_needed(&policy);
    expect.assert_eq(&lines(&policy));
}

#[test]
fn lambda() {
    check(
        "lambda:invoke",
        json!({ "FunctionName": "f" }),
        expect![[r#"
        lambda:InvokeFunction on arn:aws:lambda:…:function:f
    "#]],
    );
    check(
        "lambda:invoke",
        json!({ "FunctionName": "f:live" }),
        expect![[r#"
        lambda:InvokeFunction on arn:aws:lambda:…:function:f:live
    "#]],
    );
    check(
        "lambda:invoke",
        json!({ "FunctionName": "f", "Qualifier": "3" }),
        expect![[r#"
        lambda:InvokeFunction on arn:aws:lambda:…:function:f:3
    "#]],
    );
    check(
        "lambda:invoke.waitForTaskToken",
        json!({ "FunctionName": "210987654321:function:f" }),
        expect![[r#"
            lambda:InvokeFunction on arn:aws:lambda:us-east-1:210987654321:function:f
        "#]],
    );
    check(
        "lambda:invoke",
        json!({ "FunctionName": "{% $f %}" }),
        expect![[r#"
        lambda:InvokeFunction on arn:aws:lambda:…:function:*
    "#]],
    );
    check(
        "lambda:invoke",
        json!({ "FunctionName": "f", "Qualifier": "{% $q %}" }),
        expect![[r#"
            lambda:InvokeFunction on arn:aws:lambda:…:function:f:*
        "#]],
    );
}

#[test]
fn nested_executions() {
    let machine = "arn:aws:states:us-east-1:123456789012:stateMachine:child";
    check(
        "states:startExecution",
        json!({ "StateMachineArn": machine }),
        expect![[r#"
        states:StartExecution on arn:aws:states:…:stateMachine:child
    "#]],
    );
    check(
        "states:startExecution.sync:2",
        json!({ "StateMachineArn": machine }),
        expect![[r#"
        states:StartExecution on arn:aws:states:…:stateMachine:child
        states:DescribeExecution states:StopExecution on arn:aws:states:…:execution:child:*
        events:DescribeRule events:PutRule events:PutTargets on arn:aws:events:…:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule
    "#]],
    );
    check(
        "states:startExecution.sync",
        json!({ "StateMachineArn": (format!("{machine}:live").as_str()) }),
        expect![[r#"
            states:StartExecution on arn:aws:states:…:stateMachine:child if states:StateMachineQualifier live
            states:DescribeExecution states:StopExecution on arn:aws:states:…:execution:child:*
            events:DescribeRule events:PutRule events:PutTargets on arn:aws:events:…:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule
        "#]],
    );
    check(
        "states:startExecution.sync",
        json!({ "StateMachineArn": "{% $child %}" }),
        expect![[r#"
            states:StartExecution on arn:aws:states:…:stateMachine:*
            states:DescribeExecution states:StopExecution on arn:aws:states:…:execution:*
            events:DescribeRule events:PutRule events:PutTargets on arn:aws:events:…:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule
        "#]],
    );
}

#[test]
fn messages_and_tables() {
    let topic = "arn:aws:sns:us-east-1:123456789012:topic";
    check(
        "sns:publish",
        json!({ "TopicArn": topic, "Message": "m" }),
        expect![[r#"
        sns:Publish on arn:aws:sns:…:topic
    "#]],
    );
    check(
        "sns:publish",
        json!({ "PhoneNumber": "+41000000000" }),
        expect![[r#"
        sns:Publish on *
    "#]],
    );
    check(
        "sns:publish",
        json!({ "TopicArn": "<topic>" }),
        expect![[r#"
        sns:Publish on arn:aws:sns:…:*
    "#]],
    );
    check(
        "sns:publish",
        json!({ "TargetArn": "{% $t %}" }),
        expect![[r#"
        sns:Publish on arn:aws:sns:…:*
    "#]],
    );
    check(
        "sqs:sendMessage.waitForTaskToken",
        json!({ "QueueUrl": "https://sqs.eu-west-1.amazonaws.com/210987654321/q" }),
        expect![[r#"
            sqs:SendMessage on arn:aws:sqs:eu-west-1:210987654321:q
        "#]],
    );
    check(
        "sqs:sendMessage",
        json!({ "QueueUrl": "{% $q %}" }),
        expect![[r#"
        sqs:SendMessage on arn:aws:sqs:…:*
    "#]],
    );
    check(
        "sqs:sendMessage",
        json!({ "QueueUrl": "q" }),
        expect![[r#"
        sqs:SendMessage on arn:aws:sqs:…:*
    "#]],
    );
    check(
        "events:putEvents",
        json!({ "Entries": [{ "EventBusName": "bus" }, { "Source": "x" }] }),
        expect![[r#"
            events:PutEvents on arn:aws:events:…:event-bus/bus arn:aws:events:…:event-bus/default
        "#]],
    );
    check(
        "events:putEvents",
        json!({ "Entries": "{% $entries %}" }),
        expect![[r#"
        events:PutEvents on arn:aws:events:…:event-bus/*
    "#]],
    );
    check(
        "dynamodb:updateItem",
        json!({ "TableName": "t" }),
        expect![[r#"
        dynamodb:UpdateItem on arn:aws:dynamodb:…:table/t
    "#]],
    );
}

#[test]
fn jobs() {
    check(
        "batch:submitJob",
        json!({ "JobQueue": "q", "JobDefinition": "d", "JobName": "n" }),
        expect![[r#"
            batch:SubmitJob on arn:aws:batch:…:job-definition/d arn:aws:batch:…:job-definition/d:* arn:aws:batch:…:job-queue/q
        "#]],
    );
    check(
        "batch:submitJob.sync",
        json!({ "JobQueue": "q", "JobDefinition": "d:3", "JobName": "n" }),
        expect![[r#"
            batch:SubmitJob on arn:aws:batch:…:job-definition/d:3 arn:aws:batch:…:job-queue/q
            batch:DescribeJobs batch:TerminateJob on *
            events:DescribeRule events:PutRule events:PutTargets on arn:aws:events:…:rule/StepFunctionsGetEventsForBatchJobsRule
        "#]],
    );
    check(
        "glue:startJobRun.sync",
        json!({ "JobName": "j" }),
        expect![[r#"
        glue:BatchStopJobRun glue:GetJobRun glue:GetJobRuns glue:StartJobRun on arn:aws:glue:…:job/j
    "#]],
    );
    check(
        "databrew:startJobRun.sync",
        json!({ "Name": "j" }),
        expect![[r#"
        databrew:ListJobRuns databrew:StartJobRun databrew:StopJobRun on arn:aws:databrew:…:job/j
    "#]],
    );
    check(
        "codebuild:startBuild.sync",
        json!({ "ProjectName": "p" }),
        expect![[r#"
        codebuild:BatchGetBuilds codebuild:StartBuild codebuild:StopBuild on arn:aws:codebuild:…:project/p
        events:DescribeRule events:PutRule events:PutTargets on arn:aws:events:…:rule/StepFunctionsGetEventForCodeBuildStartBuildRule
    "#]],
    );
    check(
        "codebuild:startBuildBatch.sync",
        json!({ "ProjectName": "p" }),
        expect![[r#"
        codebuild:BatchGetBuildBatches codebuild:StartBuildBatch codebuild:StopBuildBatch on arn:aws:codebuild:…:project/p
        events:DescribeRule events:PutRule events:PutTargets on arn:aws:events:…:rule/StepFunctionsGetEventForCodeBuildStartBuildBatchRule
    "#]],
    );
    check(
        "codebuild:stopBuild",
        json!({ "Id": "{% $id %}" }),
        expect![[r#"
        codebuild:StopBuild on arn:aws:codebuild:…:project/*
    "#]],
    );
    check(
        "mediaconvert:createJob.sync",
        json!({ "Role": "arn:aws:iam::123456789012:role/convert", "Settings": {} }),
        expect![[r#"
            mediaconvert:CreateJob on arn:aws:mediaconvert:…:queues/Default
            iam:PassRole on arn:aws:iam::123456789012:role/convert if iam:PassedToService mediaconvert.amazonaws.com
            mediaconvert:CancelJob mediaconvert:GetJob on arn:aws:mediaconvert:…:jobs/*
            events:DescribeRule events:PutRule events:PutTargets on arn:aws:events:…:rule/StepFunctionsGetEventsForMediaConvertJobRule
        "#]],
    );
}

#[test]
fn containers() {
    check(
        "ecs:runTask.sync",
        json!({ "Cluster": "c", "TaskDefinition": "family:7" }),
        expect![[r#"
            ecs:RunTask on arn:aws:ecs:…:task-definition/family:7
            iam:PassRole on arn:aws:iam::123456789012:role/* if iam:PassedToService ecs-tasks.amazonaws.com
            ecs:DescribeTasks ecs:StopTask on arn:aws:ecs:…:task/c/*
            events:DescribeRule events:PutRule events:PutTargets on arn:aws:events:…:rule/StepFunctionsGetEventsForECSTaskRule
        "#]],
    );
    check(
        "ecs:runTask.waitForTaskToken",
        json!({
            "TaskDefinition": "family",
            "Overrides": {
                "TaskRoleArn": "arn:aws:iam::123456789012:role/task",
                "ExecutionRoleArn": "arn:aws:iam::123456789012:role/start"
            }
        }),
        expect![[r#"
            ecs:RunTask on arn:aws:ecs:…:task-definition/family:*
            iam:PassRole on arn:aws:iam::123456789012:role/start arn:aws:iam::123456789012:role/task if iam:PassedToService ecs-tasks.amazonaws.com
        "#]],
    );
    check(
        "eks:createCluster.sync",
        json!({ "Name": "c", "RoleArn": "arn:aws:iam::123456789012:role/eks" }),
        expect![[r#"
            eks:CreateCluster eks:DescribeCluster on arn:aws:eks:…:cluster/c
            iam:PassRole on arn:aws:iam::123456789012:role/eks if iam:PassedToService eks.amazonaws.com
        "#]],
    );
    check(
        "eks:createNodegroup.sync",
        json!({ "ClusterName": "c", "NodeRole": "arn:aws:iam::123456789012:role/node" }),
        expect![[r#"
            eks:CreateNodegroup on arn:aws:eks:…:cluster/c
            eks:DescribeNodegroup on arn:aws:eks:…:nodegroup/c/*
            iam:PassRole on arn:aws:iam::123456789012:role/node if iam:PassedToService eks.amazonaws.com
            iam:GetRole iam:ListAttachedRolePolicies on arn:aws:iam::123456789012:role/node
            ec2:DescribeSubnets on *
        "#]],
    );
    check(
        "eks:deleteFargateProfile.sync",
        json!({ "ClusterName": "c" }),
        expect![[r#"
        eks:DeleteFargateProfile eks:DescribeFargateProfile on arn:aws:eks:…:fargateprofile/c/*
    "#]],
    );
    check("eks:call", json!({ "ClusterName": "c" }), expect![[r#""#]]);
}

#[test]
fn emr() {
    check(
        "elasticmapreduce:createCluster.sync",
        json!({ "ServiceRole": "EMR_DefaultRole", "JobFlowRole": "EMR_EC2_DefaultRole" }),
        expect![[r#"
            elasticmapreduce:RunJobFlow on *
            iam:PassRole on arn:aws:iam::123456789012:role/EMR_DefaultRole if iam:PassedToService elasticmapreduce.amazonaws.com
            iam:PassRole on arn:aws:iam::123456789012:role/EMR_EC2_DefaultRole if iam:PassedToService ec2.amazonaws.com
            elasticmapreduce:DescribeCluster elasticmapreduce:TerminateJobFlows on arn:aws:elasticmapreduce:…:cluster/*
            events:DescribeRule events:PutRule events:PutTargets on arn:aws:events:…:rule/StepFunctionsGetEventsForEMRRunJobFlowRule
        "#]],
    );
    check(
        "elasticmapreduce:addStep.sync",
        json!({ "ClusterId": "j-1" }),
        expect![[r#"
        elasticmapreduce:AddJobFlowSteps elasticmapreduce:CancelSteps elasticmapreduce:DescribeStep on arn:aws:elasticmapreduce:…:cluster/j-1
        events:DescribeRule events:PutRule events:PutTargets on arn:aws:events:…:rule/StepFunctionsGetEventsForEMRAddJobFlowStepsRule
    "#]],
    );
    check(
        "elasticmapreduce:terminateCluster.sync",
        json!({ "ClusterId": "j-1" }),
        expect![[r#"
            elasticmapreduce:DescribeCluster elasticmapreduce:TerminateJobFlows on arn:aws:elasticmapreduce:…:cluster/j-1
            events:DescribeRule events:PutRule events:PutTargets on arn:aws:events:…:rule/StepFunctionsGetEventsForEMRTerminateJobFlowsRule
        "#]],
    );
    check(
        "elasticmapreduce:modifyInstanceFleetByName",
        json!({ "ClusterId": "j-1" }),
        expect![[r#"
            elasticmapreduce:ListInstanceFleets elasticmapreduce:ModifyInstanceFleet on arn:aws:elasticmapreduce:…:cluster/j-1
        "#]],
    );
    check(
        "emr-containers:startJobRun.sync",
        json!({ "VirtualClusterId": "v" }),
        expect![[r#"
        emr-containers:StartJobRun on arn:aws:emr-containers:…:/virtualclusters/v
        emr-containers:CancelJobRun emr-containers:DescribeJobRun on arn:aws:emr-containers:…:/virtualclusters/v/jobruns/*
    "#]],
    );
    check(
        "emr-containers:createVirtualCluster",
        json!({ "Name": "v" }),
        expect![[r#"
        emr-containers:CreateVirtualCluster on *
        iam:CreateServiceLinkedRole on arn:aws:iam::123456789012:role/aws-service-role/emr-containers.amazonaws.com/AWSServiceRoleForAmazonEMRContainers
    "#]],
    );
    check(
        "emr-serverless:startJobRun.sync",
        json!({
            "ApplicationId": "a", "ExecutionRoleArn": "arn:aws:iam::123456789012:role/job"
        }),
        expect![[r#"
            emr-serverless:StartJobRun on arn:aws:emr-serverless:…:/applications/a
            iam:PassRole on arn:aws:iam::123456789012:role/job if iam:PassedToService emr-serverless.amazonaws.com
            emr-serverless:CancelJobRun emr-serverless:GetJobRun on arn:aws:emr-serverless:…:/applications/a/jobruns/*
            events:DescribeRule events:PutRule events:PutTargets on arn:aws:events:…:rule/StepFunctionsGetEventsForEMRServerlessJobRule
        "#]],
    );
    check(
        "emr-serverless:createApplication.sync",
        json!({ "Name": "a" }),
        expect![[r#"
        emr-serverless:CreateApplication on arn:aws:emr-serverless:…:/*
        emr-serverless:DeleteApplication emr-serverless:GetApplication on arn:aws:emr-serverless:…:/applications/*
        events:DescribeRule events:PutRule events:PutTargets on arn:aws:events:…:rule/StepFunctionsGetEventsForEMRServerlessApplicationRule
    "#]],
    );
}

#[test]
fn sagemaker() {
    check(
        "sagemaker:createTrainingJob.sync",
        json!({
            "TrainingJobName": "Train", "RoleArn": "arn:aws:iam::123456789012:role/sage", "Tags": []
        }),
        expect![[r#"
            sagemaker:AddTags sagemaker:CreateTrainingJob sagemaker:DescribeTrainingJob sagemaker:ListTags sagemaker:StopTrainingJob on arn:aws:sagemaker:…:training-job/train
            iam:PassRole on arn:aws:iam::123456789012:role/sage if iam:PassedToService sagemaker.amazonaws.com
            events:DescribeRule events:PutRule events:PutTargets on arn:aws:events:…:rule/StepFunctionsGetEventsForSageMakerTrainingJobsRule
        "#]],
    );
    check(
        "sagemaker:createTransformJob.sync",
        json!({ "TransformJobName": "{% 'batch-' & $x %}" }),
        expect![[r#"
            sagemaker:CreateTransformJob sagemaker:DescribeTransformJob sagemaker:ListTags sagemaker:StopTransformJob on arn:aws:sagemaker:…:transform-job/batch-*
            events:DescribeRule events:PutRule events:PutTargets on arn:aws:events:…:rule/StepFunctionsGetEventsForSageMakerTransformJobsRule
        "#]],
    );
    check(
        "sagemaker:createEndpoint",
        json!({ "EndpointName": "e", "EndpointConfigName": "c" }),
        expect![[r#"
            sagemaker:CreateEndpoint on arn:aws:sagemaker:…:endpoint-config/c arn:aws:sagemaker:…:endpoint/e
        "#]],
    );
    check(
        "sagemaker:createModel",
        json!({ "ModelName": "m" }),
        expect![[r#"
            sagemaker:CreateModel on arn:aws:sagemaker:…:model/m
            iam:PassRole on arn:aws:iam::123456789012:role/* if iam:PassedToService sagemaker.amazonaws.com
        "#]],
    );
}

#[test]
fn bedrock() {
    let model = "anthropic.claude-3-haiku-20240307-v1:0";
    check(
        "bedrock:invokeModel",
        json!({ "ModelId": model, "Body": {} }),
        expect![[r#"
        bedrock:InvokeModel on arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-3-haiku-20240307-v1:0
    "#]],
    );
    check(
        "bedrock:invokeModel",
        json!({
            "ModelId": "eu.amazon.nova-lite-v1:0",
            "GuardrailIdentifier": "g",
            "Input": { "S3Uri": "s3://b/in.json" },
            "Output": { "S3Uri": "s3://b/out.json" }
        }),
        expect![[r#"
            bedrock:InvokeModel on arn:aws:bedrock:*::foundation-model/amazon.nova-lite-v1:0 arn:aws:bedrock:…:inference-profile/eu.amazon.nova-lite-v1:0
            bedrock:ApplyGuardrail on arn:aws:bedrock:…:guardrail/g
            s3:GetObject on arn:aws:s3:::b/in.json
            s3:PutObject on arn:aws:s3:::b/out.json
        "#]],
    );
    check(
        "bedrock:createModelCustomizationJob.sync",
        json!({
            "BaseModelIdentifier": "amazon.titan-text-lite-v1",
            "RoleArn": "arn:aws:iam::123456789012:role/tune"
        }),
        expect![[r#"
            bedrock:CreateModelCustomizationJob on arn:aws:bedrock:…:custom-model/* arn:aws:bedrock:us-east-1::foundation-model/*
            bedrock:CreateModelCustomizationJob bedrock:GetModelCustomizationJob bedrock:StopModelCustomizationJob on arn:aws:bedrock:…:model-customization-job/*
            iam:PassRole on arn:aws:iam::123456789012:role/tune if iam:PassedToService bedrock.amazonaws.com
            events:DescribeRule events:PutRule events:PutTargets on arn:aws:events:…:rule/StepFunctionsGetEventsForBedrockModelCustomizationJobRule
        "#]],
    );
    check(
        "bedrockagentcore:invokeHarness",
        json!({ "HarnessArn": "arn:aws:bedrock-agentcore:us-east-1:123456789012:harness/h" }),
        expect![[r#"
            bedrock-agentcore:InvokeAgentRuntime bedrock-agentcore:InvokeHarness on arn:aws:bedrock-agentcore:…:harness/h
        "#]],
    );
}

#[test]
fn athena() {
    check(
        "athena:startQueryExecution.sync",
        json!({
            "QueryString": "SELECT 1",
            "WorkGroup": "wg",
            "ResultConfiguration": { "OutputLocation": "s3://results/athena/" }
        }),
        expect![[r#"
            athena:GetQueryExecution athena:StartQueryExecution athena:StopQueryExecution on arn:aws:athena:…:workgroup/wg
            athena:GetDataCatalog on arn:aws:athena:…:datacatalog/*
            glue:BatchCreatePartition glue:BatchDeletePartition glue:BatchDeleteTable glue:BatchGetPartition glue:CreateDatabase glue:CreatePartition glue:CreateTable glue:DeleteDatabase glue:DeletePartition glue:DeleteTable glue:GetDatabase glue:GetDatabases glue:GetPartition glue:GetPartitions glue:GetTable glue:GetTables glue:UpdatePartition glue:UpdateTable on arn:aws:glue:…:catalog arn:aws:glue:…:database/* arn:aws:glue:…:table/* arn:aws:glue:…:userDefinedFunction/*
            lakeformation:GetDataAccess on *
            s3:GetObject on arn:aws:s3:::*/*
            s3:GetBucketLocation s3:ListBucket s3:ListBucketMultipartUploads on arn:aws:s3:::*
            s3:AbortMultipartUpload s3:ListMultipartUploadParts s3:PutObject s3:PutObjectTagging on arn:aws:s3:::results/athena/*
        "#]],
    );
    check(
        "athena:getQueryResults",
        json!({ "QueryExecutionId": "{% $id %}" }),
        expect![[r#"
        s3:GetObject on arn:aws:s3:::*/*
        athena:GetQueryResults on arn:aws:athena:…:workgroup/*
    "#]],
    );
}

#[test]
fn http_endpoints_and_apis() {
    let connection = "arn:aws:events:us-east-1:123456789012:connection/bank/1-2";
    check(
        "http:invoke",
        json!({
            "ApiEndpoint": "{% 'https://bank.example/accounts/' & $id %}",
            "Method": "GET",
            "Authentication": { "ConnectionArn": connection }
        }),
        expect![[r#"
            states:InvokeHTTPEndpoint on arn:aws:states:…:stateMachine:m if states:HTTPMethod GET if states:HTTPEndpoint https://bank.example/accounts/*
            events:RetrieveConnectionCredentials on arn:aws:events:…:connection/bank/1-2
            secretsmanager:DescribeSecret secretsmanager:GetSecretValue on arn:aws:secretsmanager:…:secret:events!connection/bank/*
        "#]],
    );
    check(
        "http:invoke",
        json!({
            "ApiEndpoint": "https://bank.example/a",
            "Method": "{% $method %}",
            "InvocationConfig": { "ConnectionArn": "{% $connection %}" }
        }),
        expect![[r#"
            states:InvokeHTTPEndpoint on arn:aws:states:…:stateMachine:m if states:HTTPEndpoint https://bank.example/a
            events:RetrieveConnectionCredentials on arn:aws:events:…:connection/*
            secretsmanager:DescribeSecret secretsmanager:GetSecretValue on arn:aws:secretsmanager:…:secret:events!connection/*
        "#]],
    );
    let api = "abc123.execute-api.eu-central-1.amazonaws.com";
    check(
        "apigateway:invoke",
        json!({
            "ApiEndpoint": api, "Method": "POST", "Stage": "prod", "Path": "/orders/new",
            "AuthType": "IAM_ROLE"
        }),
        expect![[r#"
            execute-api:Invoke on arn:aws:execute-api:eu-central-1:123456789012:abc123/prod/POST/orders/new
        "#]],
    );
    check("apigateway:invoke", json!({ "ApiEndpoint": api, "Method": "GET" }), expect![[r#""#]]);
}

#[test]
fn the_aws_sdk_and_objects() {
    check(
        "aws-sdk:s3:headObject",
        json!({ "Bucket": "b", "Key": "k", "VersionId": "1" }),
        expect![[r#"
            s3:GetObjectVersion on arn:aws:s3:::b/k
        "#]],
    );
    check(
        "aws-sdk:s3:copyObject",
        json!({ "Bucket": "b", "Key": "to", "CopySource": "a/from/k", "ACL": "private" }),
        expect![[r#"
            s3:GetObject on arn:aws:s3:::a/from/k
            s3:PutObject s3:PutObjectAcl on arn:aws:s3:::b/to
        "#]],
    );
    check(
        "aws-sdk:s3:listObjectsV2",
        json!({ "Bucket": "b", "Prefix": "p/" }),
        expect![[r#"
        s3:ListBucket on arn:aws:s3:::b if s3:prefix p/
    "#]],
    );
    check(
        "aws-sdk:s3:listBuckets",
        json!({}),
        expect![[r#"
        s3:ListAllMyBuckets on *
    "#]],
    );
    check(
        "aws-sdk:s3:deleteObjects",
        json!({ "Bucket": "b", "Delete": { "Objects": [{ "Key": "x*" }, { "Key": "y" }] } }),
        expect![[r#"
            s3:DeleteObject on arn:aws:s3:::b/x${*} arn:aws:s3:::b/y
        "#]],
    );
}

#[test]
fn the_aws_sdk_and_other_services() {
    check(
        "aws-sdk:dynamodb:transactWriteItems",
        json!({ "TransactItems": [
            { "Put": { "TableName": "a" } }, { "Delete": { "TableName": "b" } }
        ] }),
        expect![[r#"
            dynamodb:PutItem on arn:aws:dynamodb:…:table/a
            dynamodb:DeleteItem on arn:aws:dynamodb:…:table/b
        "#]],
    );
    check(
        "aws-sdk:dynamodb:query",
        json!({ "TableName": "t", "IndexName": "by-date" }),
        expect![[r#"
            dynamodb:Query on arn:aws:dynamodb:…:table/t/index/by-date
        "#]],
    );
    check(
        "aws-sdk:dynamodb:batchWriteItem",
        json!({ "RequestItems": { "t1": [], "t2": [] } }),
        expect![[r#"
            dynamodb:BatchWriteItem on arn:aws:dynamodb:…:table/t1 arn:aws:dynamodb:…:table/t2
        "#]],
    );
    check(
        "aws-sdk:sfn:sendTaskSuccess",
        json!({ "TaskToken": "{% $t %}" }),
        expect![[r#"
        states:SendTaskSuccess on *
    "#]],
    );
    check(
        "aws-sdk:sfn:startSyncExecution",
        json!({ "StateMachineArn": "{% $m %}" }),
        expect![[r#"
            states:StartSyncExecution on arn:aws:states:…:stateMachine:*
        "#]],
    );
    check(
        "aws-sdk:ssm:getParameter",
        json!({ "Name": "/a/b" }),
        expect![[r#"
        ssm:GetParameter on arn:aws:ssm:…:parameter/a/b
    "#]],
    );
    check(
        "aws-sdk:ssm:getParametersByPath",
        json!({ "Path": "/a" }),
        expect![[r#"
        ssm:GetParametersByPath on arn:aws:ssm:…:parameter/a arn:aws:ssm:…:parameter/a/*
    "#]],
    );
    check(
        "aws-sdk:secretsmanager:getSecretValue",
        json!({ "SecretId": "s" }),
        expect![[r#"
        secretsmanager:GetSecretValue on arn:aws:secretsmanager:…:secret:s-??????
    "#]],
    );
    check(
        "aws-sdk:glue:startCrawler",
        json!({ "Name": "c" }),
        expect![[r#"
        glue:StartCrawler on arn:aws:glue:…:crawler/c
    "#]],
    );
    check(
        "aws-sdk:glue:getTable",
        json!({ "DatabaseName": "d", "Name": "t" }),
        expect![[r#"
        glue:GetTable on arn:aws:glue:…:catalog arn:aws:glue:…:database/d arn:aws:glue:…:table/d/t
    "#]],
    );
    check(
        "aws-sdk:eventbridge:disableRule",
        json!({ "Name": "r" }),
        expect![[r#"
        events:DisableRule on arn:aws:events:…:rule/r
    "#]],
    );
    check(
        "aws-sdk:scheduler:createSchedule",
        json!({ "Name": "s", "Target": { "RoleArn": "{% $role %}", "Arn": "a" } }),
        expect![[r#"
            scheduler:CreateSchedule on arn:aws:scheduler:…:schedule/default/s
            iam:PassRole on arn:aws:iam::123456789012:role/* if iam:PassedToService scheduler.amazonaws.com
        "#]],
    );
    check(
        "aws-sdk:cloudwatch:putMetricData",
        json!({ "Namespace": "N" }),
        expect![[r#"
        cloudwatch:PutMetricData on * if cloudwatch:namespace N
    "#]],
    );
    check(
        "aws-sdk:cloudwatchlogs:putLogEvents",
        json!({ "LogGroupName": "g" }),
        expect![[r#"
        logs:PutLogEvents on arn:aws:logs:…:log-group:g arn:aws:logs:…:log-group:g:*
    "#]],
    );
    check(
        "aws-sdk:ec2:describeInstances",
        json!({}),
        expect![[r#"
        ec2:DescribeInstances on *
    "#]],
    );
    check("aws-sdk:sts:getCallerIdentity", json!({}), expect![[r#""#]]);
}

#[test]
fn what_nobody_can_call_is_a_gap() {
    check(
        "sqs:receiveMessage",
        json!({}),
        expect![[r#"
        unknown: there is no integration `sqs:receiveMessage`
    "#]],
    );
    check(
        "foo:bar",
        json!({}),
        expect![[r#"
        unknown: there is no integration `foo:bar`
    "#]],
    );
    let policy = policy_of("${LoadArn}", json!({}));
    expect![[r#"
        unknown: its `Resource` is `${LoadArn}`, and nothing stands for `${LoadArn}`
    "#]]
    .assert_eq(&lines(&policy));
}
