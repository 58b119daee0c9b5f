//! Stories of executions that are redriven.

use expect_test::{Expect, expect};
use jiff::{SignedDuration, ToSpan};
use stepwright_engine::{Execution, ExecutionStatus, Failure, ScheduleTask};
use stepwright_json::{Value, json};
use stepwright_testkit::{Answer, World};

use crate::common::{program, story};

/// Runs a machine that ends badly, redrives it a minute later, and compares the story of both.
///
/// The script is asked how it answers a task, and in which run: 0, or 1 after the redrive.
#[track_caller]
fn check(machine: &str, script: fn(&ScheduleTask, u32) -> Answer, expect: Expect) {
    let redriven = redriven(machine, json!({ "a": 1 }), script);
    expect.assert_eq(&since_the_redrive(&redriven));
}

fn redriven(machine: &str, input: Value, script: fn(&ScheduleTask, u32) -> Answer) -> Execution {
    let run = std::cell::Cell::new(0);
    let mut world = World::new(|request| script(request, run.get()));
    let ended = world.run(&program(machine), input);
    assert_ne!(ended.status(), ExecutionStatus::Succeeded, "{}", story(&ended));
    run.set(1);
    world.redrive(ended).unwrap()
}

/// The story from the event before the redrive.
fn since_the_redrive(execution: &Execution) -> String {
    let story = story(execution);
    let lines: Vec<&str> = story.lines().collect();
    let at = lines.iter().position(|it| it.contains("ExecutionRedriven")).unwrap();
    lines[at - 1..].join("\n")
}

/// Fails what says `bad`, until it is redriven.
fn until_redriven(request: &ScheduleTask, run: u32) -> Answer {
    if run == 0 && (request.state.contains("Bad") || request.input.to_string().contains("bad")) {
        return Answer::failure("Boom", "not today");
    }
    Answer::success(request.input.clone())
}

const TASK: &str = r#""Type": "Task", "Resource": "arn:aws:states:::lambda:invoke""#;

