//! What a Map Run that fails has not begun: its items are written, and a redrive has them.

use expect_test::{Expect, expect};
use stepwright_engine::{Execution, ScheduleTask};
use stepwright_json::{Value, json};
use stepwright_testkit::{Answer, World};

use crate::common::{program, story};
use crate::distributed_map::{self, work};

/// A Distributed Map that writes its results, one child at a time.
fn machine(fields: &str) -> String {
    let writer = r#"{"Resource": "arn:aws:states:::s3:putObject", "Arguments": {"Bucket": "results", "Prefix": "out"}}"#;
    distributed_map::machine(&format!(r#", "MaxConcurrency": 1, "ResultWriter": {writer}{fields}"#))
}

/// Each file of pending inputs, and what the manifest says of them.
fn written(world: &World<'_>) -> String {
    let keys = world.keys("results");
    let text = |key: &str| String::from_utf8_lossy(world.object("results", key).unwrap());
    let is_pending = |it: &&&str| it.contains("PENDING");
    let mut lines: Vec<String> =
        keys.iter().filter(is_pending).map(|it| shortened(&text(it))).collect();
    let manifest = keys.iter().find(|it| it.ends_with("manifest.json")).unwrap();
    let manifest = Value::parse(&text(manifest)).unwrap();
    for entry in manifest["ResultFiles"]["PENDING"].as_array().unwrap() {
        let name = entry["Key"].as_str().unwrap().rsplit('/').next().unwrap();
        lines.push(format!("{name} {}", entry["Size"]));
    }
    lines.join("\n")
}

fn shortened(text: &str) -> String {
    match text.get(..40) {
        Some(start) if text.len() > 1_000 => format!("{start}… {}", text.len()),
        _ => text.to_owned(),
    }
}

/// Runs it until it has failed, and tells what is pending.
#[track_caller]
fn check(fields: &str, input: Value, expect: Expect) -> (Execution, World<'static>) {
    let mut world = World::new(work);
    let execution = world.run(&program(&machine(fields)), input);
    assert_eq!(execution.status().as_str(), "FAILED", "{}", story(&execution));
    expect.assert_eq(&written(&world));
    (execution, world)
}

#[test]
fn items_that_no_child_has_had_are_written() {
    check(
        "",
        json!(["good", "bad", "c", {"d": 1}]),
        expect![[r#"
        [{"Input":"\"c\"","InputDetails":{"Included":true},"Status":"PENDING"},{"Input":"{\"d\":1}","InputDetails":{"Included":true},"Status":"PENDING"}]
        PENDING_0.json 145"#]],
    );
}

#[test]
fn so_are_those_of_a_batch_that_was_being_filled() {
    let batcher = r#", "ItemBatcher": {"MaxItemsPerBatch": 2}"#;
    check(
        batcher,
        json!(["good", "bad", "c", "d", "e"]),
        expect![[r#"
        [{"Input":"{\"Items\":[\"c\",\"d\"]}","InputDetails":{"Included":true},"Status":"PENDING"},{"Input":"{\"Items\":[\"e\"]}","InputDetails":{"Included":true},"Status":"PENDING"}]
        PENDING_0.json 175"#]],
    );
}

#[test]
fn what_the_selector_makes_nothing_of_is_not_an_input() {
    let selector = r#", "ItemSelector": {"n": "{% $number($states.context.Map.Item.Value) %}"}"#;
    let (failed, mut world) = check(
        selector,
        json!(["1", "x", "2"]),
        expect![[r#"
        [{"Input":"{\"n\":2}","InputDetails":{"Included":true},"Status":"PENDING"}]
        PENDING_0.json 75"#]],
    );
    let error = |it: &Execution| it.failure().unwrap().error.clone();
    let failed_with = error(&failed);
    // A redrive does not go on as if it had not been.
    let redriven = world.redrive(failed).unwrap();
    assert_eq!(error(&redriven), failed_with, "{}", story(&redriven));
}

#[test]
fn a_file_of_them_ends_where_the_next_begins() {
    let reader = r#", "ItemReader": {"Resource": "arn:aws:states:::s3:getObject",
        "ReaderConfig": {"InputType": "JSONL"}, "Arguments": {"Bucket": "data", "Key": "items"}}"#;
    let lines = format!("\"bad\"\n{}", format!("\"{}\"\n", "x".repeat(250_000)).repeat(80));
    let mut world = World::new(work).with_object("data", "items", lines);
    let failed = world.run(&program(&machine(reader)), json!({}));
    assert_eq!(failed.status().as_str(), "FAILED", "{}", story(&failed));
    expect![[r#"
        [{"Input":"\"xxxxxxxxxxxxxxxxxxxxxxxxxxx… 17004693
        [{"Input":"\"xxxxxxxxxxxxxxxxxxxxxxxxxxx… 3000829
        PENDING_0.json 17004693
        PENDING_1.json 3000829"#]]
    .assert_eq(&written(&world));
    // Once it has gone well, nothing is pending.
    let mut world = World::new(|_: &ScheduleTask| Answer::success(1));
    let redriven = world.redrive(failed).unwrap();
    assert_eq!(redriven.status().as_str(), "SUCCEEDED", "{}", story(&redriven));
    let manifest = world.keys("results").into_iter().find(|it| it.ends_with("manifest.json"));
    let manifest = String::from_utf8_lossy(world.object("results", manifest.unwrap()).unwrap());
    assert_eq!(Value::parse(&manifest).unwrap()["ResultFiles"]["PENDING"], json!([]));
}
