//! The worked example, `get-asteroid-data`, through everything that can happen to it.

#![expect(clippy::unwrap_used, reason = "a test may fail by panic, in its helpers too")]

#[expect(unreachable_pub, reason = "an application has these in a crate of their own")]
#[expect(dead_code, reason = "not every error is raised here by its value")]
#[path = "../../stepwright/tests/get_asteroid_data/contracts.rs"]
mod contracts;
#[expect(unreachable_pub, reason = "an application has these in a crate of their own")]
#[expect(clippy::too_many_lines, clippy::doc_markdown, reason = "a whole workflow, on one page")]
#[path = "../../stepwright/tests/get_asteroid_data/workflow.rs"]
mod workflow;

use std::fmt;

use contracts::{
    BennerRequest, Chunk, DownloadBenner, DownloadError, DownloadExoplanets, DownloadRequest,
    Input, LoadChunk, LoadError, LoadRequest, Loaded, Masses, ParseMasses, ParseMassesRequest,
    RankAsteroids, RankRequest, Ranked, Report, Source, Stored,
};
use expect_test::{Expect, expect};
use stepwright::services::s3::{HeadObject, HeadObjectResponse};
use stepwright::services::sns::{Publish, PublishResponse};
use stepwright::{Account, ErrorName, Workflow};
use stepwright_testkit::{Mocks, RunLocally, shape_agrees};

impl fmt::Display for DownloadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Http(text) | Self::General(text)) = self;
        f.write_str(text)
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Throttled => f.write_str("the database is busy"),
            Self::BadRow(row) => write!(f, "row {row} is bad"),
        }
    }
}

fn workflow() -> Workflow<Input, Report> {
    Workflow::new("get-asteroid-data", workflow::get_asteroid_data).comment(
        "Loads asteroid data from various NASA sources, parses it and puts it into a database.",
    )
}

fn source(filename: &str) -> Source {
    Source { url: "https://example.org".to_owned(), filename: filename.to_owned() }
}

fn input() -> Input {
    Input {
        bucket_name: "asteroids".to_owned(),
        benner: source("benner.csv"),
        exoplanets: source("exoplanets.csv"),
        masses: Masses { filename: "masses.json".to_owned() },
    }
}

fn stored(key: &str, chunks: u64) -> Stored {
    let chunk = |n| Chunk { key: format!("{key}/{n}"), first_row: 2 * n, last_row: 2 * n + 1 };
    Stored {
        bucket: "asteroids".to_owned(),
        key: key.to_owned(),
        rows: 2 * chunks,
        etag: format!("etag of {key}"),
        sha256: String::new(),
        chunks: (0..chunks).map(chunk).collect(),
        note: None,
    }
}

fn shown(e_tag: String) -> HeadObjectResponse {
    let last_modified = "2026-01-01T00:00:00Z".to_owned();
    HeadObjectResponse { content_length: 1, e_tag, last_modified }
}

/// Mocks with which all goes well. A test says after them what does not.
fn mocks<'a>() -> Mocks<'a> {
    Mocks::new()
        .on(DownloadBenner, |it| Ok(stored(&it.benner.filename, 2)))
        .on(DownloadExoplanets, |it| Ok(stored(&it.source.filename, 0)))
        .on(ParseMasses, |it| Ok(stored(&it.filename, 0)))
        .on(HeadObject, |it| Ok(shown(format!("etag of {}", it.key))))
        .on(LoadChunk, |it| Ok(Loaded { rows: it.chunk.last_row - it.chunk.first_row + 1 }))
        .on(RankAsteroids, |it| Ok(Ranked { best: it.tables }))
        .on(Publish, |_| Ok(PublishResponse { message_id: "1".to_owned() }))
}

/// How it ends, after how many seconds, and by which way.
#[track_caller]
fn check(mocks: &Mocks<'_>, expect: Expect) {
    let (end, seconds, path) = match workflow().run_locally(mocks, input()) {
        Ok(run) => {
            let output = serde_json::to_string(&run.output).unwrap();
            (output, run.elapsed().as_secs(), run.path().join(", "))
        }
        Err(error) => {
            let failed = error.ended().unwrap();
            let end = format!("{}: {}", failed.error().unwrap(), failed.cause().unwrap());
            (end, failed.elapsed().as_secs(), failed.path().join(", "))
        }
    };
    expect.assert_eq(&format!("{end}\nafter {seconds} s\n{path}"));
}