#[test]
fn a_task_that_failed_is_scheduled_again_with_the_same_input() {
    let machine = format!(
        r#"{{"StartAt": "Before", "States": {{
            "Before": {{"Type": "Pass", "Output": {{"b": 2}}, "Next": "Bad"}},
            "Bad": {{{TASK}, "Next": "After"}},
            "After": {{"Type": "Succeed"}}}}}}"#
    );
    check(
        &machine,
        until_redriven,
        expect![[r#"
        8<7    00:00:00.000  ExecutionFailed         Boom: not today
        9<8    00:00:00.000  ExecutionRedriven       redrive 1
        10<9   00:00:00.000  TaskStateEntered        Bad
        11<10  00:00:00.000  TaskScheduled           Bad  lambda:invoke
        12<11  00:00:00.000  TaskStarted             Bad
        13<12  00:00:00.000  TaskSucceeded           Bad  {"b":2}
        14<13  00:00:00.000  TaskStateExited         Bad
        15<14  00:00:00.000  SucceedStateEntered     After
        16<15  00:00:00.000  SucceedStateExited      After
        17<16  00:00:00.000  ExecutionSucceeded      {"b":2}
        SUCCEEDED
        {"b":2}"#]],
    );
}

#[test]
fn only_the_branches_that_failed_or_were_cut_run_again() {
    let machine = format!(
        r#"{{"StartAt": "Both", "States": {{"Both": {{"Type": "Parallel", "End": true, "Branches": [
            {{"StartAt": "Good", "States": {{"Good": {{{TASK}, "End": true}}}}}},
            {{"StartAt": "Bad", "States": {{"Bad": {{{TASK}, "End": true}}}}}},
            {{"StartAt": "Long", "States": {{"Long": {{"Type": "Wait", "Seconds": 60, "End": true}}}}}}
        ]}}}}}}"#
    );
    check(
        &machine,
        until_redriven,
        expect![[r#"
        17<16  00:00:00.000  ExecutionFailed         Boom: not today
        18<17  00:00:00.000  ExecutionRedriven       redrive 1
        19<18  00:00:00.000  ParallelStateEntered    Both
        20<19  00:00:00.000  ParallelStateStarted    Both
        21<20  00:00:00.000  TaskStateEntered        Bad
        22<21  00:00:00.000  TaskScheduled           Bad  lambda:invoke
        23<20  00:00:00.000  WaitStateEntered        Long
        24<22  00:00:00.000  TaskStarted             Bad
        25<24  00:00:00.000  TaskSucceeded           Bad  {"a":1}
        26<25  00:00:00.000  TaskStateExited         Bad
        27<23  00:01:00.000  WaitStateExited         Long
        28<27  00:01:00.000  ParallelStateSucceeded  Both
        29<27  00:01:00.000  ParallelStateExited     Both
        30<29  00:01:00.000  ExecutionSucceeded      [{"a":1},{"a":1},{"a":1}]
        SUCCEEDED
        [{"a":1},{"a":1},{"a":1}]"#]],
    );
}

#[test]
fn only_the_iterations_that_did_not_end_well_run_again_and_then_the_rest() {
    let machine = format!(
        r#"{{"StartAt": "Each", "States": {{"Each": {{"Type": "Map", "End": true,
            "Items": ["good", "bad", "rest"], "MaxConcurrency": 1,
            "ItemProcessor": {{"StartAt": "One", "States": {{"One": {{{TASK}, "End": true}}}}}}}}}}}}"#
    );
    check(
        &machine,
        until_redriven,
        expect![[r#"
        19<18  00:00:00.000  ExecutionFailed         Boom: not today
        20<19  00:00:00.000  ExecutionRedriven       redrive 1
        21<20  00:00:00.000  MapStateEntered         Each
        22<21  00:00:00.000  MapStateStarted         Each  3 items
        23<22  00:00:00.000  MapIterationStarted     Each  [1]
        24<23  00:00:00.000  TaskStateEntered        One
        25<24  00:00:00.000  TaskScheduled           One  lambda:invoke
        26<25  00:00:00.000  TaskStarted             One
        27<26  00:00:00.000  TaskSucceeded           One  "bad"
        28<27  00:00:00.000  TaskStateExited         One
        29<28  00:00:00.000  MapIterationSucceeded   Each  [1]
        30<28  00:00:00.000  MapIterationStarted     Each  [2]
        31<30  00:00:00.000  TaskStateEntered        One
        32<31  00:00:00.000  TaskScheduled           One  lambda:invoke
        33<32  00:00:00.000  TaskStarted             One
        34<33  00:00:00.000  TaskSucceeded           One  "rest"
        35<34  00:00:00.000  TaskStateExited         One
        36<35  00:00:00.000  MapIterationSucceeded   Each  [2]
        37<36  00:00:00.000  MapStateSucceeded       Each
        38<36  00:00:00.000  MapStateExited          Each
        39<38  00:00:00.000  ExecutionSucceeded      ["good","bad","rest"]
        SUCCEEDED
        ["good","bad","rest"]"#]],
    );
}

#[test]
fn retries_and_the_time_of_the_machine_begin_anew() {
    let machine = format!(
        r#"{{"StartAt": "Bad", "TimeoutSeconds": 10, "States": {{"Bad": {{{TASK}, "End": true,
            "Retry": [{{"ErrorEquals": ["Boom"], "IntervalSeconds": 4, "MaxAttempts": 1}}]}}}}}}"#
    );
    let script = |_: &ScheduleTask, run| match run {
        0 => Answer::failure("Boom", "not today"),
        _ => Answer::failure("Boom", "nor tomorrow").after_seconds(3),
    };
    check(
        &machine,
        script,
        expect![[r#"
        9<8    00:00:04.000  ExecutionFailed         Boom: not today
        10<9   00:00:04.000  ExecutionRedriven       redrive 1
        11<10  00:00:04.000  TaskStateEntered        Bad
        12<11  00:00:04.000  TaskScheduled           Bad  lambda:invoke
        13<12  00:00:04.000  TaskStarted             Bad
        14<13  00:00:07.000  TaskFailed              Bad  Boom: nor tomorrow
        15<14  00:00:11.000  TaskScheduled           Bad  lambda:invoke
        16<15  00:00:11.000  TaskStarted             Bad
        17<0   00:00:14.000  ExecutionTimedOut       States.Timeout
        TIMED_OUT"#]],
    );
}

#[test]
fn a_machine_that_timed_out_waits_again() {
    let machine = r#"{"StartAt": "Wait", "TimeoutSeconds": 10, "States": {
        "Wait": {"Type": "Wait", "Timestamp": "2026-01-01T00:00:15Z", "End": true}}}"#;
    check(
        machine,
        until_redriven,
        expect![[r#"
        3<0    00:00:10.000  ExecutionTimedOut       States.Timeout
        4<3    00:00:10.000  ExecutionRedriven       redrive 1
        5<4    00:00:10.000  WaitStateEntered        Wait
        6<5    00:00:15.000  WaitStateExited         Wait
        7<6    00:00:15.000  ExecutionSucceeded      {"a":1}
        SUCCEEDED
        {"a":1}"#]],
    );
}

#[test]
fn a_fail_state_fails_again() {
    let machine = r#"{"StartAt": "No", "States": {"No": {"Type": "Fail", "Error": "Boom"}}}"#;
    check(
        machine,
        until_redriven,
        expect![[r#"
        3<2    00:00:00.000  ExecutionFailed         Boom
        4<3    00:00:00.000  ExecutionRedriven       redrive 1
        5<4    00:00:00.000  FailStateEntered        No
        6<5    00:00:00.000  ExecutionFailed         Boom
        FAILED"#]],
    );
}

#[test]
fn what_a_payload_was_too_large_for_runs_again_as_a_whole() {
    let machine = format!(
        r#"{{"StartAt": "Both", "States": {{"Both": {{"Type": "Parallel", "End": true,
            "Output": "{{% $count($states.result) %}}", "Branches": [
            {{"StartAt": "Good", "States": {{"Good": {{{TASK}, "End": true}}}}}},
            {{"StartAt": "Bad", "States": {{"Bad": {{{TASK}, "End": true}}}}}}]}}}}}}"#
    );
    let script = |request: &ScheduleTask, run| match run {
        0 if &*request.state == "Bad" => Answer::success("x".repeat(300_000)),
        _ => Answer::success(1),
    };
    check(
        &machine,
        script,
        expect![[r#"
        15<14  00:00:00.000  ExecutionFailed         States.DataLimitExceeded: The state/task 'lambda' returned a result with a size exceeding the ma…
        16<15  00:00:00.000  ExecutionRedriven       redrive 1
        17<16  00:00:00.000  ParallelStateEntered    Both
        18<17  00:00:00.000  ParallelStateStarted    Both
        19<18  00:00:00.000  TaskStateEntered        Good
        20<19  00:00:00.000  TaskScheduled           Good  lambda:invoke
        21<18  00:00:00.000  TaskStateEntered        Bad
        22<21  00:00:00.000  TaskScheduled           Bad  lambda:invoke
        23<20  00:00:00.000  TaskStarted             Good
        24<23  00:00:00.000  TaskSucceeded           Good  1
        25<24  00:00:00.000  TaskStateExited         Good
        26<22  00:00:00.000  TaskStarted             Bad
        27<26  00:00:00.000  TaskSucceeded           Bad  1
        28<27  00:00:00.000  TaskStateExited         Bad
        29<28  00:00:00.000  ParallelStateSucceeded  Both
        30<28  00:00:00.000  ParallelStateExited     Both
        31<30  00:00:00.000  ExecutionSucceeded      2
        SUCCEEDED
        2"#]],
    );
}

#[test]
fn the_context_object_tells_of_the_redrive() {
    let machine = format!(
        r#"{{"StartAt": "Bad", "States": {{
            "Bad": {{{TASK}, "Output": "{{% $states.context.Execution %}}", "End": true}}}}}}"#
    );
    let execution = redriven(&machine, json!(1), until_redriven);
    let output = execution.output().unwrap();
    assert_eq!(output.get("RedriveCount"), Some(&json!(1)));
    assert_eq!(output.get("RedriveTime"), Some(&json!("2026-01-01T00:00:00Z")));
    assert_eq!((execution.redrive_count(), execution.redrive_date()), (1, Some(execution.now())));
}

