//! Parallel and Map: what branches and iterations are given, and what is made of their results.

use expect_test::expect;
use stepwright_testkit::Answer;

use super::{check, check_story, echo};

#[test]
fn each_branch_is_given_the_parameters() {
    check_story(
        r#"{"S": {
            "Type": "Parallel", "Parameters": {"id.$": "$.order.id"},
            "Branches": [
                {"StartAt": "A", "States": {"A": {"Type": "Pass", "OutputPath": "$.id", "End": true}}},
                {"StartAt": "B", "States": {"B": {"Type": "Pass", "Result": "b", "ResultPath": "$.b", "End": true}}}
            ],
            "ResultSelector": {"first.$": "$[0]", "second.$": "$[1].b"}, "ResultPath": "$.both", "End": true
        }}"#,
        r#"{"order": {"id": 7}}"#,
        echo,
        expect![[r#"
            1<0    00:00:00.000  ExecutionStarted        {"order":{"id":7}}
            2<0    00:00:00.000  ParallelStateEntered    S
            3<2    00:00:00.000  ParallelStateStarted    S
            4<3    00:00:00.000  PassStateEntered        A
            5<4    00:00:00.000  PassStateExited         A
            6<3    00:00:00.000  PassStateEntered        B
            7<6    00:00:00.000  PassStateExited         B
            8<7    00:00:00.000  ParallelStateSucceeded  S
            9<7    00:00:00.000  ParallelStateExited     S
            10<9   00:00:00.000  ExecutionSucceeded      {"order":{"id":7},"both":{"first":7,"second":"b"}}
            SUCCEEDED
            {"order":{"id":7},"both":{"first":7,"second":"b"}}"#]],
    );
}

#[test]
fn an_error_of_the_selector_follows_from_the_success() {
    check_story(
        r#"{"S": {
            "Type": "Parallel", "Branches": [{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}],
            "ResultSelector": {"x.$": "$.nope"}, "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "T"}], "End": true
        }, "T": {"Type": "Succeed"}}"#,
        r#""a""#,
        echo,
        expect![[r#"
            1<0    00:00:00.000  ExecutionStarted        "a"
            2<0    00:00:00.000  ParallelStateEntered    S
            3<2    00:00:00.000  ParallelStateStarted    S
            4<3    00:00:00.000  SucceedStateEntered     A
            5<4    00:00:00.000  SucceedStateExited      A
            6<5    00:00:00.000  ParallelStateSucceeded  S
            7<6    00:00:00.000  ExecutionFailed         States.Runtime: The JSONPath '$.nope' specified for the field 'x.$' could not be found in the in…
            FAILED"#]],
    );
}

#[test]
fn each_item_is_selected_with_what_is_around_it() {
    check_story(
        r#"{"S": {
            "Type": "Map", "InputPath": "$.data", "ItemsPath": "$.rows", "MaxConcurrencyPath": "$['at once']",
            "ItemSelector": {"row.$": "$$.Map.Item.Value", "index.$": "$$.Map.Item.Index", "of.$": "$.table"},
            "ItemProcessor": {"StartAt": "I", "States": {"I": {"Type": "Pass", "OutputPath": "$.index", "End": true}}},
            "ResultPath": "$.done", "End": true
        }}"#,
        r#"{"data": {"table": "t", "rows": ["x", "y"], "at once": 1}}"#,
        echo,
        expect![[r#"
            1<0    00:00:00.000  ExecutionStarted        {"data":{"table":"t","rows":["x","y"],"at once":1}}
            2<0    00:00:00.000  MapStateEntered         S
            3<2    00:00:00.000  MapStateStarted         S  2 items
            4<3    00:00:00.000  MapIterationStarted     S  [0]
            5<4    00:00:00.000  PassStateEntered        I
            6<5    00:00:00.000  PassStateExited         I
            7<6    00:00:00.000  MapIterationSucceeded   S  [0]
            8<6    00:00:00.000  MapIterationStarted     S  [1]
            9<8    00:00:00.000  PassStateEntered        I
            10<9   00:00:00.000  PassStateExited         I
            11<10  00:00:00.000  MapIterationSucceeded   S  [1]
            12<11  00:00:00.000  MapStateSucceeded       S
            13<11  00:00:00.000  MapStateExited          S
            14<13  00:00:00.000  ExecutionSucceeded      {"data":{"table":"t","rows":["x","y"],"at once":1},"done":[0,1]}
            SUCCEEDED
            {"data":{"table":"t","rows":["x","y"],"at once":1},"done":[0,1]}"#]],
    );
}

