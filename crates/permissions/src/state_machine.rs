//! [`state_machine_policy`]: walks a definition and collects what its role needs.

use stepwright_asl::{
    Map, Object, Pointer, ProcessorMode, QueryLanguage, Resource, ResourceError, State,
    StateMachine, Task, Visitor,
};

use crate::arguments::{Arguments, Said};
use crate::call::Call;
use crate::need::{Need, Scope};
use crate::{Condition, Context, Gap, Policy, distributed_map, integration, merge, s3, sdk};

/// The policy of the role that a state machine's executions have.
///
/// Every state counts, whether or not it can be reached. A Task with `Credentials` works with another
/// role, so that it needs nothing but to assume that one. An activity needs nothing: its worker does.
pub fn state_machine_policy(machine: &StateMachine, context: &Context) -> Policy {
    let mut collector = Collector {
        context,
        language: machine.query_language.as_ref(),
        waits_for_missing_objects: states_that_name(machine, "S3.NoSuchKeyException"),
        needs: Vec::new(),
        gaps: Vec::new(),
    };
    machine.walk(&mut collector);
    let Collector { mut needs, gaps, .. } = collector;
    needs.extend(of_the_machine(context));
    Policy { statements: merge::statements(needs), gaps }
}

struct Collector<'a> {
    context: &'a Context,
    language: Option<&'a QueryLanguage>,
    /// States whose Retriers and Catchers wait for an object that is not there yet.
    waits_for_missing_objects: Vec<Pointer>,
    needs: Vec<Need>,
    gaps: Vec<Gap>,
}

impl<'a> Visitor<'a> for Collector<'a> {
    fn state(&mut self, at: &Pointer, _: &'a str, state: &'a State) {
        match state {
            State::Task(task) => self.task(at, task),
            State::Map(map) if is_distributed(map) => {
                let language = map.query_language.as_ref().or(self.language);
                distributed_map::needs(map, language, at, self.context, &mut self.needs);
            }
            State::Map(_)
            | State::Pass(_)
            | State::Choice(_)
            | State::Wait(_)
            | State::Succeed(_)
            | State::Fail(_)
            | State::Parallel(_)
            | State::Other(_) => {}
        }
    }
}

impl<'a> Collector<'a> {
    fn task(&mut self, at: &Pointer, task: &'a Task) {
        let language = task.query_language.as_ref().or(self.language);
        let arguments = Arguments::new(
            language,
            task.parameters.as_ref(),
            task.arguments.as_ref(),
            self.context,
        );
        if let Some(credentials) = &task.credentials {
            self.assume_role(at, language, credentials);
            return;
        }
        match self.resource(task) {
            Ok(Resource::Activity(_)) => {}
            Ok(Resource::LambdaFunction(function)) => {
                let scope = integration::lambda::function_scope(&function, self.context);
                self.needs.push(Need {
                    action: "lambda:InvokeFunction".to_owned(),
                    scope: Scope::exactly(scope),
                    conditions: Vec::new(),
                    why: "calls the function".to_owned(),
                    at: Some(at.clone()),
                });
            }
            Ok(Resource::Integration(integration)) => {
                let mut call = Call {
                    context: self.context,
                    integration: &integration,
                    arguments,
                    at,
                    needs: &mut self.needs,
                };
                if integration.aws_sdk {
                    sdk::needs(&mut call);
                    if self.waits_for_missing_objects.iter().any(|it| at.starts_with(it)) {
                        s3::need_to_see_what_is_missing(&mut call);
                    }
                } else if let Err(why) = integration::needs(&mut call) {
                    self.gaps.push(Gap { at: at.clone(), why });
                }
            }
            Err(why) => self.gaps.push(Gap { at: at.clone(), why }),
        }
    }

