//! Tasks: what they are given, what is kept of their results, how they are retried and caught.

use expect_test::expect;
use stepwright_json::json;
use stepwright_testkit::Answer;

use super::{check_story, echo};

#[test]
fn a_task_is_given_its_parameters_and_its_result_finds_its_place() {
    check_story(
        r#"{"S": {
            "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
            "InputPath": "$.order", "Parameters": {"FunctionName": "price", "Payload": {"id.$": "$.id"}},
            "ResultSelector": {"price.$": "$.Payload.price", "at.$": "$$.Execution.StartTime"},
            "ResultPath": "$.answer", "OutputPath": "$.answer", "End": true
        }}"#,
        r#"{"order": {"id": 7}}"#,
        |_| Answer::success(json!({ "Payload": { "price": 12.5 }, "StatusCode": 200 })),
        expect![[r#"
            1<0    00:00:00.000  ExecutionStarted        {"order":{"id":7}}
            2<0    00:00:00.000  TaskStateEntered        S
            3<2    00:00:00.000  TaskScheduled           S  lambda:invoke
            4<3    00:00:00.000  TaskStarted             S
            5<4    00:00:00.000  TaskSucceeded           S  {"Payload":{"price":12.5},"StatusCode":200}
            6<5    00:00:00.000  TaskStateExited         S
            7<6    00:00:00.000  ExecutionSucceeded      {"price":12.5,"at":"2026-01-01T00:00:00Z"}
            SUCCEEDED
            {"price":12.5,"at":"2026-01-01T00:00:00Z"}"#]],
    );
}

#[test]
fn a_task_without_parameters_is_given_all_that_it_looks_at() {
    check_story(
        r#"{"S": {
            "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f",
            "InputPath": "$.order", "ResultPath": null, "End": true
        }}"#,
        r#"{"order": {"id": 7}}"#,
        echo,
        expect![[r#"
            1<0    00:00:00.000  ExecutionStarted        {"order":{"id":7}}
            2<0    00:00:00.000  TaskStateEntered        S
            3<2    00:00:00.000  LambdaFunctionScheduled  S  arn:aws:lambda:us-east-1:123456789012:function:f
            4<3    00:00:00.000  LambdaFunctionStarted   S
            5<4    00:00:00.000  LambdaFunctionSucceeded  S  {"id":7}
            6<5    00:00:00.000  TaskStateExited         S
            7<6    00:00:00.000  ExecutionSucceeded      {"order":{"id":7}}
            SUCCEEDED
            {"order":{"id":7}}"#]],
    );
}

