//! Which language is in force, and the fields that only one of the two has.

use super::context::Context;
use crate::expression::JSON_PATH_FIELDS;
use crate::json::Fields;
use crate::{QueryLanguage, State, StateMachine};

/// Fields that only JSONata states have.
const JSONATA_ONLY: [&str; 4] = ["Arguments", "Output", "Items", "Condition"];

/// The language of a whole machine.
pub(super) fn of_machine(machine: &StateMachine) -> QueryLanguage {
    let said = machine.extra.contains_key("QueryLanguage");
    of(machine.query_language.as_ref(), said, &QueryLanguage::JsonPath)
}

/// Where a `QueryLanguage` is anything but exactly `JSONPath`, the service takes it for JSONata, and
/// reports it besides.
fn of(own: Option<&QueryLanguage>, said: bool, inherited: &QueryLanguage) -> QueryLanguage {
    match own {
        Some(QueryLanguage::JsonPath) => QueryLanguage::JsonPath,
        Some(_) => QueryLanguage::Jsonata,
        None if said => QueryLanguage::Jsonata,
        None => inherited.clone(),
    }
}

/// Finds out the language of a state. A state inherits the whole machine's, whatever the state
/// around it says.
pub(super) fn enter(context: &mut Context, state: &State) {
    let said = state.fields().is_some_and(|it| it.extra().contains_key("QueryLanguage"));
    let language = of(state.query_language(), said, &context.machine_language);
    let contradicts =
        language == QueryLanguage::JsonPath && context.machine_language == QueryLanguage::Jsonata;
    context.language = if contradicts { None } else { Some(language) };
    if contradicts {
        let message =
            "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine";
        context.object_for("QueryLanguage", message).help(
            "leave the machine's `QueryLanguage` out and give each JSONata state its own, or \
             rewrite this state in JSONata",
        );
    }
}

/// Reports fields of the other language.
pub(super) fn check(context: &mut Context, fields: &dyn Fields) {
    let (own, other, foreign): (_, _, &[&str]) = match context.language {
        Some(QueryLanguage::JsonPath) => ("JSONPath", "JSONata", &JSONATA_ONLY),
        Some(_) => ("JSONata", "JSONPath", &JSON_PATH_FIELDS),
        None => return,
    };
    for field in foreign {
        let can_have = fields.specs().iter().any(|it| it.name == *field);
        if can_have && fields.has(field) {
            let message = format!(
                "The QueryLanguage is set to '{own}', but field '{field}' is only supported for \
                 the '{other}' QueryLanguage"
            );
            let problem = context.object_for(field, message);
            if let Some(instead) = counterpart(field) {
                problem.help(format!("in {own}, write {instead}"));
            }
        }
    }
}

/// What says the same in the other language.
fn counterpart(field: &str) -> Option<&'static str> {
    Some(match field {
        "Parameters" => "`Arguments`, or `ItemSelector` in a Map",
        "Arguments" => "`Parameters`",
        "InputPath" => "expressions that begin with `$states.input`",
        "ResultSelector" | "ResultPath" | "OutputPath" | "Result" => "`Output`",
        "Output" => "`ResultSelector`, `ResultPath` or `OutputPath`",
        "ItemsPath" => "`Items`",
        "Items" => "`ItemsPath`",
        "Variable" | "And" | "Or" | "Not" => "`Condition`",
        "Condition" => "`Variable` with a comparison operator",
        "TimeoutSecondsPath" => "`TimeoutSeconds` with an expression",
        "HeartbeatSecondsPath" => "`HeartbeatSeconds` with an expression",
        "SecondsPath" => "`Seconds` with an expression",
        "TimestampPath" => "`Timestamp` with an expression",
        "ErrorPath" => "`Error` with an expression",
        "CausePath" => "`Cause` with an expression",
        "MaxConcurrencyPath" => "`MaxConcurrency` with an expression",
        "ToleratedFailureCountPath" => "`ToleratedFailureCount` with an expression",
        "ToleratedFailurePercentagePath" => "`ToleratedFailurePercentage` with an expression",
        "MaxItemsPath" => "`MaxItems` with an expression",
        "MaxItemsPerBatchPath" => "`MaxItemsPerBatch` with an expression",
        "MaxInputBytesPerBatchPath" => "`MaxInputBytesPerBatch` with an expression",
        _ => return None,
    })
}
