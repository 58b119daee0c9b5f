//! AWS SDK integrations: any operation of any service. The actions follow from the operation's name;
//! what they act upon is known of the services that state machines call most.

mod dynamodb;
mod events;
mod glue;
mod secrets;

use crate::call::{Call, Named};
use crate::integration::{bedrock, lambda, messages, states};
use crate::need::Scope;
use crate::{Condition, operation, pass_role, s3};

/// Adds what the operation needs.
pub(crate) fn needs(call: &mut Call<'_>) {
    let integration = call.integration;
    let operation = integration.action.as_str();
    match integration.service.as_str() {
        "bedrockruntime" if operation != "getAsyncInvoke" && operation != "listAsyncInvokes" => {
            let models = bedrock::models(call);
            need_all(call, &models);
        }
        "cloudwatch" if operation == "putMetricData" => metric_data(call),
        "cloudwatchlogs" => log_group(call),
        "dynamodb" => dynamodb::needs(call),
        "eventbridge" if operation == "putEvents" => messages::put_events(call),
        "eventbridge" | "scheduler" => events::needs(call),
        "glue" => glue::needs(call),
        "kms" | "secretsmanager" | "ssm" => secrets::needs(call),
        "lambda" => function(call),
        "s3" => s3::needs(call),
        "sfn" => state_machine(call),
        "sns" if operation == "publish" => {
            let topics = messages::topics(call);
            need_all(call, &topics);
        }
        "sqs" if has(call, "QueueUrl") => {
            let queue = messages::queue(call);
            need_all(call, &[queue]);
        }
        _ => by_table(call),
    }
    pass_role::need_for_arguments(call);
}

/// Needs the operation's actions on each of the resources.
fn need_all(call: &mut Call<'_>, scopes: &[Scope]) {
    let actions = operation::actions(&call.integration.service, &call.integration.action);
    let actions: Vec<&str> = actions.iter().map(String::as_str).collect();
    for scope in scopes {
        call.need(&actions, scope);
    }
}

/// Needs the operation's actions on everything, since it is not known what they are checked against.
fn need_anything(call: &mut Call<'_>) {
    let integration = call.integration;
    let why = format!("Stepwright does not know what `{}` is checked against", call.name());
    // Listing is about no resource in particular.
    let lists = integration.action.starts_with("list");
    let scope = if lists { Scope::all() } else { Scope::open("*", why) };
    need_all(call, &[scope]);
}

/// Whether the field is there, or can be.
fn has(call: &Call<'_>, field: &str) -> bool {
    call.arguments.field(field).is_present()
}

/// One field that names one resource: service, field, what it names, service and kind in ARNs.
const NAMED: &[(&str, Named<'static>)] = &[
    ("codebuild", named("ProjectName", "project", "codebuild", "project/")),
    ("ecr", named("RepositoryName", "repository", "ecr", "repository/")),
    ("emrserverless", named("ApplicationId", "application", "emr-serverless", "/applications/")),
    ("firehose", named("DeliveryStreamName", "stream", "firehose", "deliverystream/")),
    ("kinesis", named("StreamName", "stream", "kinesis", "stream/")),
    ("kinesis", named("StreamARN", "stream", "kinesis", "stream/")),
    ("sagemakerruntime", named("EndpointName", "endpoint", "sagemaker", "endpoint/")),
    ("sns", named("TopicArn", "topic", "sns", "")),
];

const fn named<'a>(field: &'a str, what: &'a str, service: &'a str, kind: &'a str) -> Named<'a> {
    Named { field, what, service, kind }
}

fn by_table(call: &mut Call<'_>) {
    let service = &call.integration.service;
    let row = NAMED.iter().find(|(of, named)| of == service && has(call, named.field));
    let Some((_, named)) = row else { return need_anything(call) };
    let scope = call.named(*named);
    // SageMaker writes names in ARNs in lower case.
    let lower = call.integration.service == "sagemakerruntime";
    let scope = if lower { scope.map(str::to_ascii_lowercase) } else { scope };
    need_all(call, &[scope]);
}

fn metric_data(call: &mut Call<'_>) {
    let namespace = call.arguments.field("Namespace").said();
    let conditions: Vec<Condition> = namespace
        .text()
        .map(|it| Condition::new("StringEquals", "cloudwatch:namespace", it))
        .into_iter()
        .collect();
    let scope = Scope { pattern: "*".to_owned(), open: namespace.open("namespace") };
    call.need_if(&["cloudwatch:PutMetricData"], &scope, &conditions);
}

/// Some actions are checked against the group, others against the streams in it.
fn log_group(call: &mut Call<'_>) {
    if !has(call, "LogGroupName") {
        return need_anything(call);
    }
    let group = call.named(named("LogGroupName", "log group", "logs", "log-group:"));
    if group.pattern.ends_with('*') {
        return need_all(call, &[group]);
    }
    let streams = group.clone().map(|it| format!("{it}:*"));
    need_all(call, &[group, streams]);
}

fn function(call: &mut Call<'_>) {
    // Event source mappings are checked against no function.
    if !has(call, "FunctionName") || call.integration.action.contains("EventSourceMapping") {
        return need_anything(call);
    }
    let functions = lambda::named_function(call);
    need_all(call, &functions);
}

fn state_machine(call: &mut Call<'_>) {
    let operation = call.integration.action.as_str();
    if operation.starts_with("sendTask") {
        let scope = Scope::open("*", "a task token says which state machine only in a run");
        return need_all(call, &[scope]);
    }
    if has(call, "StateMachineArn") {
        let states::Machine { scope, conditions } = states::machine(call);
        let actions = operation::actions("sfn", operation);
        let actions: Vec<&str> = actions.iter().map(String::as_str).collect();
        return call.need_if(&actions, &scope, &conditions);
    }
    let fields = [
        named("ExecutionArn", "execution", "states", "execution:"),
        named("ActivityArn", "activity", "states", "activity:"),
        named("MapRunArn", "Map Run", "states", "mapRun:"),
    ];
    match fields.into_iter().find(|it| has(call, it.field)) {
        Some(field) => {
            let scope = call.named(field);
            need_all(call, &[scope]);
        }
        None => need_anything(call),
    }
}
