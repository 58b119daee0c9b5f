//! AWS Step Functions: executions that an execution starts.

use crate::Condition;
use crate::arguments::Said;
use crate::call::Call;
use crate::need::Scope;

const RULE: &str = "StepFunctionsGetEventsForStepFunctionsExecutionRule";

pub(super) fn states(call: &mut Call<'_>, action: &str) -> Option<()> {
    if action != "startExecution" {
        return None;
    }
    let machine = machine(call);
    call.need_if(&["states:StartExecution"], &machine.scope, &machine.conditions);
    if call.runs_job() {
        let executions = machine.executions();
        let actions = ["states:DescribeExecution", "states:StopExecution"];
        call.need_to_wait(&actions, &executions);
        call.need_managed_rule(RULE);
    }
    Some(())
}

/// A state machine as AWS checks it: a version or an alias is no resource but a condition.
///
/// "Step Functions uses the state machine's ARN instead of using the version ARN or alias ARN."
#[derive(Debug)]
pub(crate) struct Machine {
    pub(crate) scope: Scope,
    pub(crate) conditions: Vec<Condition>,
}

impl Machine {
    /// The ARN pattern of its executions.
    fn executions(&self) -> Scope {
        self.scope.clone().map(|arn| match arn.split_once(":stateMachine:") {
            Some((head, "*")) => format!("{head}:execution:*"),
            Some((head, name)) => format!("{head}:execution:{name}:*"),
            None => "*".to_owned(),
        })
    }
}

/// The machine that `StateMachineArn` names.
pub(crate) fn machine(call: &Call<'_>) -> Machine {
    let said = call.arguments.field("StateMachineArn").said();
    let (said, qualifier) = match &said {
        Said::Text(arn) => match unqualified(arn) {
            Some((arn, qualifier)) => (Said::Text(arn.to_owned()), Some(qualifier.to_owned())),
            None => (said, None),
        },
        Said::Absent | Said::Beginning(..) | Said::Open(_) => (said, None),
    };
    let any = call.context.arn("states", "stateMachine:*");
    let condition =
        |it: String| Condition::new("ForAnyValue:StringEquals", "states:StateMachineQualifier", it);
    Machine {
        scope: said.resource("state machine", any, None),
        conditions: qualifier.map(condition).into_iter().collect(),
    }
}

/// A qualified ARN as the machine's own and the qualifier.
fn unqualified(arn: &str) -> Option<(&str, &str)> {
    let (_, name) = arn.split_once(":stateMachine:")?;
    let (_, qualifier) = name.split_once(':')?;
    Some((arn.strip_suffix(qualifier)?.strip_suffix(':')?, qualifier))
}
