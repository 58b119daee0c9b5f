//! [`Resource`]: what a Task state calls, as its ARN says it. Knows the forms of the ARNs, not which
//! services and actions there are.

use std::fmt;
use std::str::FromStr;

/// What a Task state calls.
///
/// ```
/// use stepwright_asl::{IntegrationPattern, Resource};
///
/// let resource: Resource = "arn:aws:states:::states:startExecution.sync:2".parse()?;
/// let Resource::Integration(integration) = &resource else { panic!("{resource:?}") };
/// assert_eq!(integration.service, "states");
/// assert_eq!(integration.action, "startExecution");
/// assert_eq!(integration.pattern, IntegrationPattern::RunJob { version: Some(2) });
/// assert_eq!(resource.to_string(), "arn:aws:states:::states:startExecution.sync:2");
/// # Ok::<(), stepwright_asl::ResourceError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Resource {
    /// A Lambda function by its own ARN: the state's result is what the function returns.
    LambdaFunction(LambdaFunction),
    /// An activity: a worker asks for its tasks.
    Activity(Activity),
    /// An action of a service.
    Integration(Integration),
}

/// `arn:aws:lambda:us-east-1:123456789012:function:name:qualifier`
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LambdaFunction {
    /// `aws`, `aws-cn`, `aws-us-gov`, ….
    pub partition: String,
    /// The region; may be empty, then the service refuses the ARN or takes its own.
    pub region: String,
    /// The account; may be empty likewise.
    pub account: String,
    /// The function's name.
    pub name: String,
    /// A version or an alias.
    pub qualifier: Option<String>,
}

/// `arn:aws:states:us-east-1:123456789012:activity:name`
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Activity {
    /// `aws`, `aws-cn`, `aws-us-gov`, ….
    pub partition: String,
    /// The region.
    pub region: String,
    /// The account.
    pub account: String,
    /// The activity's name.
    pub name: String,
}

/// `arn:aws:states:::sqs:sendMessage`, `arn:aws:states:::aws-sdk:s3:getObject`
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Integration {
    /// `aws`, `aws-cn`, `aws-us-gov`, ….
    pub partition: String,
    /// The region, which is empty but in ARNs that some tools write.
    pub region: String,
    /// The account, which is empty but in ARNs that some tools write.
    pub account: String,
    /// Whether it goes through the AWS SDK (`aws-sdk:`) rather than an optimized integration.
    pub aws_sdk: bool,
    /// The service: `sqs`, `dynamodb`, `states`, ….
    pub service: String,
    /// The action, in camel case.
    pub action: String,
    /// What the state waits for.
    pub pattern: IntegrationPattern,
}

/// What a Task state waits for when it has called an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IntegrationPattern {
    /// The response.
    RequestResponse,
    /// `.sync`, or `.sync:2`: the end of the job that the action has started.
    RunJob {
        /// The number after the colon. Version 2 of a nested execution gives its output as JSON, the
        /// first as text.
        version: Option<u32>,
    },
    /// `.waitForTaskToken`: that someone sends the token back.
    WaitForTaskToken,
}

/// Why a text is not the ARN of a [`Resource`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ResourceError {
    /// It is not an ARN at all.
    #[error(
        "`{0}` is not an ARN: one begins with `arn:` and has six parts with colons between them"
    )]
    NotAnArn(String),
    /// It is an ARN, but not of something that a Task can call.
    #[error(
        "`{0}` is not the ARN of a Lambda function, an activity or an integration \
         such as `arn:aws:states:::sqs:sendMessage`"
    )]
    NotCallable(String),
    /// What follows the action is no integration pattern.
    #[error("`.{suffix}` is not an integration pattern: `.sync`, `.sync:2` or `.waitForTaskToken`")]
    Pattern {
        /// What follows the action's first full stop.
        suffix: String,
    },
}

impl FromStr for Resource {
    type Err = ResourceError;