    /// What a Task calls, or why that is not known.
    fn resource(&self, task: &Task) -> Result<Resource, String> {
        let Some(resource) = &task.resource else { return Err("it has no `Resource`".to_owned()) };
        let arn = self.context.fill_in(resource).map_err(|name| {
            format!("its `Resource` is `{resource}`, and nothing stands for `${{{name}}}`")
        })?;
        arn.parse().map_err(|it: ResourceError| it.to_string())
    }

    fn assume_role(
        &mut self,
        at: &Pointer,
        language: Option<&QueryLanguage>,
        credentials: &'a Object,
    ) {
        let value = credentials.clone().into();
        let arguments = Arguments::new(language, Some(&value), Some(&value), self.context);
        let said = arguments.field("RoleArn").said();
        // Most roles that are assumed so belong to other accounts.
        let any = format!("arn:{}:iam::*:role/*", self.context.partition);
        let scope = said.resource("role", any, None);
        self.needs.push(Need {
            action: "sts:AssumeRole".to_owned(),
            scope,
            conditions: Vec::new(),
            why: "works with the role in its `Credentials`".to_owned(),
            at: Some(at.clone()),
        });
    }
}

fn is_distributed(map: &Map) -> bool {
    let config = map.processor().and_then(|it| it.processor_config.as_ref());
    config.and_then(|it| it.mode.as_ref()) == Some(&ProcessorMode::Distributed)
}

/// The states whose Retriers or Catchers name an error.
fn states_that_name(machine: &StateMachine, error: &str) -> Vec<Pointer> {
    struct Found<'e>(&'e str, Vec<Pointer>);
    impl<'a> Visitor<'a> for Found<'_> {
        fn state(&mut self, at: &Pointer, _: &'a str, state: &'a State) {
            let retry = state.retry().iter().filter_map(|it| it.error_equals.as_ref());
            let catch = state.catch().iter().filter_map(|it| it.error_equals.as_ref());
            if retry.chain(catch).flatten().any(|it| it == self.0) {
                self.1.push(at.clone());
            }
        }
    }
    let mut found = Found(error, Vec::new());
    machine.walk(&mut found);
    found.1
}

/// What a machine needs whatever its states do.
fn of_the_machine(context: &Context) -> impl Iterator<Item = Need> {
    const LOGS: [&str; 8] = [
        "logs:CreateLogDelivery",
        "logs:DeleteLogDelivery",
        "logs:DescribeLogGroups",
        "logs:DescribeResourcePolicies",
        "logs:GetLogDelivery",
        "logs:ListLogDeliveries",
        "logs:PutResourcePolicy",
        "logs:UpdateLogDelivery",
    ];
    const TRACES: [&str; 4] = [
        "xray:GetSamplingRules",
        "xray:GetSamplingTargets",
        "xray:PutTelemetryRecords",
        "xray:PutTraceSegments",
    ];
    const KEY: [&str; 2] = ["kms:Decrypt", "kms:GenerateDataKey"];

    let logs = context.logging.then_some(("executions are logged to CloudWatch Logs", &LOGS[..]));
    let traces = context.tracing.then_some(("executions are traced by X-Ray", &TRACES[..]));
    let of_all = logs.into_iter().chain(traces).flat_map(|(why, actions)| {
        actions.iter().map(move |action| Need {
            action: (*action).to_owned(),
            scope: Scope::all(),
            conditions: Vec::new(),
            why: format!("{why}; AWS checks these actions against no resource"),
            at: None,
        })
    });
    let of_key = context.encryption_key.iter().flat_map(|key| {
        // So the key serves this machine's data and no other's.
        let conditions = [Condition::new(
            "StringEquals",
            "kms:EncryptionContext:aws:states:stateMachineArn",
            context.state_machine_arn(),
        )];
        KEY.iter().map(move |action| Need {
            action: (*action).to_owned(),
            scope: Said::Text(key.clone()).resource("key", "*", None),
            conditions: conditions.to_vec(),
            why: "the state machine's data are encrypted with the key".to_owned(),
            at: None,
        })
    });
    of_all.chain(of_key)
}
