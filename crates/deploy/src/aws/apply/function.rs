//! Makes a function, and publishes what it is as a version; what serves is not touched here.

use std::collections::HashMap;

use aws_sdk_lambda::primitives::Blob;
use aws_sdk_lambda::types::{
    Architecture, Environment, FunctionCode, LastUpdateStatus, LogFormat, LoggingConfig, Runtime,
    State,
};

use crate::aws::call::call;
use crate::aws::clock::TRIES_MAX;
use crate::aws::error::{ApplyError, CallError};
use crate::aws::shift::Mover;
use crate::aws::wait::until;
use crate::aws::work::Work;
use crate::desired::Function;
use crate::desired::function::{HANDLER, RUNTIME, reserved_tag};
use crate::plan::Action;
use crate::resource::Kind;
use crate::tagging::Tagging;

/// Makes the function; the mover that its alias needs, where it has to move.
pub(super) async fn make(work: Work<'_>, function: &Function) -> Result<Option<Mover>, ApplyError> {
    let (action, of_alias) = (work.action(&function.id()), work.action(&function.alias.id()));
    let version = match action {
        Action::Create => Some(create(work, function).await?),
        Action::Update { .. } if action.remakes() => Some(update(work, function, action).await?),
        // The function is as it should be, but what serves is not.
        _ if of_alias.is_change() => Some(publish(work, function).await?),
        _ => None,
    };
    if action.sets("ReservedConcurrentExecutions") {
        reserve(work, function, *action == Action::Create).await?;
    }
    let tagging = match action {
        Action::Create => function.settings.reserved_concurrency.map(|_| Tagging::default()),
        _ => work.tagging(&function.id(), &function.properties()),
    };
    if let Some(Tagging { removes, .. }) = tagging.filter(|_| action.is_change()) {
        mark(work, function, removes).await?;
    }
    match action {
        Action::Create => work.told("created", &function.id()),
        Action::Update { .. } => work.told("updated", &function.id()),
        _ => {}
    }
    let found = work.found(Kind::FunctionAlias, &function.alias.id().name);
    let moves = |to: String| Mover::new(work, function.alias.clone(), found, to);
    Ok(version.filter(|_| of_alias.is_change()).map(moves))
}

async fn create(work: Work<'_>, function: &Function) -> Result<String, ApplyError> {
    let id = function.id();
    let code = FunctionCode::builder().zip_file(Blob::new(function.code.zip.clone())).build();
    // Nothing is reserved yet.
    let all = tags(work, function, None);
    // IAM tells Lambda of a new role when it gets to it.
    let answer = until(work.clock(), is_role_unknown, async || {
        let request = work
            .clients
            .lambda
            .create_function()
            .function_name(&function.name)
            .description(function.alias.version.description())
            .runtime(Runtime::from(RUNTIME))
            .handler(HANDLER)
            .role(&function.role_arn)
            .architectures(Architecture::from(function.architecture.as_str()))
            .memory_size(count(function.settings.memory_mb))
            .timeout(count(function.settings.timeout_seconds))
            .environment(environment(function))
            .logging_config(logging(function))
            .code(code.clone())
            .publish(true)
            .set_tags(Some(all.clone()));
        call("lambda:CreateFunction", &id, request.send()).await
    })
    .await?;
    if !matches!(answer.state, Some(State::Active) | None) {
        settle(work, function).await?;
    }
    answer.version.ok_or_else(|| CallError::strange("lambda:CreateFunction", &id, "version").into())
}

async fn update(
    work: Work<'_>,
    function: &Function,
    action: &Action,
) -> Result<String, ApplyError> {
    let id = function.id();
    let lambda = &work.clients.lambda;
    if action.sets("CodeSha256") || action.sets("Architectures") {
        // Another update that still goes on refuses this one.
        let answer = until(work.clock(), is_busy, async || {
            let request = lambda
                .update_function_code()
                .function_name(&function.name)
                .architectures(Architecture::from(function.architecture.as_str()))
                .zip_file(Blob::new(function.code.zip.clone()));
            call("lambda:UpdateFunctionCode", &id, request.send()).await
        })
        .await?;
        if answer.last_update_status == Some(LastUpdateStatus::InProgress) {
            settle(work, function).await?;
        }
    }
    let of_configuration =
        ["Environment", "Handler", "LoggingConfig", "MemorySize", "Role", "Runtime", "Timeout"];
    if of_configuration.iter().any(|it| action.sets(it)) {
        let not_yet = |error: &CallError| is_busy(error) || is_role_unknown(error);
        let answer = until(work.clock(), not_yet, async || {
            let request = lambda
                .update_function_configuration()
                .function_name(&function.name)
                .runtime(Runtime::from(RUNTIME))
                .handler(HANDLER)
                .role(&function.role_arn)
                .memory_size(count(function.settings.memory_mb))
                .timeout(count(function.settings.timeout_seconds))
                .environment(environment(function))
                .logging_config(logging(function));
            call("lambda:UpdateFunctionConfiguration", &id, request.send()).await
        })
        .await?;
        if answer.last_update_status == Some(LastUpdateStatus::InProgress) {
            settle(work, function).await?;
        }
    }
    publish(work, function).await
}

