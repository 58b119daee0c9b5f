//! A configuration for Terraform or `OpenTofu`, with the definitions and the code in files beside it.

mod hcl;

use std::fmt::Write as _;

use serde_json::{Value, json};

use self::hcl::{Block, raw};
use super::{Export, File, Meaning, Source, Stated, names};
use crate::desired::{Alarm, Function, LIVE, Role, Schedule, StateMachine};
use crate::desired::{alarm, function, role};
use crate::strategy::Strategy;

const MAIN: &str = "main.tf";

pub(super) fn export(source: &Source<'_>) -> Export {
    let mut files = vec![File::text(MAIN, main(source))];
    let machines = source.machines();
    let definitions = machines
        .iter()
        .map(|it| File::text(&names::definition(&it.machine.local_name), it.definition));
    files.extend(definitions);
    files.extend(source.zips());
    let commands = ["terraform init", "terraform apply"].map(str::to_owned);
    Export { files, commands: commands.into() }
}

/// Where the provider's own version of AWS's words begins: `region` of the region, `publish` of a state
/// machine.
const PROVIDER: &str = r#"terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.0"
    }
  }
}

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  account   = data.aws_caller_identity.current.account_id
  partition = data.aws_partition.current.partition
  region    = data.aws_region.current.region
}
"#;

fn main(source: &Source<'_>) -> String {
    let desired = source.desired;
    let mut text = format!("# {}\n", super::cloudformation::description(source));
    if source.strategy != Strategy::AllAtOnce {
        // The provider moves an alias at once.
        let _ = writeln!(
            text,
            "# The strategy `{}` is not part of it: Terraform moves an alias in one step.",
            source.strategy
        );
    }
    text.push('\n');
    text.push_str(PROVIDER);
    let mut blocks = bucket(source);
    let owners = desired.functions.iter().map(|it| it.local_name.as_str());
    let owners: Vec<&str> =
        owners.chain(desired.machines.iter().map(|it| it.local_name.as_str())).collect();
    for (owner, group) in owners.iter().zip(&desired.log_groups) {
        let group = Block::resource("aws_cloudwatch_log_group", &names::snake(owner))
            .with("name", &json!(group.name))
            .with("retention_in_days", &json!(group.retention_days));
        blocks.push(tagged(source, group));
    }
    for (owner, it) in owners.iter().copied().chain(["schedule"]).zip(&desired.roles) {
        blocks.extend(role(source, &names::snake(owner), it));
    }
    for it in &desired.functions {
        blocks.extend(lambda(source, it));
    }
    for it in source.machines() {
        blocks.extend(step_functions(source, &it));
    }
    for (machine, it) in desired.machines.iter().zip(&desired.alarms) {
        blocks.push(metric_alarm(source, machine, it));
    }
    blocks.extend(schedules(source));
    blocks.extend(outputs(source));
    for block in blocks {
        let _ = write!(text, "\n{block}");
    }
    text
}

fn tagged(source: &Source<'_>, block: Block) -> Block {
    let tags = &source.desired.tags;
    if tags.is_empty() { block } else { block.with("tags", &json!(tags)) }
}

fn bucket(source: &Source<'_>) -> Vec<Block> {
    let bucket = &source.desired.bucket;
    let of = |kind: &str| {
        Block::resource(kind, "bucket").with("bucket", &raw("aws_s3_bucket.bucket.id"))
    };
    let by_default = Block::nested("apply_server_side_encryption_by_default")
        .with("sse_algorithm", &json!("AES256"));
    vec![
        tagged(
            source,
            Block::resource("aws_s3_bucket", "bucket").with("bucket", &json!(bucket.name)),
        ),
        of("aws_s3_bucket_public_access_block")
            .with("block_public_acls", &json!(true))
            .with("block_public_policy", &json!(true))
            .with("ignore_public_acls", &json!(true))
            .with("restrict_public_buckets", &json!(true)),
        of("aws_s3_bucket_server_side_encryption_configuration")
            .with_block(Block::nested("rule").with_block(by_default)),
        of("aws_s3_bucket_versioning").with_block(
            Block::nested("versioning_configuration").with("status", &json!("Enabled")),
        ),
        of("aws_s3_bucket_policy").with_json("policy", &bucket.policy),
    ]
}

