//! Who may take on a role, what a schedule may start, and that a bucket speaks TLS only.

use crate::need::literal;
use crate::{Condition, Context, Effect, Policy, Principal, Reason, Statement};

/// A service that takes on a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrustedService<'a> {
    /// AWS Step Functions, for [`Context::state_machine`]'s executions, whatever their version.
    StepFunctions,
    /// AWS Lambda.
    Lambda,
    /// Amazon EventBridge Scheduler, for the schedules of a group.
    Scheduler {
        /// The group's name.
        group: &'a str,
    },
}

/// Who may take on a role: the service, and only for this account and this resource, so that nobody
/// else can have the service use the role.
///
/// Lambda is the exception: it takes on a role without saying for which function, so that a role with
/// such a condition cannot be used by any.
pub fn trust_policy(service: TrustedService<'_>, context: &Context) -> Policy {
    let (name, sources, why) = match service {
        TrustedService::StepFunctions => {
            let arn = context.state_machine_arn();
            let versions = format!("{arn}:*");
            ("states", vec![arn, versions], "executions of the state machine work with the role")
        }
        TrustedService::Lambda => ("lambda", Vec::new(), "the function works with the role"),
        TrustedService::Scheduler { group } => (
            "scheduler",
            vec![context.arn("scheduler", &format!("schedule-group/{group}"))],
            "the schedules of the group start executions with the role",
        ),
    };
    let mut conditions = Vec::new();
    if !sources.is_empty() {
        let key = "aws:SourceArn".to_owned();
        conditions.push(Condition { operator: "ArnLike".to_owned(), key, values: sources });
        let account = context.account.as_str();
        conditions.push(Condition::new("StringEquals", "aws:SourceAccount", account));
    }
    let statement = Statement {
        sid: "AssumeRole".to_owned(),
        effect: Effect::Allow,
        principal: Some(Principal::Service(format!("{name}.amazonaws.com"))),
        actions: vec!["sts:AssumeRole".to_owned()],
        resources: Vec::new(),
        conditions,
        reasons: vec![because(why)],
    };
    Policy { statements: vec![statement], gaps: Vec::new() }
}

/// The policy of the role with which schedules start executions of state machines, by their names,
/// through an alias or a version.
///
/// AWS checks the state machine, never its alias: the alias is a condition. Without a qualifier,
/// executions are started through none.
pub fn schedule_policy(
    state_machines: &[&str],
    qualifier: Option<&str>,
    context: &Context,
) -> Policy {
    let condition =
        |it: &str| Condition::new("ForAnyValue:StringEquals", "states:StateMachineQualifier", it);
    let arn = |name: &&str| context.arn("states", &format!("stateMachine:{name}"));
    let statement = Statement {
        sid: "StatesStartExecution".to_owned(),
        effect: Effect::Allow,
        principal: None,
        actions: vec!["states:StartExecution".to_owned()],
        resources: state_machines.iter().map(arn).collect(),
        conditions: qualifier.map(condition).into_iter().collect(),
        reasons: vec![because("schedules start executions")],
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