#[test]
fn an_execution_that_was_stopped_goes_on_where_it_was() {
    let machine = r#"{"StartAt": "Each", "States": {"Each": {"Type": "Map", "Items": [1, 2], "End": true,
        "ItemProcessor": {"StartAt": "Wait", "States": {
            "Wait": {"Type": "Wait", "Seconds": "{% $states.input * 5 %}", "End": true}}}}}}"#;
    let reason = Failure { error: Some("Enough".into()), cause: None };
    let mut world =
        World::new(|_| Answer::silence()).stopped_after(SignedDuration::from_secs(7), reason);
    let stopped = world.run(&program(machine), json!(null));
    let expect = expect![[r#"
        10<0   00:00:07.000  ExecutionAborted        Enough
        11<10  00:00:07.000  ExecutionRedriven       redrive 1
        12<11  00:00:07.000  MapStateEntered         Each
        13<12  00:00:07.000  MapStateStarted         Each  2 items
        14<13  00:00:07.000  MapIterationStarted     Each  [1]
        15<14  00:00:07.000  WaitStateEntered        Wait
        16<15  00:00:17.000  WaitStateExited         Wait
        17<16  00:00:17.000  MapIterationSucceeded   Each  [1]
        18<17  00:00:17.000  MapStateSucceeded       Each
        19<17  00:00:17.000  MapStateExited          Each
        20<19  00:00:17.000  ExecutionSucceeded      [1,2]
        SUCCEEDED
        [1,2]"#]];
    expect.assert_eq(&since_the_redrive(&world.redrive(stopped).unwrap()));
}

#[test]
fn a_result_that_was_complete_is_not_worked_for_again() {
    let machine = r#"{"StartAt": "Each", "States": {"Each": {"Type": "Map", "Items": [1, 2], "End": true,
        "Output": "{% $states.context.Execution.RedriveCount = 0 ? $error('no') : $states.result %}",
        "ItemProcessor": {"StartAt": "One", "States": {"One": {"Type": "Pass", "End": true}}}}}}"#;
    check(
        machine,
        until_redriven,
        expect![[r#"
        15<14  00:00:00.000  ExecutionFailed         States.QueryEvaluationError: The JSONata expression '$states.context.Execution.RedriveCount = 0 …
        16<15  00:00:00.000  ExecutionRedriven       redrive 1
        17<16  00:00:00.000  MapStateEntered         Each
        18<17  00:00:00.000  MapStateStarted         Each  2 items
        19<18  00:00:00.000  MapStateSucceeded       Each
        20<18  00:00:00.000  MapStateExited          Each
        21<20  00:00:00.000  ExecutionSucceeded      [1,2]
        SUCCEEDED
        [1,2]"#]],
    );
}

/// Whether an execution of this machine can be redriven, so long after it has ended.
#[track_caller]
fn check_status(machine: &str, after: jiff::Span, expect: Expect) {
    let execution = World::new(|_| Answer::silence()).run(&program(machine), json!(null));
    let now = execution.now().checked_add(after).unwrap();
    let status = execution.redrive_status(now);
    let reason = match &status {
        stepwright_engine::RedriveStatus::NotRedrivable(reason) => format!(": {reason}"),
        _ => String::new(),
    };
    expect.assert_eq(&format!("{}{reason}", status.as_str()));
}

const FAILS: &str = r#"{"StartAt": "No", "States": {"No": {"Type": "Fail"}}}"#;

#[test]
fn what_ended_badly_can_be_redriven_for_14_days() {
    check_status(FAILS, (14 * 24).hours(), expect!["REDRIVABLE"]);
    check_status(
        FAILS,
        (14 * 24 + 1).hours(),
        expect!["NOT_REDRIVABLE: Execution redrivable period exceeded"],
    );
}

#[test]
fn what_began_more_than_a_year_ago_cannot_be_redriven() {
    let machine = r#"{"StartAt": "Year", "States": {
        "Year": {"Type": "Wait", "Seconds": 31536000, "Next": "No"}, "No": {"Type": "Fail"}}}"#;
    check_status(
        machine,
        1.hour(),
        expect!["NOT_REDRIVABLE: Execution has exceeded the max execution time"],
    );
}

#[test]
fn what_succeeded_or_runs_cannot_be_redriven() {
    let succeeds = r#"{"StartAt": "Yes", "States": {"Yes": {"Type": "Succeed"}}}"#;
    check_status(
        succeeds,
        1.hour(),
        expect!["NOT_REDRIVABLE: Execution is SUCCEEDED and cannot be redriven"],
    );
    let runs = format!(r#"{{"StartAt": "Run", "States": {{"Run": {{{TASK}, "End": true}}}}}}"#);
    check_status(
        &runs,
        1.hour(),
        expect!["NOT_REDRIVABLE: Execution is RUNNING and cannot be redriven"],
    );
}

#[test]
fn a_history_without_room_cannot_go_on() {
    let machine = r#"{"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"},
        "B": {"Type": "Pass", "Next": "A"}}}"#;
    check_status(
        machine,
        1.hour(),
        expect!["NOT_REDRIVABLE: Execution history event limit exceeded"],
    );
}
