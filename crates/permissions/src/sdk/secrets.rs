//! AWS Secrets Manager, AWS Systems Manager's parameters, AWS KMS.

use crate::arguments::{Arguments, Said};
use crate::call::Call;
use crate::need::Scope;

use super::{has, named, need_all, need_anything};

pub(super) fn needs(call: &mut Call<'_>) {
    let operation = call.integration.action.as_str();
    let scopes = match call.integration.service.as_str() {
        "kms" if operation == "reEncrypt" => vec![Scope::open(
            call.context.arn("kms", "key/*"),
            "the encrypted text says which key it is encrypted with",
        )],
        "kms" if has(call, "KeyId") => vec![key(call)],
        "secretsmanager" if has(call, "SecretId") => vec![secret(call)],
        "ssm" if operation.contains("Parameter") => parameters(call),
        _ => return need_anything(call),
    };
    need_all(call, &scopes);
}

fn key(call: &Call<'_>) -> Scope {
    let said = call.arguments.field("KeyId").said();
    if said.text().is_some_and(|it| it.starts_with("alias/") || it.contains(":alias/")) {
        let any = call.context.arn("kms", "key/*");
        return Scope::open(any, "AWS checks the key, and only its alias is given");
    }
    call.named_by(&said, named("KeyId", "key", "kms", "key/"))
}

/// A secret's ARN ends in a hyphen and six signs, which its name does not.
fn secret(call: &Call<'_>) -> Scope {
    let said = call.arguments.field("SecretId").said();
    let any = call.context.arn("secretsmanager", "secret:*");
    let of_name = |name: &str| {
        let end = if name.ends_with('*') { "" } else { "-??????" };
        call.context.arn("secretsmanager", &format!("secret:{name}{end}"))
    };
    said.resource("secret", any, Some(&of_name))
}

fn parameters(call: &Call<'_>) -> Vec<Scope> {
    let arguments = &call.arguments;
    let names: Vec<Said> = if call.integration.action == "getParametersByPath" {
        return by_path(call);
    } else if let Some(items) = arguments.field("Names").items() {
        items.iter().map(Arguments::said).collect()
    } else {
        vec![arguments.field("Name").said().or(|| arguments.field("Names").said())]
    };
    names.iter().map(|it| parameter(call, it, "parameter")).collect()
}

/// A path is checked itself, and so are the parameters below it.
fn by_path(call: &Call<'_>) -> Vec<Scope> {
    let path = parameter(call, &call.arguments.field("Path").said(), "path");
    if path.pattern.ends_with('*') {
        return vec![path];
    }
    let below = path.clone().map(|it| format!("{}/*", it.trim_end_matches('/')));
    vec![path, below]
}

/// A name that begins with a slash has no second one in its ARN.
fn parameter(call: &Call<'_>, said: &Said, what: &str) -> Scope {
    let any = call.context.arn("ssm", "parameter/*");
    let of_name = |name: &str| {
        let name = name.strip_prefix('/').unwrap_or(name);
        call.context.arn("ssm", &format!("parameter/{name}"))
    };
    said.resource(what, any, Some(&of_name))
}
