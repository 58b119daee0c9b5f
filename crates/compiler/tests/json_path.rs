//! What is wrong with a definition in JSONPath, and what is not.

#![expect(clippy::unwrap_used, reason = "a test may fail by panic, in its helpers too")]

use expect_test::{Expect, expect};
use stepwright_asl::StateMachine;
use stepwright_compiler::compile;
use stepwright_json::{Object, Value};

/// What is said of a machine of one state with these fields.
#[track_caller]
fn check(fields: &str, expect: Expect) {
    let mut state = Object::from_iter([("End", true)]);
    for (key, value) in Value::parse(fields).unwrap().as_object().unwrap() {
        state.insert(key, value.clone());
    }
    if state.get("Type").and_then(Value::as_str) == Some("Fail") {
        state.remove("End");
    }
    check_machine(
        &format!(r#"{{"StartAt": "S", "States": {{"S": {}}}}}"#, Value::from(state)),
        expect,
    );
}

#[track_caller]
fn check_machine(machine: &str, expect: Expect) {
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
fn a_path_is_a_path() {
    check(
        r#"{"Type": "Pass", "InputPath": "asteroid", "OutputPath": "$.a[", "ResultPath": "$.a[*]"}"#,
        expect![[r#"
            error[SCHEMA_VALIDATION_FAILED] at /States/S/InputPath: Value must be a valid JSONPath.
            error[SCHEMA_VALIDATION_FAILED] at /States/S/ResultPath: Value is not a Reference Path
            error[SCHEMA_VALIDATION_FAILED] at /States/S/OutputPath: Value must be a valid JSONPath."#]],
    );
    check(
        r#"{"Type": "Pass", "ResultPath": "$$.State"}"#,
        expect![
            "error[SCHEMA_VALIDATION_FAILED] at /States/S/ResultPath: Value is not a Reference Path"
        ],
    );
    check(
        r#"{"Type": "Pass", "ResultPath": "$x"}"#,
        expect![
            "error[SCHEMA_VALIDATION_FAILED] at /States/S/ResultPath: Value is not a Reference Path"
        ],
    );
    check(
        r#"{"Type": "Wait", "SecondsPath": "pause"}"#,
        expect![
            "error[SCHEMA_VALIDATION_FAILED] at /States/S/SecondsPath: Value is not a Reference Path: Reference path didn't start with '$'"
        ],
    );
    check(
        r#"{"Type": "Pass", "InputPath": null, "OutputPath": "$$.State.Name"}"#,
        expect!["1 states"],
    );
}

#[test]
fn a_template_has_paths_and_calls_under_its_marked_keys() {
    check(
        r#"{"Type": "Pass", "Parameters": {"x.$": "States.Nope($.a)"}}"#,
        expect![
            "error[SCHEMA_VALIDATION_FAILED] at /States/S/Parameters: The value for the field 'x.$' must be a valid JSONPath or a valid intrinsic function call"
        ],
    );
    check(
        r#"{"Type": "Pass", "Parameters": {"a": [{"x.$": 5}]}}"#,
        expect![
            "error[SCHEMA_VALIDATION_FAILED] at /States/S/Parameters: The value for the field 'x.$' must be a valid JSONPath or a valid intrinsic function call"
        ],
    );
    check(
        r#"{"Type": "Pass", "Parameters": {"x.$": "$.a", "x": 1}}"#,
        expect![
            "error[SCHEMA_VALIDATION_FAILED] at /States/S/Parameters: `x` stands twice, with and without `.$`"
        ],
    );
    check(
        r#"{"Type": "Pass", "Assign": {"x.$": "a", "y.$": 1, "states.$": "$"}}"#,
        expect![[r#"
        error[SCHEMA_VALIDATION_FAILED] at /States/S/Assign: The value for the field 'x.$' must be a valid JSONPath or a valid intrinsic function call
        error[SCHEMA_VALIDATION_FAILED] at /States/S/Assign: The value for the field 'y.$' must be a valid JSONPath or a valid intrinsic function call
        error[RESERVED_VARIABLE_NAME] at /States/S/Assign/states: Cannot assign to reserved variable '$states'."#]],
    );
    check(r#"{"Type": "Pass", "Result": {"x.$": "not looked at"}}"#, expect!["1 states"]);
}

#[test]
fn a_number_is_written_or_pointed_at_and_not_both() {
    let task = |fields: &str| {
        format!(r#"{{"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", {fields}}}"#)
    };
    check(
        &task(r#""TimeoutSeconds": 5, "TimeoutSecondsPath": "$.t""#),
        expect![
            "error[SCHEMA_VALIDATION_FAILED] at /States/S: There should only be one of the following fields: [TimeoutSeconds, TimeoutSecondsPath]"
        ],
    );
    check(
        &task(r#""TimeoutSeconds": "{% 5 %}""#),
        expect![
            "error[SCHEMA_VALIDATION_FAILED] at /States/S/TimeoutSeconds: Expected value of type [INTEGER]"
        ],
    );
    check(&task(r#""HeartbeatSecondsPath": "$$.Execution.Input.t""#), expect!["1 states"]);
    check(
        r#"{"Type": "Map", "MaxConcurrencyPath": "$$.Execution.Input.n", "ItemsPath": "$$.Execution.Input.rows",
            "ItemProcessor": {"StartAt": "I", "States": {"I": {"Type": "Succeed"}}}}"#,
        expect![
            "error[SCHEMA_VALIDATION_FAILED] at /States/S/MaxConcurrencyPath: Value is not a Reference Path"
        ],
    );
    check(
        r#"{"Type": "Fail", "Error": "E", "ErrorPath": "$.e"}"#,
        expect![
            "error[SCHEMA_VALIDATION_FAILED] at /States/S: There should only be one of the following fields: [Error, ErrorPath]"
        ],
    );
}

#[test]
fn fields_of_jsonata_do_not_belong() {
    check(
        r#"{"Type": "Pass", "Output": "{% 1 %}", "Arguments": {}}"#,
        expect![[r#"
        error[SCHEMA_VALIDATION_FAILED] at /States/S: The QueryLanguage is set to 'JSONPath', but field 'Arguments' is only supported for the 'JSONata' QueryLanguage
        error[SCHEMA_VALIDATION_FAILED] at /States/S: The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the 'JSONata' QueryLanguage
        error[SCHEMA_VALIDATION_FAILED] at /States/S: Field 'Arguments' is not supported
          help: there is no such field here, or its value has the wrong type"#]],
    );
    check(
        r#"{"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Arguments": {},
            "Catch": [{"ErrorEquals": ["E"], "Next": "S", "Output": 1}]}"#,
        expect![[r#"
            error[SCHEMA_VALIDATION_FAILED] at /States/S: The QueryLanguage is set to 'JSONPath', but field 'Arguments' is only supported for the 'JSONata' QueryLanguage
            error[SCHEMA_VALIDATION_FAILED] at /States/S/Catch/0: The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the 'JSONata' QueryLanguage"#]],
    );
    check_machine(
        r#"{"StartAt": "C", "States": {
            "C": {"Type": "Choice", "Choices": [{"Condition": "{% true %}", "Next": "D", "Output": 1}]},
            "D": {"Type": "Succeed"}
        }}"#,
        expect![[r#"
            error[SCHEMA_VALIDATION_FAILED] at /States/C/Choices/0: The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the 'JSONata' QueryLanguage
            error[SCHEMA_VALIDATION_FAILED] at /States/C/Choices/0: The QueryLanguage is set to 'JSONPath', but field 'Condition' is only supported for the 'JSONata' QueryLanguage
            error[SCHEMA_VALIDATION_FAILED] at /States/C/Choices/0: The object must have only one of the following fields, [And, Or, Not, Variable, Condition]"#]],
    );
}

#[test]
fn each_state_may_have_its_own_language_but_not_json_path_in_jsonata() {
    check_machine(
        r#"{"StartAt": "A", "States": {
            "A": {"Type": "Map", "QueryLanguage": "JSONata", "Items": "{% [1] %}", "Next": "B",
                "ItemProcessor": {"StartAt": "I", "States": {"I": {"Type": "Pass", "InputPath": "$.x", "End": true}}}},
            "B": {"Type": "Pass", "QueryLanguage": "JSONata", "InputPath": "$.x", "End": true}
        }}"#,
        expect![
            "error[SCHEMA_VALIDATION_FAILED] at /States/B: The QueryLanguage is set to 'JSONata', but field 'InputPath' is only supported for the 'JSONPath' QueryLanguage"
        ],
    );
    check_machine(
        r#"{"QueryLanguage": "JSONata", "StartAt": "A", "States": {
            "A": {"Type": "Pass", "QueryLanguage": "JSONPath", "End": true}
        }}"#,
        expect![
            "error[SCHEMA_VALIDATION_FAILED] at /States/A: 'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine"
        ],
    );
}

#[test]
fn a_distributed_map_reads_batches_and_writes_by_paths() {
    let map = |fields: &str| {
        format!(
            r#"{{"Type": "Map", "ItemProcessor": {{
                "ProcessorConfig": {{"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}},
                "StartAt": "I", "States": {{"I": {{"Type": "Succeed"}}}}
            }}, {fields}}}"#
        )
    };
    check(
        &map(r#""ItemReader": {
            "Resource": "arn:aws:states:::s3:getObject", "Parameters": {"Bucket.$": "$.b", "Key": "k"},
            "ReaderConfig": {"InputType": "JSON", "MaxItemsPath": "$.n"}
        }, "ItemBatcher": {"MaxItemsPerBatchPath": "$.n", "BatchInput": {"x.$": "$.x"}},
        "ResultWriter": {"Resource": "arn:aws:states:::s3:putObject", "Parameters": {"Bucket.$": "$.b"}},
        "ToleratedFailureCountPath": "$.n", "ToleratedFailurePercentagePath": "$.p""#),
        expect!["2 states"],
    );
    check(
        &map(r#""ItemReader": {
            "Resource": "arn:aws:states:::s3:getObject", "Arguments": {"Bucket": "b", "Key": "k"},
            "ReaderConfig": {"InputType": "JSON", "MaxItems": 1, "MaxItemsPath": "$.n"}
        }, "ResultWriter": {"Resource": "arn:aws:states:::s3:putObject"},
        "ToleratedFailurePercentage": 5, "ToleratedFailurePercentagePath": "$$.p""#),
        expect![[r#"
            error[SCHEMA_VALIDATION_FAILED] at /States/S: There should only be one of the following fields: [ToleratedFailurePercentage, ToleratedFailurePercentagePath]
            error[SCHEMA_VALIDATION_FAILED] at /States/S/ItemReader: The QueryLanguage is set to 'JSONPath', but field 'Arguments' is only supported for the 'JSONata' QueryLanguage
            error[SCHEMA_VALIDATION_FAILED] at /States/S/ItemReader/ReaderConfig: There should only be one of the following fields: [MaxItems, MaxItemsPath]
            error[SCHEMA_VALIDATION_FAILED] at /States/S/ResultWriter: These fields are required: [Parameters]"#]],
    );
}

#[test]
fn the_error_of_a_fail_state_is_a_path_or_a_call_that_gives_a_text() {
    check(
        r#"{"Type": "Fail", "ErrorPath": "States.Format('{}', $.a)", "CausePath": "$.cause"}"#,
        expect!["1 states"],
    );
    check(
        r#"{"Type": "Fail", "ErrorPath": "States.Array($.a)", "CausePath": "States.MathAdd(1, 2)"}"#,
        expect![[r#"
            error[SCHEMA_VALIDATION_FAILED] at /States/S/ErrorPath: The value for the field 'ErrorPath' must be a valid JSONPath or a valid intrinsic function call
            error[SCHEMA_VALIDATION_FAILED] at /States/S/CausePath: The value for the field 'CausePath' must be a valid JSONPath or a valid intrinsic function call"#]],
    );
}
