//! [`Call`]: a state's call of a service, to which the rules for that service add what it needs.

use stepwright_asl::{Integration, IntegrationPattern, Pointer};

use crate::arguments::{Arguments, Said};
use crate::need::{Need, Scope};
use crate::{Condition, Context};

/// A state's call of a service.
#[derive(Debug)]
pub(crate) struct Call<'a> {
    pub(crate) context: &'a Context,
    pub(crate) integration: &'a Integration,
    pub(crate) arguments: Arguments<'a>,
    /// The state.
    pub(crate) at: &'a Pointer,
    /// What has been found so far.
    pub(crate) needs: &'a mut Vec<Need>,
}

/// A field of the arguments that names a resource, and how its name becomes an ARN.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Named<'a> {
    /// The field.
    pub(crate) field: &'a str,
    /// What it names, in words.
    pub(crate) what: &'a str,
    /// The service in the ARN.
    pub(crate) service: &'a str,
    /// What stands before the name in the ARN, such as `table/`.
    pub(crate) kind: &'a str,
}

impl Call<'_> {
    /// The action as the definition has it: `aws-sdk:s3:getObject`, `ecs:runTask.sync`.
    pub(crate) fn name(&self) -> String {
        let Integration { aws_sdk, service, action, pattern, .. } = self.integration;
        let sdk = if *aws_sdk { "aws-sdk:" } else { "" };
        format!("{sdk}{service}:{action}{pattern}")
    }

    /// Whether the state waits for the job that the call starts.
    pub(crate) fn runs_job(&self) -> bool {
        matches!(self.integration.pattern, IntegrationPattern::RunJob { .. })
    }

    /// Needs actions for the call itself.
    pub(crate) fn need(&mut self, actions: &[&str], scope: &Scope) {
        self.need_if(actions, scope, &[]);
    }

    /// Needs actions for the call itself, under conditions.
    pub(crate) fn need_if(&mut self, actions: &[&str], scope: &Scope, conditions: &[Condition]) {
        let why = format!("calls `{}`", self.name());
        self.need_since(&why, actions, scope, conditions);
    }

    /// Needs actions to wait for the job that the call starts, and to stop it.
    pub(crate) fn need_to_wait(&mut self, actions: &[&str], scope: &Scope) {
        let why =
            format!("waits for what `{}` starts, and stops it with the execution", self.name());
        self.need_since(&why, actions, scope, &[]);
    }

    /// Needs actions for a reason of its own.
    pub(crate) fn need_since(
        &mut self,
        why: &str,
        actions: &[&str],
        scope: &Scope,
        conditions: &[Condition],
    ) {
        self.needs.extend(actions.iter().map(|action| Need {
            action: (*action).to_owned(),
            scope: scope.clone(),
            conditions: conditions.to_vec(),
            why: why.to_owned(),
            at: Some(self.at.clone()),
        }));
    }

    /// Needs the EventBridge rule that Step Functions keeps in the account to learn of a job's end.
    pub(crate) fn need_managed_rule(&mut self, rule: &str) {
        let scope = Scope::exactly(self.context.arn("events", &format!("rule/{rule}")));
        let why = format!("learns of the end of what `{}` starts by a rule", self.name());
        let actions = ["events:DescribeRule", "events:PutRule", "events:PutTargets"];
        self.need_since(&why, &actions, &scope, &[]);
    }

    /// The resource that a field names, by its name or by its ARN.
    pub(crate) fn named(&self, named: Named<'_>) -> Scope {
        self.named_by(&self.arguments.field(named.field).said(), named)
    }

    /// The resource that a text names, by its name or by its ARN.
    pub(crate) fn named_by(&self, said: &Said, named: Named<'_>) -> Scope {
        let Named { what, service, kind, .. } = named;
        let any = self.context.arn(service, &format!("{kind}*"));
        let of_name = |name: &str| self.context.arn(service, &format!("{kind}{name}"));
        said.resource(what, any, Some(&of_name))
    }
}
