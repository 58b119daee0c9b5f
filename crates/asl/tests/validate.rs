//! What is said of a definition that is wrong: each rule raised, and its neighbour that is right.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use expect_test::{Expect, expect};
use stepwright_asl::StateMachine;

/// The problems of a whole definition, a line each.
#[track_caller]
fn check(definition: &str, expect: Expect) {
    let machine: StateMachine = definition.parse().unwrap();
    let lines: Vec<String> = machine.validate().iter().map(ToString::to_string).collect();
    expect.assert_eq(&lines.join("\n"));
}

/// The problems of one state, `S`, of a JSONPath machine that has a state `Next`, too.
#[track_caller]
fn check_state(state: &str, expect: Expect) {
    check(&around(state, ""), expect);
}

/// The same in a JSONata machine.
#[track_caller]
fn check_jsonata(state: &str, expect: Expect) {
    check(&around(state, r#""QueryLanguage": "JSONata","#), expect);
}

fn around(state: &str, fields: &str) -> String {
    format!(
        r#"{{{fields} "StartAt": "Go", "States": {{
            "Go": {{"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "Next": "S",
                "Catch": [{{"ErrorEquals": ["States.ALL"], "Next": "Next"}}]}},
            "S": {state},
            "Next": {{"Type": "Succeed"}}
        }}}}"#
    )
}

#[test]
fn a_right_definition_has_no_problem() {
    check_state(
        r#"{"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "Next": "Next",
            "Retry": [{"ErrorEquals": ["States.Timeout"], "IntervalSeconds": 0, "BackoffRate": 1}],
            "Catch": [{"ErrorEquals": ["States.ALL"], "ResultPath": null, "Next": "Next"}]}"#,
        expect![""],
    );
}

#[test]
fn a_machine_needs_states_and_a_start() {
    check(
        "{}",
        expect!["error[SCHEMA_VALIDATION_FAILED] /: These fields are required: [States, StartAt]"],
    );
    check(
        r#"{"StartAt": "A", "States": {}}"#,
        expect!["error[SCHEMA_VALIDATION_FAILED] /States: Value cannot be empty"],
    );
    check(
        r#"{"StartAt": "A", "States": []}"#,
        expect!["error[SCHEMA_VALIDATION_FAILED] /States: Expected value of type [OBJECT]"],
    );
}

#[test]
fn a_machine_has_only_its_own_fields() {
    check(
        r#"{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}, "Version": "2.0", "timeoutSeconds": 1,
            "TimeoutSeconds": -1, "Owner": 1, "ProcessorConfig": {}, "Comment": 1, "QueryLanguage": "jsonata"}"#,
        expect![[r#"
            error[SCHEMA_VALIDATION_FAILED] /ProcessorConfig: Field 'ProcessorConfig' is not supported
            error[SCHEMA_VALIDATION_FAILED] /timeoutSeconds: Field 'timeoutSeconds' is not supported (did you mean `TimeoutSeconds`?)
            error[SCHEMA_VALIDATION_FAILED] /Owner: Field 'Owner' is not supported
            error[SCHEMA_VALIDATION_FAILED] /Comment: Expected value of type [STRING]
            error[SCHEMA_VALIDATION_FAILED] /QueryLanguage: Value should be one of the following: [JSONPath, JSONata] (did you mean `JSONata`?)
            error[SCHEMA_VALIDATION_FAILED] /Version: Value should be one of the following: [1.0] (did you mean `1.0`?)
            error[SCHEMA_VALIDATION_FAILED] /TimeoutSeconds: Minimum value is 0"#]],
    );
}

#[test]
fn a_branch_has_fewer_fields() {
    check_state(
        r#"{"Type": "Parallel", "Next": "Next", "Branches": [{
            "StartAt": "A", "States": {"A": {"Type": "Succeed"}},
            "QueryLanguage": "JSONata", "Version": "1.0", "TimeoutSeconds": 5, "ProcessorConfig": {}
        }]}"#,
        expect![[r#"
            error[SCHEMA_VALIDATION_FAILED] /States/S/Branches/0/QueryLanguage: Field 'QueryLanguage' is not supported
            error[SCHEMA_VALIDATION_FAILED] /States/S/Branches/0/Version: Field 'Version' is not supported
            error[SCHEMA_VALIDATION_FAILED] /States/S/Branches/0/TimeoutSeconds: Field 'TimeoutSeconds' is not supported
            error[SCHEMA_VALIDATION_FAILED] /States/S/Branches/0/ProcessorConfig: Field 'ProcessorConfig' is not supported"#]],
    );
}

#[test]
fn a_state_has_a_type_of_eight() {
    check_state(
        r#"{"Next": "Next"}"#,
        expect!["error[SCHEMA_VALIDATION_FAILED] /States/S: These fields are required: [Type]"],
    );
    check_state(
        r#"{"Type": "task", "Next": "Next"}"#,
        expect![
            "error[SCHEMA_VALIDATION_FAILED] /States/S/Type: The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map] (did you mean `Task`?)"
        ],
    );
    check_state(
        r#"{"Type": 1}"#,
        expect![
            "error[SCHEMA_VALIDATION_FAILED] /States/S/Type: The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map]"
        ],
    );
    check_state(
        "7",
        expect!["error[SCHEMA_VALIDATION_FAILED] /States/S: Expected value of type [OBJECT]"],
    );
}