#[test]
fn parameters_and_iterator_are_names_of_old() {
    check(
        r#"{
            "Type": "Map", "ItemsPath": "$.rows", "Parameters": {"v.$": "$$.Map.Item.Value"},
            "Iterator": {"StartAt": "I", "States": {"I": {"Type": "Pass", "End": true}}}
        }"#,
        &[r#"{"rows": [1, 2]}"#, r#"{"rows": []}"#],
        expect![[r#"
            [{"v":1},{"v":2}]
            []"#]],
    );
}

#[test]
fn a_map_runs_over_arrays_only() {
    let map = |items_path: &str| {
        format!(
            r#"{{"Type": "Map"{items_path}, "ItemProcessor": {{"StartAt": "I", "States": {{"I": {{"Type": "Succeed"}}}}}}}}"#
        )
    };
    check(
        &map(""),
        &["[1]", r#"{"a": 1}"#],
        expect![[r#"
        [1]
        States.Runtime: An error occurred while executing the state 'S' (entered at the event id #2). Reference path "$" must point to array."#]],
    );
    check(
        &map(r#", "ItemsPath": "$.a.b""#),
        &[r#"{"a": {"b": "x"}}"#, r#"{"a": 1}"#, "{}"],
        expect![[r#"
            States.Runtime: An error occurred while executing the state 'S' (entered at the event id #2). Reference path "$.a.b" must point to array.
            States.Runtime: An error occurred while executing the state 'S' (entered at the event id #2). Invalid path '$.a.b' : Expected to find an object with property ['b'] in path $['a']
            States.Runtime: An error occurred while executing the state 'S' (entered at the event id #2). Invalid path '$.a.b' : Missing property in path $['a']"#]],
    );
    check(
        &map(r#", "ItemsPath": "$$.Execution.Input""#),
        &["[2]", "2"],
        expect![[r#"
        [2]
        States.Runtime: An error occurred while executing the state 'S' (entered at the event id #2). Reference path "$.Execution.Input" must point to array."#]],
    );
}

#[test]
fn numbers_of_a_map_are_read_from_their_text() {
    check(
        r#"{
            "Type": "Map", "ItemsPath": "$.rows", "MaxConcurrencyPath": "$.n",
            "ItemProcessor": {"StartAt": "I", "States": {"I": {"Type": "Succeed"}}}
        }"#,
        &[
            r#"{"rows": [1], "n": 2}"#,
            r#"{"rows": [1], "n": "2"}"#,
            r#"{"rows": [1], "n": 2.0}"#,
            r#"{"rows": [1], "n": {"a": 1}}"#,
            r#"{"rows": [1], "n": -2}"#,
            r#"{"rows": [1]}"#,
        ],
        expect![[r#"
            [1]
            [1]
            States.Runtime: An error occurred while executing the state 'S' (entered at the event id #2). The MaxConcurrencyPath field refers to value "2.0" which is not a valid integer: $.n
            States.Runtime: An error occurred while executing the state 'S' (entered at the event id #2). The MaxConcurrencyPath field refers to value "{"a":1}" which is not a valid integer: $.n
            States.Runtime: An error occurred while executing the state 'S' (entered at the event id #2). MaxConcurrency cannot be negative.
            States.Runtime: An error occurred while executing the state 'S' (entered at the event id #2). Invalid path '$.n' : No results for path: $['n']"#]],
    );
}

#[test]
fn a_failed_iteration_is_caught_into_the_raw_input_of_the_map() {
    check_story(
        r#"{"S": {
            "Type": "Map", "ItemsPath": "$.rows", "MaxConcurrency": 1,
            "ItemProcessor": {"StartAt": "I", "States": {"I": {
                "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true
            }}},
            "Catch": [{"ErrorEquals": ["Bad"], "ResultPath": "$.error", "Next": "T"}], "End": true
        }, "T": {"Type": "Succeed", "InputPath": "$.error.Cause"}}"#,
        r#"{"rows": ["good", "bad"]}"#,
        |request| match request.input.as_str() {
            Some("bad") => Answer::failure("Bad", "it says so"),
            _ => Answer::success(request.input.clone()),
        },
        expect![[r#"
            1<0    00:00:00.000  ExecutionStarted        {"rows":["good","bad"]}
            2<0    00:00:00.000  MapStateEntered         S
            3<2    00:00:00.000  MapStateStarted         S  2 items
            4<3    00:00:00.000  MapIterationStarted     S  [0]
            5<4    00:00:00.000  TaskStateEntered        I
            6<5    00:00:00.000  TaskScheduled           I  lambda:invoke
            7<6    00:00:00.000  TaskStarted             I
            8<7    00:00:00.000  TaskSucceeded           I  "good"
            9<8    00:00:00.000  TaskStateExited         I
            10<9   00:00:00.000  MapIterationSucceeded   S  [0]
            11<9   00:00:00.000  MapIterationStarted     S  [1]
            12<11  00:00:00.000  TaskStateEntered        I
            13<12  00:00:00.000  TaskScheduled           I  lambda:invoke
            14<13  00:00:00.000  TaskStarted             I
            15<14  00:00:00.000  TaskFailed              I  Bad: it says so
            16<15  00:00:00.000  MapIterationFailed      S  [1]
            17<15  00:00:00.000  TaskStateAborted        I
            18<15  00:00:00.000  MapStateFailed          S
            19<18  00:00:00.000  MapStateExited          S
            20<19  00:00:00.000  SucceedStateEntered     T
            21<20  00:00:00.000  SucceedStateExited      T
            22<21  00:00:00.000  ExecutionSucceeded      "it says so"
            SUCCEEDED
            "it says so""#]],
    );
}

#[test]
fn a_path_that_leads_nowhere_ends_the_execution_from_any_depth() {
    check_story(
        r#"{"S": {
            "Type": "Map",
            "ItemProcessor": {"StartAt": "I", "States": {"I": {"Type": "Pass", "InputPath": "$.x", "End": true}}},
            "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "T"}], "End": true
        }, "T": {"Type": "Succeed"}}"#,
        "[1]",
        echo,
        expect![[r#"
            1<0    00:00:00.000  ExecutionStarted        [1]
            2<0    00:00:00.000  MapStateEntered         S
            3<2    00:00:00.000  MapStateStarted         S  1 item
            4<3    00:00:00.000  MapIterationStarted     S  [0]
            5<4    00:00:00.000  PassStateEntered        I
            6<5    00:00:00.000  ExecutionFailed         States.Runtime: Invalid path '$.x' : Expected to find an object with property ['x'] in path $
            FAILED"#]],
    );
}
