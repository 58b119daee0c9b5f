//! The environment a function's process sees: Lambda's own variables, and the caller's.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use super::FunctionConfig;

/// What is taken over from the environment of this process, where it is set there: what a person sets
/// to see more of a function.
const TAKEN_OVER: [&str; 3] = ["RUST_LOG", "RUST_BACKTRACE", "TMPDIR"];

/// All variables of a function's process. Nothing else of this machine's environment reaches it.
pub(super) fn variables(
    config: &FunctionConfig,
    runtime_api: SocketAddr,
    log_stream: &str,
) -> BTreeMap<String, String> {
    let FunctionConfig { name, region, memory_megabytes, environment, binary, .. } = config;
    let task_root = binary.parent().map(|it| it.display().to_string()).unwrap_or_default();
    let ours = [
        ("AWS_LAMBDA_RUNTIME_API", runtime_api.to_string()),
        ("AWS_LAMBDA_FUNCTION_NAME", name.clone()),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", memory_megabytes.to_string()),
        ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST".to_owned()),
        ("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand".to_owned()),
        ("AWS_LAMBDA_LOG_GROUP_NAME", format!("/aws/lambda/{name}")),
        ("AWS_LAMBDA_LOG_STREAM_NAME", log_stream.to_owned()),
        ("AWS_EXECUTION_ENV", "AWS_Lambda_provided.al2023".to_owned()),
        ("AWS_REGION", region.clone()),
        ("AWS_DEFAULT_REGION", region.clone()),
        ("AWS_ACCESS_KEY_ID", "test".to_owned()),
        ("AWS_SECRET_ACCESS_KEY", "test".to_owned()),
        // A machine that is no EC2 instance has no metadata to ask for.
        ("AWS_EC2_METADATA_DISABLED", "true".to_owned()),
        ("LAMBDA_TASK_ROOT", task_root),
        ("_HANDLER", "bootstrap".to_owned()),
        ("LANG", "en_US.UTF-8".to_owned()),
        ("TZ", ":UTC".to_owned()),
        ("PATH", "/usr/local/bin:/usr/bin:/bin".to_owned()),
    ];
    let taken_over =
        TAKEN_OVER.iter().filter_map(|name| Some(((*name).to_owned(), std::env::var(name).ok()?)));
    taken_over
        .chain(ours.into_iter().map(|(name, value)| (name.to_owned(), value)))
        .chain(environment.iter().map(|(name, value)| (name.clone(), value.clone())))
        .collect()
}
