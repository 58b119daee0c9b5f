//! A template for AWS CloudFormation, in JSON, with the definitions in it. The code of functions has to
//! be in a bucket first: its place is a parameter.

use serde_json::{Map, Value, json};

use super::{ACCOUNT, PARTITION, REGION};
use super::{Export, File, Meaning, Source, Stated, names};
use crate::desired::alarm::{METRIC_NAME, NAMESPACE};
use crate::desired::function::{HANDLER, RUNTIME};
use crate::desired::role::POLICY_NAME;
use crate::desired::{Alarm, Function, LIVE, Role, Schedule, StateMachine};
use crate::strategy::{Step, Strategy};

pub(super) const TEMPLATE: &str = "template.json";

/// Resources, by their ids.
pub(super) type Resources = Map<String, Value>;

pub(super) fn export(source: &Source<'_>) -> Export {
    let template = File::text(TEMPLATE, template(source));
    let mut commands = Vec::new();
    let mut parameters = Vec::new();
    for function in &source.desired.functions {
        let zip = names::zip(&function.local_name);
        commands.push(format!("aws s3 cp {zip} s3://$CODE_BUCKET/{}", key(function)));
        let id = |what: &str| names::logical(&function.local_name, what);
        parameters.push(format!("{}=$CODE_BUCKET", id("CodeBucket")));
        parameters.push(format!("{}={}", id("CodeKey"), key(function)));
    }
    commands.push(format!(
        "aws cloudformation deploy --template-file {TEMPLATE} --stack-name {} --capabilities CAPABILITY_IAM --parameter-overrides {}",
        stack(source),
        parameters.join(" ")
    ));
    Export { files: std::iter::once(template).chain(source.zips()).collect(), commands }
}

/// The name of the stack.
pub(super) fn stack(source: &Source<'_>) -> String {
    let marks = &source.desired.marks;
    format!("{}-{}", marks.project, marks.stage)
}

/// Where a function's code is in a bucket: another code, another key.
fn key(function: &Function) -> String {
    format!("{}-{}.zip", function.local_name, names::short(&function.code.sha256))
}

/// The template's text.
pub(super) fn template(source: &Source<'_>) -> String {
    let desired = source.desired;
    let mut parameters = Map::new();
    let mut resources = around(source);
    for function in &desired.functions {
        for (what, description) in [
            ("CodeBucket", "The bucket that the code is in"),
            ("CodeKey", "The key of the object with the code"),
        ] {
            let description = format!("{description} of `{}`.", function.local_name);
            parameters.insert(
                names::logical(&function.local_name, what),
                json!({ "Type": "String", "Description": description }),
            );
        }
        resources.extend(lambda(source, function));
    }
    for it in source.machines() {
        resources.extend(step_functions(source, &it));
    }
    let alias = |machine: &StateMachine| reference(&names::logical(&machine.local_name, "Live"));
    resources.extend(schedules(source, alias));
    let template = json!({
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": description(source),
        "Parameters": parameters,
        "Resources": resources,
        "Outputs": outputs(source, alias),
    });
    text(&template)
}

pub(super) fn text(template: &Value) -> String {
    format!("{template:#}\n")
}

pub(super) fn description(source: &Source<'_>) -> String {
    let marks = &source.desired.marks;
    format!("{} in stage {}, exported by Stepwright.", marks.project, marks.stage)
}

/// What is the same in CloudFormation and in SAM: bucket, roles, log groups, alarms.
pub(super) fn around(source: &Source<'_>) -> Resources {
    let desired = source.desired;
    let mut resources = Resources::new();
    resources.insert("Bucket".to_owned(), bucket(source));
    resources.insert(
        "BucketPolicy".to_owned(),
        resource(
            "AWS::S3::BucketPolicy",
            json!({ "Bucket": reference("Bucket"), "PolicyDocument": local(&desired.bucket.policy) }),
        ),
    );
    let owners = desired.functions.iter().map(|it| it.local_name.as_str());
    let owners: Vec<&str> =
        owners.chain(desired.machines.iter().map(|it| it.local_name.as_str())).collect();
    for (owner, group) in owners.iter().zip(&desired.log_groups) {
        let properties = json!({
            "LogGroupName": group.name, "RetentionInDays": group.retention_days, "Tags": tags(source)
        });
        resources
            .insert(names::logical(owner, "Logs"), resource("AWS::Logs::LogGroup", properties));
    }
    let roles = owners.iter().map(|it| names::logical(it, "Role"));
    let roles = roles.chain(["ScheduleRole".to_owned()]).zip(&desired.roles);
    resources.extend(roles.map(|(id, it)| (id, role(source, it))));
    for (machine, it) in desired.machines.iter().zip(&desired.alarms) {
        resources.insert(names::logical(&machine.local_name, "Alarm"), alarm(source, machine, it));
    }
    resources
}

