//! What a Map Run that is stopped leaves behind: the results so far, what was cut, what had not begun.

use expect_test::{Expect, expect};
use jiff::SignedDuration;
use stepwright_engine::{Execution, Failure, ScheduleTask};
use stepwright_json::{Value, json};
use stepwright_testkit::{Answer, World};

use crate::common::{program, story};
use crate::distributed_map;

const WRITER: &str = r#""ResultWriter": {"Resource": "arn:aws:states:::s3:putObject",
    "Arguments": {"Bucket": "results", "Prefix": "out"}}"#;

/// Two children at once; results are written.
fn machine() -> String {
    distributed_map::machine(&format!(r#", "MaxConcurrency": 2, {WRITER}"#))
}

/// Answers at once, but `slow` after a minute.
fn work(request: &ScheduleTask) -> Answer {
    let answer = Answer::success(request.input.clone());
    let is_slow = request.input.to_string().contains("slow");
    if is_slow { answer.after_seconds(60) } else { answer }
}

/// A world in which somebody stops the execution after half a minute.
fn stopped_world() -> World<'static> {
    let failure = Failure { error: Some("Enough".into()), cause: None };
    World::new(work).stopped_after(SignedDuration::from_secs(30), failure)
}

/// A line for each child in each file that the manifests list: the file, how it stands, its input.
#[track_caller]
fn written(world: &World<'_>) -> String {
    let parsed = |key: &str| {
        let text = String::from_utf8_lossy(world.object("results", key).unwrap());
        Value::parse(&text).unwrap()
    };
    let mut lines = Vec::new();
    for key in world.keys("results").into_iter().filter(|it| it.ends_with("manifest.json")) {
        lines.push("manifest".to_owned());
        let manifest = parsed(key);
        for (_, entries) in manifest["ResultFiles"].as_object().unwrap() {
            for entry in entries.as_array().unwrap() {
                let key = entry["Key"].as_str().unwrap();
                assert_eq!(
                    entry["Size"].as_u64(),
                    u64::try_from(world.object("results", key).unwrap().len()).ok()
                );
                let name = key.rsplit('/').next().unwrap();
                for child in parsed(key).as_array().unwrap() {
                    let text = |key: &str| child[key].as_str().unwrap().to_owned();
                    lines.push(format!("{name}: {} {}", text("Status"), text("Input")));
                }
            }
        }
    }
    lines.join("\n")
}

#[track_caller]
fn check(machine: &str, input: Value, status: &str, expect: Expect) -> (Execution, World<'static>) {
    let mut world = stopped_world();
    let execution = world.run(&program(machine), input);
    assert_eq!(execution.status().as_str(), status, "{}", story(&execution));
    expect.assert_eq(&written(&world));
    (execution, world)
}

#[test]
fn of_an_execution_that_is_stopped_the_results_so_far_are_written() {
    check(
        &machine(),
        json!(["a", "slow 1", "slow 2", "d", "e"]),
        "ABORTED",
        expect![[r#"
            manifest
            FAILED_0.json: ABORTED "slow 1"
            FAILED_0.json: ABORTED "slow 2"
            PENDING_0.json: PENDING "d"
            PENDING_0.json: PENDING "e"
            SUCCEEDED_0.json: SUCCEEDED "a""#]],
    );
}

#[test]
fn so_they_are_where_the_execution_times_out() {
    let machine = machine().replacen('{', r#"{"TimeoutSeconds": 20, "#, 1);
    check(
        &machine,
        json!(["a", "slow 1", "slow 2", "d"]),
        "TIMED_OUT",
        expect![[r#"
            manifest
            FAILED_0.json: ABORTED "slow 1"
            FAILED_0.json: ABORTED "slow 2"
            PENDING_0.json: PENDING "d"
            SUCCEEDED_0.json: SUCCEEDED "a""#]],
    );
}

#[test]
fn so_they_are_where_something_beside_the_map_run_fails() {
    let beside = r#"{"StartAt": "Rest", "States": {
        "Rest": {"Type": "Wait", "Seconds": 5, "Next": "Refuse"},
        "Refuse": {"Type": "Fail", "Error": "No"}}}"#;
    let machine = format!(
        r#"{{"StartAt": "Both", "States": {{"Both": {{
            "Type": "Parallel", "End": true, "Branches": [{}, {beside}]}}}}}}"#,
        machine()
    );
    check(
        &machine,
        json!(["a", "slow 1", "slow 2", "d"]),
        "FAILED",
        expect![[r#"
            manifest
            FAILED_0.json: ABORTED "slow 1"
            FAILED_0.json: ABORTED "slow 2"
            PENDING_0.json: PENDING "d"
            SUCCEEDED_0.json: SUCCEEDED "a""#]],
    );
}

#[test]
fn so_they_are_of_map_runs_of_children() {
    let outer = format!(
        r#"{{"StartAt": "Rows", "States": {{"Rows": {{
            "Type": "Map", "End": true, "Label": "rows", {WRITER},
            "ItemProcessor": {}}}}}}}"#,
        machine().replacen(
            '{',
            r#"{"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}, "#,
            1
        )
    );
    check(
        &outer,
        json!([["a", "slow 1"], ["slow 2"]]),
        "ABORTED",
        expect![[r#"
            manifest
            FAILED_0.json: ABORTED "slow 1"
            SUCCEEDED_0.json: SUCCEEDED "a"
            manifest
            FAILED_0.json: ABORTED ["a","slow 1"]
            FAILED_0.json: ABORTED ["slow 2"]
            manifest
            FAILED_0.json: ABORTED "slow 2""#]],
    );
}

#[test]
fn a_redrive_takes_up_what_was_cut_and_what_had_not_begun() {
    let (stopped, _) = check(
        &machine(),
        json!(["a", "slow 1", "slow 2", "d"]),
        "ABORTED",
        expect![[r#"
            manifest
            FAILED_0.json: ABORTED "slow 1"
            FAILED_0.json: ABORTED "slow 2"
            PENDING_0.json: PENDING "d"
            SUCCEEDED_0.json: SUCCEEDED "a""#]],
    );
    let mut world = World::new(|it: &ScheduleTask| Answer::success(it.input.clone()));
    let redriven = world.redrive(stopped).unwrap();
    assert_eq!(redriven.status().as_str(), "SUCCEEDED", "{}", story(&redriven));
    expect![[r#"
        manifest
        SUCCEEDED_0.json: SUCCEEDED "a"
        SUCCEEDED_0.json: SUCCEEDED "slow 1"
        SUCCEEDED_0.json: SUCCEEDED "slow 2"
        SUCCEEDED_0.json: SUCCEEDED "d""#]]
    .assert_eq(&written(&world));
}

#[test]
fn without_a_result_writer_nothing_is_written() {
    let (_, world) =
        check(&distributed_map::machine(""), json!(["a", "slow"]), "ABORTED", expect![[""]]);
    assert!(world.keys("results").is_empty());
}
