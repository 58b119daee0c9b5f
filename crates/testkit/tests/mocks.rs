//! Workflows against mocks: the worked example, and what is said when a mock is missing.

#[expect(dead_code, reason = "the example has more than these tests use")]
#[path = "../../stepwright/tests/get_asteroid_data/contracts.rs"]
mod contracts;
#[path = "../../stepwright/tests/get_asteroid_data/workflow.rs"]
mod workflow;

use std::error::Error;

use contracts::{
    Chunk, DownloadBenner, DownloadError, DownloadExoplanets, Input, LoadChunk, LoadError, Loaded,
    Masses, ParseMasses, RankAsteroids, Ranked, Report, Source, Stored,
};
use expect_test::{Expect, expect};
use serde::{Deserialize, Serialize};
use stepwright::{Callable, Shape, Workflow};
use stepwright_testkit::{Mocks, RunError, RunLocally, shape_agrees};

#[derive(Serialize, Deserialize, Shape)]
#[serde(rename_all = "PascalCase")]
struct HeadRequest {
    key: String,
}
#[derive(Serialize, Deserialize, Shape)]
struct HeadResponse {
    #[serde(rename = "ETag")]
    e_tag: String,
}
#[derive(Callable)]
#[service(resource = "arn:aws:states:::aws-sdk:s3:headObject", input = HeadRequest, output = HeadResponse)]
struct HeadObject;
#[derive(Callable)]
#[service(resource = "arn:aws:states:::sns:publish", input = serde_json::Value)]
struct Publish;

fn workflow() -> Workflow<Input, Report> {
    Workflow::new("get-asteroid-data", workflow::get_asteroid_data)
}

fn input() -> Input {
    let source = |filename: &str| Source {
        url: "https://example.org".to_owned(),
        filename: filename.to_owned(),
    };
    Input {
        bucket_name: "asteroids".to_owned(),
        benner: source("benner.csv"),
        exoplanets: source("exoplanets.csv"),
        masses: Masses { filename: "masses.json".to_owned() },
    }
}

fn stored(bucket: String, key: &str, rows: u64) -> Stored {
    let chunk = |n: u64| Chunk { key: format!("{key}/{n}"), first_row: 2 * n, last_row: 2 * n + 1 };
    Stored {
        bucket,
        key: key.to_owned(),
        rows,
        etag: format!("etag of {key}"),
        sha256: String::new(),
        chunks: (0..rows / 2).map(chunk).collect(),
        note: None,
    }
}

/// Mocks with which all goes well, but for loading, which is the test's to say.
fn mocks() -> Mocks {
    Mocks::new()
        .on(DownloadBenner, |it| Ok(stored(it.bucket_name, &it.benner.filename, 4)))
        .on(DownloadExoplanets, |it| Ok(stored(it.bucket_name, "exoplanets.csv", 0)))
        .on(ParseMasses, |it| Ok(stored(it.bucket_name, &it.filename, 0)))
        .on(HeadObject, |it| Ok(HeadResponse { e_tag: format!("etag of {}", it.key) }))
        .on(RankAsteroids, |it| Ok(Ranked { best: it.tables }))
}

fn load(mocks: Mocks) -> Mocks {
    mocks.on(LoadChunk, |it| Ok(Loaded { rows: it.chunk.last_row - it.chunk.first_row + 1 }))
}

#[test]
fn all_goes_well() {
    let run = workflow().run_locally(&load(mocks()), input()).unwrap();
    assert_eq!(run.output.rows, 4);
    assert_eq!(run.output.best, ["benner.csv", "exoplanets.csv", "masses.json"]);
    assert_eq!(
        run.path(),
        [
            "Download Initial Files",
            "Download Benner",
            "Download Exoplanets",
            "Parse Masses",
            "Verify Benner",
            "Is It Whole?",
            "Any Rows?",
            "Load Chunks",
            "Load Chunk",
            "Load Chunk",
            "Rank Asteroids",
        ]
    );
}

#[test]
fn a_call_that_fails_once_is_tried_again() {
    let mocks = load(mocks().once(LoadChunk, |_| Err(LoadError::Throttled)));
    let run = workflow().run_locally(&mocks, input()).unwrap();
    assert_eq!((run.output.rows, run.elapsed().as_secs()), (4, 10));
    // A run uses nothing up for the next.
    assert_eq!(workflow().run_locally(&mocks, input()).unwrap().elapsed().as_secs(), 10);
}

