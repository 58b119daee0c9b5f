//! Roles that a call hands to a service: each needs `iam:PassRole`.

use crate::arguments::{Arguments, Said};
use crate::call::Call;
use crate::need::Scope;
use crate::{Condition, operation};

/// How deep arguments are searched for roles.
const DEPTH_MAX: usize = 8;

/// Fields that carry the caller's own data, in which nothing is a parameter of the call.
const DATA: [&str; 12] = [
    "Body",
    "Definition",
    "Detail",
    "Entries",
    "Input",
    "Item",
    "Items",
    "Message",
    "MessageBody",
    "Payload",
    "RequestBody",
    "Variables",
];

/// Needs `iam:PassRole` for each role that stands in the arguments.
pub(crate) fn need_for_arguments(call: &mut Call<'_>) {
    let service = call.integration.service.clone();
    // These name roles in order to look at them or to become them, and pass none on.
    if matches!(service.as_str(), "iam" | "sts" | "sso" | "ssoadmin" | "organizations") {
        return;
    }
    let mut roles = Vec::new();
    find(&call.arguments, DEPTH_MAX, &mut roles);
    for role in roles {
        need(call, &role, principal(&service));
    }
}

/// Needs to pass a role on to a service.
pub(crate) fn need(call: &mut Call<'_>, role: &Said, service: Option<&str>) {
    let any = call.context.global_arn("iam", "role/*");
    let of_name = |name: &str| call.context.global_arn("iam", &format!("role/{name}"));
    let scope = role.resource("role", any, Some(&of_name));
    need_scope(call, &scope, service);
}

/// Needs to pass on a role that the arguments do not name.
pub(crate) fn need_unnamed(call: &mut Call<'_>, why: &str, service: &str) {
    let scope = Scope::open(call.context.global_arn("iam", "role/*"), why);
    need_scope(call, &scope, Some(service));
}

fn need_scope(call: &mut Call<'_>, scope: &Scope, service: Option<&str>) {
    let passed = |it| Condition::new("StringEquals", "iam:PassedToService", it);
    let conditions: Vec<Condition> = service.map(passed).into_iter().collect();
    let operation = operation::pascal_case(&call.integration.action);
    let why = format!("hands a role to {} with `{operation}`", call.integration.service);
    call.need_since(&why, &["iam:PassRole"], scope, &conditions);
}

fn find(arguments: &Arguments<'_>, depth: usize, acc: &mut Vec<Said>) {
    let Some(deeper) = depth.checked_sub(1) else { return };
    for item in arguments.items().unwrap_or_default() {
        find(&item, deeper, acc);
    }
    for (name, field) in arguments.fields().unwrap_or_default() {
        if is_role(name) {
            acc.push(field.said());
        } else if !DATA.contains(&name) {
            find(&field, deeper, acc);
        }
    }
}

fn is_role(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    lower.ends_with("rolearn")
        || matches!(name, "Role" | "JobFlowRole" | "ServiceRole" | "AutoScalingRole" | "NodeRole")
}

/// The principal under which a service takes a role, where it is known.
fn principal(service: &str) -> Option<&'static str> {
    Some(match service {
        "appflow" => "appflow.amazonaws.com",
        "backup" => "backup.amazonaws.com",
        "batch" => "batch.amazonaws.com",
        "bedrock" | "bedrockagent" | "bedrockruntime" => "bedrock.amazonaws.com",
        "cloudformation" => "cloudformation.amazonaws.com",
        "codebuild" => "codebuild.amazonaws.com",
        "codepipeline" => "codepipeline.amazonaws.com",
        "comprehend" => "comprehend.amazonaws.com",
        "databrew" => "databrew.amazonaws.com",
        "datasync" => "datasync.amazonaws.com",
        "ecs" => "ecs-tasks.amazonaws.com",
        "eks" => "eks.amazonaws.com",
        "elasticmapreduce" | "emr" => "elasticmapreduce.amazonaws.com",
        "emrserverless" | "emr-serverless" => "emr-serverless.amazonaws.com",
        "firehose" => "firehose.amazonaws.com",
        "fis" => "fis.amazonaws.com",
        "forecast" => "forecast.amazonaws.com",
        "glue" => "glue.amazonaws.com",
        "kendra" => "kendra.amazonaws.com",
        "lambda" => "lambda.amazonaws.com",
        "mediaconvert" => "mediaconvert.amazonaws.com",
        "personalize" => "personalize.amazonaws.com",
        "pipes" => "pipes.amazonaws.com",
        "rekognition" => "rekognition.amazonaws.com",
        "sagemaker" => "sagemaker.amazonaws.com",
        "scheduler" => "scheduler.amazonaws.com",
        "sfn" => "states.amazonaws.com",
        "textract" => "textract.amazonaws.com",
        "transcribe" => "transcribe.amazonaws.com",
        "translate" => "translate.amazonaws.com",
        _ => return None,
    })
}
