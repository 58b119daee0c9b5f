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
            error[SCHEMA_VALIDATION_FAILED] at /States/X/Type: The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map]
            error[MISSING_TRANSITION_TARGET] at /StartAt: no state is named `Nowhere` here"#]],
    );
}

#[test]
fn items_are_read_from_parquet_but_not_from_an_older_version_of_it() {
    let reader = |config: &str, arguments: &str| {
        format!(
            r#""ItemReader": {{"Resource": "arn:aws:states:::s3:getObject",
                "ReaderConfig": {{{config}, "MaxItems": 5}}, "Arguments": {{{arguments}}}}}"#
        )
    };
    let check_reader = |config, arguments, expect| {
        let mode = r#""Mode": "DISTRIBUTED", "ExecutionType": "STANDARD""#;
        check_map(mode, &reader(config, arguments), "Pass", expect);
    };
    let (file, version) = (r#""Bucket": "b", "Key": "k""#, r#""VersionId": "v""#);
    let versioned = format!("{file}, {version}");
    check_reader(r#""InputType": "PARQUET""#, file, expect!["2 states"]);
    check_reader(
        r#""InputType": "PARQUET""#,
        &versioned,
        expect![
            "error[SCHEMA_VALIDATION_FAILED] at /States/A/ItemReader/Arguments/VersionId: Field 'VersionId' is not supported where InputType is PARQUET"
        ],
    );
    // There it is the manifest's.
    let manifest = r#""InputType": "PARQUET", "ManifestType": "ATHENA_DATA""#;
    check_reader(manifest, &versioned, expect!["2 states"]);
    check_reader(r#""InputType": "JSONL""#, &versioned, expect!["2 states"]);
}

/// A Map state in JSONata with this `ProcessorConfig`, these fields, and a state in its processor.
#[track_caller]
fn check_map(config: &str, fields: &str, inner: &str, expect: Expect) {
    let inner = match inner {
        "Pass" => r#"{"Type": "Pass", "End": true}"#.to_owned(),
        "Map" => r#"{"Type": "Map", "End": true, "ItemProcessor": {
            "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
            "StartAt": "C", "States": {"C": {"Type": "Succeed"}}}}"#
            .to_owned(),
        arn => format!(r#"{{"Type": "Task", "Resource": "{arn}", "End": true}}"#),
    };
    check(
        &format!(
            r#"{{"QueryLanguage": "JSONata", "StartAt": "A", "States": {{"A": {{"Type": "Map", "End": true,
                "ItemProcessor": {{"ProcessorConfig": {{{config}}}, "StartAt": "B", "States": {{"B": {inner}}}}},
                {fields}
            }}}}}}"#
        ),
        expect,
    );
}