#[test]
fn the_second_call_is_made_to_fail() {
    let mocks = load(mocks()).fail_call(LoadChunk, 2, LoadError::BAD_ROW);
    assert_eq!(workflow().run_locally(&mocks, input()).unwrap().output.rows, 2);
}

#[track_caller]
fn check(mocks: &Mocks, expect: Expect) {
    let error: RunError = workflow().run_locally(mocks, input()).unwrap_err();
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(it) = source {
        text = format!("{text}\ncaused by: {it}");
        source = it.source();
    }
    expect.assert_eq(&text);
}

#[test]
fn a_callable_without_a_mock_is_told_with_those_that_have_one() {
    check(
        &mocks(),
        expect![[
            r#"the state `Load Chunk` calls `arn:aws:states:::lambda:invoke` with {"FunctionName":"arn:aws:lambda:us-east-1:123456789012:function:load-chunk","Payload":{"bucket":"asteroids","chunk":{"key":"benner.csv/0","firstRow":0,"lastRow":1}}}, and no mock answers; there are mocks for the Lambda function `download-benner`, the Lambda function `download-exoplanets`, the Lambda function `parse-masses`, the service action `arn:aws:states:::aws-sdk:s3:headObject`, the state machine `rank-asteroids`"#
        ]],
    );
}

#[test]
fn a_run_that_fails_tells_its_history() {
    let mocks = Mocks::new()
        .on(DownloadBenner, |_| Err(DownloadError::General("no table".to_owned())))
        .on(DownloadExoplanets, |it| Ok(stored(it.bucket_name, "e", 0)))
        .on(ParseMasses, |it| Ok(stored(it.bucket_name, "m", 0)))
        .on(Publish, |_| Ok(()));
    check(
        &mocks,
        expect![[r#"
        the execution is FAILED: GeneralError: {"errorMessage":"General(\"no table\")","errorType":"GeneralError"}
            1  00:00:00.000  ExecutionStarted        {"bucketName":"asteroids","benner":{"url":"https://example.org","filename":"benner.csv"},"exopla…
            2  00:00:00.000  ParallelStateEntered    Download Initial Files
            3  00:00:00.000  ParallelStateStarted    Download Initial Files
            4  00:00:00.000  TaskStateEntered        Download Benner
            5  00:00:00.000  TaskScheduled           Download Benner  lambda:invoke
            6  00:00:00.000  TaskStateEntered        Download Exoplanets
            7  00:00:00.000  TaskScheduled           Download Exoplanets  lambda:invoke
            8  00:00:00.000  TaskStateEntered        Parse Masses
            9  00:00:00.000  TaskScheduled           Parse Masses  lambda:invoke
           10  00:00:00.000  TaskStarted             Download Benner
           11  00:00:00.000  TaskFailed              Download Benner  GeneralError: {"errorMessage":"General(\"no table\")","errorType":"GeneralError"}
           12  00:00:00.000  TaskStateAborted        Download Exoplanets
           13  00:00:00.000  TaskStateAborted        Parse Masses
           14  00:00:00.000  ParallelStateFailed     Download Initial Files
           15  00:00:00.000  ParallelStateExited     Download Initial Files  sets $failure
           16  00:00:00.000  TaskStateEntered        Notify Failure
           17  00:00:00.000  TaskScheduled           Notify Failure  sns:publish
           18  00:00:00.000  TaskStarted             Notify Failure
           19  00:00:00.000  TaskSucceeded           Notify Failure  null
           20  00:00:00.000  TaskStateExited         Notify Failure
           21  00:00:00.000  FailStateEntered        Failed
           22  00:00:00.000  ExecutionFailed         GeneralError: {"errorMessage":"General(\"no table\")","errorType":"GeneralError"}"#]],
    );
}

#[test]
fn contract_types_are_the_same_to_all() {
    shape_agrees(input()).unwrap();
    shape_agrees(stored("b".to_owned(), "k", 2)).unwrap();
    shape_agrees(Chunk { key: "k".to_owned(), first_row: 0, last_row: 1 }).unwrap();
    shape_agrees(Loaded { rows: 1 }).unwrap();
}
