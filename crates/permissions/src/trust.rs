//! Who may take on a role, what a schedule may start, and that a bucket speaks TLS only.

use crate::need::literal;
use crate::{Condition, Context, Effect, Policy, Principal, Reason, Statement};

/// A service that takes on a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrustedService {
    /// AWS Step Functions, for [`Context::state_machine`]'s executions.
    StepFunctions,
    /// AWS Lambda.
    Lambda,
    /// Amazon EventBridge Scheduler, for schedules of the default group.
    Scheduler,
}

/// Who may take on a role: the service, and only for this account and this resource, so that nobody
/// else can have the service use the role.
///
/// Lambda is the exception: it takes on a role without saying for which function, so that a role with
/// such a condition cannot be used by any.
pub fn trust_policy(service: TrustedService, context: &Context) -> Policy {
    let (name, source, why) = match service {
        TrustedService::StepFunctions => (
            "states",
            Some(context.state_machine_arn()),
            "executions of the state machine work with the role",
        ),
        TrustedService::Lambda => ("lambda", None, "the function works with the role"),
        TrustedService::Scheduler => (
            "scheduler",
            Some(context.arn("scheduler", "schedule-group/default")),
            "the schedule starts executions with the role",
        ),
    };
    let conditions = source.map(|arn| {
        vec![
            Condition::new("ArnLike", "aws:SourceArn", arn),
            Condition::new("StringEquals", "aws:SourceAccount", context.account.as_str()),
        ]
    });
    let statement = Statement {
        sid: "AssumeRole".to_owned(),
        effect: Effect::Allow,
        principal: Some(Principal::Service(format!("{name}.amazonaws.com"))),
        actions: vec!["sts:AssumeRole".to_owned()],
        resources: Vec::new(),
        conditions: conditions.unwrap_or_default(),
        reasons: vec![because(why)],
    };
    Policy { statements: vec![statement], gaps: Vec::new() }
}

/// The policy of the role with which a schedule starts executions through an alias or a version.
///
/// Without a qualifier it starts them through none.
pub fn schedule_policy(context: &Context, qualifier: Option<&str>) -> Policy {
    let condition =
        |it: &str| Condition::new("ForAnyValue:StringEquals", "states:StateMachineQualifier", it);
    let statement = Statement {
        sid: "StatesStartExecution".to_owned(),
        effect: Effect::Allow,
        principal: None,
        actions: vec!["states:StartExecution".to_owned()],
        resources: vec![context.state_machine_arn()],
        conditions: qualifier.map(condition).into_iter().collect(),
        reasons: vec![because("the schedule starts executions")],
    };
    Policy { statements: vec![statement], gaps: Vec::new() }
}

/// The policy of a bucket: whoever comes without TLS is refused, whatever else is allowed.
pub fn bucket_policy(bucket: &str, context: &Context) -> Policy {
    let arn = context.s3_arn(&literal(bucket));
    let statement = Statement {
        sid: "DenyWithoutTLS".to_owned(),
        effect: Effect::Deny,
        principal: Some(Principal::Everyone),
        actions: vec!["s3:*".to_owned()],
        resources: vec![arn.clone(), format!("{arn}/*")],
        conditions: vec![Condition::new("Bool", "aws:SecureTransport", "false")],
        reasons: vec![because("objects travel encrypted only")],
    };
    Policy { statements: vec![statement], gaps: Vec::new() }
}

fn because(why: &str) -> Reason {
    Reason { why: why.to_owned(), at: Vec::new(), open: None }
}
