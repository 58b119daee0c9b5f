//! Before anything is touched, AWS says whether it takes a definition, where the endpoint knows how to.
//!
//! Where nothing but one definition changes, nobody is asked beforehand: its update is the first thing that
//! is touched, and AWS, which validates it there in the same way, takes it whole or not at all.

use aws_sdk_sfn::types::{
    StateMachineType, ValidateStateMachineDefinitionResultCode,
    ValidateStateMachineDefinitionSeverity,
};

use crate::aws::call::call;
use crate::aws::error::{ApplyError, CallError};
use crate::aws::work::Work;
use crate::desired::StateMachine;

pub(super) async fn check(work: Work<'_>, machine: &StateMachine) -> Result<(), ApplyError> {
    let action = work.action(&machine.id());
    if is_alone(work, machine) || !action.sets("Definition") && !action.sets("Type") {
        return Ok(());
    }
    let request = work
        .clients
        .sfn
        .validate_state_machine_definition()
        .definition(&machine.definition)
        .r#type(StateMachineType::from(machine.settings.r#type.as_str()))
        .severity(ValidateStateMachineDefinitionSeverity::Error)
        .send();
    let answer = match call("states:ValidateStateMachineDefinition", machine.id(), request).await {
        Err(error) if is_unknown(&error) => return Ok(()),
        // Whoever may not ask still hears it when the definition is sent.
        Err(error) if error.is_denied() => return Ok(()),
        other => other?,
    };
    if answer.result == ValidateStateMachineDefinitionResultCode::Ok {
        return Ok(());
    }
    let lines = answer.diagnostics.iter().map(|it| {
        let at = it.location().map(|at| format!(" at {at}")).unwrap_or_default();
        format!("  {}: {}{at}", it.code(), it.message())
    });
    let lines: Vec<String> = lines.collect();
    Err(ApplyError::Definition { machine: machine.name.clone(), diagnostics: lines.join("\n") })
}

/// Whether nothing is touched before the state machine is updated.
fn is_alone(work: Work<'_>, machine: &StateMachine) -> bool {
    work.plan.lone_update().is_some_and(|it| *it == machine.id())
}

/// What AWS said to an update, in the same words as when it is asked beforehand.
pub(super) fn refused(work: Work<'_>, machine: &StateMachine, error: CallError) -> ApplyError {
    if error.code() == "InvalidDefinition" && is_alone(work, machine) {
        let diagnostics = format!("  {}", error.message());
        return ApplyError::Definition { machine: machine.name.clone(), diagnostics };
    }
    error.into()
}

/// Whether the endpoint has no such action: emulators may not, AWS has.
fn is_unknown(error: &CallError) -> bool {
    ["404", "500", "501", "UnknownOperationException"].contains(&error.code())
}
