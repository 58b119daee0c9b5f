//! The worked example of the authoring layer, through everything that can happen to it.

#[expect(unreachable_pub, reason = "an application has these in a crate of their own")]
#[path = "../../stepwright/tests/get_asteroid_data/contracts.rs"]
mod contracts;
#[expect(unreachable_pub, reason = "an application has these in a crate of their own")]
#[expect(clippy::too_many_lines, clippy::doc_markdown, reason = "a whole workflow, on one page")]
#[path = "../../stepwright/tests/get_asteroid_data/workflow.rs"]
mod workflow;

use std::cell::Cell;

use contracts::{
    Chunk, DownloadBenner, DownloadError, DownloadExoplanets, Input, LoadChunk, LoadError, Loaded,
    Masses, ParseMasses, RankAsteroids, Ranked, Report, Source, Stored,
};
use expect_test::{Expect, expect};
use stepwright::services::s3::{HeadObject, HeadObjectResponse};
use stepwright::services::sns::{Publish, PublishResponse};
use stepwright::{Callable, Workflow};
use stepwright_testkit::{Mocks, RunError, RunLocally};

/// The nested machine as one that can fail, which a contract without errors cannot say.
#[derive(Callable)]
#[machine(name = "rank-asteroids", input = contracts::RankRequest, output = Ranked, error = Nested)]
struct FailingRank;
#[derive(Debug, stepwright::TaskError)]
enum Nested {
    Failed,
}

fn input() -> Input {
    let source = |filename: &str| Source { url: String::new(), filename: filename.to_owned() };
    Input {
        bucket_name: "asteroids".to_owned(),
        benner: source("benner.csv"),
        exoplanets: source("exoplanets.csv"),
        masses: Masses { filename: "masses.json".to_owned() },
    }
}

fn stored(bucket: String, key: &str, chunks: u64) -> Stored {
    let chunk = |n: u64| Chunk { key: format!("{n}"), first_row: 10 * n, last_row: 10 * n + 9 };
    Stored {
        bucket,
        key: key.to_owned(),
        rows: chunks * 10,
        etag: format!("\"{key}\""),
        sha256: String::new(),
        chunks: (0..chunks).map(chunk).collect(),
        note: None,
    }
}

/// What each test changes comes first: the first mock that is left answers.
fn well(mocks: Mocks) -> Mocks {
    mocks
        .on(DownloadBenner, |it| Ok(stored(it.bucket_name, &it.benner.filename, 3)))
        .on(DownloadExoplanets, |it| Ok(stored(it.bucket_name, &it.source.filename, 1)))
        .on(ParseMasses, |it| Ok(stored(it.bucket_name, &it.filename, 1)))
        .on(HeadObject, |it| Ok(head(&it.key)))
        .on(LoadChunk, |it| Ok(Loaded { rows: it.chunk.last_row - it.chunk.first_row + 1 }))
        .on(RankAsteroids, |it| Ok(Ranked { best: it.tables }))
        .on(Publish, |_| Ok(PublishResponse { message_id: "1".to_owned() }))
}

fn head(key: &str) -> HeadObjectResponse {
    HeadObjectResponse {
        content_length: 1,
        e_tag: format!("\"{key}\""),
        last_modified: String::new(),
    }
}

/// The path, the time it took, and how it ended.
#[track_caller]
fn check(mocks: Mocks, expect: Expect) {
    let workflow: Workflow<Input, Report> =
        Workflow::new("get-asteroid-data", workflow::get_asteroid_data);
    let story = match workflow.run_locally(&well(mocks), input()) {
        Ok(run) => {
            let Report { etags, rows, best } = &run.output;
            let path = run.path().join(", ");
            format!(
                "{path}\n{} s: {rows} rows of {etags:?}, best {best:?}",
                run.elapsed().as_secs()
            )
        }
        Err(RunError::Ended(ended)) => {
            let (error, cause) = (ended.error().unwrap_or(""), ended.cause().unwrap_or(""));
            format!("{}\n{error}: {cause}", ended.path().join(", "))
        }
        Err(error) => error.to_string(),
    };
    expect.assert_eq(&story);
}

