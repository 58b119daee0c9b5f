//! [`Resource`]: what a Task state calls, read from its ARN once.
//!
//! Owns the kinds of resources and the integration patterns. Knows no service.

use std::sync::Arc;

/// What a Task state calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resource {
    /// The ARN, as the definition has it.
    pub arn: Arc<str>,
    /// What kind of thing it names.
    pub kind: ResourceKind,
}

/// The kinds of things a Task state calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResourceKind {
    /// A Lambda function by its own ARN.
    LambdaFunction,
    /// An activity: a worker asks for the task.
    Activity,
    /// A service integration, `arn:aws:states:::<service>:<action>[.<pattern>]`.
    Integration {
        /// The service: `lambda`, `aws-sdk:s3`, `states`.
        resource_type: Arc<str>,
        /// The action with its pattern: `invoke`, `startExecution.sync:2`.
        resource: Arc<str>,
        /// When the task counts as done.
        pattern: IntegrationPattern,
    },
}

/// When a task counts as done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntegrationPattern {
    /// When the request is answered.
    RequestResponse,
    /// `.sync`: when the job that the request started has ended.
    RunJob,
    /// `.sync:2`: the same, and the result's own JSON is parsed.
    RunJobParsed,
    /// `.waitForTaskToken`: when somebody returns the token.
    WaitForTaskToken,
}

impl IntegrationPattern {
    /// Whether the answer to the request is not yet the result.
    pub fn is_submitted_first(self) -> bool {
        match self {
            Self::RequestResponse => false,
            Self::RunJob | Self::RunJobParsed | Self::WaitForTaskToken => true,
        }
    }
}

impl Resource {
    /// Reads an ARN.
    ///
    /// ```
    /// use stepwright_compiler::{IntegrationPattern, Resource};
    ///
    /// let here = Resource::parse("arn:aws:states:eu-west-1:123456789012:sqs:sendMessage.waitForTaskToken")?;
    /// assert_eq!(here.pattern(), IntegrationPattern::WaitForTaskToken);
    /// assert!(Resource::parse("arn:aws:states::sqs:sendMessage").is_err(), "a colon is missing");
    /// # Ok::<(), stepwright_compiler::UnknownResource>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Where the text names nothing that a Task state can call.
    pub fn parse(arn: &str) -> Result<Self, UnknownResource> {
        let unknown = || UnknownResource { arn: arn.to_owned() };
        let mut parts = arn.splitn(6, ':');
        let (
            Some("arn"),
            Some(_partition),
            Some(service),
            Some(_region),
            Some(account),
            Some(rest),
        ) = (parts.next(), parts.next(), parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(unknown());
        };
        let kind = match service {
            "lambda" if rest.starts_with("function:") => ResourceKind::LambdaFunction,
            "states" if rest.starts_with("activity:") => ResourceKind::Activity,
            // Some tools write a region and an account, which changes nothing. Letters in place of the
            // account tell that a colon is missing.
            "states" if account.bytes().all(|it| it.is_ascii_digit()) => {
                integration(rest).ok_or_else(unknown)?
            }
            _ => return Err(unknown()),
        };
        Ok(Self { arn: arn.into(), kind })
    }

    /// When the task counts as done.
    pub fn pattern(&self) -> IntegrationPattern {
        match self.kind {
            ResourceKind::Integration { pattern, .. } => pattern,
            ResourceKind::LambdaFunction | ResourceKind::Activity => {
                IntegrationPattern::RequestResponse
            }
        }
    }
}

/// Reads `<service>:<action>[.<pattern>]`, where an SDK integration's service has a colon itself.
fn integration(rest: &str) -> Option<ResourceKind> {
    let after_prefix = rest.strip_prefix("aws-sdk:").map_or(0, |it| rest.len() - it.len());
    let colon = after_prefix + rest.get(after_prefix..)?.find(':')?;
    let (resource_type, resource) = (rest.get(..colon)?, rest.get(colon + 1..)?);
    if resource_type.is_empty() || resource.is_empty() {
        return None;
    }
    let pattern = match resource.split_once('.').map(|(_, suffix)| suffix) {
        None => IntegrationPattern::RequestResponse,
        Some("sync") => IntegrationPattern::RunJob,
        Some("sync:2") => IntegrationPattern::RunJobParsed,
        Some("waitForTaskToken") => IntegrationPattern::WaitForTaskToken,
        Some(_) => return None,
    };
    Some(ResourceKind::Integration {
        resource_type: resource_type.into(),
        resource: resource.into(),
        pattern,
    })
}

/// A text that names nothing that a Task state can call.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{arn}` names nothing that can be called: give the ARN of a Lambda function, of an activity, \
     or of a service integration such as `arn:aws:states:::lambda:invoke`"
)]
pub struct UnknownResource {
    arn: String,
}