/// What is published twice is one version.
async fn publish(work: Work<'_>, function: &Function) -> Result<String, ApplyError> {
    let id = function.id();
    let answer = until(work.clock(), is_busy, async || {
        let request = work
            .clients
            .lambda
            .publish_version()
            .function_name(&function.name)
            .description(function.alias.version.description())
            .code_sha256(&function.code.sha256);
        call("lambda:PublishVersion", &id, request.send()).await
    })
    .await?;
    answer.version.ok_or_else(|| CallError::strange("lambda:PublishVersion", &id, "version").into())
}

async fn reserve(work: Work<'_>, function: &Function, is_new: bool) -> Result<(), CallError> {
    let id = function.id();
    let lambda = &work.clients.lambda;
    match function.settings.reserved_concurrency {
        Some(reserved) => {
            let request = lambda.put_function_concurrency().function_name(&function.name);
            let request = request.reserved_concurrent_executions(count(reserved)).send();
            call("lambda:PutFunctionConcurrency", &id, request).await?;
        }
        None if is_new => {}
        None => {
            let request = lambda.delete_function_concurrency().function_name(&function.name).send();
            call("lambda:DeleteFunctionConcurrency", &id, request).await?;
        }
    }
    Ok(())
}

/// What was made is in the tags last.
async fn mark(work: Work<'_>, function: &Function, removes: Vec<String>) -> Result<(), CallError> {
    let lambda = &work.clients.lambda;
    let arn = work.desired.place.function_arn(&function.name);
    if !removes.is_empty() {
        let request = lambda.untag_resource().resource(&arn).set_tag_keys(Some(removes)).send();
        call("lambda:UntagResource", function.id(), request).await?;
    }
    let request = lambda.tag_resource().resource(arn);
    let request =
        request.set_tags(Some(tags(work, function, function.settings.reserved_concurrency)));
    let request = request.send();
    call("lambda:TagResource", function.id(), request).await.map(drop)
}

/// The tags of a function of which so many invocations are reserved.
fn tags(work: Work<'_>, function: &Function, reserved: Option<u32>) -> HashMap<String, String> {
    let tags = work.desired.tags_of(&function.properties_with(reserved));
    tags.into_iter().chain([reserved_tag(reserved)]).collect()
}

/// Waits until the function is active and its last update is through.
async fn settle(work: Work<'_>, function: &Function) -> Result<(), ApplyError> {
    for tries in 0..TRIES_MAX {
        work.clock().back_off(tries).await;
        let request = work.clients.lambda.get_function_configuration();
        let request = request.function_name(&function.name).send();
        let answer = call("lambda:GetFunctionConfiguration", function.id(), request).await?;
        let is_pending = answer.state == Some(State::Pending)
            || answer.last_update_status == Some(LastUpdateStatus::InProgress);
        if !is_pending {
            return Ok(());
        }
    }
    Err(ApplyError::NotReady(function.id().to_string()))
}

fn environment(function: &Function) -> Environment {
    let variables = function.settings.environment.clone().into_iter().collect();
    Environment::builder().set_variables(Some(variables)).build()
}

fn logging(function: &Function) -> LoggingConfig {
    LoggingConfig::builder().log_format(LogFormat::Json).log_group(&function.log_group).build()
}

fn count(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// "The role defined for the function cannot be assumed by Lambda."
fn is_role_unknown(error: &CallError) -> bool {
    error.code() == "InvalidParameterValueException" && error.message().contains("role")
}

/// "The operation cannot be performed at this time. An update is in progress for resource: …"
fn is_busy(error: &CallError) -> bool {
    error.code() == "ResourceConflictException"
}
