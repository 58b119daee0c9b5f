//! AWS's quotas, met to the byte, the event and the second.

use expect_test::{Expect, expect};
use stepwright_engine::{Execution, ExecutionStatus, HistoryEventDetails};
use stepwright_json::Value;
use stepwright_testkit::{Answer, World};

use crate::common::{check, program, story};

/// Runs a machine whose tasks answer with nothing, on a text of so many characters.
#[track_caller]
fn run(machine: &str, characters: usize) -> Execution {
    World::new(|_| Answer::success(Value::Null)).run(&program(machine), "x".repeat(characters))
}

/// What a state makes of a text: with so many characters, and no more, it is not too large. The state
/// makes the text longer than its input, which is never too large.
#[track_caller]
fn check_most(state: &str, most: usize) {
    let (longer, by) = ("($states.input & '0123456789')", 10);
    let end = |characters: usize| {
        let machine = format!(r#"{{"StartAt": "S", "States": {{"S": {{{state}, "End": true}}}}}}"#);
        let execution = run(&machine.replace("LONG", longer), characters - by);
        let failure = execution.failure().map(|it| format!("{it:?}")).unwrap_or_default();
        (execution.status(), failure)
    };
    let (status, failure) = end(most);
    assert_eq!(status, ExecutionStatus::Succeeded, "{failure}");
    let (_, failure) = end(most + 1);
    assert!(failure.contains("States.DataLimitExceeded"), "{failure}");
    assert!(failure.contains("The state/task 'S' returned a result with a size"), "{failure}");
}

#[test]
fn what_a_state_puts_out_is_256_kib_at_most() {
    check_most(r#""Type": "Pass", "Output": "{% LONG %}""#, 262_142);
    check_most(r#""Type": "Wait", "Seconds": 1, "Output": {"a": "{% LONG %}"}"#, 262_136);
}

#[test]
fn what_work_is_given_is_256_kib_at_most() {
    check_most(
        r#""Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Arguments": "{% LONG %}""#,
        262_142,
    );
    let branch = r#"{"StartAt": "B", "States": {"B": {"Type": "Pass", "Output": 1, "End": true}}}"#;
    check_most(
        &format!(r#""Type": "Parallel", "Arguments": "{{% LONG %}}", "Branches": [{branch}]"#),
        262_142,
    );
    check_most(
        &format!(
            r#""Type": "Map", "Items": [1], "ItemSelector": {{"a": "{{% LONG %}}"}}, "ItemProcessor": {branch}"#
        ),
        262_136,
    );
}

#[test]
fn what_a_path_selects_is_256_kib_at_most_where_it_is_handed_on() {
    // Of `[["x…"]]` everything below it is `[["x…"],"x…"]`.
    let check = |fields: &str, characters: usize, is_too_large: bool| {
        let machine = format!(
            r#"{{"QueryLanguage": "JSONPath", "StartAt": "S", "States": {{"S": {{
                {fields}, "InputPath": "$..*", "End": true}}}}}}"#
        );
        let input: Value =
            [[Value::from("x".repeat(characters))]].into_iter().map(Value::from_iter).collect();
        let execution = World::new(|_| Answer::success(Value::Null)).run(&program(&machine), input);
        let failure = execution.failure().map(|it| format!("{it:?}")).unwrap_or_default();
        let told = failure.contains("States.DataLimitExceeded");
        assert_eq!(told, is_too_large, "{fields}, {characters}: {failure}");
    };
    let task = r#""Type": "Task", "Resource": "arn:aws:states:::lambda:invoke""#;
    for fields in [r#""Type": "Pass""#, task] {
        check(fields, 131_067, false);
        check(fields, 131_068, true);
    }
}

