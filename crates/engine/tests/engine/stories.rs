//! Stories: what executions live through, as histories that read from top to bottom.

use expect_test::expect;
use jiff::SignedDuration;
use stepwright_engine::Failure;
use stepwright_json::{Value, json};
use stepwright_testkit::{Answer, World};

use crate::common::{check, check_with, program, story};

#[test]
fn a_pass_state_hands_on_what_its_output_says() {
    check(
        r#"{"StartAt": "Greet", "States": {
            "Greet": {"Type": "Pass", "Output": {"greeting": "{% 'Hello, ' & $states.input %}"}, "End": true}
        }}"#,
        r#""Ceres""#,
        expect![[r#"
            1<0    00:00:00.000  ExecutionStarted        "Ceres"
            2<0    00:00:00.000  PassStateEntered        Greet
            3<2    00:00:00.000  PassStateExited         Greet
            4<3    00:00:00.000  ExecutionSucceeded      {"greeting":"Hello, Ceres"}
            SUCCEEDED
            {"greeting":"Hello, Ceres"}"#]],
    );
}

#[test]
fn variables_are_assigned_on_exit_from_the_values_at_entry() {
    check(
        r#"{"StartAt": "Set", "States": {
            "Set": {"Type": "Pass", "Assign": {"x": 1, "y": "{% $states.input %}"}, "Next": "Swap"},
            "Swap": {"Type": "Pass", "Assign": {"x": "{% $y %}", "y": "{% $x %}"}, "Output": "{% [$x, $y] %}", "Next": "Tell"},
            "Tell": {"Type": "Pass", "Output": "{% [$x, $y] %}", "End": true}
        }}"#,
        "2",
        expect![[r#"
            1<0    00:00:00.000  ExecutionStarted        2
            2<0    00:00:00.000  PassStateEntered        Set
            3<2    00:00:00.000  PassStateExited         Set  sets $x, $y
            4<3    00:00:00.000  PassStateEntered        Swap
            5<4    00:00:00.000  PassStateExited         Swap  sets $x, $y
            6<5    00:00:00.000  PassStateEntered        Tell
            7<6    00:00:00.000  PassStateExited         Tell
            8<7    00:00:00.000  ExecutionSucceeded      [2,1]
            SUCCEEDED
            [2,1]"#]],
    );
}

#[test]
fn a_choice_takes_the_first_rule_that_matches() {
    check(
        r#"{"StartAt": "Which?", "States": {
            "Which?": {"Type": "Choice", "Choices": [
                {"Condition": "{% $states.input.rows > 10 %}", "Next": "Many", "Output": "many"},
                {"Condition": "{% $states.input.rows > 1 %}", "Next": "Many", "Assign": {"some": true}}
            ], "Default": "Few", "Output": "by default"},
            "Many": {"Type": "Succeed", "Output": "{% $some %}"},
            "Few": {"Type": "Succeed"}
        }}"#,
        r#"{"rows": 3}"#,
        expect![[r#"
            1<0    00:00:00.000  ExecutionStarted        {"rows":3}
            2<0    00:00:00.000  ChoiceStateEntered      Which?
            3<2    00:00:00.000  ChoiceStateExited       Which?  sets $some
            4<3    00:00:00.000  SucceedStateEntered     Many
            5<4    00:00:00.000  SucceedStateExited      Many
            6<5    00:00:00.000  ExecutionSucceeded      true
            SUCCEEDED
            true"#]],
    );
}

#[test]
fn a_choice_without_a_way_out_fails_the_execution() {
    check(
        r#"{"StartAt": "Which?", "States": {
            "Which?": {"Type": "Choice", "Choices": [{"Condition": false, "Next": "Never"}]},
            "Never": {"Type": "Succeed"}
        }}"#,
        "null",
        expect![[r#"
            1<0    00:00:00.000  ExecutionStarted        null
            2<0    00:00:00.000  ChoiceStateEntered      Which?
            3<2    00:00:00.000  ExecutionFailed         States.Runtime: Failed to transition out of the state. The state does not point to a next state.
            FAILED"#]],
    );
}

