//! [`call`]: every request goes through here, so that each failure is told in the same words.

use std::error::Error;
use std::fmt;

use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_runtime_api::http::Response;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

use super::error::{CallError, Reason};

/// Waits for an answer; `action` is the request as IAM spells it, `on` what it is about.
pub(crate) async fn call<T, E, F>(
    action: &str,
    on: impl fmt::Display,
    request: F,
) -> Result<T, CallError>
where
    F: Future<Output = Result<T, SdkError<E, Response>>>,
    E: ProvideErrorMetadata + Error + Send + Sync + 'static,
{
    // In a box: the SDK's futures are large, and their types nested deeper than the compiler follows.
    let answer = Box::pin(request).await;
    answer.map_err(|error| CallError {
        action: action.to_owned(),
        on: on.to_string(),
        reason: reason(error),
    })
}

/// The same, where it may be that what is asked for is not there.
pub(crate) async fn find<T, E, F>(
    action: &str,
    on: impl fmt::Display,
    request: F,
) -> Result<Option<T>, CallError>
where
    F: Future<Output = Result<T, SdkError<E, Response>>>,
    E: ProvideErrorMetadata + Error + Send + Sync + 'static,
{
    match call(action, on, request).await {
        Ok(answer) => Ok(Some(answer)),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}

fn reason<E>(error: SdkError<E, Response>) -> Reason
where
    E: ProvideErrorMetadata + Error + Send + Sync + 'static,
{
    match error {
        SdkError::ServiceError(service) => {
            let status = service.raw().status().as_u16();
            let meta = service.err().meta();
            // S3 answers `HEAD` without a body: then the status is all there is.
            let code = meta.code().map_or_else(|| status.to_string(), str::to_owned);
            let message = meta.message().unwrap_or("(without a message)").trim().to_owned();
            let request_id = meta.extra("aws_request_id").map(str::to_owned);
            Reason::Refused { code, message, request_id }
        }
        SdkError::TimeoutError(_) => Reason::Network("no answer in time".to_owned()),
        SdkError::DispatchFailure(_) | SdkError::ConstructionFailure(_) => {
            let text = chain(&error);
            if text.to_lowercase().contains("credential") {
                Reason::NoCredentials(text)
            } else {
                Reason::Network(text)
            }
        }
        _ => Reason::Network(chain(&error)),
    }
}

/// An error with its causes, each once. The SDK's errors have no secrets in them.
fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let next = error.to_string();
        if !text.contains(&next) {
            text.push_str(": ");
            text.push_str(&next);
        }
        cause = error.source();
    }
    text
}
