//! The port [`PutObject`] over S3.
//!
//! Owns: how a request is made and what S3's errors are to a workflow. Transient faults were
//! retried by the SDK before they get here.

use std::{env, time::Duration};

use aws_sdk_s3::{
    Client,
    config::{BehaviorVersion, Credentials, Region, retry::RetryConfig, timeout::TimeoutConfig},
    error::{DisplayErrorContext, ProvideErrorMetadata as _, SdkError},
    operation::{RequestId as _, put_object::PutObjectError},
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use thiserror::Error;

use crate::{
    contract::BennerError,
    ports::{Object, PutObject},
};

/// How often the SDK tries before an error is one.
const ATTEMPTS_MAX: u32 = 3;
/// How long one attempt may take; an object has a megabyte.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(20);

/// S3's codes for what another attempt may cure though its status says otherwise.
const TRANSIENT_CODES: [&str; 4] =
    ["BadDigest", "RequestTimeout", "SlowDown", "XAmzContentSHA256Mismatch"];

/// The buckets that the function's role can write to.
#[derive(Debug, Clone)]
pub struct S3 {
    client: Client,
}

/// The function's environment lacks what Lambda sets.
#[derive(Debug, Error)]
#[error("`{0}` is not set: Lambda sets it, and so must whoever starts this function")]
pub struct MissingVariable(&'static str);

impl S3 {
    /// S3 as the function's environment says.
    ///
    /// Lambda gives region and credentials in variables, and nowhere else; so nothing else is
    /// looked at, which keeps `aws-config` out of the binary. Where an endpoint is given, it need
    /// not know buckets as names of hosts.
    ///
    /// # Errors
    ///
    /// Where the region or the credentials are missing.
    pub fn from_env() -> Result<Self, MissingVariable> {
        let credentials = Credentials::new(
            variable("AWS_ACCESS_KEY_ID")?,
            variable("AWS_SECRET_ACCESS_KEY")?,
            variable("AWS_SESSION_TOKEN").ok(),
            None,
            "environment",
        );
        let endpoint =
            variable("AWS_ENDPOINT_URL_S3").or_else(|_| variable("AWS_ENDPOINT_URL")).ok();
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(Duration::from_secs(5))
            .operation_attempt_timeout(ATTEMPT_TIMEOUT)
            .build();
        let mut config = aws_sdk_s3::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new(variable("AWS_REGION")?))
            .credentials_provider(credentials)
            .retry_config(RetryConfig::standard().with_max_attempts(ATTEMPTS_MAX))
            .timeout_config(timeouts)
            .force_path_style(endpoint.is_some());
        config.set_endpoint_url(endpoint);
        Ok(Self { client: Client::from_conf(config.build()) })
    }
}

impl PutObject for S3 {
    async fn put_object(&self, object: Object) -> Result<String, BennerError> {
        let Object { bucket, key, content_type, sha256, body } = object;
        let request = self
            .client
            .put_object()
            .bucket(&bucket)
            .key(&key)
            .content_type(content_type)
            // S3 refuses a body that is not the one that was meant.
            .checksum_sha256(BASE64_STANDARD.encode(sha256))
            .body(body.into());
        // In a box: the SDK's future is large, and its type nested deeper than the compiler follows.
        let answer = Box::pin(request.send()).await;
        let answer = answer.map_err(|error| refused(&bucket, &key, &error))?;
        answer.e_tag.ok_or_else(|| {
            BennerError::Http(format!("S3 stored `{key}` in `{bucket}`, but gave no ETag"))
        })
    }
}

fn variable(name: &'static str) -> Result<String, MissingVariable> {
    env::var(name).ok().filter(|it| !it.is_empty()).ok_or(MissingVariable(name))
}

fn refused(bucket: &str, key: &str, error: &SdkError<PutObjectError>) -> BennerError {
    let what = format!("`{key}` was not stored in the bucket `{bucket}`");
    let SdkError::ServiceError(service) = error else {
        let text = format!("{what}: {}", DisplayErrorContext(error));
        // A request that cannot be made is wrong; all else is the network.
        let is_wrong = matches!(error, SdkError::ConstructionFailure(_));
        return if is_wrong { BennerError::General(text) } else { BennerError::Http(text) };
    };
    let status = service.raw().status().as_u16();
    let code = service.err().code().unwrap_or("an error without a code");
    let message = service.err().message().unwrap_or_default().trim_end_matches('.');
    let request = service.err().request_id().unwrap_or("-");
    let text = format!(
        "{what}: S3 answered {status} {code}: {message}{} (request {request})",
        advice(code)
    );
    if status >= 500 || status == 429 || TRANSIENT_CODES.contains(&code) {
        BennerError::Http(text)
    } else {
        BennerError::General(text)
    }
}

/// What to do about the codes that somebody meets on the first day.
fn advice(code: &str) -> &'static str {
    match code {
        "AccessDenied" => "; give the function's role `s3:PutObject` on the bucket's objects",
        "NoSuchBucket" => "; create the bucket, or name another one in `bucketName`",
        "PermanentRedirect" | "AuthorizationHeaderMalformed" => {
            "; the bucket is in another region than the function"
        }
        _ => "",
    }
}