fn role(source: &Source<'_>, id: &str, role: &Role) -> Vec<Block> {
    let it = Block::resource("aws_iam_role", id)
        .with("name", &json!(role.name))
        .with("description", &json!(format!("What {} may do.", role.of)))
        .with_json("assume_role_policy", &role.trust);
    let mut blocks = vec![tagged(source, it)];
    let document = &role.policy.document;
    let statements = document.get("Statement").and_then(Value::as_array);
    if statements.is_some_and(|it| !it.is_empty()) {
        let policy = Block::resource("aws_iam_role_policy", id)
            .with("name", &json!(role::POLICY_NAME))
            .with("role", &raw(format!("aws_iam_role.{id}.id")))
            .with_json("policy", document);
        blocks.push(policy);
    }
    blocks
}

fn lambda(source: &Source<'_>, it: &Function) -> [Block; 2] {
    let id = names::snake(&it.local_name);
    let zip = hcl::text(&format!("/{}", names::zip(&it.local_name)));
    let zip = format!("\"${{path.module}}{}", zip.trim_start_matches('"'));
    let settings = &it.settings;
    let mut function = Block::resource("aws_lambda_function", &id)
        .with("function_name", &json!(it.name))
        .with("role", &raw(format!("aws_iam_role.{id}.arn")))
        .with("filename", &raw(&*zip))
        .with("source_code_hash", &raw(format!("filebase64sha256({zip})")))
        .with("runtime", &json!(function::RUNTIME))
        .with("handler", &json!(function::HANDLER))
        .with("architectures", &json!([it.architecture]))
        .with("memory_size", &json!(settings.memory_mb))
        .with("timeout", &json!(settings.timeout_seconds))
        .with("publish", &json!(true));
    if let Some(reserved) = settings.reserved_concurrency {
        function = function.with("reserved_concurrent_executions", &json!(reserved));
    }
    function = tagged(source, function).with_block(
        Block::nested("logging_config")
            .with("log_format", &json!("JSON"))
            .with("log_group", &raw(format!("aws_cloudwatch_log_group.{id}.name"))),
    );
    if !settings.environment.is_empty() {
        let variables = json!(settings.environment);
        function = function.with_block(Block::nested("environment").with("variables", &variables));
    }
    let alias = Block::resource("aws_lambda_alias", &id)
        .with("name", &json!(LIVE))
        .with("function_name", &raw(format!("aws_lambda_function.{id}.function_name")))
        .with("function_version", &raw(format!("aws_lambda_function.{id}.version")));
    [function, alias]
}

