//! What is there of a function: what its alias serves; where there is no alias yet, or the alias does not
//! serve what it should, what the function itself is.

use std::collections::BTreeMap;

use aws_sdk_lambda::operation::get_alias::GetAliasOutput;
use aws_sdk_lambda::operation::get_function::GetFunctionOutput;
use aws_sdk_lambda::types::{Architecture, Runtime};
use serde_json::json;

use super::{Findings, Look};
use crate::aws::call::{call, find as maybe};
use crate::aws::clients::Clients;
use crate::aws::error::CallError;
use crate::desired::alias::{CONTENT, ON_ITS_WAY};
use crate::desired::function::RESERVED_TAG;
use crate::desired::{Function, LIVE};
use crate::marks::{AliasMark, HASH_TAG, Marks, hash};
use crate::observed::{Found, Ownership};
use crate::resource::Properties;

/// Which no answer about a version has.
const RESERVED: &str = "ReservedConcurrentExecutions";

/// What its alias serves.
pub(super) async fn find(
    clients: &Clients,
    marks: &Marks,
    function: &Function,
) -> Result<Findings, CallError> {
    let id = function.id();
    let request = || clients.lambda.get_function().function_name(&function.name);
    let served = maybe("lambda:GetFunction", &id, request().qualifier(LIVE).send()).await?;
    if let Some(served) = served {
        let version = served.configuration.as_ref().and_then(|it| it.version.clone());
        let found = read(marks, served);
        let content = hash(&published(&found.properties, function));
        let alias = Found { version, ..Found::ours(Properties::from([(CONTENT, json!(content))])) };
        return Ok(vec![(function.alias.id(), alias), (id, found)]);
    }
    let latest = maybe("lambda:GetFunction", &id, request().send()).await?;
    Ok(latest.map(|it| (id, read(marks, it))).into_iter().collect())
}

/// Whether its alias serves what it should, as far as somebody has looked.
pub(super) fn serves(function: &Function, findings: &Findings) -> bool {
    let alias = findings.iter().find(|(id, _)| *id == function.alias.id());
    alias.is_none_or(|(_, found)| found.properties == function.alias.properties())
}

/// Where its alias is on its way, why it serves what it serves, and what the function itself is: what the
/// next version will be.
pub(super) async fn closer(
    clients: &Clients,
    marks: &Marks,
    function: &Function,
    look: Look,
    mut findings: Findings,
) -> Result<Findings, CallError> {
    let (id, alias_id) = (function.id(), function.alias.id());
    let lambda = &clients.lambda;
    let alias = lambda.get_alias().function_name(&function.name).name(LIVE).send();
    let latest = lambda.get_function().function_name(&function.name).send();
    let (alias, latest) = tokio::try_join!(
        maybe("lambda:GetAlias", &alias_id, alias),
        maybe("lambda:GetFunction", &id, latest),
    )?;
    for (it, found) in &mut findings {
        if let Some(alias) = alias.as_ref().filter(|_| *it == alias_id) {
            read_alias(marks, alias, found);
        }
        if let Some(latest) = latest.clone().filter(|_| *it == id) {
            *found = read(marks, latest);
        }
    }
    if let (Look::Deep, Some((_, found))) = (look, findings.iter_mut().find(|(it, _)| *it == id)) {
        let request = lambda.get_function_concurrency().function_name(&function.name).send();
        let answer = call("lambda:GetFunctionConcurrency", &id, request).await?;
        found.properties.insert(RESERVED, json!(answer.reserved_concurrent_executions));
    }
    Ok(findings)
}

fn read_alias(marks: &Marks, alias: &GetAliasOutput, found: &mut Found) {
    let mark = alias.description().and_then(|it| it.parse::<AliasMark>().ok());
    found.mark = mark.filter(|it| it.marks == *marks);
    let weights = alias.routing_config().and_then(|it| it.additional_version_weights());
    found.shifting = weights.and_then(|it| it.iter().next()).map(|(version, weight)| {
        // A weight is a part of one, of whole hundredths.
        (
            version.clone(),
            (0..=100).find(|it| f64::from(*it) >= weight * 100.0 - 0.5).unwrap_or(100),
        )
    });
    if found.shifting.is_some() || found.mark.as_ref().is_some_and(|it| it.on_its_way) {
        found.properties.insert(CONTENT, json!(ON_ITS_WAY));
    }
}

/// What a version has of it; what the answer does not say is taken to be as it should.
fn published(found: &Properties, function: &Function) -> Properties {
    let mut published = function.published();
    for (name, value) in &mut published {
        if let Some(found) = found.get(name) {
            *value = found.clone();
        }
    }
    published
}

fn read(marks: &Marks, answer: GetFunctionOutput) -> Found {
    let tags: Option<BTreeMap<String, String>> = answer.tags.map(|it| it.into_iter().collect());
    let ownership = match &tags {
        Some(tags) if marks.own(tags) => Ownership::Ours,
        Some(_) => Ownership::Foreign,
        None => Ownership::Unasked,
    };
    let tag = |name: &str| tags.as_ref().and_then(|it| it.get(name));
    let mut properties = Properties::new();
    if let Some(reserved) = tag(RESERVED_TAG) {
        properties.insert(RESERVED, json!(reserved.parse::<u32>().ok()));
    }
    let hash = tag(HASH_TAG).cloned();
    let Some(configuration) = answer.configuration else {
        return Found { ownership, tags, hash, ..Found::ours(properties) };
    };
    let architectures: Vec<&str> =
        configuration.architectures().iter().map(Architecture::as_str).collect();
    let environment = configuration.environment().and_then(|it| it.variables.as_ref());
    let environment: BTreeMap<&String, &String> = environment.into_iter().flatten().collect();
    properties.extend([
        ("Architectures", json!(architectures)),
        ("CodeSha256", json!(configuration.code_sha256())),
        ("Environment", json!(environment)),
        ("Handler", json!(configuration.handler())),
        ("MemorySize", json!(configuration.memory_size())),
        ("Role", json!(configuration.role())),
        ("Runtime", json!(configuration.runtime().map(Runtime::as_str))),
        ("Timeout", json!(configuration.timeout())),
    ]);
    // AWS always says where it logs; what stands in for it does not.
    if let Some(logging) = configuration.logging_config() {
        let format = logging.log_format().map(|it| it.as_str().to_ascii_uppercase());
        properties.insert(
            "LoggingConfig",
            json!({ "LogFormat": format, "LogGroup": logging.log_group() }),
        );
    }
    Found { ownership, tags, hash, ..Found::ours(properties) }
}
