//! Variables, and machines in which both languages are spoken.

use expect_test::expect;

use super::{check_story, echo};

#[test]
fn variables_are_assigned_from_the_result_and_read_by_every_field() {
    check_story(
        r#"{
            "S": {"Type": "Pass", "Result": {"n": 2, "name": "Eros"}, "Assign": {"n.$": "$.n", "fixed": {"x.$": "$.name"}}, "Next": "T"},
            "T": {"Type": "Wait", "SecondsPath": "$n", "Assign": {"n.$": "States.MathAdd($n, 1)", "old.$": "$n"}, "Next": "U"},
            "U": {"Type": "Pass", "InputPath": "$fixed", "Parameters": {"x.$": "$.x", "n.$": "$n", "old.$": "$old"}, "OutputPath": "$", "End": true}
        }"#,
        "{}",
        echo,
        expect![[r#"
            1<0    00:00:00.000  ExecutionStarted        {}
            2<0    00:00:00.000  PassStateEntered        S
            3<2    00:00:00.000  PassStateExited         S  sets $n, $fixed
            4<3    00:00:00.000  WaitStateEntered        T
            5<4    00:00:02.000  WaitStateExited         T  sets $n, $old
            6<5    00:00:02.000  PassStateEntered        U
            7<6    00:00:02.000  PassStateExited         U
            8<7    00:00:02.000  ExecutionSucceeded      {"x":"Eros","n":3,"old":2}
            SUCCEEDED
            {"x":"Eros","n":3,"old":2}"#]],
    );
}

#[test]
fn a_variable_that_nobody_has_assigned_fails_the_execution() {
    check_story(
        r#"{"S": {"Type": "Pass", "Parameters": {"x.$": "$nobody"}, "End": true}}"#,
        r#"{"a": 1}"#,
        echo,
        expect![[r#"
            1<0    00:00:00.000  ExecutionStarted        {"a":1}
            2<0    00:00:00.000  PassStateEntered        S
            3<2    00:00:00.000  ExecutionFailed         States.Runtime: The JSONPath '$nobody' specified for the field 'x.$' could not be found in the i…
            FAILED"#]],
    );
}

#[test]
fn what_one_state_assigns_is_bounded() {
    let half = "x".repeat(140_000);
    let states = format!(
        r#"{{"S": {{"Type": "Pass", "Assign": {{"a": "{half}", "b": "{half}"}}, "End": true}}}}"#
    );
    check_story(
        &states,
        "{}",
        echo,
        expect![[r#"
        1<0    00:00:00.000  ExecutionStarted        {}
        2<0    00:00:00.000  PassStateEntered        S
        3<2    00:00:00.000  ExecutionFailed         States.DataLimitExceeded: The state/task 'S' returned a result with a size exceeding the maximum…
        FAILED"#]],
    );
}

#[test]
fn each_state_may_speak_its_own_language() {
    check_story(
        r#"{
            "S": {"Type": "Pass", "Assign": {"n.$": "$.n"}, "ResultPath": "$.copy", "Next": "T"},
            "T": {"Type": "Map", "QueryLanguage": "JSONata", "Items": "{% [1..$n] %}",
                "ItemProcessor": {"StartAt": "I", "States": {"I": {"Type": "Pass", "Parameters": {"i.$": "$", "n.$": "$n"}, "End": true}}},
                "Next": "U"},
            "U": {"Type": "Pass", "QueryLanguage": "JSONata", "Output": {"sum": "{% $sum($states.input.i) %}"}, "End": true}
        }"#,
        r#"{"n": 2}"#,
        echo,
        expect![[r#"
            1<0    00:00:00.000  ExecutionStarted        {"n":2}
            2<0    00:00:00.000  PassStateEntered        S
            3<2    00:00:00.000  PassStateExited         S  sets $n
            4<3    00:00:00.000  MapStateEntered         T
            5<4    00:00:00.000  MapStateStarted         T  2 items
            6<5    00:00:00.000  MapIterationStarted     T  [0]
            7<5    00:00:00.000  MapIterationStarted     T  [1]
            8<6    00:00:00.000  PassStateEntered        I
            9<8    00:00:00.000  PassStateExited         I
            10<9   00:00:00.000  MapIterationSucceeded   T  [0]
            11<7   00:00:00.000  PassStateEntered        I
            12<11  00:00:00.000  PassStateExited         I
            13<12  00:00:00.000  MapIterationSucceeded   T  [1]
            14<13  00:00:00.000  MapStateSucceeded       T
            15<13  00:00:00.000  MapStateExited          T
            16<15  00:00:00.000  PassStateEntered        U
            17<16  00:00:00.000  PassStateExited         U
            18<17  00:00:00.000  ExecutionSucceeded      {"sum":3}
            SUCCEEDED
            {"sum":3}"#]],
    );
}