fn step_functions(source: &Source<'_>, of: &Stated<'_>) -> [Block; 2] {
    let machine = of.machine;
    let id = names::snake(&machine.local_name);
    let settings = &machine.settings;
    let mut logging = Block::nested("logging_configuration")
        .with("level", &json!(settings.log_level))
        .with("include_execution_data", &json!(settings.log_execution_data));
    if machine.logs() {
        let arn = raw(format!("\"${{aws_cloudwatch_log_group.{id}.arn}}:*\""));
        logging = logging.with("log_destination", &arn);
    }
    let tracing = Block::nested("tracing_configuration").with("enabled", &json!(settings.tracing));
    let it = Block::resource("aws_sfn_state_machine", &id)
        .with("name", &json!(machine.name))
        .with("type", &json!(settings.r#type))
        .with("role_arn", &raw(format!("aws_iam_role.{id}.arn")))
        .with("definition", &raw(definition(of)))
        .with("publish", &json!(true));
    let it = tagged(source, it)
        .with_block(logging)
        .with_block(tracing)
        // AWS tries whether the role may log before it makes the machine.
        .with("depends_on", &raw(depends_on(source, machine, &id)));
    let route = Block::nested("routing_configuration")
        .with(
            "state_machine_version_arn",
            &raw(format!("aws_sfn_state_machine.{id}.state_machine_version_arn")),
        )
        .with("weight", &json!(100));
    let alias = Block::resource("aws_sfn_alias", &id).with("name", &json!(LIVE)).with_block(route);
    [it, alias]
}

fn depends_on(source: &Source<'_>, machine: &StateMachine, id: &str) -> String {
    let names = source.desired.machines.iter().map(|it| &it.local_name);
    let place = names.take_while(|it| **it != machine.local_name).count();
    let role = source.desired.roles.get(source.desired.functions.len() + place);
    let statements = role.and_then(|it| it.policy.document.get("Statement")?.as_array());
    let policy = statements.is_some_and(|it| !it.is_empty());
    if policy { format!("[aws_iam_role_policy.{id}]") } else { "[]".to_owned() }
}

/// The definition's file with its placeholders filled in. No template of Terraform's: in those, `%{` has
/// a meaning, and JSONata's `{%` may come close to it.
fn definition(of: &Stated<'_>) -> String {
    let Stated { machine, placeholders, .. } = of;
    let file = hcl::text(&format!("/{}", names::definition(&machine.local_name)));
    let file = format!("file(\"${{path.module}}{})", file.trim_start_matches('"'));
    placeholders.iter().fold(file, |text, (name, meaning)| {
        let arn = match meaning {
            Meaning::Function(it) => {
                format!("aws_lambda_alias.{}.arn", names::snake(&it.local_name))
            }
            Meaning::Machine(it) => hcl::text(&it.alias_arn()),
            Meaning::Arn(arn) => hcl::text(arn),
        };
        format!("replace({text}, {}, {arn})", hcl::text(&format!("${{{name}}}")))
    })
}

fn metric_alarm(source: &Source<'_>, machine: &StateMachine, it: &Alarm) -> Block {
    let id = names::snake(&machine.local_name);
    let dimensions = raw(format!("{{ StateMachineArn = aws_sfn_state_machine.{id}.arn }}"));
    let block = Block::resource("aws_cloudwatch_metric_alarm", &id)
        .with("alarm_name", &json!(it.name))
        .with("alarm_actions", &json!([it.settings.topic_arn]))
        .with("comparison_operator", &json!("GreaterThanOrEqualToThreshold"))
        .with("dimensions", &dimensions)
        .with("evaluation_periods", &json!(1))
        .with("metric_name", &json!(alarm::METRIC_NAME))
        .with("namespace", &json!(alarm::NAMESPACE))
        .with("period", &json!(it.settings.period_seconds))
        .with("statistic", &json!("Sum"))
        .with("threshold", &json!(it.settings.failed_executions))
        .with("treat_missing_data", &json!("notBreaching"));
    tagged(source, block)
}

fn schedules(source: &Source<'_>) -> Vec<Block> {
    let Some(Schedule { group, .. }) = source.desired.schedules.first() else { return Vec::new() };
    let group = Block::resource("aws_scheduler_schedule_group", "schedules")
        .with("name", &json!(group.name));
    let mut blocks = vec![tagged(source, group)];
    for (machine, it) in source.desired.machines.iter().zip(&source.desired.schedules) {
        let id = names::snake(&machine.local_name);
        let window = Block::nested("flexible_time_window").with("mode", &json!("OFF"));
        let target = Block::nested("target")
            .with("arn", &raw(format!("aws_sfn_alias.{id}.arn")))
            .with("role_arn", &raw("aws_iam_role.schedule.arn"))
            .with("input", &json!(it.input));
        let schedule = Block::resource("aws_scheduler_schedule", &id)
            .with("name", &json!(it.name))
            .with("group_name", &raw("aws_scheduler_schedule_group.schedules.name"))
            .with("schedule_expression", &json!(it.settings.expression))
            .with("schedule_expression_timezone", &json!(it.settings.timezone))
            .with("state", &json!(it.state()))
            .with_block(window)
            .with_block(target);
        blocks.push(schedule);
    }
    blocks
}

fn outputs(source: &Source<'_>) -> Vec<Block> {
    let output = |name: String, description: String, value: &Value| {
        Block::named("output", &name).with("description", &json!(description)).with("value", value)
    };
    let bucket = raw("aws_s3_bucket.bucket.bucket");
    let description = "The bucket that the functions write to.".to_owned();
    let mut blocks = vec![output("bucket_name".to_owned(), description, &bucket)];
    for machine in &source.desired.machines {
        let (id, name) = (names::snake(&machine.local_name), &machine.local_name);
        let description = format!("Start executions of `{name}` with this ARN.");
        blocks.push(output(
            format!("{id}_arn"),
            description,
            &raw(format!("aws_sfn_alias.{id}.arn")),
        ));
        let description = format!("What `{name}` is started with by default.");
        let input = json!(machine.default_input.to_string());
        blocks.push(output(format!("{id}_default_input"), description, &input));
    }
    blocks
}