#[test]
fn what_children_come_to_together_is_256_kib_at_most() {
    let branch = r#"{"StartAt": "NAME", "States": {"NAME": {"Type": "Pass", "Output": "{% LONG %}", "End": true}}}"#;
    let branches = [branch.replace("NAME", "One"), branch.replace("NAME", "Two")].join(",");
    let parallel = format!(r#""Type": "Parallel", "Output": 1, "Branches": [{branches}]"#);
    check_most(&parallel, 131_068);
    let handed_on = branch.replace("LONG", "$states.input");
    let map = format!(
        r#""Type": "Map", "Items": "{{% [LONG, LONG] %}}", "Output": 1, "ItemProcessor": {handed_on}"#
    );
    check_most(&map, 131_068);
}

#[test]
fn what_is_assigned_at_once_is_256_kib_at_most() {
    check_most(r#""Type": "Pass", "Assign": {"a": "{% LONG %}", "b": "x"}, "Output": 1"#, 262_139);
}

/// How many characters 256 KiB are, as JSON.
const ALL: usize = 262_142;

/// States that assign their input, one after the other, to variables of these names.
fn assigning(names: &[String]) -> String {
    let states = names.iter().enumerate().map(|(at, name)| {
        format!(
            r#""S{at}": {{"Type": "Pass", "Assign": {{"{name}": "{{% $states.input %}}"}}, "Next": "S{}"}}"#,
            at + 1
        )
    });
    let states: Vec<String> = states.collect();
    format!(
        r#""StartAt": "S0", "States": {{{}, "S{}": {{"Type": "Pass", "End": true}}}}"#,
        states.join(","),
        names.len()
    )
}

#[test]
fn all_variables_together_are_10_mib_at_most() {
    let names = |count: usize| (0..count).map(|it| format!("v{it}")).collect::<Vec<_>>();
    let forty = run(&format!("{{{}}}", assigning(&names(40))), ALL);
    assert_eq!(forty.status(), ExecutionStatus::Succeeded);
    let one_more = run(&format!("{{{}}}", assigning(&names(41))), ALL);
    let failure = one_more.failure().unwrap();
    assert_eq!(failure.error.as_deref(), Some("States.DataLimitExceeded"));
    assert!(failure.cause.as_deref().unwrap().contains("'S40'"), "{failure:?}");
}

#[test]
fn what_is_overwritten_or_gone_with_its_scope_does_not_count() {
    let same = vec!["v".to_owned(); 60];
    assert_eq!(run(&format!("{{{}}}", assigning(&same)), ALL).status(), ExecutionStatus::Succeeded);
    // Two iterations at a time assign 5 MiB each; what is outside would be one too much with them.
    let names: Vec<String> = (0..20).map(|it| format!("v{it}")).collect();
    let map = |assign: &str| {
        format!(
            r#"{{"StartAt": "First", "States": {{
                "First": {{"Type": "Pass", {assign} "Next": "Each"}},
                "Each": {{"Type": "Map", "MaxConcurrency": 2, "End": true, "Output": 1,
                    "Items": "{{% [$states.input, $states.input, $states.input, $states.input] %}}",
                    "ItemProcessor": {{{}}}}}}}}}"#,
            assigning(&names).replace(
                r#"{"Type": "Pass", "End": true}"#,
                r#"{"Type": "Wait", "Seconds": 1, "Output": 1, "End": true}"#
            )
        )
    };
    assert_eq!(run(&map(""), ALL).status(), ExecutionStatus::Succeeded);
    assert_eq!(run(&map(r#""Assign": {"outside": "x"},"#), ALL).status(), ExecutionStatus::Failed);
}

#[test]
fn events_of_branches_and_iterations_count_towards_25_000() {
    let round = r#"{"StartAt": "Round", "States": {"Round": {"Type": "Pass", "Next": "Round"}}}"#;
    let fork = format!(
        r#""Type": "Parallel", "End": true, "Catch": [{{"ErrorEquals": ["States.ALL"], "Next": "Caught"}}],
        "Branches": [{{"StartAt": "Each", "States": {{"Each": {{
            "Type": "Map", "Items": [1, 2], "End": true, "ItemProcessor": {round}}}}}}}]"#
    );
    let execution = run(
        &format!(
            r#"{{"StartAt": "S", "States": {{"S": {{{fork}}}, "Caught": {{"Type": "Pass", "End": true}}}}}}"#
        ),
        0,
    );
    assert_eq!(execution.history().len(), 25_000);
    let [before, last] = execution.history().last_chunk::<2>().unwrap();
    assert!(matches!(before.details, HistoryEventDetails::PassStateExited(_)), "{before}");
    assert_eq!(last.previous_event_id, 24_999);
    expect!["25000  00:00:00.000  ExecutionFailed         States.Runtime: The execution reached the maximum number of history events (25000)."]
        .assert_eq(&last.to_string());
}

#[test]
fn an_execution_is_open_for_a_year_at_most() {
    let machine = r#"{"StartAt": "Wait", "States": {
        "Wait": {"Type": "Wait", "Seconds": SECONDS, "Next": "Work"},
        "Work": {"Type": "Pass", "End": true}}}"#;
    let end = |seconds: &str, expect: Expect| {
        check(&machine.replace("SECONDS", seconds), "1", expect);
    };
    end(
        "31536000",
        expect![[r#"
        1<0    00:00:00.000  ExecutionStarted        1
        2<0    00:00:00.000  WaitStateEntered        Wait
        3<2    00:00:00.000  WaitStateExited         Wait
        4<3    00:00:00.000  PassStateEntered        Work
        5<4    00:00:00.000  PassStateExited         Work
        6<5    00:00:00.000  ExecutionSucceeded      1
        SUCCEEDED
        1"#]],
    );
    end(
        "99999999",
        expect![[r#"
        1<0    00:00:00.000  ExecutionStarted        1
        2<0    00:00:00.000  WaitStateEntered        Wait
        3<0    00:00:00.000  ExecutionTimedOut       States.Timeout
        TIMED_OUT"#]],
    );
    let execution = run(&machine.replace("SECONDS", "99999999"), 0);
    let last = execution.history().last().unwrap();
    assert_eq!(last.timestamp.to_string(), "2027-01-01T00:00:00Z", "{}", story(&execution));
}