fn bucket(source: &Source<'_>) -> Value {
    let encryption = json!([{ "ServerSideEncryptionByDefault": { "SSEAlgorithm": "AES256" } }]);
    let mut bucket = resource(
        "AWS::S3::Bucket",
        json!({
            "BucketName": local(&json!(source.desired.bucket.name)),
            "BucketEncryption": { "ServerSideEncryptionConfiguration": encryption },
            "PublicAccessBlockConfiguration": {
                "BlockPublicAcls": true,
                "BlockPublicPolicy": true,
                "IgnorePublicAcls": true,
                "RestrictPublicBuckets": true,
            },
            "VersioningConfiguration": { "Status": "Enabled" },
            "Tags": tags(source),
        }),
    );
    // Data outlives the stack.
    retain(&mut bucket);
    bucket
}

fn role(source: &Source<'_>, role: &Role) -> Value {
    let mut properties = json!({
        "Description": format!("What {} may do.", role.of),
        "AssumeRolePolicyDocument": local(&role.trust),
    });
    let statements = role.policy.document.get("Statement").and_then(Value::as_array);
    if statements.is_some_and(|it| !it.is_empty()) {
        let document = local(&role.policy.document);
        insert(
            &mut properties,
            "Policies",
            json!([{ "PolicyName": POLICY_NAME, "PolicyDocument": document }]),
        );
    }
    insert(&mut properties, "Tags", tags(source));
    resource("AWS::IAM::Role", properties)
}

fn alarm(source: &Source<'_>, machine: &StateMachine, alarm: &Alarm) -> Value {
    let machine = reference(&names::logical(&machine.local_name, "StateMachine"));
    let Alarm { name, settings, .. } = alarm;
    resource(
        "AWS::CloudWatch::Alarm",
        json!({
            "AlarmName": name,
            "AlarmActions": [settings.topic_arn],
            "ComparisonOperator": "GreaterThanOrEqualToThreshold",
            "Dimensions": [{ "Name": "StateMachineArn", "Value": machine }],
            "EvaluationPeriods": 1,
            "MetricName": METRIC_NAME,
            "Namespace": NAMESPACE,
            "Period": settings.period_seconds,
            "Statistic": "Sum",
            "Threshold": settings.failed_executions,
            "TreatMissingData": "notBreaching",
            "Tags": tags(source),
        }),
    )
}

/// A function, its version and its alias.
fn lambda(source: &Source<'_>, function: &Function) -> Vec<(String, Value)> {
    let id = |what: &str| names::logical(&function.local_name, what);
    let mut properties = configuration(function);
    let code =
        json!({ "S3Bucket": reference(&id("CodeBucket")), "S3Key": reference(&id("CodeKey")) });
    insert(&mut properties, "Code", code);
    insert(&mut properties, "Tags", tags(source));
    // Versions cannot be changed: another content is another resource, and the old version stays for
    // the executions that use it.
    let version = id(&format!("Version{}", names::short(&function.alias.version.hash)));
    let mut published =
        resource("AWS::Lambda::Version", json!({ "FunctionName": reference(&id("Function")) }));
    retain(&mut published);
    let alias = json!({
        "FunctionName": reference(&id("Function")),
        "FunctionVersion": attribute(&version, "Version"),
        "Name": LIVE,
    });
    vec![
        (id("Function"), resource("AWS::Lambda::Function", properties)),
        (version, published),
        (id("Live"), resource("AWS::Lambda::Alias", alias)),
    ]
}

