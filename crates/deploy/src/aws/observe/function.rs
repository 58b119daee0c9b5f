//! What is there of a function: what its alias serves; where there is no alias yet, what it is.

use std::collections::BTreeMap;

use aws_sdk_lambda::operation::get_function::GetFunctionOutput;
use aws_sdk_lambda::types::{Architecture, Runtime};
use serde_json::json;

use super::{Findings, Look};
use crate::aws::call::{call, find as maybe};
use crate::aws::clients::Clients;
use crate::aws::error::CallError;
use crate::desired::alias::CONTENT;
use crate::desired::function::RESERVED_TAG;
use crate::desired::{Function, LIVE};
use crate::marks::{HASH_TAG, Marks, hash};
use crate::observed::{Found, Ownership};
use crate::resource::Properties;

/// Which no answer about a version has.
const RESERVED: &str = "ReservedConcurrentExecutions";

pub(super) async fn find(
    clients: &Clients,
    marks: &Marks,
    function: &Function,
    look: Look,
) -> Result<Findings, CallError> {
    let mut findings = served(clients, marks, function).await?;
    let id = function.id();
    if let (Look::Deep, Some((_, found))) = (look, findings.iter_mut().find(|(it, _)| *it == id)) {
        let request =
            clients.lambda.get_function_concurrency().function_name(&function.name).send();
        let answer = call("lambda:GetFunctionConcurrency", &id, request).await?;
        found.properties.insert(RESERVED, json!(answer.reserved_concurrent_executions));
    }
    Ok(findings)
}

async fn served(
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
        return Found { ownership, hash, ..Found::ours(properties) };
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
    Found { ownership, hash, ..Found::ours(properties) }
}