#[test]
fn times_and_whom_to_call_as_may_be_read_from_the_input() {
    check_story(
        r#"{"S": {
            "Type": "Task", "Resource": "arn:aws:states:::sns:publish.waitForTaskToken",
            "Parameters": {"Message": {"token.$": "$$.Task.Token"}},
            "Credentials": {"RoleArn.$": "$.role"},
            "TimeoutSecondsPath": "$.limits.all", "HeartbeatSecondsPath": "$.limits.beat", "End": true
        }}"#,
        r#"{"role": "arn:aws:iam::123456789012:role/other", "limits": {"all": 60, "beat": 5}}"#,
        |_| Answer::silence(),
        expect![[r#"
            1<0    00:00:00.000  ExecutionStarted        {"role":"arn:aws:iam::123456789012:role/other","limits":{"all":60,"beat":5}}
            2<0    00:00:00.000  TaskStateEntered        S
            3<2    00:00:00.000  TaskScheduled           S  sns:publish.waitForTaskToken
            4<3    00:00:00.000  TaskStarted             S
            5<4    00:00:05.000  TaskTimedOut            S  States.Timeout
            6<5    00:00:05.000  ExecutionFailed         States.Timeout
            FAILED"#]],
    );
    let task = r#"{"S": {
        "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
        "TimeoutSecondsPath": "$.limit", "End": true
    }}"#;
    check_story(
        task,
        r#"{"limit": "soon"}"#,
        echo,
        expect![[r#"
        1<0    00:00:00.000  ExecutionStarted        {"limit":"soon"}
        2<0    00:00:00.000  TaskStateEntered        S
        3<2    00:00:00.000  ExecutionFailed         States.Runtime: The TimeoutSecondsPath field refers to value "soon" which is not a valid integer…
        FAILED"#]],
    );
    check_story(
        task,
        "{}",
        echo,
        expect![[r#"
        1<0    00:00:00.000  ExecutionStarted        {}
        2<0    00:00:00.000  TaskStateEntered        S
        3<2    00:00:00.000  ExecutionFailed         States.Runtime: Invalid path '$.limit' : No results for path: $['limit']
        FAILED"#]],
    );
}

#[test]
fn a_caught_error_is_put_where_the_catcher_says() {
    let states = |catcher: &str| {
        format!(
            r#"{{"S": {{
                "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "OutputPath": "$.nope",
                "ResultSelector": {{"x.$": "$.nope"}},
                "Retry": [{{"ErrorEquals": ["Busy"], "MaxAttempts": 1}}],
                "Catch": [{{"ErrorEquals": ["Busy"], "Next": "T", {catcher}}}], "End": true
            }}, "T": {{"Type": "Pass", "Parameters": {{"in.$": "$", "why.$": "$why"}}, "End": true}}}}"#
        )
    };
    let busy = |_: &_| Answer::failure("Busy", "come back later");
    check_story(
        &states(r#""ResultPath": "$.error", "Assign": {"why.$": "$.Cause"}"#),
        r#"{"id": 7}"#,
        busy,
        expect![[r#"
            1<0    00:00:00.000  ExecutionStarted        {"id":7}
            2<0    00:00:00.000  TaskStateEntered        S
            3<2    00:00:00.000  TaskScheduled           S  lambda:invoke
            4<3    00:00:00.000  TaskStarted             S
            5<4    00:00:00.000  TaskFailed              S  Busy: come back later
            6<5    00:00:01.000  TaskScheduled           S  lambda:invoke
            7<6    00:00:01.000  TaskStarted             S
            8<7    00:00:01.000  TaskFailed              S  Busy: come back later
            9<8    00:00:01.000  TaskStateExited         S  sets $why
            10<9   00:00:01.000  PassStateEntered        T
            11<10  00:00:01.000  PassStateExited         T
            12<11  00:00:01.000  ExecutionSucceeded      {"in":{"id":7,"error":{"Error":"Busy","Cause":"come back later"}},"why":"come back later"}
            SUCCEEDED
            {"in":{"id":7,"error":{"Error":"Busy","Cause":"come back later"}},"why":"come back later"}"#]],
    );
    check_story(
        &states(r#""Assign": {"why": "unknown"}, "ResultPath": null"#),
        r#"{"id": 7}"#,
        busy,
        expect![[r#"
            1<0    00:00:00.000  ExecutionStarted        {"id":7}
            2<0    00:00:00.000  TaskStateEntered        S
            3<2    00:00:00.000  TaskScheduled           S  lambda:invoke
            4<3    00:00:00.000  TaskStarted             S
            5<4    00:00:00.000  TaskFailed              S  Busy: come back later
            6<5    00:00:01.000  TaskScheduled           S  lambda:invoke
            7<6    00:00:01.000  TaskStarted             S
            8<7    00:00:01.000  TaskFailed              S  Busy: come back later
            9<8    00:00:01.000  TaskStateExited         S  sets $why
            10<9   00:00:01.000  PassStateEntered        T
            11<10  00:00:01.000  PassStateExited         T
            12<11  00:00:01.000  ExecutionSucceeded      {"in":{"id":7},"why":"unknown"}
            SUCCEEDED
            {"in":{"id":7},"why":"unknown"}"#]],
    );
}

#[test]
fn what_intrinsic_functions_fail_with_can_be_caught_and_a_missing_path_cannot() {
    let states = |path: &str| {
        format!(
            r#"{{"S": {{
                "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
                "Parameters": {{"x.$": "{path}"}},
                "Catch": [{{"ErrorEquals": ["States.ALL"], "Next": "T"}}], "End": true
            }}, "T": {{"Type": "Succeed"}}}}"#
        )
    };
    check_story(
        &states("States.StringToJson($.text)"),
        r#"{"text": "{"}"#,
        echo,
        expect![[r#"
        1<0    00:00:00.000  ExecutionStarted        {"text":"{"}
        2<0    00:00:00.000  TaskStateEntered        S
        3<2    00:00:00.000  TaskStateExited         S
        4<3    00:00:00.000  SucceedStateEntered     T
        5<4    00:00:00.000  SucceedStateExited      T
        6<5    00:00:00.000  ExecutionSucceeded      {"Error":"States.IntrinsicFailure","Cause":"An error occurred while executing the state 'S' (ent…
        SUCCEEDED
        {"Error":"States.IntrinsicFailure","Cause":"An error occurred while executing the state 'S' (entered at the event id #2). The function 'States.StringToJson($.text)' had the following error: the text is not JSON: 1:2: the text ends where a key in double quotes was expected"}"#]],
    );
    check_story(
        &states("$.text"),
        "{}",
        echo,
        expect![[r#"
        1<0    00:00:00.000  ExecutionStarted        {}
        2<0    00:00:00.000  TaskStateEntered        S
        3<2    00:00:00.000  ExecutionFailed         States.Runtime: The JSONPath '$.text' specified for the field 'x.$' could not be found in the in…
        FAILED"#]],
    );
}

#[test]
fn a_result_that_has_no_place_in_the_input_can_be_caught() {
    check_story(
        r#"{"S": {
            "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "ResultPath": "$.a.b",
            "Catch": [{"ErrorEquals": ["States.ResultPathMatchFailure"], "Next": "T"}], "End": true
        }, "T": {"Type": "Succeed", "OutputPath": "$.Error"}}"#,
        r#"{"a": 1}"#,
        echo,
        expect![[r#"
            1<0    00:00:00.000  ExecutionStarted        {"a":1}
            2<0    00:00:00.000  TaskStateEntered        S
            3<2    00:00:00.000  TaskScheduled           S  lambda:invoke
            4<3    00:00:00.000  TaskStarted             S
            5<4    00:00:00.000  TaskSucceeded           S  {"a":1}
            6<5    00:00:00.000  TaskStateExited         S
            7<6    00:00:00.000  SucceedStateEntered     T
            8<7    00:00:00.000  SucceedStateExited      T
            9<8    00:00:00.000  ExecutionSucceeded      "States.ResultPathMatchFailure"
            SUCCEEDED
            "States.ResultPathMatchFailure""#]],
    );
}
