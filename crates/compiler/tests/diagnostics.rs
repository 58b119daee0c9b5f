//! What is wrong with a definition: all of it, each with its place.

#![expect(clippy::unwrap_used, reason = "a test may fail by panic, in its helpers too")]

use expect_test::{Expect, expect};
use proptest::prelude::*;
use stepwright_asl::StateMachine;
use stepwright_compiler::compile;
use stepwright_json::Value;

#[track_caller]
fn check(machine: &str, expect: Expect) {
    let value = Value::parse(machine).unwrap();
    let told = match compile(&StateMachine::from_value(&value).unwrap()) {
        Ok(program) => format!("{} states", program.states().len()),
        Err(diagnostics) => {
            diagnostics.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
        }
    };
    expect.assert_eq(&told);
}

#[test]
fn states_of_branches_and_processors_are_states_of_the_program() {
    check(
        r#"{"QueryLanguage": "JSONata", "StartAt": "P", "States": {
            "P": {"Type": "Parallel", "Next": "M", "Branches": [
                {"StartAt": "A", "States": {"A": {"Type": "Succeed"}}},
                {"StartAt": "B", "States": {"B": {"Type": "Pass", "End": true}}}]},
            "M": {"Type": "Map", "End": true, "ItemProcessor": {"StartAt": "C", "States": {"C": {"Type": "Pass", "End": true}}}}
        }}"#,
        expect!["5 states"],
    );
}

#[test]
fn all_mistakes_are_told_at_once() {
    check(
        r#"{"QueryLanguage": "JSONata", "StartAt": "Nowhere", "States": {
            "a/b": {"Type": "Pass", "Output": {"x": ["{% 1 + %}"]}, "Next": "Gone"},
            "T": {"Type": "Task", "Resource": "download", "Retry": [{"ErrorEquals": [], "BackoffRate": 0.5}]},
            "C": {"Type": "Choice", "Choices": [{"Condition": "yes", "Next": "T"}], "End": true},
            "W": {"Type": "Wait", "Seconds": -1, "Timestamp": "2026-01-01T00:00:00Z", "End": true},
            "F": {"Type": "Fail", "Cause": 5},
            "X": {"Type": "Sleep"}
        }}"#,
        expect![[r#"
            error[INVALID_JSONATA_EXPRESSION] at /States/a~1b/Output/x/0: Unexpected end of expression
            error[MISSING_TRANSITION_TARGET] at /States/a~1b/Next: no state is named `Gone` here
            error[SCHEMA_VALIDATION_FAILED] at /States/T/Retry/0/BackoffRate: Minimum value is 1.0
            error[SCHEMA_VALIDATION_FAILED] at /States/T/Resource: `download` names nothing that can be called: give the ARN of a Lambda function, of an activity, or of a service integration such as `arn:aws:states:::lambda:invoke`
            error[SCHEMA_VALIDATION_FAILED] at /States/T: This object should have only one of the following fields: [Next, End]
            error[SCHEMA_VALIDATION_FAILED] at /States/C: Field 'End' is not supported
              help: there is no such field here, or its value has the wrong type
            error[SCHEMA_VALIDATION_FAILED] at /States/C/Choices/0/Condition: Expected value of type [BOOLEAN, JSONATA]
            error[SCHEMA_VALIDATION_FAILED] at /States/W: This object should have only one of the following fields: [SecondsPath, Seconds, TimestampPath, Timestamp]
            error[SCHEMA_VALIDATION_FAILED] at /States/F: Field 'Cause' is not supported
              help: there is no such field here, or its value has the wrong type
            error[SCHEMA_VALIDATION_FAILED] at /States/X: The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map]
            error[MISSING_TRANSITION_TARGET] at /StartAt: no state is named `Nowhere` here"#]],
    );
}

#[test]
fn what_is_not_run_here_says_so() {
    check(
        r#"{"StartAt": "A", "States": {
            "A": {"Type": "Map", "QueryLanguage": "JSONata", "End": true, "ItemProcessor": {
                "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
                "StartAt": "B", "States": {"B": {"Type": "Pass", "End": true}}}}
        }}"#,
        expect![[r#"
            error[DISTRIBUTED_MAP_NOT_RUN] at /States/A/ItemProcessor: distributed Map states cannot be run locally yet; AWS runs them
              help: "Mode": "INLINE" without ItemReader, ItemBatcher and ResultWriter runs here"#]],
    );
}

#[test]
fn fields_of_the_other_language_are_told() {
    check(
        r#"{"QueryLanguage": "JSONata", "StartAt": "A", "States": {
            "A": {"Type": "Pass", "InputPath": "$.a", "ResultPath": null, "End": true},
            "B": {"Type": "Pass", "QueryLanguage": "JSONPath", "End": true}
        }}"#,
        expect![[r#"
            error[SCHEMA_VALIDATION_FAILED] at /States/A: The QueryLanguage is set to 'JSONata', but field 'InputPath' is only supported for the 'JSONPath' QueryLanguage
            error[SCHEMA_VALIDATION_FAILED] at /States/A: The QueryLanguage is set to 'JSONata', but field 'ResultPath' is only supported for the 'JSONPath' QueryLanguage
            error[SCHEMA_VALIDATION_FAILED] at /States/B: 'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine"#]],
    );
}

/// Fragments of definitions, right and wrong, put together at random.
fn fragment() -> impl Strategy<Value = Value> {
    let word = prop_oneof![
        Just("A"),
        Just("B"),
        Just("Task"),
        Just("Map"),
        Just("Choice"),
        Just("{% $states.input %}"),
        Just("{% ( %}"),
        Just("$.a[*]"),
        Just("States.Format('{}', $)"),
        Just("")
    ];
    let key = prop_oneof![
        Just("StartAt"),
        Just("States"),
        Just("Type"),
        Just("Next"),
        Just("End"),
        Just("Choices"),
        Just("Branches"),
        Just("ItemProcessor"),
        Just("Output"),
        Just("Assign"),
        Just("Retry"),
        Just("Catch"),
        Just("ErrorEquals"),
        Just("A"),
        Just("B"),
        Just("Seconds"),
        Just("Resource"),
        Just("QueryLanguage"),
        Just("x.$")
    ];
    let leaf = prop_oneof![
        word.prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        Just(Value::Null),
    ];
    leaf.prop_recursive(6, 64, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(|it| it.into_iter().collect()),
            prop::collection::vec((key.clone(), inner), 0..6)
                .prop_map(|it| Value::Object(it.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn compiling_never_panics_and_refuses_with_a_reason(value in fragment()) {
        if let Ok(machine) = StateMachine::from_value(&value)
            && let Err(diagnostics) = compile(&machine)
        {
            prop_assert!(!diagnostics.is_empty());
        }
    }
}
