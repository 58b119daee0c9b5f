//! Stories of Distributed Maps: what is read, what runs, what fails, what is written.

use std::sync::Arc;

use expect_test::{Expect, expect};
use stepwright_engine::{Execution, ScheduleTask};
use stepwright_json::{Value, json};
use stepwright_testkit::{Answer, World};

use crate::common::{program, story};

/// A machine that is nothing but a Distributed Map with these fields, whose children call `work`.
pub(crate) fn machine(fields: &str) -> String {
    format!(
        r#"{{"StartAt": "Each", "States": {{"Each": {{
            "Type": "Map", "End": true, "Label": "each",
            "ItemProcessor": {{
                "ProcessorConfig": {{"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}},
                "StartAt": "Work", "States": {{"Work": {{
                    "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true
                }}}}
            }}{fields}
        }}}}}}"#
    )
}

/// Answers with what it is asked; fails on anything that says `bad`.
pub(crate) fn work(request: &ScheduleTask) -> Answer {
    if request.input.to_string().contains("bad") {
        return Answer::failure("Bad", "it says so");
    }
    Answer::success(request.input.clone())
}

/// Runs it over a world that has these objects in the bucket `data`.
fn run(fields: &str, input: &Value, objects: &[(&str, &str)]) -> (Execution, World<'static>) {
    let mut world = World::new(work).keeping_children();
    for (key, body) in objects {
        world = world.with_object("data", *key, *body);
    }
    let execution = world.run(&program(&machine(fields)), input.clone());
    (execution, world)
}

#[track_caller]
fn check(fields: &str, input: &Value, objects: &[(&str, &str)], expect: Expect) {
    expect.assert_eq(&story(&run(fields, input, objects).0));
}

/// What the machine ends with, without its history.
#[track_caller]
fn check_end(fields: &str, input: &Value, objects: &[(&str, &str)], expect: Expect) {
    let (execution, _) = run(fields, input, objects);
    let end = match (execution.output(), execution.failure()) {
        (Some(output), _) => output.to_string(),
        (None, Some(failure)) => {
            let part = |it: &Option<Arc<str>>| it.as_deref().unwrap_or("–").to_owned();
            format!("{}: {}", part(&failure.error), part(&failure.cause))
        }
        (None, None) => execution.status().as_str().to_owned(),
    };
    expect.assert_eq(&end);
}

const JSON_READER: &str = r#", "ItemReader": {
    "Resource": "arn:aws:states:::s3:getObject",
    "ReaderConfig": {"InputType": "JSON"},
    "Arguments": {"Bucket": "data", "Key": "{% $states.input.key %}"}}"#;

