//! The stages, one by one: which part of the input is looked at, what is made of it, where it is put.

use expect_test::expect;

use super::{check, check_story, echo};

#[test]
fn input_path_lets_a_part_of_the_input_through() {
    check(
        r#"{"Type": "Pass", "InputPath": "$.asteroid"}"#,
        &[r#"{"asteroid": {"name": "Eros"}}"#, r#"{"asteroid": null}"#, "{}"],
        expect![[r#"
            {"name":"Eros"}
            null
            States.Runtime: An error occurred while executing the state 'S' (entered at the event id #2). Invalid path '$.asteroid' : No results for path: $['asteroid']"#]],
    );
    check(r#"{"Type": "Pass", "InputPath": null}"#, &[r#"{"a": 1}"#], expect!["{}"]);
    check(r#"{"Type": "Pass", "InputPath": "$$.State.Name"}"#, &["{}"], expect![[r#""S""#]]);
    check(
        r#"{"Type": "Pass", "InputPath": "$.no.such.path"}"#,
        &["{}", r#"{"no": 1}"#],
        expect![[r#"
            States.Runtime: An error occurred while executing the state 'S' (entered at the event id #2). Invalid path '$.no.such.path' : Missing property in path $['no']
            States.Runtime: An error occurred while executing the state 'S' (entered at the event id #2). Invalid path '$.no.such.path' : Expected to find an object with property ['such'] in path $['no']"#]],
    );
    check(r#"{"Type": "Pass", "InputPath": "$.rows[*].name"}"#, &["{}"], expect!["[]"]);
}

#[test]
fn output_path_lets_a_part_of_the_output_through() {
    check(
        r#"{"Type": "Pass", "Result": {"rows": 3, "page": 1}, "OutputPath": "$.rows"}"#,
        &["{}"],
        expect!["3"],
    );
    check(r#"{"Type": "Succeed", "OutputPath": null}"#, &[r#"{"a": 1}"#], expect!["{}"]);
    check(
        r#"{"Type": "Succeed", "InputPath": "$.a", "OutputPath": "$.b"}"#,
        &[r#"{"a": {"b": 2}}"#, r#"{"a": {}}"#],
        expect![[r#"
            2
            States.Runtime: An error occurred while executing the state 'S' (entered at the event id #2). Invalid path '$.b' : No results for path: $['b']"#]],
    );
}

#[test]
fn result_path_puts_the_result_into_the_raw_input() {
    let inputs = [r#"{"a": {"b": 1}, "c": 2}"#, r#"{"a": 5}"#, "7"];
    check(
        r#"{"Type": "Pass", "InputPath": "$.a", "Result": "r", "ResultPath": "$.a.d"}"#,
        &inputs,
        expect![[r#"
            {"a":{"b":1,"d":"r"},"c":2}
            States.ResultPathMatchFailure: An error occurred while executing the state 'S' (entered at the event id #2). Unable to apply ReferencePath $.a.d to input 5
            States.Runtime: An error occurred while executing the state 'S' (entered at the event id #2). Invalid path '$.a' : Expected to find an object with property ['a'] in path $"#]],
    );
    check(
        r#"{"Type": "Pass", "Result": "r", "ResultPath": "$.x.y"}"#,
        &inputs,
        expect![[r#"
        {"a":{"b":1},"c":2,"x":{"y":"r"}}
        {"a":5,"x":{"y":"r"}}
        States.ResultPathMatchFailure: An error occurred while executing the state 'S' (entered at the event id #2). Unable to apply ReferencePath $.x.y to input 7"#]],
    );
    check(
        r#"{"Type": "Pass", "Result": "r", "ResultPath": "$"}"#,
        &inputs,
        expect![[r#"
        "r"
        "r"
        "r""#]],
    );
    check(
        r#"{"Type": "Pass", "Result": "r", "ResultPath": null}"#,
        &inputs,
        expect![[r#"
        {"a":{"b":1},"c":2}
        {"a":5}
        7"#]],
    );
    check(
        r#"{"Type": "Pass", "Result": "r", "ResultPath": "$.list[1]"}"#,
        &[r#"{"list": [1, 2, 3]}"#, r#"{"list": [1]}"#, r#"{}"#],
        expect![[r#"
            {"list":[1,"r",3]}
            States.ResultPathMatchFailure: An error occurred while executing the state 'S' (entered at the event id #2). Unable to apply ReferencePath $.list[1] to input [1]
            States.ResultPathMatchFailure: An error occurred while executing the state 'S' (entered at the event id #2). Unable to apply ReferencePath $.list[1] to input {}"#]],
    );
}

#[test]
fn parameters_are_made_of_paths_and_calls() {
    check(
        r#"{"Type": "Pass", "Parameters": {
            "key.$": "States.Format('{}/{}.csv', $.folder, $.name)",
            "all.$": "$", "who.$": "$$.State.Name", "fixed": ["$.name", {"name.$": "$.name"}]
        }}"#,
        &[r#"{"folder": "in", "name": "benner"}"#, r#"{"folder": "in"}"#],
        expect![[r#"
            {"key":"in/benner.csv","all":{"folder":"in","name":"benner"},"who":"S","fixed":["$.name",{"name":"benner"}]}
            States.Runtime: An error occurred while executing the state 'S' (entered at the event id #2). The function 'States.Format('{}/{}.csv', $.folder, $.name)' had the following error: The JsonPath argument for the field '$.name' could not be found in the input '{"folder":"in"}'"#]],
    );
    check(
        r#"{"Type": "Pass", "Parameters": {"x.$": "$$.Execution.Nope"}}"#,
        &["{}"],
        expect![[
            r#"States.Runtime: An error occurred while executing the state 'S' (entered at the event id #2). The JSONPath '$$.Execution.Nope' specified for the field 'x.$' could not be found in the input '{"Execution":{"Id":"arn:aws:states:us-east-1:123456789012:execution:machine:test","Input":{},"Name":"test","RoleArn":"arn:aws:iam::123456789012:role/machine","StartTime":"2026-01-01T00:00:00Z","RedriveCount":0},"StateMachine":{"Id":"arn:aws:states:us-east-1:123456789012:stateMachine:machine","Name":"machine"},"State":{"EnteredTime":"2026-01-01T00:00:00Z","Name":"S"}}'"#
        ]],
    );
    check(
        r#"{"Type": "Pass", "Parameters": {"x.$": "States.ArrayGetItem($.rows, 5)"}}"#,
        &[r#"{"rows": [1, 2]}"#],
        expect![
            "States.IntrinsicFailure: An error occurred while executing the state 'S' (entered at the event id #2). The function 'States.ArrayGetItem($.rows, 5)' had the following error: the index 5 is out of range"
        ],
    );
}

#[test]
fn a_result_is_handed_on_as_it_stands() {
    check(
        r#"{"Type": "Pass", "Result": {"x.$": "$.y", "text": "$.y"}, "Parameters": {"n.$": "$.nope"}}"#,
        &["{}"],
        expect![[r#"{"x.$":"$.y","text":"$.y"}"#]],
    );
}

#[test]
fn a_wait_lasts_as_long_as_its_path_says() {
    check_story(
        r#"{"S": {"Type": "Wait", "InputPath": "$.a", "SecondsPath": "$.pause", "End": true}}"#,
        r#"{"a": {"pause": 90}}"#,
        echo,
        expect![[r#"
            1<0    00:00:00.000  ExecutionStarted        {"a":{"pause":90}}
            2<0    00:00:00.000  WaitStateEntered        S
            3<2    00:01:30.000  WaitStateExited         S
            4<3    00:01:30.000  ExecutionSucceeded      {"pause":90}
            SUCCEEDED
            {"pause":90}"#]],
    );
    check(
        r#"{"Type": "Wait", "SecondsPath": "$.pause"}"#,
        &[r#"{"pause": -1}"#, r#"{"pause": 1.5}"#, r#"{"pause": "2"}"#, r#"{"pause": {}}"#, "{}"],
        expect![[r#"
            States.Runtime: An error occurred while executing the state 'S' (entered at the event id #2). The SecondsPath parameter references a negative value: $.pause == -1
            States.Runtime: An error occurred while executing the state 'S' (entered at the event id #2). The SecondsPath parameter cannot be parsed as a long value: $.pause == 1.5
            States.Runtime: An error occurred while executing the state 'S' (entered at the event id #2). The SecondsPath parameter cannot be parsed as a long value: $.pause == 2
            States.Runtime: An error occurred while executing the state 'S' (entered at the event id #2). The SecondsPath parameter cannot be parsed as a long value: $.pause == {}
            States.Runtime: An error occurred while executing the state 'S' (entered at the event id #2). The SecondsPath parameter does not reference an input value: $.pause"#]],
    );
    check(
        r#"{"Type": "Wait", "TimestampPath": "$.until"}"#,
        &[
            r#"{"until": "2026-12-31T00:00:00Z"}"#,
            r#"{"until": "2026-12-31T00:00:00+01:00"}"#,
            r#"{"until": "2026-12-31"}"#,
            r#"{"until": 5}"#,
            r#"{"until": "2999-01-01T00:00:00Z"}"#,
            "{}",
        ],
        expect![[r#"
            {"until":"2026-12-31T00:00:00Z"}
            {"until":"2026-12-31T00:00:00+01:00"}
            States.Runtime: An error occurred while executing the state 'S' (entered at the event id #2). The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: $.until == 2026-12-31
            States.Runtime: An error occurred while executing the state 'S' (entered at the event id #2). The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: $.until == 5
            States.Runtime: An error occurred while executing the state 'S' (entered at the event id #2). Wait state delay is too long.
            States.Runtime: An error occurred while executing the state 'S' (entered at the event id #2). The TimestampPath parameter does not reference an input value: $.until"#]],
    );
}

#[test]
fn a_failure_is_named_by_paths_and_calls() {
    check(
        r#"{"Type": "Fail", "ErrorPath": "$.error", "CausePath": "States.Format('row {}', $.row)"}"#,
        &[r#"{"error": "BadRow", "row": 7}"#, r#"{"error": "BadRow"}"#, r#"{"row": 7}"#],
        expect![[r#"
            BadRow: row 7
            States.Runtime: An error occurred while executing the state 'S' (entered at the event id #2). The function 'States.Format('row {}', $.row)' had the following error: The JsonPath argument for the field '$.row' could not be found in the input '{"error":"BadRow"}'
            States.Runtime: An error occurred while executing the state 'S' (entered at the event id #2). The JSONPath '$.error' specified for the field 'ErrorPath' could not be found in the input '{"row":7}'"#]],
    );
    check(r#"{"Type": "Fail", "Error": "$.error"}"#, &["{}"], expect!["$.error: –"]);
    check(r#"{"Type": "Fail"}"#, &["{}"], expect!["–: –"]);
}

#[test]
fn a_choice_looks_at_what_input_path_lets_through() {
    let states = r#"{
        "S": {"Type": "Choice", "InputPath": "$.row", "OutputPath": "$.name", "Choices": [
            {"Variable": "$.deltaV", "NumericLessThan": 4, "Next": "Near", "Assign": {"v.$": "$.deltaV"}}
        ], "Default": "Far"},
        "Near": {"Type": "Pass", "Parameters": {"near.$": "$", "v.$": "$v"}, "End": true},
        "Far": {"Type": "Pass", "Parameters": {"far.$": "$"}, "End": true}
    }"#;
    check_story(
        states,
        r#"{"row": {"name": "2006 RH120", "deltaV": 3.8}}"#,
        echo,
        expect![[r#"
        1<0    00:00:00.000  ExecutionStarted        {"row":{"name":"2006 RH120","deltaV":3.8}}
        2<0    00:00:00.000  ChoiceStateEntered      S
        3<2    00:00:00.000  ChoiceStateExited       S  sets $v
        4<3    00:00:00.000  PassStateEntered        Near
        5<4    00:00:00.000  PassStateExited         Near
        6<5    00:00:00.000  ExecutionSucceeded      {"near":"2006 RH120","v":3.8}
        SUCCEEDED
        {"near":"2006 RH120","v":3.8}"#]],
    );
    check_story(
        states,
        r#"{"row": {"name": "Eros", "deltaV": 6.1}}"#,
        echo,
        expect![[r#"
        1<0    00:00:00.000  ExecutionStarted        {"row":{"name":"Eros","deltaV":6.1}}
        2<0    00:00:00.000  ChoiceStateEntered      S
        3<2    00:00:00.000  ChoiceStateExited       S
        4<3    00:00:00.000  PassStateEntered        Far
        5<4    00:00:00.000  PassStateExited         Far
        6<5    00:00:00.000  ExecutionSucceeded      {"far":"Eros"}
        SUCCEEDED
        {"far":"Eros"}"#]],
    );
    check_story(
        states,
        r#"{"row": {"name": "Eros"}}"#,
        echo,
        expect![[r#"
        1<0    00:00:00.000  ExecutionStarted        {"row":{"name":"Eros"}}
        2<0    00:00:00.000  ChoiceStateEntered      S
        3<2    00:00:00.000  ExecutionFailed         States.Runtime: Invalid path '$.deltaV': The choice state's condition path references an invalid…
        FAILED"#]],
    );
}
