//! The optimized integrations: what each action needs, and what waiting for its job needs besides. A
//! file for each family of services.

pub(crate) mod lambda;

mod analytics;
mod batch;
pub(crate) mod bedrock;
mod containers;
mod emr;
mod http;
pub(crate) mod messages;
mod sagemaker;
pub(crate) mod states;

use crate::call::Call;

/// Adds what an optimized integration needs.
///
/// # Errors
///
/// Where there is no such integration, so that nobody can know what it would need.
pub(crate) fn needs(call: &mut Call<'_>) -> Result<(), String> {
    let integration = call.integration;
    let action = integration.action.as_str();
    let known = match integration.service.as_str() {
        "apigateway" => http::api_gateway(call, action),
        "athena" => analytics::athena(call, action),
        "batch" => batch::batch(call, action),
        "bedrock" => bedrock::bedrock(call, action),
        "bedrockagentcore" => bedrock::agent_core(call, action),
        "codebuild" => batch::codebuild(call, action),
        "databrew" => analytics::databrew(call, action),
        "dynamodb" => messages::dynamodb(call, action),
        "ecs" => containers::ecs(call, action),
        "eks" => containers::eks(call, action),
        "elasticmapreduce" => emr::emr(call, action),
        "emr-containers" => emr::containers(call, action),
        "emr-serverless" => emr::serverless(call, action),
        "events" => messages::events(call, action),
        "glue" => analytics::glue(call, action),
        "http" => http::http(call, action),
        "lambda" => lambda::lambda(call, action),
        "mediaconvert" => batch::mediaconvert(call, action),
        "sagemaker" => sagemaker::sagemaker(call, action),
        "sns" => messages::sns(call, action),
        "sqs" => messages::sqs(call, action),
        "states" => states::states(call, action),
        _ => None,
    };
    known.ok_or_else(|| format!("there is no integration `{}`", call.name()))
}