#[test]
fn each_item_is_run_by_an_execution_of_its_own() {
    check(
        "",
        &json!(["a", "b"]),
        &[],
        expect![[r#"
        1<0    00:00:00.000  ExecutionStarted        ["a","b"]
        2<0    00:00:00.000  MapStateEntered         Each
        3<2    00:00:00.000  MapStateStarted         Each  2 items
        4<3    00:00:00.000  MapRunStarted           Each  arn:aws:states:us-east-1:123456789012:mapRun:machine/each:e220a839-7b1d-4daf-ae78-9e6aa1b965f4
        5<4    00:00:00.000  MapRunSucceeded         Each
        6<5    00:00:00.000  MapStateSucceeded       Each
        7<4    00:00:00.000  MapStateExited          Each
        8<7    00:00:00.000  ExecutionSucceeded      ["a","b"]
        SUCCEEDED
        ["a","b"]"#]],
    );
}

#[test]
fn a_child_has_a_history_and_names_of_its_own() {
    let (_, world) = run("", &json!(["a", "b"]), &[]);
    let second = &world.children()[1];
    expect![[r#"
        1<0    00:00:00.000  ExecutionStarted        "b"
        2<0    00:00:00.000  TaskStateEntered        Work
        3<2    00:00:00.000  TaskScheduled           Work  lambda:invoke
        4<3    00:00:00.000  TaskStarted             Work
        5<4    00:00:00.000  TaskSucceeded           Work  "b"
        6<5    00:00:00.000  TaskStateExited         Work
        7<6    00:00:00.000  ExecutionSucceeded      "b"
        SUCCEEDED
        "b""#]]
    .assert_eq(&story(second));
    let start = second.started_with();
    assert_eq!(
        start.state_machine_arn,
        "arn:aws:states:us-east-1:123456789012:stateMachine:machine/each"
    );
    let prefix = "arn:aws:states:us-east-1:123456789012:execution:machine/each:";
    assert_eq!(start.execution_arn, format!("{prefix}{}", start.execution_name));
}

#[test]
fn items_are_read_from_a_file_and_selected() {
    let fields = format!(
        r#"{JSON_READER}, "ItemSelector": {{
            "n": "{{% $states.context.Map.Item.Value.n %}}",
            "index": "{{% $states.context.Map.Item.Index %}}",
            "source": "{{% $states.context.Map.Item.Source %}}"}}"#
    );
    let file = ("list.json", r#"[{"n": 1}, {"n": 2}]"#);
    check(
        &fields,
        &json!({"key": "list.json"}),
        &[file],
        expect![[r#"
        1<0    00:00:00.000  ExecutionStarted        {"key":"list.json"}
        2<0    00:00:00.000  MapStateEntered         Each
        3<2    00:00:00.000  MapStateStarted         Each  0 items
        4<3    00:00:00.000  MapRunStarted           Each  arn:aws:states:us-east-1:123456789012:mapRun:machine/each:e220a839-7b1d-4daf-ae78-9e6aa1b965f4
        5<4    00:00:00.000  MapRunSucceeded         Each
        6<5    00:00:00.000  MapStateSucceeded       Each
        7<4    00:00:00.000  MapStateExited          Each
        8<7    00:00:00.000  ExecutionSucceeded      [{"n":1,"index":0,"source":"S3://data/list.json"},{"n":2,"index":1,"source":"S3://data/list.json…
        SUCCEEDED
        [{"n":1,"index":0,"source":"S3://data/list.json"},{"n":2,"index":1,"source":"S3://data/list.json"}]"#]],
    );
}

#[test]
fn an_object_in_the_input_is_iterated_over_by_its_keys() {
    let selector = r#", "ItemSelector": {
        "key": "{% $states.context.Map.Item.Key %}",
        "value": "{% $states.context.Map.Item.Value %}",
        "source": "{% $states.context.Map.Item.Source %}"}"#;
    check_end(
        selector,
        &json!({"a": 1, "b": 2}),
        &[],
        expect![[
            r#"[{"key":"a","value":1,"source":"STATE_DATA"},{"key":"b","value":2,"source":"STATE_DATA"}]"#
        ]],
    );
}

#[test]
fn an_object_in_the_definition_is_iterated_over_too() {
    check_end(
        r#", "Items": {"a": 1, "b": "{% $states.input %}"}"#,
        &json!([2]),
        &[],
        expect!["[1,[2]]"],
    );
}

#[test]
fn what_cannot_be_read_fails_the_map_run() {
    check(
        JSON_READER,
        &json!({"key": "none.json"}),
        &[("list.json", "[]")],
        expect![[r#"
        1<0    00:00:00.000  ExecutionStarted        {"key":"none.json"}
        2<0    00:00:00.000  MapStateEntered         Each
        3<2    00:00:00.000  MapStateStarted         Each  0 items
        4<3    00:00:00.000  MapRunStarted           Each  arn:aws:states:us-east-1:123456789012:mapRun:machine/each:e220a839-7b1d-4daf-ae78-9e6aa1b965f4
        5<4    00:00:00.000  MapRunFailed            Each  States.ItemReaderFailed: The specified key does not exist.
        6<5    00:00:00.000  MapStateFailed          Each
        7<6    00:00:00.000  ExecutionFailed         States.ItemReaderFailed: The specified key does not exist.
        FAILED"#]],
    );
    check_end(
        JSON_READER,
        &json!({"key": "it"}),
        &[("it", r#"{"Hello": "world"}"#)],
        expect!["States.ItemReaderFailed: Attempting to map over non-iterable node."],
    );
    check_end(
        JSON_READER,
        &json!({"key": "it"}),
        &[("it", "[1, 2")],
        expect!["States.ItemReaderFailed: The content of the file is not valid JSON."],
    );
}

#[test]
fn as_many_items_are_read_as_the_reader_may() {
    let fields = JSON_READER.replace(r#""JSON"}"#, r#""JSON", "MaxItems": 2}"#);
    check_end(&fields, &json!({"key": "it"}), &[("it", "[1, 2, 3]")], expect!["[1,2]"]);
    let fields = JSON_READER.replace(r#""JSON"}"#, r#""JSON", "ItemsPointer": "/a/0"}"#);
    check_end(&fields, &json!({"key": "it"}), &[("it", r#"{"a": [[1, 2]]}"#)], expect!["[1,2]"]);
}

#[test]
fn rows_and_lines_are_items_too() {
    let csv = r#""CSV", "CSVHeaderLocation": "FIRST_ROW", "CSVDelimiter": "SEMICOLON"}"#;
    let fields = JSON_READER.replace(r#""JSON"}"#, csv);
    check_end(
        &fields,
        &json!({"key": "it"}),
        &[("it", "a;b\n1;2\n3\n")],
        expect![[r#"[{"a":"1","b":"2"},{"a":"3","b":""}]"#]],
    );
    let given = r#""CSV", "CSVHeaderLocation": "GIVEN", "CSVHeaders": ["x", "x"]}"#;
    let fields = JSON_READER.replace(r#""JSON"}"#, given);
    check_end(
        &fields,
        &json!({"key": "it"}),
        &[("it", "1,2\n")],
        expect!["States.ItemReaderFailed: CSV headers cannot contain duplicates."],
    );
    let fields = JSON_READER.replace(r#""JSON"}"#, r#""JSONL"}"#);
    check_end(
        &fields,
        &json!({"key": "it"}),
        &[("it", "{\"a\": 1}\n\n[2]\n")],
        expect![[r#"[{"a":1},[2]]"#]],
    );
}

#[test]
fn the_objects_of_a_bucket_are_items_or_have_them() {
    let listing = r#", "ItemReader": {
        "Resource": "arn:aws:states:::s3:listObjectsV2",
        "Arguments": {"Bucket": "data", "Prefix": "in/"}}"#;
    let objects = [("in/1.jsonl", "1\n2"), ("in/2.jsonl", "3"), ("out/3.jsonl", "4")];
    check_end(
        listing,
        &json!({}),
        &objects,
        expect![[
            r#"[{"Etag":"\"d41d8cd98f00b204e9800998ecf8427e\"","Key":"in/1.jsonl","LastModified":1767225600.0,"Size":3,"StorageClass":"STANDARD"},{"Etag":"\"d41d8cd98f00b204e9800998ecf8427e\"","Key":"in/2.jsonl","LastModified":1767225600.0,"Size":1,"StorageClass":"STANDARD"}]"#
        ]],
    );
    let config =
        r#"V2", "ReaderConfig": {"InputType": "JSONL", "Transformation": "LOAD_AND_FLATTEN"}"#;
    check_end(&listing.replace("V2\"", config), &json!({}), &objects, expect!["[1,2,3]"]);
}

#[test]
fn a_listing_is_followed_over_its_pages() {
    let listing = r#", "ItemReader": {
        "Resource": "arn:aws:states:::s3:listObjectsV2",
        "Arguments": {"Bucket": "data"}},
        "ItemSelector": {"k": "{% $states.context.Map.Item.Value.Key %}"},
        "Output": "{% $count($states.result) %}""#;
    let keys: Vec<String> = (0..1006).map(|it| format!("{it:04}")).collect();
    let objects: Vec<(&str, &str)> = keys.iter().map(|it| (it.as_str(), "")).collect();
    check_end(listing, &json!({}), &objects, expect!["1006"]);
}

#[test]
fn manifests_name_the_files_that_the_items_are_in() {
    let manifest = r#"{"destinationBucket": "arn:aws:s3:::data", "fileFormat": "CSV",
        "fileSchema": "Bucket, Key", "files": [{"key": "1.csv"}, {"key": "2.csv"}]}"#;
    let objects = [("manifest.json", manifest), ("1.csv", "b,k1\n"), ("2.csv", "b,k2\nb,k3\n")];
    let fields = JSON_READER.replace(r#""JSON"}"#, r#""MANIFEST"}"#);
    check_end(
        &fields,
        &json!({"key": "manifest.json"}),
        &objects,
        expect![[
            r#"[{"Bucket":"b","Key":"k1"},{"Bucket":"b","Key":"k2"},{"Bucket":"b","Key":"k3"}]"#
        ]],
    );
    let objects = [("m.csv", "s3://data/1\ns3://data/2\n"), ("1", "1\n2\n"), ("2", "3\n")];
    let config = r#""JSONL", "ManifestType": "ATHENA_DATA"}"#;
    let fields = JSON_READER.replace(r#""JSON"}"#, config);
    check_end(&fields, &json!({"key": "m.csv"}), &objects, expect!["[1,2,3]"]);
    let objects = [("m.csv", "s3://data/1\ns3://data/2\n"), ("1", "1\n"), ("2", "3\n{\n")];
    check_end(
        &fields,
        &json!({"key": "m.csv"}),
        &objects,
        expect!["States.ItemReaderFailed: S3://data/2: Line 2 of the file is not valid JSON."],
    );
}

#[test]
fn items_are_put_together_in_batches() {
    let batcher = r#", "ItemBatcher": {"MaxItemsPerBatch": 2, "BatchInput": {"of": "{% $states.input[0] %}"}}"#;
    check_end(
        batcher,
        &json!([1, 2, 3]),
        &[],
        expect![[r#"[{"BatchInput":{"of":1},"Items":[1,2]},{"BatchInput":{"of":1},"Items":[3]}]"#]],
    );
    let batcher = r#", "ItemBatcher": {"MaxInputBytesPerBatch": "{% 22 %}"}"#;
    check_end(
        batcher,
        &json!(["a", "bb", "cc", "dddd"]),
        &[],
        expect![[r#"[{"Items":["a","bb"]},{"Items":["cc"]},{"Items":["dddd"]}]"#]],
    );
}

#[test]
fn one_failure_fails_the_map_run_where_none_is_tolerated() {
    check(
        r#", "MaxConcurrency": 1"#,
        &json!(["a", "bad", "c"]),
        &[],
        expect![[r#"
        1<0    00:00:00.000  ExecutionStarted        ["a","bad","c"]
        2<0    00:00:00.000  MapStateEntered         Each
        3<2    00:00:00.000  MapStateStarted         Each  3 items
        4<3    00:00:00.000  MapRunStarted           Each  arn:aws:states:us-east-1:123456789012:mapRun:machine/each:e220a839-7b1d-4daf-ae78-9e6aa1b965f4
        5<4    00:00:00.000  MapRunFailed            Each  States.ExceedToleratedFailureThreshold: The specified tolerated failure threshold was exceeded
        6<5    00:00:00.000  MapStateFailed          Each
        7<6    00:00:00.000  ExecutionFailed         States.ExceedToleratedFailureThreshold: The specified tolerated failure threshold was exceeded
        FAILED"#]],
    );
}

#[test]
fn tolerated_failures_leave_no_result() {
    let fields = r#", "ToleratedFailureCount": 1"#;
    check_end(fields, &json!(["a", "bad", "c"]), &[], expect![[r#"["a","c"]"#]]);
    check_end(
        fields,
        &json!(["bad", "bad", "c"]),
        &[],
        expect![
            "States.ExceedToleratedFailureThreshold: The specified tolerated failure threshold was exceeded"
        ],
    );
    let fields = r#", "ToleratedFailurePercentage": "{% 50 %}""#;
    check_end(fields, &json!(["a", "bad"]), &[], expect![[r#"["a"]"#]]);
    check_end(
        fields,
        &json!(["a", "bad", "bad"]),
        &[],
        expect![
            "States.ExceedToleratedFailureThreshold: The specified tolerated failure threshold was exceeded"
        ],
    );
    check_end(
        r#", "ToleratedFailurePercentage": "{% 101 %}""#,
        &json!([]),
        &[],
        expect![
            "States.Runtime: An error occurred while executing the state 'Each' (entered at the event id #2). ToleratedFailurePercentage must be between 0 and 100."
        ],
    );
}

#[test]
fn failures_are_counted_by_item_not_by_child() {
    let fields = r#", "ToleratedFailureCount": 1, "ItemBatcher": {"MaxItemsPerBatch": 2}"#;
    check_end(
        fields,
        &json!(["a", "bad"]),
        &[],
        expect![
            "States.ExceedToleratedFailureThreshold: The specified tolerated failure threshold was exceeded"
        ],
    );
}

#[test]
fn a_failed_map_run_can_be_retried_as_a_new_one_and_caught() {
    let fields = r#",
        "Retry": [{"ErrorEquals": ["States.ExceedToleratedFailureThreshold"], "MaxAttempts": 1}],
        "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Each", "Output": []}]"#;
    check(
        fields,
        &json!(["bad"]),
        &[],
        expect![[r#"
        1<0    00:00:00.000  ExecutionStarted        ["bad"]
        2<0    00:00:00.000  MapStateEntered         Each
        3<2    00:00:00.000  MapStateStarted         Each  1 item
        4<3    00:00:00.000  MapRunStarted           Each  arn:aws:states:us-east-1:123456789012:mapRun:machine/each:e220a839-7b1d-4daf-ae78-9e6aa1b965f4
        5<4    00:00:00.000  MapRunFailed            Each  States.ExceedToleratedFailureThreshold: The specified tolerated failure threshold was exceeded
        6<5    00:00:01.000  MapStateStarted         Each  1 item
        7<6    00:00:01.000  MapRunStarted           Each  arn:aws:states:us-east-1:123456789012:mapRun:machine/each:53cb9f0c-747e-42ea-ac82-9abe1f4532e1
        8<7    00:00:01.000  MapRunFailed            Each  States.ExceedToleratedFailureThreshold: The specified tolerated failure threshold was exceeded
        9<8    00:00:01.000  MapStateFailed          Each
        10<9   00:00:01.000  MapStateExited          Each
        11<10  00:00:01.000  MapStateEntered         Each
        12<11  00:00:01.000  MapStateStarted         Each  0 items
        13<12  00:00:01.000  MapRunStarted           Each  arn:aws:states:us-east-1:123456789012:mapRun:machine/each:657eecdd-3cb1-4d09-82d3-26e0055bdef6
        14<13  00:00:01.000  MapRunSucceeded         Each
        15<14  00:00:01.000  MapStateSucceeded       Each
        16<13  00:00:01.000  MapStateExited          Each
        17<16  00:00:01.000  ExecutionSucceeded      []
        SUCCEEDED
        []"#]],
    );
}

const WRITER: &str = r#", "ResultWriter": {
    "Resource": "arn:aws:states:::s3:putObject",
    "Arguments": {"Bucket": "results", "Prefix": "jobs"}}"#;

#[test]
fn results_are_written_to_a_bucket() {
    let (execution, world) = run(WRITER, &json!(["a", "b"]), &[]);
    expect![[r#"
        1<0    00:00:00.000  ExecutionStarted        ["a","b"]
        2<0    00:00:00.000  MapStateEntered         Each
        3<2    00:00:00.000  MapStateStarted         Each  2 items
        4<3    00:00:00.000  MapRunStarted           Each  arn:aws:states:us-east-1:123456789012:mapRun:machine/each:e220a839-7b1d-4daf-ae78-9e6aa1b965f4
        5<4    00:00:00.000  MapRunSucceeded         Each
        6<5    00:00:00.000  MapStateSucceeded       Each
        7<4    00:00:00.000  MapStateExited          Each
        8<7    00:00:00.000  ExecutionSucceeded      {"MapRunArn":"arn:aws:states:us-east-1:123456789012:mapRun:machine/each:e220a839-7b1d-4daf-ae78-…
        SUCCEEDED
        {"MapRunArn":"arn:aws:states:us-east-1:123456789012:mapRun:machine/each:e220a839-7b1d-4daf-ae78-9e6aa1b965f4","ResultWriterDetails":{"Bucket":"results","Key":"jobs/e220a839-7b1d-4daf-ae78-9e6aa1b965f4/manifest.json"}}"#]].assert_eq(&story(&execution));
    let files: Vec<String> = world
        .keys("results")
        .iter()
        .map(|key| {
            format!("{key}\n{}", String::from_utf8_lossy(world.object("results", key).unwrap()))
        })
        .collect();
    expect![[r#"
        jobs/e220a839-7b1d-4daf-ae78-9e6aa1b965f4/SUCCEEDED_0.json
        [{"ExecutionArn":"arn:aws:states:us-east-1:123456789012:execution:machine/each:06c45d18-8009-454f-b88b-b8a8724c81ec","Input":"\"a\"","InputDetails":{"Included":true},"Name":"06c45d18-8009-454f-b88b-b8a8724c81ec","Output":"\"a\"","OutputDetails":{"Included":true},"RedriveCount":0,"RedriveStatus":"NOT_REDRIVABLE","RedriveStatusReason":"Execution is SUCCEEDED and cannot be redriven","StartDate":"2026-01-01T00:00:00Z","StateMachineArn":"arn:aws:states:us-east-1:123456789012:stateMachine:machine/each","Status":"SUCCEEDED","StopDate":"2026-01-01T00:00:00Z"},{"ExecutionArn":"arn:aws:states:us-east-1:123456789012:execution:machine/each:53cb9f0c-747e-42ea-ac82-9abe1f4532e1","Input":"\"b\"","InputDetails":{"Included":true},"Name":"53cb9f0c-747e-42ea-ac82-9abe1f4532e1","Output":"\"b\"","OutputDetails":{"Included":true},"RedriveCount":0,"RedriveStatus":"NOT_REDRIVABLE","RedriveStatusReason":"Execution is SUCCEEDED and cannot be redriven","StartDate":"2026-01-01T00:00:00Z","StateMachineArn":"arn:aws:states:us-east-1:123456789012:stateMachine:machine/each","Status":"SUCCEEDED","StopDate":"2026-01-01T00:00:00Z"}]
        jobs/e220a839-7b1d-4daf-ae78-9e6aa1b965f4/manifest.json
        {"DestinationBucket":"results","MapRunArn":"arn:aws:states:us-east-1:123456789012:mapRun:machine/each:e220a839-7b1d-4daf-ae78-9e6aa1b965f4","ResultFiles":{"FAILED":[],"PENDING":[],"SUCCEEDED":[{"Key":"jobs/e220a839-7b1d-4daf-ae78-9e6aa1b965f4/SUCCEEDED_0.json","Size":1115}]}}"#]].assert_eq(&files.join("\n"));
}

#[test]
fn failures_are_written_too_before_the_map_run_fails() {
    let fields = format!(r#"{WRITER}, "MaxConcurrency": 1"#);
    let fields = fields.replace(
        r#""jobs"}"#,
        r#""jobs/"}, "WriterConfig": {"Transformation": "COMPACT", "OutputType": "JSONL"}"#,
    );
    let (execution, world) = run(&fields, &json!(["a", "b", "bad", "c"]), &[]);
    expect![[r#"
        1<0    00:00:00.000  ExecutionStarted        ["a","b","bad","c"]
        2<0    00:00:00.000  MapStateEntered         Each
        3<2    00:00:00.000  MapStateStarted         Each  4 items
        4<3    00:00:00.000  MapRunStarted           Each  arn:aws:states:us-east-1:123456789012:mapRun:machine/each:e220a839-7b1d-4daf-ae78-9e6aa1b965f4
        5<4    00:00:00.000  MapRunFailed            Each  States.ExceedToleratedFailureThreshold: The specified tolerated failure threshold was exceeded
        6<5    00:00:00.000  MapStateFailed          Each
        7<6    00:00:00.000  ExecutionFailed         States.ExceedToleratedFailureThreshold: The specified tolerated failure threshold was exceeded
        FAILED"#]].assert_eq(&story(&execution));
    let files: Vec<String> = world
        .keys("results")
        .iter()
        .map(|key| {
            format!("{key}\n{}", String::from_utf8_lossy(world.object("results", key).unwrap()))
        })
        .collect();
    expect![[r#"
        jobs/e220a839-7b1d-4daf-ae78-9e6aa1b965f4/FAILED_0.jsonl
        {"ExecutionArn":"arn:aws:states:us-east-1:123456789012:execution:machine/each:3ee57890-41c9-4ac3-b3b8-488c368cb0a6","Input":"\"bad\"","InputDetails":{"Included":true},"Name":"3ee57890-41c9-4ac3-b3b8-488c368cb0a6","Cause":"it says so","Error":"Bad","RedriveCount":0,"RedriveStatus":"REDRIVABLE_BY_MAP_RUN","StartDate":"2026-01-01T00:00:00Z","StateMachineArn":"arn:aws:states:us-east-1:123456789012:stateMachine:machine/each","Status":"FAILED","StopDate":"2026-01-01T00:00:00Z"}

        jobs/e220a839-7b1d-4daf-ae78-9e6aa1b965f4/PENDING_0.jsonl
        {"Input":"\"c\"","InputDetails":{"Included":true},"Status":"PENDING"}

        jobs/e220a839-7b1d-4daf-ae78-9e6aa1b965f4/SUCCEEDED_0.jsonl
        "a"
        "b"

        jobs/e220a839-7b1d-4daf-ae78-9e6aa1b965f4/manifest.json
        {"DestinationBucket":"results","MapRunArn":"arn:aws:states:us-east-1:123456789012:mapRun:machine/each:e220a839-7b1d-4daf-ae78-9e6aa1b965f4","ResultFiles":{"FAILED":[{"Key":"jobs/e220a839-7b1d-4daf-ae78-9e6aa1b965f4/FAILED_0.jsonl","Size":477}],"PENDING":[{"Key":"jobs/e220a839-7b1d-4daf-ae78-9e6aa1b965f4/PENDING_0.jsonl","Size":70}],"SUCCEEDED":[{"Key":"jobs/e220a839-7b1d-4daf-ae78-9e6aa1b965f4/SUCCEEDED_0.jsonl","Size":8}]}}"#]].assert_eq(&files.join("\n"));
}

#[test]
fn children_that_were_cut_are_written_with_those_that_failed() {
    let script = |request: &ScheduleTask| match request.input.as_str() {
        Some("bad") => Answer::failure("Bad", "it says so").after_seconds(2),
        _ => Answer::silence(),
    };
    let mut world = World::new(script);
    world.run(&program(&machine(WRITER)), json!(["slow", "bad"]));
    let key = world.keys("results").into_iter().find(|it| it.contains("FAILED_0")).unwrap();
    let file = String::from_utf8_lossy(world.object("results", key).unwrap());
    let file = Value::parse(&file).unwrap();
    let told: Vec<String> = file
        .as_array()
        .unwrap()
        .iter()
        .map(|it| format!("{} {} {} {}", it["Input"], it["Status"], it["Error"], it["StopDate"]))
        .collect();
    expect![[r#"
        "\"slow\"" "ABORTED" null "2026-01-01T00:00:02Z"
        "\"bad\"" "FAILED" "Bad" "2026-01-01T00:00:02Z""#]]
    .assert_eq(&told.join("\n"));
}

#[test]
fn results_can_be_put_into_one_list_without_a_bucket() {
    let fields = r#", "ResultWriter": {"WriterConfig": {"Transformation": "FLATTEN", "OutputType": "JSON"}}"#;
    check_end(fields, &json!([[1, 2], 3, []]), &[], expect!["[1,2,3]"]);
}

#[test]
fn results_that_are_too_large_fail_the_state() {
    let long = "x".repeat(100_000);
    // The items are no more than an input may be, what becomes of them is twice as much.
    let twice = r#", "ItemSelector": {"a": "{% $states.context.Map.Item.Value %}", "b": "{% $states.context.Map.Item.Value %}"}"#;
    let (execution, _) = run(twice, &json!([long.as_str(), "a"]), &[]);
    assert_eq!(execution.failure(), None);
    check_end(
        twice,
        &json!([long.as_str(), "a", long.as_str()]),
        &[],
        expect![
            "States.DataLimitExceeded: The state/task 'Each' returned a result with a size exceeding the maximum number of bytes service limit."
        ],
    );
}

#[test]
fn an_item_that_is_larger_than_a_batch_fails_the_map_run() {
    let batcher = r#", "ItemBatcher": {"MaxInputBytesPerBatch": 20}"#;
    check_end(
        batcher,
        &json!(["a", "0123456789"]),
        &[],
        expect![
            "States.DataLimitExceeded: The state/task 'Each' returned a result with a size exceeding the maximum number of bytes service limit."
        ],
    );
}

#[test]
fn results_that_fill_a_file_are_written_before_all_have_come() {
    let writer = r#", "MaxConcurrency": 1, "ResultWriter": {
        "Resource": "arn:aws:states:::s3:putObject",
        "WriterConfig": {"Transformation": "COMPACT", "OutputType": "JSONL"},
        "Arguments": {"Bucket": "data", "Prefix": "out"}}"#;
    let answer = |_: &ScheduleTask| Answer::success("x".repeat(250_000));
    let items: Value = (0..70).map(Value::from).collect();
    let mut world = World::new(answer);
    let execution = world.run(&program(&machine(writer)), items);
    assert_eq!(execution.status().as_str(), "SUCCEEDED", "{}", story(&execution));
    let sizes: Vec<String> = world
        .keys("data")
        .iter()
        .map(|key| {
            let name = key.rsplit('/').next().unwrap();
            format!("{name} {}", world.object("data", key).unwrap().len())
        })
        .collect();
    expect![[r#"
        SUCCEEDED_0.jsonl 17000204
        SUCCEEDED_1.jsonl 500006
        manifest.json 360"#]]
    .assert_eq(&sizes.join("\n"));
    let manifest = world.keys("data").pop().unwrap().to_owned();
    let manifest = Value::parse(str::from_utf8(world.object("data", &manifest).unwrap()).unwrap());
    let manifest = manifest.unwrap();
    let listed = manifest.get("ResultFiles").unwrap().get("SUCCEEDED").unwrap().as_array().unwrap();
    let listed: Vec<Option<u64>> = listed.iter().map(|it| it.get("Size")?.as_u64()).collect();
    assert_eq!(listed, [Some(17_000_204), Some(500_006)]);
}