#[test]
fn each_retry_waits_twice_as_long_and_then_the_catcher_has_it() {
    let machine = r#"{"StartAt": "Download", "States": {
        "Download": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
            "Retry": [{"ErrorEquals": ["HTTPError"], "IntervalSeconds": 10, "MaxAttempts": 2}],
            "Catch": [{"ErrorEquals": ["States.ALL"], "Assign": {"why": "{% $states.errorOutput.Cause %}"}, "Next": "Give Up"}],
            "End": true},
        "Give Up": {"Type": "Fail", "Error": "NoTable", "Cause": "{% $why %}"}
    }}"#;
    check_with(
        machine,
        "null",
        |_| Answer::failure("HTTPError", "503 from the server").after_seconds(1),
        expect![[r#"
            1<0    00:00:00.000  ExecutionStarted        null
            2<0    00:00:00.000  TaskStateEntered        Download
            3<2    00:00:00.000  TaskScheduled           Download  lambda:invoke
            4<3    00:00:00.000  TaskStarted             Download
            5<4    00:00:01.000  TaskFailed              Download  HTTPError: 503 from the server
            6<5    00:00:11.000  TaskScheduled           Download  lambda:invoke
            7<6    00:00:11.000  TaskStarted             Download
            8<7    00:00:12.000  TaskFailed              Download  HTTPError: 503 from the server
            9<8    00:00:32.000  TaskScheduled           Download  lambda:invoke
            10<9   00:00:32.000  TaskStarted             Download
            11<10  00:00:33.000  TaskFailed              Download  HTTPError: 503 from the server
            12<11  00:00:33.000  TaskStateExited         Download  sets $why
            13<12  00:00:33.000  FailStateEntered        Give Up
            14<13  00:00:33.000  ExecutionFailed         NoTable: 503 from the server
            FAILED"#]],
    );
}

#[test]
fn a_task_that_does_not_answer_times_out_from_its_start() {
    let machine = r#"{"StartAt": "Ask", "States": {
        "Ask": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:ask",
            "TimeoutSeconds": "{% $states.input %}", "End": true}
    }}"#;
    check_with(
        machine,
        "30",
        |_| Answer::silence(),
        expect![[r#"
            1<0    00:00:00.000  ExecutionStarted        30
            2<0    00:00:00.000  TaskStateEntered        Ask
            3<2    00:00:00.000  LambdaFunctionScheduled  Ask  arn:aws:lambda:us-east-1:123456789012:function:ask
            4<3    00:00:00.000  LambdaFunctionStarted   Ask
            5<4    00:00:30.000  LambdaFunctionTimedOut  Ask  States.Timeout
            6<5    00:00:30.000  ExecutionFailed         States.Timeout
            FAILED"#]],
    );
}

#[test]
fn a_missed_heartbeat_is_a_timeout_that_both_names_catch() {
    let machine = r#"{"StartAt": "Ask", "States": {
        "Ask": {"Type": "Task", "Resource": "arn:aws:states:us-east-1:123456789012:activity:ask",
            "HeartbeatSeconds": 5, "Catch": [{"ErrorEquals": ["States.HeartbeatTimeout"], "Next": "Caught"}], "End": true},
        "Caught": {"Type": "Succeed"}
    }}"#;
    check_with(
        machine,
        "{}",
        |_| Answer::silence(),
        expect![[r#"
            1<0    00:00:00.000  ExecutionStarted        {}
            2<0    00:00:00.000  TaskStateEntered        Ask
            3<2    00:00:00.000  ActivityScheduled       Ask  arn:aws:states:us-east-1:123456789012:activity:ask
            4<3    00:00:00.000  ActivityStarted         Ask
            5<4    00:00:05.000  ActivityTimedOut        Ask  States.Timeout
            6<5    00:00:05.000  TaskStateExited         Ask
            7<6    00:00:05.000  SucceedStateEntered     Caught
            8<7    00:00:05.000  SucceedStateExited      Caught
            9<8    00:00:05.000  ExecutionSucceeded      {"Error":"States.Timeout","Cause":""}
            SUCCEEDED
            {"Error":"States.Timeout","Cause":""}"#]],
    );
}

#[test]
fn a_job_is_submitted_before_it_succeeds() {
    let machine = r#"{"StartAt": "Run", "States": {
        "Run": {"Type": "Task", "Resource": "arn:aws:states:::states:startExecution.sync:2",
            "Arguments": {"Input": {"n": "{% $states.input %}"}}, "Output": "{% $states.result.Output %}", "End": true}
    }}"#;
    check_with(
        machine,
        "7",
        |request| {
            Answer::success(Value::parse(r#"{"Output": {"ok": true}}"#).unwrap())
                .submitted_with(request.input.clone())
                .after_seconds(60)
        },
        expect![[r#"
            1<0    00:00:00.000  ExecutionStarted        7
            2<0    00:00:00.000  TaskStateEntered        Run
            3<2    00:00:00.000  TaskScheduled           Run  states:startExecution.sync:2
            4<3    00:00:00.000  TaskStarted             Run
            5<4    00:00:00.000  TaskSubmitted           Run  {"Input":{"n":7}}
            6<5    00:01:00.000  TaskSucceeded           Run  {"Output":{"ok":true}}
            7<6    00:01:00.000  TaskStateExited         Run
            8<7    00:01:00.000  ExecutionSucceeded      {"ok":true}
            SUCCEEDED
            {"ok":true}"#]],
    );
}

#[test]
fn a_failing_branch_cuts_its_siblings() {
    let machine = r#"{"StartAt": "Both", "States": {
        "Both": {"Type": "Parallel", "End": true,
            "Catch": [{"ErrorEquals": ["Broken"], "Next": "Caught"}],
            "Branches": [
            {"StartAt": "Slow", "States": {"Slow": {"Type": "Wait", "Seconds": 60, "End": true}}},
            {"StartAt": "Fast", "States": {"Fast": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true}}}
        ]},
        "Caught": {"Type": "Succeed", "Output": "{% $states.input.Error %}"}
    }}"#;
    check_with(
        machine,
        "{}",
        |_| Answer::failure("Broken", "it is").after_seconds(3),
        expect![[r#"
            1<0    00:00:00.000  ExecutionStarted        {}
            2<0    00:00:00.000  ParallelStateEntered    Both
            3<2    00:00:00.000  ParallelStateStarted    Both
            4<3    00:00:00.000  WaitStateEntered        Slow
            5<3    00:00:00.000  TaskStateEntered        Fast
            6<5    00:00:00.000  TaskScheduled           Fast  lambda:invoke
            7<6    00:00:00.000  TaskStarted             Fast
            8<7    00:00:03.000  TaskFailed              Fast  Broken: it is
            9<8    00:00:03.000  TaskStateAborted        Fast
            10<8   00:00:03.000  WaitStateAborted        Slow
            11<8   00:00:03.000  ParallelStateFailed     Both
            12<11  00:00:03.000  ParallelStateExited     Both
            13<12  00:00:03.000  SucceedStateEntered     Caught
            14<13  00:00:03.000  SucceedStateExited      Caught
            15<14  00:00:03.000  ExecutionSucceeded      "Broken"
            SUCCEEDED
            "Broken""#]],
    );
}

#[test]
fn a_map_runs_so_many_iterations_at_once() {
    let machine = r#"{"StartAt": "Each", "States": {
        "Each": {"Type": "Map", "Items": "{% $states.input %}", "MaxConcurrency": 2, "End": true,
            "ItemSelector": {"n": "{% $states.context.Map.Item.Value %}", "i": "{% $states.context.Map.Item.Index %}"},
            "ItemProcessor": {"StartAt": "Double", "States": {
                "Double": {"Type": "Pass", "Output": "{% $states.input.n * 2 + $states.input.i %}", "End": true}
            }}}
    }}"#;
    check(
        machine,
        "[10, 20, 30]",
        expect![[r#"
            1<0    00:00:00.000  ExecutionStarted        [10,20,30]
            2<0    00:00:00.000  MapStateEntered         Each
            3<2    00:00:00.000  MapStateStarted         Each  3 items
            4<3    00:00:00.000  MapIterationStarted     Each  [0]
            5<3    00:00:00.000  MapIterationStarted     Each  [1]
            6<4    00:00:00.000  PassStateEntered        Double
            7<6    00:00:00.000  PassStateExited         Double
            8<7    00:00:00.000  MapIterationSucceeded   Each  [0]
            9<7    00:00:00.000  MapIterationStarted     Each  [2]
            10<5   00:00:00.000  PassStateEntered        Double
            11<10  00:00:00.000  PassStateExited         Double
            12<11  00:00:00.000  MapIterationSucceeded   Each  [1]
            13<9   00:00:00.000  PassStateEntered        Double
            14<13  00:00:00.000  PassStateExited         Double
            15<14  00:00:00.000  MapIterationSucceeded   Each  [2]
            16<15  00:00:00.000  MapStateSucceeded       Each
            17<15  00:00:00.000  MapStateExited          Each
            18<17  00:00:00.000  ExecutionSucceeded      [20,41,62]
            SUCCEEDED
            [20,41,62]"#]],
    );
}

#[test]
fn a_map_over_nothing_gives_nothing() {
    let machine = r#"{"StartAt": "Each", "States": {
        "Each": {"Type": "Map", "End": true, "ItemProcessor": {"StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}}}
    }}"#;
    check(
        machine,
        "[]",
        expect![[r#"
            1<0    00:00:00.000  ExecutionStarted        []
            2<0    00:00:00.000  MapStateEntered         Each
            3<2    00:00:00.000  MapStateStarted         Each  0 items
            4<3    00:00:00.000  MapStateSucceeded       Each
            5<3    00:00:00.000  MapStateExited          Each
            6<5    00:00:00.000  ExecutionSucceeded      []
            SUCCEEDED
            []"#]],
    );
}

#[test]
fn a_map_is_retried_whole() {
    let machine = r#"{"StartAt": "Each", "States": {
        "Each": {"Type": "Map", "End": true, "MaxConcurrency": 1,
            "Retry": [{"ErrorEquals": ["Odd"], "MaxAttempts": 1}],
            "ItemProcessor": {"StartAt": "Even?", "States": {
                "Even?": {"Type": "Choice", "Choices": [{"Condition": "{% $states.input % 2 = 0 %}", "Next": "Yes"}], "Default": "No"},
                "Yes": {"Type": "Succeed"},
                "No": {"Type": "Fail", "Error": "Odd"}
            }}}
    }}"#;
    check(
        machine,
        "[2, 3]",
        expect![[r#"
            1<0    00:00:00.000  ExecutionStarted        [2,3]
            2<0    00:00:00.000  MapStateEntered         Each
            3<2    00:00:00.000  MapStateStarted         Each  2 items
            4<3    00:00:00.000  MapIterationStarted     Each  [0]
            5<4    00:00:00.000  ChoiceStateEntered      Even?
            6<5    00:00:00.000  ChoiceStateExited       Even?
            7<6    00:00:00.000  SucceedStateEntered     Yes
            8<7    00:00:00.000  SucceedStateExited      Yes
            9<8    00:00:00.000  MapIterationSucceeded   Each  [0]
            10<8   00:00:00.000  MapIterationStarted     Each  [1]
            11<10  00:00:00.000  ChoiceStateEntered      Even?
            12<11  00:00:00.000  ChoiceStateExited       Even?
            13<12  00:00:00.000  FailStateEntered        No
            14<13  00:00:00.000  MapIterationFailed      Each  [1]
            15<13  00:00:01.000  MapStateStarted         Each  2 items
            16<15  00:00:01.000  MapIterationStarted     Each  [0]
            17<16  00:00:01.000  ChoiceStateEntered      Even?
            18<17  00:00:01.000  ChoiceStateExited       Even?
            19<18  00:00:01.000  SucceedStateEntered     Yes
            20<19  00:00:01.000  SucceedStateExited      Yes
            21<20  00:00:01.000  MapIterationSucceeded   Each  [0]
            22<20  00:00:01.000  MapIterationStarted     Each  [1]
            23<22  00:00:01.000  ChoiceStateEntered      Even?
            24<23  00:00:01.000  ChoiceStateExited       Even?
            25<24  00:00:01.000  FailStateEntered        No
            26<25  00:00:01.000  MapIterationFailed      Each  [1]
            27<25  00:00:01.000  MapStateFailed          Each
            28<27  00:00:01.000  ExecutionFailed         Odd
            FAILED"#]],
    );
}

#[test]
fn nothing_but_a_value_fails_the_state() {
    check(
        r#"{"StartAt": "Look", "States": {
            "Look": {"Type": "Pass", "Output": {"a": {"b": ["{% $states.input.nothing %}"]}}, "End": true}
        }}"#,
        "{}",
        expect![[r#"
            1<0    00:00:00.000  ExecutionStarted        {}
            2<0    00:00:00.000  PassStateEntered        Look
            3<0    00:00:00.000  EvaluationFailed        Look  States.QueryEvaluationError: The JSONata expression '$states.input.nothing' specified for the fi…
            4<3    00:00:00.000  ExecutionFailed         States.QueryEvaluationError: The JSONata expression '$states.input.nothing' specified for the fi…
            FAILED"#]],
    );
}

#[test]
fn the_machines_own_timeout_ends_it_whatever_runs() {
    check(
        r#"{"StartAt": "Wait", "TimeoutSeconds": 90, "States": {"Wait": {"Type": "Wait", "Seconds": 3600, "End": true}}}"#,
        "{}",
        expect![[r#"
            1<0    00:00:00.000  ExecutionStarted        {}
            2<0    00:00:00.000  WaitStateEntered        Wait
            3<0    00:01:30.000  ExecutionTimedOut       States.Timeout
            TIMED_OUT"#]],
    );
}

#[test]
fn a_runtime_error_in_a_branch_ends_the_execution_and_is_not_caught() {
    check(
        r#"{"StartAt": "Both", "States": {
            "Both": {"Type": "Parallel", "End": true, "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Both"}],
                "Branches": [{"StartAt": "Which?", "States": {
                    "Which?": {"Type": "Choice", "Choices": [{"Condition": false, "Next": "Which?"}]}}}]}
        }}"#,
        "{}",
        expect![[r#"
            1<0    00:00:00.000  ExecutionStarted        {}
            2<0    00:00:00.000  ParallelStateEntered    Both
            3<2    00:00:00.000  ParallelStateStarted    Both
            4<3    00:00:00.000  ChoiceStateEntered      Which?
            5<4    00:00:00.000  ExecutionFailed         States.Runtime: Failed to transition out of the state. The state does not point to a next state.
            FAILED"#]],
    );
}

#[test]
fn an_endless_loop_ends_with_event_25_000() {
    let machine = r#"{"StartAt": "Round", "States": {"Round": {"Type": "Pass", "Next": "Round"}}}"#;
    let execution =
        World::new(|_| Answer::silence()).run(&program(machine), Value::parse("{}").unwrap());
    let last_two: Vec<String> = execution
        .history()
        .iter()
        .skip(24_998)
        .map(|it| format!("{}<{} {}", it.id, it.previous_event_id, it.details.name()))
        .collect();
    assert_eq!(last_two, ["24999<24998 PassStateExited", "25000<24999 ExecutionFailed"]);
    assert_eq!(
        execution.failure().unwrap().cause.as_deref(),
        Some("The execution reached the maximum number of history events (25000).")
    );
}

#[test]
fn a_result_that_is_too_large_is_told_as_a_failure_of_the_task() {
    let machine = r#"{"StartAt": "Ask", "States": {
        "Ask": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true,
            "Retry": [{"ErrorEquals": ["States.ALL"]}],
            "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Caught"}]},
        "Caught": {"Type": "Succeed", "Output": "{% $states.input.Cause %}"}
    }}"#;
    check_with(
        machine,
        "{}",
        |_| Answer::success("x".repeat(262_143)),
        expect![[r#"
        1<0    00:00:00.000  ExecutionStarted        {}
        2<0    00:00:00.000  TaskStateEntered        Ask
        3<2    00:00:00.000  TaskScheduled           Ask  lambda:invoke
        4<3    00:00:00.000  TaskStarted             Ask
        5<4    00:00:00.000  TaskFailed              Ask  States.DataLimitExceeded: The state/task 'lambda' returned a result with a size exceeding the ma…
        6<5    00:00:00.000  TaskStateExited         Ask
        7<6    00:00:00.000  SucceedStateEntered     Caught
        8<7    00:00:00.000  SucceedStateExited      Caught
        9<8    00:00:00.000  ExecutionSucceeded      "The state/task 'lambda' returned a result with a size exceeding the maximum number of bytes ser…
        SUCCEEDED
        "The state/task 'lambda' returned a result with a size exceeding the maximum number of bytes service limit.""#]],
    );
}

#[test]
fn several_timeouts_at_once_are_all_told_before_they_have_consequences() {
    let machine = r#"{"StartAt": "Each", "States": {
        "Each": {"Type": "Map", "End": true, "ItemProcessor": {"StartAt": "Ask", "States": {
            "Ask": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "TimeoutSeconds": 5, "End": true}}}}
    }}"#;
    check_with(
        machine,
        "[1, 2]",
        |_| Answer::silence(),
        expect![[r#"
        1<0    00:00:00.000  ExecutionStarted        [1,2]
        2<0    00:00:00.000  MapStateEntered         Each
        3<2    00:00:00.000  MapStateStarted         Each  2 items
        4<3    00:00:00.000  MapIterationStarted     Each  [0]
        5<3    00:00:00.000  MapIterationStarted     Each  [1]
        6<4    00:00:00.000  TaskStateEntered        Ask
        7<6    00:00:00.000  TaskScheduled           Ask  lambda:invoke
        8<5    00:00:00.000  TaskStateEntered        Ask
        9<8    00:00:00.000  TaskScheduled           Ask  lambda:invoke
        10<7   00:00:00.000  TaskStarted             Ask
        11<9   00:00:00.000  TaskStarted             Ask
        12<10  00:00:05.000  TaskTimedOut            Ask  States.Timeout
        13<11  00:00:05.000  TaskTimedOut            Ask  States.Timeout
        14<12  00:00:05.000  MapIterationFailed      Each  [0]
        15<12  00:00:05.000  TaskStateAborted        Ask
        16<12  00:00:05.000  TaskStateAborted        Ask
        17<12  00:00:05.000  MapIterationAborted     Each  [1]
        18<12  00:00:05.000  MapStateFailed          Each
        19<18  00:00:05.000  ExecutionFailed         States.Timeout
        FAILED"#]],
    );
}

#[test]
fn what_follows_from_the_first_of_several_timeouts_is_not_lost_with_the_others() {
    let machine = r#"{"StartAt": "Each", "States": {
        "Each": {"Type": "Map", "End": true, "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Both"}],
            "ItemProcessor": {"StartAt": "Ask", "States": {
                "Ask": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "TimeoutSeconds": 5, "End": true}}}},
        "Both": {"Type": "Parallel", "End": true, "Branches": [
            {"StartAt": "One", "States": {"One": {"Type": "Pass", "Output": 1, "End": true}}},
            {"StartAt": "Two", "States": {"Two": {"Type": "Pass", "Output": 2, "End": true}}}]}
    }}"#;
    let execution = World::new(|_| Answer::silence()).run(&program(machine), json!([1, 2]));
    assert_eq!(execution.output(), Some(&json!([1, 2])), "{}", story(&execution));
}