/// What a function is like, in the words that CloudFormation and SAM share.
pub(super) fn configuration(function: &Function) -> Value {
    let id = |what: &str| names::logical(&function.local_name, what);
    let settings = &function.settings;
    let mut properties = json!({
        "FunctionName": function.name,
        "Architectures": [function.architecture],
        "Handler": HANDLER,
        "Runtime": RUNTIME,
        "MemorySize": settings.memory_mb,
        "Timeout": settings.timeout_seconds,
        "LoggingConfig": { "LogFormat": "JSON", "LogGroup": reference(&id("Logs")) },
        "Role": attribute(&id("Role"), "Arn"),
    });
    if !settings.environment.is_empty() {
        insert(&mut properties, "Environment", json!({ "Variables": settings.environment }));
    }
    if let Some(reserved) = settings.reserved_concurrency {
        insert(&mut properties, "ReservedConcurrentExecutions", json!(reserved));
    }
    properties
}

/// A state machine, its version and its alias.
fn step_functions(source: &Source<'_>, of: &Stated<'_>) -> Vec<(String, Value)> {
    let Stated { machine, definition, placeholders } = of;
    let id = |what: &str| names::logical(&machine.local_name, what);
    let settings = &machine.settings;
    let mut properties = json!({
        "StateMachineName": machine.name,
        "StateMachineType": settings.r#type,
        "RoleArn": attribute(&id("Role"), "Arn"),
        // A text, and no object: CloudFormation may turn the numbers of an object into texts.
        "DefinitionString": compact(definition),
        "LoggingConfiguration": logging(machine),
        "TracingConfiguration": { "Enabled": settings.tracing },
        "Tags": tags(source),
    });
    if !placeholders.is_empty() {
        let arn = |meaning: &Meaning<'_>| match meaning {
            Meaning::Function(it) => reference(&names::logical(&it.local_name, "Live")),
            // Its alias is made later, and its name is known.
            Meaning::Machine(it) => local(&json!(it.alias_arn())),
            Meaning::Arn(arn) => local(&json!(arn)),
        };
        let substitutions = placeholders.iter().map(|(name, it)| ((*name).to_owned(), arn(it)));
        let substitutions = substitutions.collect::<Map<_, _>>();
        insert(&mut properties, "DefinitionSubstitutions", json!(substitutions));
    }
    let version = id(&format!("Version{}", names::short(&machine.alias.version.hash)));
    let mut published = resource(
        "AWS::StepFunctions::StateMachineVersion",
        json!({
            "StateMachineArn": reference(&id("StateMachine")),
            "StateMachineRevisionId": attribute(&id("StateMachine"), "StateMachineRevisionId"),
        }),
    );
    retain(&mut published);
    let mut alias = json!({ "Name": LIVE });
    match preference(source, machine) {
        Some(mut preference) => {
            insert(&mut preference, "StateMachineVersionArn", reference(&version));
            insert(&mut alias, "DeploymentPreference", preference);
        }
        None => {
            let route = json!([{ "StateMachineVersionArn": reference(&version), "Weight": 100 }]);
            insert(&mut alias, "RoutingConfiguration", route);
        }
    }
    vec![
        (id("StateMachine"), resource("AWS::StepFunctions::StateMachine", properties)),
        (version, published),
        (id("Live"), resource("AWS::StepFunctions::StateMachineAlias", alias)),
    ]
}

/// The definition without blanks, if it is JSON, which a bundle's is.
fn compact(definition: &str) -> String {
    let value: serde_json::Result<Value> = serde_json::from_str(definition);
    value.map_or_else(|_| definition.to_owned(), |it| it.to_string())
}

pub(super) fn logging(machine: &StateMachine) -> Value {
    let settings = &machine.settings;
    let mut logging = json!({
        "Level": settings.log_level, "IncludeExecutionData": settings.log_execution_data
    });
    if machine.logs() {
        let arn = attribute(&names::logical(&machine.local_name, "Logs"), "Arn");
        let destination = json!([{ "CloudWatchLogsLogGroup": { "LogGroupArn": arn } }]);
        insert(&mut logging, "Destinations", destination);
    }
    logging
}

/// How new executions move to a new version, where not all at once.
pub(super) fn preference(source: &Source<'_>, machine: &StateMachine) -> Option<Value> {
    let (kind, Step { percent, watch }) = match source.strategy {
        Strategy::AllAtOnce => return None,
        Strategy::Canary(step) => ("CANARY", step),
        Strategy::Linear(step) => ("LINEAR", step),
    };
    // In whole minutes, one at least.
    let minutes = watch.as_secs().div_ceil(60).max(1);
    let mut preference = json!({ "Type": kind, "Percentage": percent, "Interval": minutes });
    if !source.desired.alarms.is_empty() {
        let alarm = reference(&names::logical(&machine.local_name, "Alarm"));
        insert(&mut preference, "Alarms", json!([alarm]));
    }
    Some(preference)
}