#[test]
fn what_runs_is_the_definition() {
    let definition = include_str!("../../stepwright/tests/get_asteroid_data/definition.asl.json");
    assert_eq!(workflow().build().unwrap().to_string(), definition);

    let filled = ["download-benner", "download-exoplanets", "parse-masses", "load-chunk"]
        .into_iter()
        .zip(["DownloadBenner", "DownloadExoplanets", "ParseMasses", "LoadChunk"])
        .fold(definition.to_owned(), |text, (function, placeholder)| {
            let arn = format!("arn:aws:lambda:us-east-1:123456789012:function:{function}");
            text.replace(&format!("${{{placeholder}Arn}}"), &arn)
        })
        .replace(
            "${RankAsteroidsArn}",
            "arn:aws:states:us-east-1:123456789012:stateMachine:rank-asteroids",
        );
    let account = Account::new("us-east-1", "123456789012");
    assert_eq!(workflow().build_for(&account).unwrap().to_string(), filled);
}

#[test]
fn all_goes_well() {
    check(
        &mocks(),
        expect![[r#"
        {"etags":["etag of benner.csv","etag of exoplanets.csv","etag of masses.json"],"rows":4,"best":["benner.csv","exoplanets.csv","masses.json"]}
        after 0 s
        Download Initial Files, Download Benner, Download Exoplanets, Parse Masses, Verify Benner, Is It Whole?, Any Rows?, Load Chunks, Load Chunk, Load Chunk, Rank Asteroids"#]],
    );
}

#[test]
fn a_single_chunk_is_still_a_list() {
    check(
        &mocks().on(DownloadBenner, |_| Ok(stored("benner.csv", 1))),
        expect![[r#"
        {"etags":["etag of benner.csv","etag of exoplanets.csv","etag of masses.json"],"rows":2,"best":["benner.csv","exoplanets.csv","masses.json"]}
        after 0 s
        Download Initial Files, Download Benner, Download Exoplanets, Parse Masses, Verify Benner, Is It Whole?, Any Rows?, Load Chunks, Load Chunk, Rank Asteroids"#]],
    );
}

#[test]
fn without_rows_there_is_nothing_to_load() {
    check(
        &mocks().on(DownloadBenner, |_| Ok(stored("benner.csv", 0))),
        expect![[r#"
        {"etags":[],"rows":0,"best":[]}
        after 0 s
        Download Initial Files, Download Benner, Download Exoplanets, Parse Masses, Verify Benner, Is It Whole?, Any Rows?, Nothing To Load"#]],
    );
}

#[test]
fn an_object_that_shows_up_late_is_waited_for() {
    let late = |mocks: Mocks<'static>| mocks.once(HeadObject, |_| Ok(shown("old".to_owned())));
    check(
        &late(late(mocks())),
        expect![[r#"
        {"etags":["etag of benner.csv","etag of exoplanets.csv","etag of masses.json"],"rows":4,"best":["benner.csv","exoplanets.csv","masses.json"]}
        after 10 s
        Download Initial Files, Download Benner, Download Exoplanets, Parse Masses, Verify Benner, Is It Whole?, Wait For S3, Verify Benner, Is It Whole?, Wait For S3, Verify Benner, Is It Whole?, Any Rows?, Load Chunks, Load Chunk, Load Chunk, Rank Asteroids"#]],
    );
}

#[test]
fn an_object_that_never_shows_up_fails_the_execution() {
    check(
        &mocks().on(HeadObject, |_| Ok(shown("old".to_owned()))),
        expect![[r#"
        VerifyFailed: S3 never showed the ETag that was written
        after 50 s
        Download Initial Files, Download Benner, Download Exoplanets, Parse Masses, Verify Benner, Is It Whole?, Wait For S3, Verify Benner, Is It Whole?, Wait For S3, Verify Benner, Is It Whole?, Wait For S3, Verify Benner, Is It Whole?, Wait For S3, Verify Benner, Is It Whole?, Wait For S3, Verify Benner, Is It Whole?, Wait For S3, Verify Benner, Is It Whole?, Wait For S3, Verify Benner, Is It Whole?, Wait For S3, Verify Benner, Is It Whole?, Wait For S3, Verify Benner, Is It Whole?, Wait For S3, Verify Benner, Is It Whole?, Never Whole"#]],
    );
}

#[test]
fn two_http_errors_are_waited_out() {
    let mocks = mocks()
        .once(DownloadBenner, |_| Err(DownloadError::Http("503".to_owned())))
        .once(DownloadBenner, |_| Err(DownloadError::Http("502".to_owned())));
    check(
        &mocks,
        expect![[r#"
        {"etags":["etag of benner.csv","etag of exoplanets.csv","etag of masses.json"],"rows":4,"best":["benner.csv","exoplanets.csv","masses.json"]}
        after 30 s
        Download Initial Files, Download Benner, Download Exoplanets, Parse Masses, Verify Benner, Is It Whole?, Any Rows?, Load Chunks, Load Chunk, Load Chunk, Rank Asteroids"#]],
    );
}

#[test]
fn http_errors_for_good_are_told_and_given_up() {
    let mocks = mocks().on(DownloadBenner, |_| Err(DownloadError::Http("503".to_owned())));
    check(
        &mocks,
        expect![[r#"
        HTTPError: {"errorMessage":"503","errorType":"HTTPError"}
        after 70 s
        Download Initial Files, Download Benner, Download Exoplanets, Parse Masses, Notify Failure, Failed"#]],
    );
}

#[test]
fn a_bad_chunk_is_skipped() {
    let mocks = mocks().fail_call(LoadChunk, 1, LoadError::THROTTLED).fail_call(
        LoadChunk,
        2,
        LoadError::BAD_ROW,
    );
    check(
        &mocks,
        expect![[r#"
        {"etags":["etag of benner.csv","etag of exoplanets.csv","etag of masses.json"],"rows":2,"best":["benner.csv","exoplanets.csv","masses.json"]}
        after 10 s
        Download Initial Files, Download Benner, Download Exoplanets, Parse Masses, Verify Benner, Is It Whole?, Any Rows?, Load Chunks, Load Chunk, Load Chunk, Skip Bad Chunk, Rank Asteroids"#]],
    );
}

#[test]
fn a_nested_machine_that_fails_is_told_and_given_up() {
    check(
        &mocks().fail(RankAsteroids, ErrorName::new("NoIdea"), "all are fine"),
        expect![[r#"
        States.TaskFailed: {"Cause":"all are fine","Error":"NoIdea","ExecutionArn":"arn:aws:states:us-east-1:123456789012:execution:rank-asteroids:00000000-0000-0000-0000-000000000007","Input":{"tables":["benner.csv","exoplanets.csv","masses.json"],"rowCount":4},"InputDetails":{"Included":true},"Name":"00000000-0000-0000-0000-000000000007","StateMachineArn":"arn:aws:states:us-east-1:123456789012:stateMachine:rank-asteroids","Status":"FAILED"}
        after 0 s
        Download Initial Files, Download Benner, Download Exoplanets, Parse Masses, Verify Benner, Is It Whole?, Any Rows?, Load Chunks, Load Chunk, Load Chunk, Rank Asteroids, Notify Failure, Failed"#]],
    );
}

#[test]
fn contract_types_are_the_same_to_all() {
    shape_agrees(input()).unwrap();
    shape_agrees(source("f")).unwrap();
    shape_agrees(Masses { filename: "f".to_owned() }).unwrap();
    let bucket_name = || "b".to_owned();
    shape_agrees(BennerRequest { bucket_name: bucket_name(), benner: source("f") }).unwrap();
    shape_agrees(DownloadRequest { bucket_name: bucket_name(), source: source("f") }).unwrap();
    let filename = "f".to_owned();
    shape_agrees(ParseMassesRequest { bucket_name: bucket_name(), filename }).unwrap();
    shape_agrees(stored("k", 2)).unwrap();
    shape_agrees(Stored { note: Some("n".to_owned()), ..stored("k", 2) }).unwrap();
    let chunk = Chunk { key: "k".to_owned(), first_row: 0, last_row: 1 };
    shape_agrees(chunk.clone()).unwrap();
    shape_agrees(LoadRequest { bucket: "b".to_owned(), chunk }).unwrap();
    shape_agrees(Loaded { rows: 1 }).unwrap();
    shape_agrees(Report { etags: vec![], rows: 0, best: vec![] }).unwrap();
    shape_agrees(RankRequest { tables: vec![], row_count: 0 }).unwrap();
    shape_agrees(Ranked { best: vec![] }).unwrap();
}