#[test]
fn all_goes_well() {
    check(
        Mocks::new(),
        expect![[r#"
        Download Initial Files, Download Benner, Download Exoplanets, Parse Masses, Verify Benner, Is It Whole?, Any Rows?, Load Chunks, Load Chunk, Load Chunk, Load Chunk, Rank Asteroids
        0 s: 30 rows of ["\"benner.csv\"", "\"exoplanets.csv\"", "\"masses.json\""], best ["benner.csv", "exoplanets.csv", "masses.json"]"#]],
    );
}

#[test]
fn a_single_chunk_is_a_list_too() {
    check(
        Mocks::new().on(DownloadBenner, |it| Ok(stored(it.bucket_name, "b", 1))),
        expect![[r#"
        Download Initial Files, Download Benner, Download Exoplanets, Parse Masses, Verify Benner, Is It Whole?, Any Rows?, Load Chunks, Load Chunk, Rank Asteroids
        0 s: 10 rows of ["\"b\"", "\"exoplanets.csv\"", "\"masses.json\""], best ["b", "exoplanets.csv", "masses.json"]"#]],
    );
}

#[test]
fn without_rows_there_is_nothing_to_load() {
    check(
        Mocks::new().on(DownloadBenner, |it| Ok(stored(it.bucket_name, "b", 0))),
        expect![[r#"
        Download Initial Files, Download Benner, Download Exoplanets, Parse Masses, Verify Benner, Is It Whole?, Any Rows?, Nothing To Load
        0 s: 0 rows of [], best []"#]],
    );
}

#[test]
fn the_object_is_late() {
    let mocks = Mocks::new()
        .once(HeadObject, |_| Ok(head("another")))
        .once(HeadObject, |_| Ok(head("yet another")));
    check(
        mocks,
        expect![[r#"
        Download Initial Files, Download Benner, Download Exoplanets, Parse Masses, Verify Benner, Is It Whole?, Wait For S3, Verify Benner, Is It Whole?, Wait For S3, Verify Benner, Is It Whole?, Any Rows?, Load Chunks, Load Chunk, Load Chunk, Load Chunk, Rank Asteroids
        10 s: 30 rows of ["\"benner.csv\"", "\"exoplanets.csv\"", "\"masses.json\""], best ["benner.csv", "exoplanets.csv", "masses.json"]"#]],
    );
}

#[test]
fn the_object_never_comes() {
    check(
        Mocks::new().on(HeadObject, |_| Ok(head("another"))),
        expect![[r#"
        Download Initial Files, Download Benner, Download Exoplanets, Parse Masses, Verify Benner, Is It Whole?, Wait For S3, Verify Benner, Is It Whole?, Wait For S3, Verify Benner, Is It Whole?, Wait For S3, Verify Benner, Is It Whole?, Wait For S3, Verify Benner, Is It Whole?, Wait For S3, Verify Benner, Is It Whole?, Wait For S3, Verify Benner, Is It Whole?, Wait For S3, Verify Benner, Is It Whole?, Wait For S3, Verify Benner, Is It Whole?, Wait For S3, Verify Benner, Is It Whole?, Wait For S3, Verify Benner, Is It Whole?, Never Whole
        VerifyFailed: S3 never showed the ETag that was written"#]],
    );
}

#[test]
fn two_http_errors_are_tried_again() {
    let fails = || Err(DownloadError::Http("503".to_owned()));
    let mocks =
        Mocks::new().once(DownloadBenner, move |_| fails()).once(DownloadBenner, move |_| fails());
    check(
        mocks,
        expect![[r#"
        Download Initial Files, Download Benner, Download Exoplanets, Parse Masses, Verify Benner, Is It Whole?, Any Rows?, Load Chunks, Load Chunk, Load Chunk, Load Chunk, Rank Asteroids
        30 s: 30 rows of ["\"benner.csv\"", "\"exoplanets.csv\"", "\"masses.json\""], best ["benner.csv", "exoplanets.csv", "masses.json"]"#]],
    );
}

#[test]
fn http_errors_for_good_are_told_and_given_up() {
    let mocks = Mocks::new().on(DownloadBenner, |_| Err(DownloadError::Http("503".to_owned())));
    check(
        mocks,
        expect![[r#"
        Download Initial Files, Download Benner, Download Exoplanets, Parse Masses, Notify Failure, Failed
        HTTPError: {"errorMessage":"Http(\"503\")","errorType":"HTTPError"}"#]],
    );
}

#[test]
fn a_bad_chunk_is_skipped() {
    let calls = Cell::new(0);
    let mocks = Mocks::new().on(LoadChunk, move |_| {
        calls.set(calls.get() + 1);
        if calls.get() == 2 { Err(LoadError::BadRow(12)) } else { Ok(Loaded { rows: 10 }) }
    });
    check(
        mocks,
        expect![[r#"
        Download Initial Files, Download Benner, Download Exoplanets, Parse Masses, Verify Benner, Is It Whole?, Any Rows?, Load Chunks, Load Chunk, Load Chunk, Load Chunk, Skip Bad Chunk, Rank Asteroids
        0 s: 20 rows of ["\"benner.csv\"", "\"exoplanets.csv\"", "\"masses.json\""], best ["benner.csv", "exoplanets.csv", "masses.json"]"#]],
    );
}

#[test]
fn the_nested_machine_fails() {
    check(
        Mocks::new().on(FailingRank, |_| Err(Nested::Failed)),
        expect![[r#"
        Download Initial Files, Download Benner, Download Exoplanets, Parse Masses, Verify Benner, Is It Whole?, Any Rows?, Load Chunks, Load Chunk, Load Chunk, Load Chunk, Rank Asteroids, Notify Failure, Failed
        States.TaskFailed: {"Cause":"Failed","Error":"Failed","Status":"FAILED"}"#]],
    );
}