/// The schedules and their group; `alias` gives the ARN of a state machine's alias.
pub(super) fn schedules(
    source: &Source<'_>,
    alias: impl Fn(&StateMachine) -> Value,
) -> Vec<(String, Value)> {
    let Some(Schedule { group, .. }) = source.desired.schedules.first() else { return Vec::new() };
    let name = json!({ "Name": group.name, "Tags": tags(source) });
    let mut resources =
        vec![("ScheduleGroup".to_owned(), resource("AWS::Scheduler::ScheduleGroup", name))];
    for (machine, schedule) in source.desired.machines.iter().zip(&source.desired.schedules) {
        let properties = json!({
            "Name": schedule.name,
            "GroupName": reference("ScheduleGroup"),
            "FlexibleTimeWindow": { "Mode": "OFF" },
            "ScheduleExpression": schedule.settings.expression,
            "ScheduleExpressionTimezone": schedule.settings.timezone,
            "State": schedule.state(),
            "Target": {
                "Arn": alias(machine),
                "Input": local(&json!(schedule.input)),
                "RoleArn": attribute("ScheduleRole", "Arn"),
            },
        });
        let id = names::logical(&machine.local_name, "Schedule");
        resources.push((id, resource("AWS::Scheduler::Schedule", properties)));
    }
    resources
}

pub(super) fn outputs(source: &Source<'_>, alias: impl Fn(&StateMachine) -> Value) -> Value {
    let mut outputs = Map::new();
    let mut output = |id: String, description: String, value: Value| {
        outputs.insert(id, json!({ "Description": description, "Value": value }));
    };
    let bucket = "The bucket that the functions write to.";
    output("BucketName".to_owned(), bucket.to_owned(), reference("Bucket"));
    for machine in &source.desired.machines {
        let id = |what: &str| names::logical(&machine.local_name, what);
        let name = &machine.local_name;
        output(id("Arn"), format!("Start executions of `{name}` with this ARN."), alias(machine));
        let input = local(&json!(machine.default_input.to_string()));
        output(id("DefaultInput"), format!("What `{name}` is started with by default."), input);
    }
    Value::Object(outputs)
}

pub(super) fn resource(r#type: &str, properties: Value) -> Value {
    json!({ "Type": r#type, "Properties": properties })
}

pub(super) fn insert(object: &mut Value, key: &str, value: Value) {
    if let Some(object) = object.as_object_mut() {
        object.insert(key.to_owned(), value);
    }
}

fn retain(resource: &mut Value) {
    insert(resource, "DeletionPolicy", json!("Retain"));
    insert(resource, "UpdateReplacePolicy", json!("Retain"));
}

pub(super) fn reference(id: &str) -> Value {
    json!({ "Ref": id })
}

pub(super) fn attribute(id: &str, name: &str) -> Value {
    json!({ "Fn::GetAtt": [id, name] })
}

fn tags(source: &Source<'_>) -> Value {
    let tags = source.desired.tags.iter();
    tags.map(|(key, value)| json!({ "Key": key, "Value": value })).collect()
}

/// A value whose texts name the made-up place, with the stack's own in its stead.
pub(super) fn local(value: &Value) -> Value {
    match value {
        Value::String(text) => {
            let named = [PARTITION, REGION, ACCOUNT].iter().any(|it| text.contains(it));
            if !named {
                return value.clone();
            }
            // `${!…}` is a `${…}` that `Fn::Sub` leaves alone.
            let text = text.replace("${", "${!");
            let text = text
                .replace(PARTITION, "${AWS::Partition}")
                .replace(REGION, "${AWS::Region}")
                .replace(ACCOUNT, "${AWS::AccountId}");
            json!({ "Fn::Sub": text })
        }
        Value::Array(items) => items.iter().map(local).collect(),
        Value::Object(object) => {
            object.iter().map(|(key, value)| (key.clone(), local(value))).collect()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
    }
}
