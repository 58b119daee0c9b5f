//! Amazon Bedrock: models, their customization, and agents' harnesses.

use crate::arguments::Said;
use crate::call::{Call, Named};
use crate::need::{Scope, literal};
use crate::{pass_role, s3};

pub(super) fn bedrock(call: &mut Call<'_>, action: &str) -> Option<()> {
    match action {
        "invokeModel" => {
            for model in models(call) {
                call.need(&["bedrock:InvokeModel"], &model);
            }
            guardrail(call);
            invoke_objects(call);
        }
        "createModelCustomizationJob" => customization(call),
        _ => return None,
    }
    Some(())
}

/// What `ModelId` stands for: a model, or an inference profile and the model behind it in any region.
pub(crate) fn models(call: &Call<'_>) -> Vec<Scope> {
    let said = call.arguments.field("ModelId").said();
    let partition = &call.context.partition;
    let region = &call.context.region;
    let foundation =
        |region: &str, id: &str| format!("arn:{partition}:bedrock:{region}::foundation-model/{id}");
    let Said::Text(id) = &said else {
        let any = format!("arn:{partition}:bedrock:*:*:*");
        return vec![said.scope("model", any.clone(), |_| any)];
    };
    let id = literal(id);
    if let Some((_, model)) = id.split_once(":inference-profile/") {
        let of_profile = profile_model(model).map(|it| Scope::exactly(foundation("*", it)));
        return std::iter::once(Scope::exactly(&*id)).chain(of_profile).collect();
    }
    if id.starts_with("arn:") {
        return vec![Scope::exactly(&*id)];
    }
    match profile_model(&id) {
        Some(model) => vec![
            Scope::exactly(call.context.arn("bedrock", &format!("inference-profile/{id}"))),
            Scope::exactly(foundation("*", model)),
        ],
        None => vec![Scope::exactly(foundation(region, &id))],
    }
}

/// `eu.anthropic.claude…` is a profile of `anthropic.claude…` for a part of the world.
fn profile_model(id: &str) -> Option<&str> {
    let (area, model) = id.split_once('.')?;
    let areas = ["apac", "au", "ca", "eu", "global", "jp", "us", "us-gov"];
    areas.contains(&area).then_some(model)
}

fn guardrail(call: &mut Call<'_>) {
    let fields = call.arguments.fields().is_some();
    if fields && call.arguments.field("GuardrailIdentifier").is_present() {
        let named = Named {
            field: "GuardrailIdentifier",
            what: "guardrail",
            service: "bedrock",
            kind: "guardrail/",
        };
        let scope = call.named(named);
        call.need(&["bedrock:ApplyGuardrail"], &scope);
    }
}

/// `Input` and `Output` can be objects in S3.
fn invoke_objects(call: &mut Call<'_>) {
    if call.arguments.fields().is_none() {
        return;
    }
    for (field, action) in [("Input", "s3:GetObject"), ("Output", "s3:PutObject")] {
        let uri = call.arguments.at(&[field, "S3Uri"]);
        if !uri.is_present() {
            continue;
        }
        for scope in of_uri(call, &uri.said()) {
            call.need(&[action], &scope);
        }
    }
}

fn of_uri(call: &Call<'_>, uri: &Said) -> Vec<Scope> {
    let (bucket, key) = match uri.text().and_then(|it| it.strip_prefix("s3://")?.split_once('/')) {
        Some((bucket, key)) => (Said::Text(bucket.to_owned()), Said::Text(key.to_owned())),
        None => (Said::Open("in the URI".to_owned()), Said::Open("in the URI".to_owned())),
    };
    s3::object_scopes(call.context, &bucket, &key)
}

fn customization(call: &mut Call<'_>) {
    let base =
        Named { field: "BaseModelIdentifier", what: "base model", service: "bedrock", kind: "" };
    let partition = &call.context.partition;
    let base = call.named(base).map(|it| match it.rsplit_once(':') {
        Some((_, "*")) => format!("arn:{partition}:bedrock:*:*:*"),
        _ if it.contains(":foundation-model/") || it.contains(":custom-model/") => it.to_owned(),
        _ => format!("arn:{partition}:bedrock:{}::foundation-model/*", call.context.region),
    });
    let jobs = Scope::open(
        call.context.arn("bedrock", "model-customization-job/*"),
        "the job's id is known when it has been created",
    );
    let models = Scope::open(
        call.context.arn("bedrock", "custom-model/*"),
        "the model's id is known when it has been made",
    );
    for scope in [&base, &jobs, &models] {
        call.need(&["bedrock:CreateModelCustomizationJob"], scope);
    }
    let role = call.arguments.field("RoleArn").said();
    pass_role::need(call, &role, Some("bedrock.amazonaws.com"));
    if call.runs_job() {
        let waits = ["bedrock:GetModelCustomizationJob", "bedrock:StopModelCustomizationJob"];
        call.need_to_wait(&waits, &jobs);
        call.need_managed_rule("StepFunctionsGetEventsForBedrockModelCustomizationJobRule");
    }
}

pub(super) fn agent_core(call: &mut Call<'_>, action: &str) -> Option<()> {
    if action != "invokeHarness" {
        return None;
    }
    let said = call.arguments.field("HarnessArn").said();
    let any = call.context.arn("bedrock-agentcore", "*");
    let scope = said.resource("harness", any, None);
    call.need(&["bedrock-agentcore:InvokeAgentRuntime", "bedrock-agentcore:InvokeHarness"], &scope);
    Some(())
}