    fn from_str(arn: &str) -> Result<Self, ResourceError> {
        let parts: Vec<&str> = arn.splitn(6, ':').collect();
        let ["arn", partition, service, region, account, rest] = parts.as_slice() else {
            return Err(ResourceError::NotAnArn(arn.to_owned()));
        };
        if partition.is_empty() || arn.contains(char::is_whitespace) {
            return Err(ResourceError::NotAnArn(arn.to_owned()));
        }
        // Recorded: the service takes a function's ARN with any text there. Elsewhere, letters tell that
        // a colon is missing.
        if *service != "lambda" && !account.bytes().all(|it| it.is_ascii_digit()) {
            return Err(ResourceError::NotCallable(arn.to_owned()));
        }
        let head = Head { partition, region, account };
        let found = match (*service, rest.split_once(':')) {
            ("lambda", Some(("function", name))) => lambda_function(head, name),
            ("states", Some(("activity", name))) => activity(head, name),
            ("states", Some(("aws-sdk", action))) => integration(head, true, action)?,
            ("states", Some(_)) => integration(head, false, rest)?,
            _ => None,
        };
        found.ok_or_else(|| ResourceError::NotCallable(arn.to_owned()))
    }
}

/// What all ARNs have before the resource.
#[derive(Clone, Copy)]
struct Head<'a> {
    partition: &'a str,
    region: &'a str,
    account: &'a str,
}

fn lambda_function(head: Head<'_>, rest: &str) -> Option<Resource> {
    let (name, qualifier) = match rest.split_once(':') {
        Some((name, qualifier)) => (name, Some(qualifier)),
        None => (rest, None),
    };
    let plain = |it: &str| !it.is_empty() && !it.contains(':');
    (plain(name) && qualifier.is_none_or(plain)).then(|| {
        Resource::LambdaFunction(LambdaFunction {
            partition: head.partition.to_owned(),
            region: head.region.to_owned(),
            account: head.account.to_owned(),
            name: name.to_owned(),
            qualifier: qualifier.map(str::to_owned),
        })
    })
}

fn activity(head: Head<'_>, name: &str) -> Option<Resource> {
    (!name.is_empty() && !name.contains(':')).then(|| {
        Resource::Activity(Activity {
            partition: head.partition.to_owned(),
            region: head.region.to_owned(),
            account: head.account.to_owned(),
            name: name.to_owned(),
        })
    })
}

fn integration(
    head: Head<'_>,
    aws_sdk: bool,
    rest: &str,
) -> Result<Option<Resource>, ResourceError> {
    let Some((service, action)) = rest.split_once(':') else { return Ok(None) };
    let (action, pattern) = match action.split_once('.') {
        Some((action, suffix)) => (action, suffix.parse()?),
        None => (action, IntegrationPattern::RequestResponse),
    };
    if service.is_empty() || action.is_empty() || action.contains(':') {
        return Ok(None);
    }
    Ok(Some(Resource::Integration(Integration {
        partition: head.partition.to_owned(),
        region: head.region.to_owned(),
        account: head.account.to_owned(),
        aws_sdk,
        service: service.to_owned(),
        action: action.to_owned(),
        pattern,
    })))
}

impl FromStr for IntegrationPattern {
    type Err = ResourceError;

    /// Reads what follows an action's full stop.
    fn from_str(suffix: &str) -> Result<Self, ResourceError> {
        match suffix {
            "sync" => Ok(Self::RunJob { version: None }),
            "sync:2" => Ok(Self::RunJob { version: Some(2) }),
            "waitForTaskToken" => Ok(Self::WaitForTaskToken),
            _ => Err(ResourceError::Pattern { suffix: suffix.to_owned() }),
        }
    }
}

impl fmt::Display for IntegrationPattern {
    /// What follows the action: nothing, or a full stop and a word.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RequestResponse => Ok(()),
            Self::RunJob { version: None } => f.write_str(".sync"),
            Self::RunJob { version: Some(version) } => write!(f, ".sync:{version}"),
            Self::WaitForTaskToken => f.write_str(".waitForTaskToken"),
        }
    }
}

