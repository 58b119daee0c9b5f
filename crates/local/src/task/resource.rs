//! [`Resource`]: a Task's `Resource`, as far as it is served here.

use stepwright_json::Value;

/// What a Task calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resource {
    /// A Lambda function by its ARN: gets the input, gives its response. Holds the function's name.
    Function(String),
    /// `arn:aws:states:::lambda:invoke`.
    LambdaInvoke,
    /// `arn:aws:states:::aws-sdk:s3:headObject`.
    S3HeadObject,
    /// `arn:aws:states:::aws-sdk:s3:getObject`.
    S3GetObject,
    /// `arn:aws:states:::aws-sdk:s3:putObject`.
    S3PutObject,
    /// `arn:aws:states:::sns:publish`.
    SnsPublish,
}

/// A `Resource` that nobody serves here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the local run does not serve `{resource}`; it serves Lambda functions, `lambda:invoke`, \
     `aws-sdk:s3:headObject`, `getObject` and `putObject`, and `sns:publish`, each without a suffix such as `.sync`"
)]
pub struct NotServed {
    /// The ARN.
    pub resource: String,
}

impl Resource {
    /// Reads an ARN.
    ///
    /// ```
    /// use stepwright_local::task::Resource;
    ///
    /// let resource = Resource::parse("arn:aws:states:::lambda:invoke");
    /// assert_eq!(resource, Ok(Resource::LambdaInvoke));
    /// ```
    ///
    /// # Errors
    ///
    /// Where nobody serves it here.
    pub fn parse(arn: &str) -> Result<Self, NotServed> {
        let parts: Vec<&str> = arn.split(':').collect();
        match parts.as_slice() {
            ["arn", _, "lambda", _, _, "function", name]
            | ["arn", _, "lambda", _, _, "function", name, _] => {
                Ok(Self::Function((*name).to_owned()))
            }
            ["arn", _, "states", "", "", "lambda", "invoke"] => Ok(Self::LambdaInvoke),
            ["arn", _, "states", "", "", "aws-sdk", "s3", "headObject"] => Ok(Self::S3HeadObject),
            ["arn", _, "states", "", "", "aws-sdk", "s3", "getObject"] => Ok(Self::S3GetObject),
            ["arn", _, "states", "", "", "aws-sdk", "s3", "putObject"] => Ok(Self::S3PutObject),
            ["arn", _, "states", "", "", "sns", "publish"] => Ok(Self::SnsPublish),
            _ => Err(NotServed { resource: arn.to_owned() }),
        }
    }

    /// The name of the function that a task with this input calls, where it calls one.
    pub fn function_of<'a>(&'a self, input: &'a Value) -> Option<&'a str> {
        match self {
            Self::Function(name) => Some(name),
            Self::LambdaInvoke => {
                let name = input.get("FunctionName").and_then(Value::as_str)?;
                Some(function_name(name))
            }
            Self::S3HeadObject | Self::S3GetObject | Self::S3PutObject | Self::SnsPublish => None,
        }
    }
}

/// The name in whatever `FunctionName` may be: a name, an ARN, an account and a name, each with or
/// without a version or alias behind it.
pub(super) fn function_name(text: &str) -> &str {
    let after = text.split_once("function:").map_or(text, |(_, after)| after);
    after.split(':').next().unwrap_or(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_served_is_known_by_its_arn() {
        let parse = |arn| Resource::parse(arn).ok();
        let function = Some(Resource::Function("benner".to_owned()));
        assert_eq!(parse("arn:aws:lambda:eu-west-1:123456789012:function:benner"), function);
        assert_eq!(parse("arn:aws:lambda:eu-west-1:123456789012:function:benner:live"), function);
        assert_eq!(parse("arn:aws:states:::lambda:invoke"), Some(Resource::LambdaInvoke));
        assert_eq!(parse("arn:aws-cn:states:::sns:publish"), Some(Resource::SnsPublish));
    }

    #[test]
    fn what_is_not_served_is_answered_with_what_is() {
        for arn in [
            "arn:aws:states:::dynamodb:getItem",
            "arn:aws:states:::lambda:invoke.waitForTaskToken",
            "benner",
            "",
        ] {
            let error = Resource::parse(arn).unwrap_err().to_string();
            assert!(
                error.contains(&format!("`{arn}`")) && error.contains("`lambda:invoke`"),
                "{error}"
            );
        }
    }

    #[test]
    fn a_function_is_named_in_many_ways() {
        for text in [
            "benner",
            "benner:live",
            "123456789012:function:benner",
            "arn:aws:lambda:eu-west-1:123456789012:function:benner",
            "arn:aws:lambda:eu-west-1:123456789012:function:benner:7",
        ] {
            assert_eq!(function_name(text), "benner", "{text}");
        }
    }
}