#[test]
fn a_label_names_one_map_only() {
    let map = |next: &str, inner: &str| {
        format!(
            r#"{{"Type": "Map", "Label": "each", {next}, "ItemProcessor": {{
                "ProcessorConfig": {{"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}},
                "StartAt": "{inner}", "States": {{"{inner}": {{"Type": "Pass", "End": true}}}}}}}}"#
        )
    };
    let (one, two) = (map(r#""Next": "Two""#, "A"), map(r#""End": true"#, "B"));
    check(
        &format!(
            r#"{{"QueryLanguage": "JSONata", "StartAt": "One", "States": {{"One": {one}, "Two": {two}}}}}"#
        ),
        expect!["error[DUPLICATE_LABEL_NAME] at /States/Two/Label: Duplicate label name: each"],
    );
}

#[test]
fn a_distributed_map_says_what_its_children_are() {
    check_map(
        r#""Mode": "DISTRIBUTED""#,
        r#""Label": "a b""#,
        "Pass",
        expect![[r#"
        error[SCHEMA_VALIDATION_FAILED] at /States/A/ItemProcessor/ProcessorConfig: These fields are required: [ExecutionType]
        error[INVALID_LABEL_NAME] at /States/A/Label: Invalid label 'a b': a label has up to 40 characters, without blanks and without ?*<>{}[]:;,\|^~$#%&`""#]],
    );
    check_map(
        r#""Mode": "INLINE", "ExecutionType": "STANDARD""#,
        r#""Label": "x""#,
        "Pass",
        expect![
            "error[SCHEMA_VALIDATION_FAILED] at /States/A/ItemProcessor/ProcessorConfig: Field 'ExecutionType' is not supported"
        ],
    );
    check_map(
        r#""Mode": "SOMEHOW""#,
        r#""ItemBatcher": {"MaxItemsPerBatch": 2}"#,
        "Pass",
        expect![[r#"
        error[SCHEMA_VALIDATION_FAILED] at /States/A/ItemProcessor/ProcessorConfig/Mode: Value should be one of the following: [INLINE, DISTRIBUTED]
        error[DISTRIBUTED_ONLY_FIELD] at /States/A: Field 'ItemBatcher' has no effect in a Map that runs inline"#]],
    );
}

#[test]
fn express_children_do_not_wait() {
    let express = r#""Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS""#;
    let check = |inner, expect| check_map(express, r#""Comment": """#, inner, expect);
    check(
        "Map",
        expect![
            "error[SCHEMA_VALIDATION_FAILED] at /States/A/ItemProcessor/States/B/ItemProcessor/ProcessorConfig/Mode: The field 'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state machines"
        ],
    );
    check(
        "arn:aws:states:::states:startExecution.sync:2",
        expect![
            "error[SCHEMA_VALIDATION_FAILED] at /States/A/ItemProcessor/States/B/Resource: Express state machine does not support '.sync' service integration"
        ],
    );
    check(
        "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
        expect![
            "error[SCHEMA_VALIDATION_FAILED] at /States/A/ItemProcessor/States/B/Resource: Express state machine does not support '.waitForTaskToken' service integration "
        ],
    );
    check(
        "arn:aws:states:us-east-1:123456789012:activity:dig",
        expect![
            "error[SCHEMA_VALIDATION_FAILED] at /States/A/ItemProcessor/States/B/Resource: Express state machine does not support Activity ARN"
        ],
    );
    check("arn:aws:states:::sqs:sendMessage", expect!["2 states"]);
}

#[test]
fn readers_batches_and_writers_are_checked() {
    let standard = r#""Mode": "DISTRIBUTED", "ExecutionType": "STANDARD""#;
    let check = |fields, expect| check_map(standard, fields, "Pass", expect);
    check(
        r#""ItemReader": {"Resource": "arn:aws:states:::s3:putObject", "ReaderConfig": {"MaxItemsPath": "$.a"}}"#,
        expect![[r#"
            error[SCHEMA_VALIDATION_FAILED] at /States/A/ItemReader/ReaderConfig: The QueryLanguage is set to 'JSONata', but field 'MaxItemsPath' is only supported for the 'JSONPath' QueryLanguage
            error[SCHEMA_VALIDATION_FAILED] at /States/A/ItemReader/Resource: The field 'Resource' does not match any of the allowed values"#]],
    );
    check(
        r#""ItemReader": {"Resource": "arn:aws:states:::s3:getObject", "ReaderConfig": {"InputType": "CSV"}}"#,
        expect![
            "error[SCHEMA_VALIDATION_FAILED] at /States/A/ItemReader/ReaderConfig: The field 'CSVHeaderLocation' is required"
        ],
    );
    check(
        r#""ItemReader": {"Resource": "arn:aws:states:::s3:getObject", "ReaderConfig": {"InputType": "JSON", "ItemsPointer": "a"}}"#,
        expect![
            "error[SCHEMA_VALIDATION_FAILED] at /States/A/ItemReader/ReaderConfig/ItemsPointer: a JSON pointer is empty or begins with `/`: `a`"
        ],
    );
    check(
        r#""ItemReader": {"Resource": "arn:aws:states:::s3:getObject"}"#,
        expect![
            "error[SCHEMA_VALIDATION_FAILED] at /States/A/ItemReader/ReaderConfig: These fields are required: [InputType]"
        ],
    );
    check(
        r#""ItemBatcher": {"BatchInput": {}}, "ToleratedFailurePercentage": 100.5"#,
        expect![[r#"
        error[SCHEMA_VALIDATION_FAILED] at /States/A/ToleratedFailurePercentage: Maximum value is 100.0
        error[SCHEMA_VALIDATION_FAILED] at /States/A/ItemBatcher: At least one of the following fields is required: [MaxItemsPerBatch, MaxItemsPerBatchPath, MaxInputBytesPerBatch, MaxInputBytesPerBatchPath]"#]],
    );
    check(
        r#""ResultWriter": {}"#,
        expect![
            "error[SCHEMA_VALIDATION_FAILED] at /States/A/ResultWriter: These fields are required: [Resource]"
        ],
    );
    check(
        r#""ResultWriter": {"Resource": "arn:aws:states:::s3:putObject", "WriterConfig": {"OutputType": "TEXT"}}"#,
        expect![
            "error[SCHEMA_VALIDATION_FAILED] at /States/A/ResultWriter: These fields are required: [Arguments]"
        ],
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

#[test]
fn an_expression_that_reads_what_is_not_there_says_where_to_look() {
    check(
        r#"{"QueryLanguage": "JSONata", "StartAt": "A", "States": {
            "A": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
                "Arguments": "{% total + total + $ %}", "Output": "{% $states.errorOutput %}", "End": true,
                "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "B", "Output": "{% $states.errorOutput %}"}]},
            "B": {"Type": "Succeed", "Output": ["{% $$.x %}", "half {% 1 %}", "{% 1", " {% 1 %} "]}
        }}"#,
        expect![[r#"
            error[UNSUPPORTED_JSONATA_EXPRESSION] at /States/A/Output: Field '$states.errorOutput' does not exist.
              help: only the `Output` and `Assign` of a catcher see an error
            error[UNSUPPORTED_JSONATA_EXPRESSION] at /States/A/Arguments: Reference to 'total' at the top level is not supported.
              help: the state's input is `$states.input.total`, a variable `$total`
            error[UNSUPPORTED_JSONATA_EXPRESSION] at /States/A/Arguments: Reference to '$' at the top level is not supported.
              help: the state's input is `$states.input`
            error[UNSUPPORTED_JSONATA_EXPRESSION] at /States/B/Output/0: Reference to '$$' is not supported.
              help: the state's input is `$states.input`
            error[SCHEMA_VALIDATION_FAILED] at /States/B/Output/1: JSONata string must start with {% and end with %}
            error[SCHEMA_VALIDATION_FAILED] at /States/B/Output/2: JSONata string must start with {% and end with %}"#]],
    );
}
