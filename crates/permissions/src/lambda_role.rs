//! [`function_policy`]: what the role of a Lambda function needs.

use crate::need::{Need, Scope, literal};
use crate::{Context, Policy, merge};

/// What a Lambda function does with AWS.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FunctionNeeds {
    /// The name of its log group, such as `/aws/lambda/download-benner`. The group is there already, so
    /// that the function need not make it.
    pub log_group: String,
    /// The objects that it writes.
    pub writes: Vec<Objects>,
    /// The objects that it reads.
    pub reads: Vec<Objects>,
    /// Whether it sends traces to X-Ray.
    pub tracing: bool,
}

/// Objects of a bucket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objects {
    /// The bucket.
    pub bucket: String,
    /// A pattern of their keys: `*` stands for any text, `?` for one sign.
    pub keys: String,
}

/// The policy of the role that a Lambda function has.
///
/// ```
/// use stepwright_permissions::{Context, FunctionNeeds, Objects, Request, function_policy};
///
/// let needs = FunctionNeeds {
///     log_group: "/aws/lambda/download-benner".to_owned(),
///     writes: vec![Objects { bucket: "asteroids".to_owned(), keys: "benner*.csv".to_owned() }],
///     ..FunctionNeeds::default()
/// };
/// let policy = function_policy(&needs, &Context::new("us-east-1", "123456789012", ""));
/// assert!(policy.allows(&Request::new("s3:PutObject", "arn:aws:s3:::asteroids/benner.csv")));
/// assert!(!policy.allows(&Request::new("s3:PutObject", "arn:aws:s3:::asteroids/other.csv")));
/// ```
pub fn function_policy(function: &FunctionNeeds, context: &Context) -> Policy {
    let FunctionNeeds { log_group, writes, reads, tracing } = function;
    let need = |why: &str, action: &str, scope: Scope| Need {
        action: action.to_owned(),
        scope,
        conditions: Vec::new(),
        why: why.to_owned(),
        at: None,
    };
    let mut needs = Vec::new();
    let streams = format!("log-group:{}:*", literal(log_group));
    let streams = Scope::exactly(context.arn("logs", &streams));
    for action in ["logs:CreateLogStream", "logs:PutLogEvents"] {
        needs.push(need("writes its log", action, streams.clone()));
    }
    let objects = |Objects { bucket, keys }: &Objects| {
        Scope::exactly(context.s3_arn(&format!("{}/{keys}", literal(bucket))))
    };
    for it in reads {
        needs.push(need("reads objects", "s3:GetObject", objects(it)));
    }
    for it in writes {
        needs.push(need("writes objects", "s3:PutObject", objects(it)));
    }
    if *tracing {
        for action in ["xray:PutTelemetryRecords", "xray:PutTraceSegments"] {
            needs.push(need("sends traces to X-Ray", action, Scope::all()));
        }
    }
    Policy { statements: merge::statements(needs), gaps: Vec::new() }
}