#[test]
fn a_state_goes_on_or_ends() {
    check_state(
        r#"{"Type": "Pass", "Next": "Next", "End": true}"#,
        expect![
            "error[SCHEMA_VALIDATION_FAILED] /States/S/End: There should only be one of the following fields: [Next, End] (leave `End` out, or the other)"
        ],
    );
    check_state(r#"{"Type": "Pass", "Next": "Next", "End": false}"#, expect![[r#""#]]);
    check(
        r#"{"StartAt": "A", "States": {"A": {"Type": "Pass"}}}"#,
        expect![[r#"
        error[SCHEMA_VALIDATION_FAILED] /States/A: This object should have only one of the following fields: [Next, End]
        error[MISSING_END_STATE] /: Workflow has no terminal state (give some state `"End": true`, or add a Succeed or Fail state)"#]],
    );
    check(
        r#"{"StartAt": "A", "States": {"A": {"Type": "Pass", "End": false}}}"#,
        expect![[r#"
        error[SCHEMA_VALIDATION_FAILED] /States/A: This object should have only one of the following fields: [Next, End]
        error[MISSING_END_STATE] /: Workflow has no terminal state (give some state `"End": true`, or add a Succeed or Fail state)"#]],
    );
    check(
        r#"{"StartAt": "A", "States": {"A": {"Type": "Pass", "End": "true"}}}"#,
        expect![[r#"
            error[SCHEMA_VALIDATION_FAILED] /States/A/End: Expected value of type [BOOLEAN]
            error[MISSING_END_STATE] /: Workflow has no terminal state (give some state `"End": true`, or add a Succeed or Fail state)"#]],
    );
}

#[test]
fn a_field_has_its_type() {
    check_state(
        r#"{"Type": "Task", "Resource": 1, "Next": "Next", "InputPath": 1, "Assign": [], "TimeoutSeconds": true,
            "Retry": {}, "Catch": [1, {"ErrorEquals": "States.ALL", "Next": null}], "Comment": null}"#,
        expect![[r#"
            error[SCHEMA_VALIDATION_FAILED] /States/S/Resource: Expected value of type [STRING]
            error[SCHEMA_VALIDATION_FAILED] /States/S/InputPath: Expected value of type [STRING]
            error[SCHEMA_VALIDATION_FAILED] /States/S/Assign: Expected value of type [OBJECT]
            error[SCHEMA_VALIDATION_FAILED] /States/S/TimeoutSeconds: Expected value of type Integer
            error[SCHEMA_VALIDATION_FAILED] /States/S/Retry: Expected value of type [ARRAY]
            error[SCHEMA_VALIDATION_FAILED] /States/S/Catch/0: Expected value of type [OBJECT]
            error[SCHEMA_VALIDATION_FAILED] /States/S/Comment: Expected value of type [STRING]"#]],
    );
    check_state(
        r#"{"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "Next": "Next",
            "Catch": [{"ErrorEquals": ["A", 1], "Next": "Next"}]}"#,
        expect![
            "error[SCHEMA_VALIDATION_FAILED] /States/S/Catch/0/ErrorEquals/1: Expected value of type [STRING]"
        ],
    );
}

#[test]
fn a_misspelt_field_is_guessed() {
    check_state(
        r#"{"Type": "Pass", "Next": "Next", "Resultpath": "$.a", "Nxt": "A"}"#,
        expect![[r#"
            error[SCHEMA_VALIDATION_FAILED] /States/S/Resultpath: Field 'Resultpath' is not supported (did you mean `ResultPath`?)
            error[SCHEMA_VALIDATION_FAILED] /States/S/Nxt: Field 'Nxt' is not supported (did you mean `Next`?)"#]],
    );
    check_state(
        r#"{"Type": "Choice", "Default": "Next",
            "Choices": [{"Variable": "$.a", "StringEqual": "x", "Next": "Next"}]}"#,
        expect![[r#"
            error[SCHEMA_VALIDATION_FAILED] /States/S/Choices/0/StringEqual: Field 'StringEqual' is not supported (did you mean `StringEquals`?)
            error[SCHEMA_VALIDATION_FAILED] /States/S/Choices/0: This object should have only one of the comparison operators (add one, such as `"IsPresent": true` or `"StringEquals": "…"`)"#]],
    );
}

#[test]
fn each_language_has_its_fields() {
    check_state(
        r#"{"Type": "Pass", "Output": 1, "Next": "Next"}"#,
        expect![
            "error[SCHEMA_VALIDATION_FAILED] /States/S/Output: The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the 'JSONata' QueryLanguage (in JSONPath, write `ResultSelector`, `ResultPath` or `OutputPath`)"
        ],
    );
    check_jsonata(
        r#"{"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "Next": "Next",
            "Parameters": {}, "TimeoutSecondsPath": "$.t",
            "Catch": [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.e", "Next": "Next"}]}"#,
        expect![[r#"
            error[SCHEMA_VALIDATION_FAILED] /States/S/Parameters: The QueryLanguage is set to 'JSONata', but field 'Parameters' is only supported for the 'JSONPath' QueryLanguage (in JSONata, write `Arguments`, or `ItemSelector` in a Map)
            error[SCHEMA_VALIDATION_FAILED] /States/S/TimeoutSecondsPath: The QueryLanguage is set to 'JSONata', but field 'TimeoutSecondsPath' is only supported for the 'JSONPath' QueryLanguage (in JSONata, write `TimeoutSeconds` with an expression)
            error[SCHEMA_VALIDATION_FAILED] /States/S/Catch/0/ResultPath: The QueryLanguage is set to 'JSONata', but field 'ResultPath' is only supported for the 'JSONPath' QueryLanguage (in JSONata, write `Output`)"#]],
    );
    check_jsonata(
        r#"{"Type": "Pass", "QueryLanguage": "JSONPath", "Output": 1, "Next": "Next"}"#,
        expect![
            "error[SCHEMA_VALIDATION_FAILED] /States/S/QueryLanguage: 'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine (leave the machine's `QueryLanguage` out and give each JSONata state its own, or rewrite this state in JSONata)"
        ],
    );
    check_state(
        r#"{"Type": "Pass", "QueryLanguage": "JSONata", "Output": 1, "Next": "Next"}"#,
        expect![""],
    );
    check_state(
        r#"{"Type": "Pass", "QueryLanguage": 1, "Output": 1, "Next": "Next"}"#,
        expect![
            "error[SCHEMA_VALIDATION_FAILED] /States/S/QueryLanguage: Expected value of type [STRING]"
        ],
    );
}

#[test]
fn a_value_or_its_path_not_both() {
    check_state(
        r#"{"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "Next": "Next",
            "TimeoutSeconds": 5, "TimeoutSecondsPath": "$.t"}"#,
        expect![
            "error[SCHEMA_VALIDATION_FAILED] /States/S/TimeoutSecondsPath: There should only be one of the following fields: [TimeoutSeconds, TimeoutSecondsPath] (leave `TimeoutSecondsPath` out, or the other)"
        ],
    );
    check_state(
        r#"{"Type": "Fail", "Error": "E", "ErrorPath": "$.e", "CausePath": "States.UUID()"}"#,
        expect![
            "error[SCHEMA_VALIDATION_FAILED] /States/S/ErrorPath: There should only be one of the following fields: [Error, ErrorPath] (leave `ErrorPath` out, or the other)"
        ],
    );
}

#[test]
fn numbers_have_bounds() {
    check_state(
        r#"{"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "Next": "Next",
            "TimeoutSeconds": 0, "HeartbeatSeconds": 100000000,
            "Retry": [
                {"ErrorEquals": ["A"], "BackoffRate": 0.5, "MaxAttempts": 1.5, "MaxDelaySeconds": 0},
                {"ErrorEquals": ["B"], "IntervalSeconds": "1", "MaxAttempts": "{% 1 %}", "JitterStrategy": "full"}
            ]}"#,
        expect![[r#"
            error[SCHEMA_VALIDATION_FAILED] /States/S/TimeoutSeconds: Minimum value is 1
            error[SCHEMA_VALIDATION_FAILED] /States/S/HeartbeatSeconds: Maximum value is 99999999
            error[SCHEMA_VALIDATION_FAILED] /States/S/HeartbeatSeconds: HeartbeatSeconds must be smaller than TimeoutSeconds
            error[SCHEMA_VALIDATION_FAILED] /States/S/Retry/0/MaxAttempts: Expected value of type Integer
            error[SCHEMA_VALIDATION_FAILED] /States/S/Retry/0/BackoffRate: Minimum value is 1.0
            error[SCHEMA_VALIDATION_FAILED] /States/S/Retry/0/MaxDelaySeconds: Minimum value is 1
            error[SCHEMA_VALIDATION_FAILED] /States/S/Retry/1/IntervalSeconds: Expected value of type Integer (write 1 without quotes)
            error[SCHEMA_VALIDATION_FAILED] /States/S/Retry/1/MaxAttempts: Expected value of type Integer (an expression is not evaluated here)
            error[SCHEMA_VALIDATION_FAILED] /States/S/Retry/1/JitterStrategy: Value should be one of the following: [NONE, FULL] (did you mean `FULL`?)"#]],
    );
    check_state(
        r#"{"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "Next": "Next",
            "TimeoutSeconds": 10, "HeartbeatSeconds": 10}"#,
        expect![
            "error[SCHEMA_VALIDATION_FAILED] /States/S/HeartbeatSeconds: HeartbeatSeconds must be smaller than TimeoutSeconds"
        ],
    );
    check_jsonata(
        r#"{"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "Next": "Next",
            "TimeoutSeconds": "{% $t %}", "HeartbeatSeconds": "soon"}"#,
        expect![
            "error[SCHEMA_VALIDATION_FAILED] /States/S/HeartbeatSeconds: Expected value of type Integer"
        ],
    );
    check_state(
        r#"{"Type": "Wait", "Seconds": "{% 1 %}", "Next": "Next"}"#,
        expect![
            "error[SCHEMA_VALIDATION_FAILED] /States/S/Seconds: Expected value of type Integer (an expression is not evaluated here)"
        ],
    );
    check_state(r#"{"Type": "Wait", "Seconds": "${Pause}", "Next": "Next"}"#, expect![""]);
}

#[test]
fn a_wait_has_one_duration() {
    check_state(
        r#"{"Type": "Wait", "Next": "Next"}"#,
        expect![
            "error[SCHEMA_VALIDATION_FAILED] /States/S: This object should have only one of the following fields: [SecondsPath, Seconds, TimestampPath, Timestamp]"
        ],
    );
    check_state(
        r#"{"Type": "Wait", "Seconds": 1, "Timestamp": "tomorrow", "Next": "Next"}"#,
        expect![[r#"
            error[SCHEMA_VALIDATION_FAILED] /States/S/Timestamp: There should only be one of the following fields: [SecondsPath, Seconds, TimestampPath, Timestamp] (leave `Timestamp` out, or the other)
            error[SCHEMA_VALIDATION_FAILED] /States/S/Timestamp: String does not match RFC3339 timestamp (write it as `2016-03-14T01:59:00Z`)"#]],
    );
    check_jsonata(r#"{"Type": "Wait", "Timestamp": "{% $t %}", "Next": "Next"}"#, expect![""]);
}

#[test]
fn all_errors_come_last_and_alone() {
    let catch = |errors: &str| {
        format!(
            r#"{{"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "Next": "Next", "Catch": [
                {{"ErrorEquals": {errors}, "Next": "Next"}}, {{"ErrorEquals": ["States.ALL"], "Next": "Next"}}
            ]}}"#
        )
    };
    check_state(&catch(r#"["A"]"#), expect![""]);
    check_state(
        &catch(r#"["States.ALL"]"#),
        expect![
            "error[SCHEMA_VALIDATION_FAILED] /States/S/Catch/0/ErrorEquals: States.ALL must appear alone and at end of list (what comes after it is never reached: move it to the end, or leave it out)"
        ],
    );
    check_state(
        &catch(r#"["A", "States.ALL"]"#),
        expect![
            "error[SCHEMA_VALIDATION_FAILED] /States/S/Catch/0/ErrorEquals: States.ALL must appear alone and at end of list (what comes after it is never reached: move it to the end, or leave it out)"
        ],
    );
    check_state(
        &catch("[]"),
        expect![
            "error[SCHEMA_VALIDATION_FAILED] /States/S/Catch/0/ErrorEquals: Value cannot be empty"
        ],
    );
    check_state(
        &catch(r#"["States.TimeOut", "States.Http.StatusCode.503"]"#),
        expect![
            "warning[UNKNOWN_ERROR_NAME] /States/S/Catch/0/ErrorEquals/0: The service never raises an error named 'States.TimeOut' (did you mean `States.Timeout`?)"
        ],
    );
    check_state(
        r#"{"Type": "Map", "Next": "Next", "ItemProcessor": {"StartAt": "A", "States": {"A": {"Type": "Succeed"}}},
            "Retry": [{"MaxRetries": 1}], "Catch": [{"Retry": []}]}"#,
        expect![[r#"
            error[SCHEMA_VALIDATION_FAILED] /States/S/Retry/0/MaxRetries: Field 'MaxRetries' is not supported
            error[SCHEMA_VALIDATION_FAILED] /States/S/Retry/0: These fields are required: [ErrorEquals]
            error[SCHEMA_VALIDATION_FAILED] /States/S/Catch/0/Retry: Field 'Retry' is not supported
            error[SCHEMA_VALIDATION_FAILED] /States/S/Catch/0: These fields are required: [ErrorEquals, Next]"#]],
    );
}

#[test]
fn a_task_calls_something() {
    let task = |fields: &str| format!(r#"{{"Type": "Task", {fields} "Next": "Next"}}"#);
    check_state(
        &task(""),
        expect!["error[SCHEMA_VALIDATION_FAILED] /States/S: These fields are required: [Resource]"],
    );
    check_state(
        &task(r#""Resource": "load","#),
        expect![
            "error[SCHEMA_VALIDATION_FAILED] /States/S/Resource: Value is not a valid resource ARN (`load` is not an ARN: one begins with `arn:` and has six parts with colons between them)"
        ],
    );
    check_state(
        &task(r#""Resource": "arn:aws:states::sqs:sendMessage","#),
        expect![
            "error[SCHEMA_VALIDATION_FAILED] /States/S/Resource: The resource provided arn:aws:states::sqs:sendMessage is not recognized. The value is not a valid resource ARN, or the resource is not available in this region. (`arn:aws:states::sqs:sendMessage` is not the ARN of a Lambda function, an activity or an integration such as `arn:aws:states:::sqs:sendMessage`)"
        ],
    );
    check_state(&task(r#""Resource": "${LoadArn}","#), expect![""]);
    check_state(
        &task(
            r#""Resource": "arn:aws:states:us-east-1:123456789012:activity:weigh", "Credentials": {},"#,
        ),
        expect![[r#"
            error[SCHEMA_VALIDATION_FAILED] /States/S/Credentials: The field 'Credentials' is not supported for activities
            error[SCHEMA_VALIDATION_FAILED] /States/S/Credentials: The field 'RoleArn' is required but was missing"#]],
    );
}

#[test]
fn a_path_begins_with_a_dollar() {
    check_state(
        r#"{"Type": "Pass", "Next": "Next", "InputPath": "a.b", "OutputPath": "", "ResultPath": "$$.x"}"#,
        expect![[r#"
            error[SCHEMA_VALIDATION_FAILED] /States/S/InputPath: Value must be a valid JSONPath. (did you mean `$.a.b`?)
            error[SCHEMA_VALIDATION_FAILED] /States/S/OutputPath: Value must be a valid JSONPath.
            error[SCHEMA_VALIDATION_FAILED] /States/S/ResultPath: Value is not a Reference Path (the Context Object cannot be written to)"#]],
    );
}

#[test]
fn a_choice_has_rules() {
    check_state(
        r#"{"Type": "Choice", "Default": "Next"}"#,
        expect!["error[SCHEMA_VALIDATION_FAILED] /States/S: These fields are required: [Choices]"],
    );
    check_state(
        r#"{"Type": "Choice", "Choices": [], "Default": "Next", "Next": "Next"}"#,
        expect![[r#"
            error[SCHEMA_VALIDATION_FAILED] /States/S/Next: Field 'Next' is not supported
            error[SCHEMA_VALIDATION_FAILED] /States/S/Choices: Value cannot be empty"#]],
    );
}

fn rule(rule: &str) -> String {
    format!(r#"{{"Type": "Choice", "Default": "Next", "Choices": [{rule}]}}"#)
}

#[test]
fn a_rule_has_one_test() {
    let good = r#"{"Variable": "$.a", "IsPresent": true}"#;
    check_state(&rule(&format!(r#"{{"Not": {good}, "Next": "Next"}}"#)), expect![""]);
    check_state(
        &rule(&format!(r#"{{"And": [{good}]}}"#)),
        expect![
            "error[SCHEMA_VALIDATION_FAILED] /States/S/Choices/0: These fields are required: [Next]"
        ],
    );
    check_state(
        &rule(r#"{"Next": "Next"}"#),
        expect![
            "error[SCHEMA_VALIDATION_FAILED] /States/S/Choices/0: The object must have only one of the following fields, [And, Or, Not, Variable, Condition]"
        ],
    );
    check_state(
        &rule(&format!(r#"{{"And": [{good}], "Or": [{good}], "Next": "Next"}}"#)),
        expect![
            "error[SCHEMA_VALIDATION_FAILED] /States/S/Choices/0: The object must have only one of the following fields, [And, Or, Not, Variable, Condition]"
        ],
    );
    check_state(
        &rule(r#"{"Variable": "$.a", "Next": "Next"}"#),
        expect![[
            r#"error[SCHEMA_VALIDATION_FAILED] /States/S/Choices/0: This object should have only one of the comparison operators (add one, such as `"IsPresent": true` or `"StringEquals": "…"`)"#
        ]],
    );
    check_state(
        &rule(r#"{"IsNull": true, "Next": "Next"}"#),
        expect![
            "error[SCHEMA_VALIDATION_FAILED] /States/S/Choices/0: The object must have only one of the following fields, [And, Or, Not, Variable, Condition]"
        ],
    );
    check_state(
        &rule(r#"{"Variable": "$.a", "IsNull": true, "IsString": true, "Next": "Next"}"#),
        expect![
            "error[SCHEMA_VALIDATION_FAILED] /States/S/Choices/0/IsString: There should only be one of the following fields: [IsNull, IsString] (put each into a rule of an `And`)"
        ],
    );
}

#[test]
fn a_comparison_fits_its_operator() {
    check_state(
        &rule(r#"{"Variable": "a", "NumericEquals": "1", "Next": "Next"}"#),
        expect![[r#"
            error[SCHEMA_VALIDATION_FAILED] /States/S/Choices/0/Variable: Value is not a Reference Path: Reference path didn't start with '$' (did you mean `$.a`?)
            error[SCHEMA_VALIDATION_FAILED] /States/S/Choices/0/NumericEquals: Expected value of type [NUMBER]"#]],
    );
    check_state(
        &rule(r#"{"Variable": "$.a", "TimestampEquals": "now", "Next": "Next"}"#),
        expect![
            "error[SCHEMA_VALIDATION_FAILED] /States/S/Choices/0/TimestampEquals: String does not match RFC3339 timestamp (write it as `2016-03-14T01:59:00Z`)"
        ],
    );
    check_state(
        &rule(r#"{"Variable": "$.a", "StringEqualsPath": "b", "Next": "Next"}"#),
        expect![
            "error[SCHEMA_VALIDATION_FAILED] /States/S/Choices/0/StringEqualsPath: Value is not a Reference Path: Reference path didn't start with '$' (did you mean `$.b`?)"
        ],
    );
}

#[test]
fn a_rule_within_a_rule_leads_nowhere() {
    check_state(
        &rule(r#"{"Or": [{"Variable": "$.a", "IsNull": true, "Next": "Next"}], "Next": "Next"}"#),
        expect![
            "error[SCHEMA_VALIDATION_FAILED] /States/S/Choices/0/Or/0/Next: Field 'Next' is not supported"
        ],
    );
    check_state(
        &rule(r#"{"And": [], "Next": "Next"}"#),
        expect!["error[SCHEMA_VALIDATION_FAILED] /States/S/Choices/0/And: Value cannot be empty"],
    );
    check_state(
        &rule(r#"{"And": [1], "Next": "Next"}"#),
        expect![
            "error[SCHEMA_VALIDATION_FAILED] /States/S/Choices/0/And/0: Expected value of type [OBJECT]"
        ],
    );
}

#[test]
fn a_condition_is_of_jsonata_and_of_nothing_else() {
    check_state(
        &rule(r#"{"Condition": "{% true %}", "Next": "Next"}"#),
        expect![
            "error[SCHEMA_VALIDATION_FAILED] /States/S/Choices/0/Condition: The QueryLanguage is set to 'JSONPath', but field 'Condition' is only supported for the 'JSONata' QueryLanguage (in JSONPath, write `Variable` with a comparison operator)"
        ],
    );
    check_jsonata(&rule(r#"{"Condition": true, "Next": "Next"}"#), expect![""]);
    check_jsonata(
        &rule(r#"{"Condition": "$a", "Next": "Next"}"#),
        expect![
            "error[SCHEMA_VALIDATION_FAILED] /States/S/Choices/0/Condition: JSONata string must start with {% and end with %} (write `{% $a %}`)"
        ],
    );
    check_jsonata(
        &rule(r#"{"Condition": 1, "Next": "Next"}"#),
        expect![
            "error[SCHEMA_VALIDATION_FAILED] /States/S/Choices/0/Condition: Expected value of type [STRING, BOOLEAN]"
        ],
    );
    check_jsonata(
        &rule(r#"{"Variable": "$.a", "IsNull": true, "Next": "Next"}"#),
        expect![
            "error[SCHEMA_VALIDATION_FAILED] /States/S/Choices/0/Variable: The QueryLanguage is set to 'JSONata', but field 'Variable' is only supported for the 'JSONPath' QueryLanguage (in JSONata, write `Condition`)"
        ],
    );
}

#[test]
fn a_variable_has_a_name() {
    check_state(
        r#"{"Type": "Pass", "Next": "Next", "Assign": {"a.$": "$.a", "größe": 1, "states": 1, "a-b": 1, "1st": 2}}"#,
        expect![[r#"
            error[RESERVED_VARIABLE_NAME] /States/S/Assign/states: Cannot assign to reserved variable '$states'.
            error[INVALID_VARIABLE_NAME] /States/S/Assign/a-b: Invalid variable name 'a-b': the variable name contains invalid characters. (a letter, then letters, digits and `_`)
            error[INVALID_VARIABLE_NAME] /States/S/Assign/1st: Invalid variable name '1st': the variable name contains invalid characters. (a letter, then letters, digits and `_`)"#]],
    );
}

#[test]
fn a_map_has_a_processor() {
    check_state(
        r#"{"Type": "Map", "Next": "Next"}"#,
        expect![
            "error[SCHEMA_VALIDATION_FAILED] /States/S: This object should have only one of the following fields: [ItemProcessor, Iterator]"
        ],
    );
    let processor = r#"{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}"#;
    check_state(
        &format!(
            r#"{{"Type": "Map", "Next": "Next", "ItemProcessor": {processor}, "MaxConcurrency": -1,
                "ItemSelector": {{}}, "Parameters": {{}}, "Label": "x", "ToleratedFailurePercentage": 101}}"#
        ),
        expect![[r#"
            error[SCHEMA_VALIDATION_FAILED] /States/S/Parameters: There should only be one of the following fields: [ItemSelector, Parameters] (leave `Parameters` out, or the other)
            error[SCHEMA_VALIDATION_FAILED] /States/S/MaxConcurrency: Minimum value is 0
            error[SCHEMA_VALIDATION_FAILED] /States/S/ToleratedFailurePercentage: Maximum value is 100.0
            warning[DISTRIBUTED_ONLY_FIELD] /States/S/ToleratedFailurePercentage: Field 'ToleratedFailurePercentage' has no effect in a Map that runs inline (leave it out, or give the processor's `ProcessorConfig` the mode `DISTRIBUTED`)
            warning[DISTRIBUTED_ONLY_FIELD] /States/S/Label: Field 'Label' has no effect in a Map that runs inline (leave it out, or give the processor's `ProcessorConfig` the mode `DISTRIBUTED`)"#]],
    );
}

fn distributed(fields: &str, config: &str) -> String {
    format!(
        r#"{{"Type": "Map", "Next": "Next", {fields} "ItemProcessor": {{
            "ProcessorConfig": {config}, "StartAt": "A", "States": {{"A": {{"Type": "Succeed"}}}}}}}}"#
    )
}

#[test]
fn a_processor_says_how_it_runs() {
    let right = r#"{"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"}"#;
    check_state(&distributed("", right), expect![""]);
    check_state(
        &distributed("", r#"{"Mode": "DISTRIBUTED"}"#),
        expect![
            "error[SCHEMA_VALIDATION_FAILED] /States/S/ItemProcessor/ProcessorConfig: These fields are required: [ExecutionType]"
        ],
    );
    check_state(
        &distributed("", r#"{"Mode": "INLINE", "ExecutionType": "EXPRESS"}"#),
        expect![
            "error[SCHEMA_VALIDATION_FAILED] /States/S/ItemProcessor/ProcessorConfig/ExecutionType: Field 'ExecutionType' is not supported"
        ],
    );
    check_state(
        &distributed("", r#"{"Mode": "Distributed", "ExecutionType": "FAST"}"#),
        expect![[r#"
            error[SCHEMA_VALIDATION_FAILED] /States/S/ItemProcessor/ProcessorConfig/Mode: Value should be one of the following: [INLINE, DISTRIBUTED] (did you mean `DISTRIBUTED`?)
            error[SCHEMA_VALIDATION_FAILED] /States/S/ItemProcessor/ProcessorConfig/ExecutionType: Value should be one of the following: [STANDARD, EXPRESS]"#]],
    );
}

#[test]
fn a_distributed_map_reads_batches_and_writes() {
    let config = r#"{"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}"#;
    let check = |fields: &str, expect: Expect| check_state(&distributed(fields, config), expect);
    check(
        r#""ItemReader": {"Resource": "arn:aws-cn:states:::s3:getObject", "Parameters": {},
            "ReaderConfig": {"InputType": "JSONL", "MaxItems": 5}},
           "ItemBatcher": {"MaxItemsPerBatch": 10},
           "ResultWriter": {"Resource": "arn:aws:states:::s3:putObject", "Parameters": {}},"#,
        expect![""],
    );
    check(
        r#""ItemReader": {"ReaderConfig": {"InputType": "CSV", "MaxItems": 100000001, "MaxItemsPath": "$$.x"}},"#,
        expect![[r#"
            error[SCHEMA_VALIDATION_FAILED] /States/S/ItemReader: These fields are required: [Resource]
            error[SCHEMA_VALIDATION_FAILED] /States/S/ItemReader/ReaderConfig/MaxItemsPath: There should only be one of the following fields: [MaxItems, MaxItemsPath] (leave `MaxItemsPath` out, or the other)
            error[SCHEMA_VALIDATION_FAILED] /States/S/ItemReader/ReaderConfig/MaxItems: Maximum value is 100000000
            error[SCHEMA_VALIDATION_FAILED] /States/S/ItemReader/ReaderConfig/MaxItemsPath: Value is not a Reference Path (only `ItemsPath` can read the Context Object)
            error[SCHEMA_VALIDATION_FAILED] /States/S/ItemReader/ReaderConfig: The field 'CSVHeaderLocation' is required (`FIRST_ROW`, or `GIVEN` with the names in `CSVHeaders`)"#]],
    );
    check(
        r#""ItemReader": {"Resource": "arn:aws:states:::s3:putObject", "ReaderConfig": {
            "InputType": "csv", "CSVHeaderLocation": "GIVEN", "CSVDelimiter": ",", "ManifestType": "X"}},"#,
        expect![[r#"
            error[SCHEMA_VALIDATION_FAILED] /States/S/ItemReader/Resource: The field 'Resource' does not match any of the allowed values (it is `arn:aws:states:::s3:getObject` or `arn:aws:states:::s3:listObjectsV2`)
            error[SCHEMA_VALIDATION_FAILED] /States/S/ItemReader/ReaderConfig/InputType: Value should be one of the following: [CSV, JSON, JSONL, PARQUET, MANIFEST] (did you mean `CSV`?)
            error[SCHEMA_VALIDATION_FAILED] /States/S/ItemReader/ReaderConfig/ManifestType: Value should be one of the following: [ATHENA_DATA, S3_INVENTORY]
            error[SCHEMA_VALIDATION_FAILED] /States/S/ItemReader/ReaderConfig/CSVDelimiter: Value should be one of the following: [COMMA, PIPE, SEMICOLON, SPACE, TAB]
            error[SCHEMA_VALIDATION_FAILED] /States/S/ItemReader/ReaderConfig: The field 'CSVHeaders' is required"#]],
    );
    check(
        r#""ItemReader": {"Resource": "arn:aws:states:::s3:getObject", "ReaderConfig": {
            "InputType": "CSV", "CSVHeaderLocation": "GIVEN", "CSVHeaders": ["a", "b", "a"]}},"#,
        expect![
            "warning[SCHEMA_VALIDATION_FAILED] /States/S/ItemReader/ReaderConfig/CSVHeaders: CSV headers cannot contain duplicates."
        ],
    );
    check(
        r#""ItemBatcher": {"BatchInput": {}},"#,
        expect![
            "error[SCHEMA_VALIDATION_FAILED] /States/S/ItemBatcher: At least one of the following fields is required: [MaxItemsPerBatch, MaxItemsPerBatchPath, MaxInputBytesPerBatch, MaxInputBytesPerBatchPath]"
        ],
    );
    check(
        r#""ItemBatcher": {"MaxInputBytesPerBatch": 262145, "MaxItemsPerBatchPath": "n"},"#,
        expect![[r#"
            error[SCHEMA_VALIDATION_FAILED] /States/S/ItemBatcher/MaxInputBytesPerBatch: Maximum value is 262144
            error[SCHEMA_VALIDATION_FAILED] /States/S/ItemBatcher/MaxItemsPerBatchPath: Value is not a Reference Path: Reference path didn't start with '$' (did you mean `$.n`?)"#]],
    );
    check(
        r#""ResultWriter": {},"#,
        expect![
            "error[SCHEMA_VALIDATION_FAILED] /States/S/ResultWriter: These fields are required: [Resource] (or `WriterConfig`, where the results stay in the state's output)"
        ],
    );
    check(
        r#""ResultWriter": {"Resource": "arn:aws:states:::s3:getObject", "WriterConfig": {"OutputType": "CSV"}},"#,
        expect![[r#"
            error[SCHEMA_VALIDATION_FAILED] /States/S/ResultWriter/Resource: The field 'Resource' does not match any of the allowed values (it is `arn:aws:states:::s3:putObject`)
            error[SCHEMA_VALIDATION_FAILED] /States/S/ResultWriter: These fields are required: [Parameters]
            error[SCHEMA_VALIDATION_FAILED] /States/S/ResultWriter/WriterConfig/OutputType: Value should be one of the following: [JSON, JSONL]"#]],
    );
    check(
        r#""Label": "a b",  "ToleratedFailureCountPath": "$$.x","#,
        expect![[r#"
        error[SCHEMA_VALIDATION_FAILED] /States/S/ToleratedFailureCountPath: Value is not a Reference Path (only `ItemsPath` can read the Context Object)
        error[INVALID_LABEL_NAME] /States/S/Label: Invalid label name: 'a b' (a label is part of ARNs: letters, digits, `-` and `_` are safe, blanks and most other signs are not allowed)"#]],
    );
}

#[test]
fn a_name_is_unique_and_short() {
    let long = "x".repeat(81);
    check(
        &format!(
            r#"{{"StartAt": "P", "States": {{
                "P": {{"Type": "Parallel", "Branches": [{{"StartAt": "P", "States": {{"P": {{"Type": "Succeed"}}}}}}], "Next": "{long}"}},
                "{long}": {{"Type": "Pass", "Next": ""}},
                "": {{"Type": "Succeed"}}
            }}}}"#
        ),
        expect![[r#"
            error[DUPLICATE_STATE_NAME] /States/P/Branches/0/States/P: Duplicate State name: P (the other one is at /States/P; names are unique in the whole machine)
            error[INVALID_STATE_NAME] /States/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx: Invalid State name: State 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' exceeds the 80-character limit allowed by the service
            error[INVALID_STATE_NAME] /States/: Invalid State name: a state's name cannot be empty"#]],
    );
}

#[test]
fn a_transition_leads_to_a_sibling() {
    check(
        r#"{"StartAt": "Frist", "States": {
            "First": {"Type": "Pass", "Next": "Inner"},
            "M": {"Type": "Map", "End": true, "ItemProcessor": {"StartAt": "Inner", "States": {
                "Inner": {"Type": "Pass", "Next": "First"}}}}
        }}"#,
        expect![[r#"
            error[MISSING_TRANSITION_TARGET] /StartAt: Missing 'Next' target: Frist (did you mean `First`?)
            error[MISSING_TRANSITION_TARGET] /States/First/Next: Missing 'Next' target: Inner (a transition cannot lead into or out of a branch or a processor)
            error[MISSING_TRANSITION_TARGET] /States/M/ItemProcessor/States/Inner/Next: Missing 'Next' target: First (a transition cannot lead into or out of a branch or a processor)
            error[MISSING_TRANSITION_TARGET] /States/First: State "First" is not reachable.
            error[MISSING_TRANSITION_TARGET] /States/M: State "M" is not reachable."#]],
    );
}

#[test]
fn every_state_is_reached() {
    check(
        r#"{"StartAt": "A", "States": {
            "A": {"Type": "Choice", "Choices": [{"Variable": "$.a", "IsNull": true, "Next": "B"}], "Default": "C"},
            "B": {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "End": true,
                  "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "D"}]},
            "C": {"Type": "Wait", "Seconds": 1, "Next": "A"},
            "D": {"Type": "Fail"},
            "E": {"Type": "Pass", "Next": "F"},
            "F": {"Type": "Pass", "Next": "E"}
        }}"#,
        expect![[r#"
            error[MISSING_TRANSITION_TARGET] /States/E: State "E" is not reachable.
            error[MISSING_TRANSITION_TARGET] /States/F: State "F" is not reachable."#]],
    );
}

#[test]
fn what_cannot_be_read_may_lead_anywhere() {
    check(
        r#"{"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": 1}, "B": {"Type": "Pass", "Next": "A"}}}"#,
        expect!["error[SCHEMA_VALIDATION_FAILED] /States/A/Next: Expected value of type [STRING]"],
    );
    check(
        r#"{"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "${Then}"}, "B": {"Type": "Succeed"}}}"#,
        expect![""],
    );
}