#[test]
fn variables_of_a_branch_end_with_it() {
    check(
        r#"{"StartAt": "Set", "States": {
            "Set": {"Type": "Pass", "Assign": {"outer": 1}, "Next": "Both"},
            "Both": {"Type": "Parallel", "Next": "Look", "Branches": [
                {"StartAt": "In", "States": {"In": {"Type": "Pass", "Assign": {"inner": "{% $outer + 1 %}"}, "Next": "Out"},
                    "Out": {"Type": "Pass", "Output": "{% $inner %}", "End": true}}}]},
            "Look": {"Type": "Pass", "Output": "{% [$states.input, $exists($inner)] %}", "End": true}
        }}"#,
        "{}",
        expect![[r#"
            1<0    00:00:00.000  ExecutionStarted        {}
            2<0    00:00:00.000  PassStateEntered        Set
            3<2    00:00:00.000  PassStateExited         Set  sets $outer
            4<3    00:00:00.000  ParallelStateEntered    Both
            5<4    00:00:00.000  ParallelStateStarted    Both
            6<5    00:00:00.000  PassStateEntered        In
            7<6    00:00:00.000  PassStateExited         In  sets $inner
            8<7    00:00:00.000  PassStateEntered        Out
            9<8    00:00:00.000  PassStateExited         Out
            10<9   00:00:00.000  ParallelStateSucceeded  Both
            11<9   00:00:00.000  ParallelStateExited     Both
            12<11  00:00:00.000  PassStateEntered        Look
            13<12  00:00:00.000  PassStateExited         Look
            14<13  00:00:00.000  ExecutionSucceeded      [2,false]
            SUCCEEDED
            [2,false]"#]],
    );
}

#[test]
fn an_execution_that_is_stopped_tells_who_said_why() {
    let machine =
        r#"{"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "Seconds": 60, "End": true}}}"#;
    let failure = Failure { error: Some("Enough".into()), cause: Some("it is late".into()) };
    let execution = World::new(|_| Answer::silence())
        .stopped_after(SignedDuration::from_secs(5), failure)
        .run(&program(machine), Value::Null);
    expect![[r#"
        1<0    00:00:00.000  ExecutionStarted        null
        2<0    00:00:00.000  WaitStateEntered        Wait
        3<0    00:00:05.000  ExecutionAborted        Enough: it is late
        ABORTED"#]]
    .assert_eq(&story(&execution));
}