impl fmt::Display for Resource {
    /// The ARN.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LambdaFunction(LambdaFunction {
                partition,
                region,
                account,
                name,
                qualifier,
            }) => {
                write!(f, "arn:{partition}:lambda:{region}:{account}:function:{name}")?;
                qualifier.iter().try_for_each(|it| write!(f, ":{it}"))
            }
            Self::Activity(Activity { partition, region, account, name }) => {
                write!(f, "arn:{partition}:states:{region}:{account}:activity:{name}")
            }
            Self::Integration(it) => {
                let Integration { partition, region, account, aws_sdk, service, action, pattern } =
                    it;
                let sdk = if *aws_sdk { "aws-sdk:" } else { "" };
                write!(
                    f,
                    "arn:{partition}:states:{region}:{account}:{sdk}{service}:{action}{pattern}"
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    #[track_caller]
    fn check(arn: &str, expect: Expect) {
        let text = match arn.parse::<Resource>() {
            Ok(resource) => {
                assert_eq!(resource.to_string(), arn, "the ARN comes back");
                match resource {
                    Resource::LambdaFunction(it) => {
                        format!("function {} {:?}", it.name, it.qualifier)
                    }
                    Resource::Activity(it) => format!("activity {} in {}", it.name, it.region),
                    Resource::Integration(it) => {
                        let sdk = if it.aws_sdk { " by SDK" } else { "" };
                        format!("{} {}{sdk}, {:?}", it.service, it.action, it.pattern)
                    }
                }
            }
            Err(error) => error.to_string(),
        };
        expect.assert_eq(&text);
    }

    #[test]
    fn a_function_has_a_name_and_perhaps_a_qualifier() {
        let arn = "arn:aws:lambda:us-east-1:123456789012:function:benner";
        check(arn, expect!["function benner None"]);
        check(&format!("{arn}:$LATEST"), expect![[r#"function benner Some("$LATEST")"#]]);
        check("arn:aws:lambda:::function:benner", expect!["function benner None"]);
    }

    #[test]
    fn a_function_is_in_whatever_account_the_text_says() {
        check(
            "arn:aws:lambda:your-region:your-account-id:function:benner",
            expect!["function benner None"],
        );
    }

    #[test]
    fn an_activity_is_one_in_any_partition() {
        let arn = "arn:aws-us-gov:states:us-gov-west-1:123456789012:activity:weigh";
        check(arn, expect!["activity weigh in us-gov-west-1"]);
    }

    #[test]
    fn an_integration_has_a_pattern() {
        check("arn:aws:states:::lambda:invoke", expect!["lambda invoke, RequestResponse"]);
        check(
            "arn:aws-cn:states:::aws-sdk:s3:getObject",
            expect!["s3 getObject by SDK, RequestResponse"],
        );
        check(
            "arn:aws:states:::glue:startJobRun.sync",
            expect!["glue startJobRun, RunJob { version: None }"],
        );
        check(
            "arn:aws:states:::states:startExecution.sync:2",
            expect!["states startExecution, RunJob { version: Some(2) }"],
        );
        check(
            "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
            expect!["sqs sendMessage, WaitForTaskToken"],
        );
    }

    #[test]
    fn what_cannot_be_called_is_refused() {
        check(
            "benner",
            expect![
                "`benner` is not an ARN: one begins with `arn:` and has six parts with colons between them"
            ],
        );
        check(
            "${BennerArn}",
            expect![
                "`${BennerArn}` is not an ARN: one begins with `arn:` and has six parts with colons between them"
            ],
        );
        check(
            "arn:aws:s3:::bucket",
            expect![
                "`arn:aws:s3:::bucket` is not the ARN of a Lambda function, an activity or an integration such as `arn:aws:states:::sqs:sendMessage`"
            ],
        );
        check(
            "arn:aws:lambda:us-east-1:123456789012:function:",
            expect![
                "`arn:aws:lambda:us-east-1:123456789012:function:` is not the ARN of a Lambda function, an activity or an integration such as `arn:aws:states:::sqs:sendMessage`"
            ],
        );
        check(
            "arn:aws:lambda:us-east-1:123456789012:function:a:b:c",
            expect![
                "`arn:aws:lambda:us-east-1:123456789012:function:a:b:c` is not the ARN of a Lambda function, an activity or an integration such as `arn:aws:states:::sqs:sendMessage`"
            ],
        );
        check(
            "arn:aws:states:::sqs",
            expect![
                "`arn:aws:states:::sqs` is not the ARN of a Lambda function, an activity or an integration such as `arn:aws:states:::sqs:sendMessage`"
            ],
        );
        check(
            "arn:aws:states:::sqs:sendMessage:now",
            expect![
                "`arn:aws:states:::sqs:sendMessage:now` is not the ARN of a Lambda function, an activity or an integration such as `arn:aws:states:::sqs:sendMessage`"
            ],
        );
        check(
            "arn:aws:states:::sqs:sendMessage.async",
            expect![
                "`.async` is not an integration pattern: `.sync`, `.sync:2` or `.waitForTaskToken`"
            ],
        );
        // A colon is missing, so that the service stands where the account should.
        check(
            "arn:aws:states::aws-sdk:s3:getObject",
            expect![
                "`arn:aws:states::aws-sdk:s3:getObject` is not the ARN of a Lambda function, an activity or an integration such as `arn:aws:states:::sqs:sendMessage`"
            ],
        );
    }
}
