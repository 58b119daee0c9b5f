//! `cargo xtask start-execution`: the main job as a person runs it, with the Lambda's own process.
//!
//! Builds the Lambda as it is deployed, so the first of these tests takes as long as that.

#![expect(clippy::unwrap_used, reason = "what a test cannot do, fails it")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use expect_test::{Expect, expect};
use tempfile::TempDir;

/// A run in a folder of its own.
struct Ended {
    code: Option<i32>,
    out: String,
    log: String,
    data: TempDir,
}

fn start_execution(args: &[&str]) -> Ended {
    let data = tempfile::tempdir().unwrap();
    let Output { status, stdout, stderr } = start_execution_in(data.path(), args);
    Ended {
        code: status.code(),
        out: String::from_utf8(stdout).unwrap(),
        log: String::from_utf8(stderr).unwrap(),
        data,
    }
}

fn start_execution_in(data: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask"))
        .arg("start-execution")
        .arg("--data-dir")
        .arg(data)
        .args(args)
        .current_dir(root())
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

impl Ended {
    fn check_succeeded(&self) {
        assert_eq!(self.code, Some(0), "{}{}", self.out, self.log);
        assert!(self.out.contains("\nSUCCEEDED after "), "{}", self.out);
    }

    /// The file of an object in the only bucket.
    fn object(&self, key: &str) -> PathBuf {
        let bucket = std::fs::read_dir(self.data.path().join("s3")).unwrap();
        let bucket = bucket.map(|it| it.unwrap().path());
        let is_bucket = |it: &PathBuf| !it.file_name().unwrap().to_str().unwrap().starts_with('.');
        bucket.filter(is_bucket).last().unwrap().join(key)
    }

    /// The events' types of the history that belong to tasks.
    fn task_events(&self) -> Vec<String> {
        let words = self.out.lines().filter_map(|it| it.split_whitespace().nth(2));
        words
            .filter(|it| it.starts_with("Task") && !it.starts_with("TaskState"))
            .map(str::to_owned)
            .collect()
    }
}

/// How many rows an object has, and the sum of their delta-v in thousandths.
fn rows_and_sum(path: &Path) -> (usize, u64) {
    let mut table = csv::Reader::from_path(path).unwrap();
    let headers = table.headers().unwrap().clone();
    let column = headers.iter().position(|it| it == "delta_v_km_s").unwrap();
    let rows: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
    let sum = rows.iter().map(|it| it[column].replace('.', "").parse::<u64>().unwrap()).sum();
    (rows.len(), sum)
}

#[test]
fn the_main_job_stores_the_table_that_ships_with_the_repository() {
    let ended = start_execution(&[]);
    ended.check_succeeded();
    let (rows, _) = rows_and_sum(&ended.object("benner.csv"));
    assert!(rows >= 100, "{rows}");
    assert!(ended.out.contains("benner.csv"), "{}", ended.out);
}

#[test]
fn the_full_page_gives_all_rows_and_their_sum() {
    let shared = std::env::var_os("STEPWRIGHT_SHARED")
        .map_or_else(|| root().join("../shared"), PathBuf::from);
    let page = shared.join("data/benner/delta_v.rendezvous.2013-04-14.txt");
    if !page.exists() {
        eprintln!("skipped: there is no `{}`", page.display());
        return;
    }
    let ended = start_execution(&["--page", page.to_str().unwrap()]);
    ended.check_succeeded();
    assert_eq!(rows_and_sum(&ended.object("benner.csv")), (9_726, 78_369_878));
    let bands = ["ultra-low", "moon-like", "mars-like", "beyond"];
    let bands = bands.map(|band| rows_and_sum(&ended.object(&format!("benner.{band}.csv"))));
    let total = bands.iter().fold((0, 0), |acc, it| (acc.0 + it.0, acc.1 + it.1));
    assert_eq!(total, (9_726, 78_369_878));
}

#[test]
fn ordered_failures_are_retried() {
    let ended = start_execution(&["--fail", "download=2:HTTPError", "--fast-forward"]);
    ended.check_succeeded();
    let events = ended.task_events();
    let first: Vec<&str> = events.iter().take(9).map(String::as_str).collect();
    let expect = [
        "TaskScheduled",
        "TaskStarted",
        "TaskFailed",
        "TaskScheduled",
        "TaskStarted",
        "TaskFailed",
        "TaskScheduled",
        "TaskStarted",
        "TaskSucceeded",
    ];
    assert_eq!(first, expect);
}

#[test]
fn a_page_that_is_no_table_is_for_a_person_to_look_at() {
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("page.html");
    std::fs::write(&page, "<html><body>Down for maintenance</body></html>").unwrap();
    let ended = start_execution(&["--page", page.to_str().unwrap()]);
    assert_eq!(ended.code, Some(1), "{}{}", ended.out, ended.log);
    assert!(ended.out.contains("\nError\nGeneralError\n"), "{}", ended.out);
    assert!(!ended.object("benner.csv").exists());
}

#[test]
fn a_bucket_that_is_not_there_is_told_with_what_makes_it() {
    let input = r#"{"bucketName":"planets","benner":{"url":"http://echo.jpl.nasa.gov/x.html","filename":"benner.csv"}}"#;
    let ended = start_execution(&["--input", input]);
    assert_eq!(ended.code, Some(1), "{}{}", ended.out, ended.log);
    assert!(ended.out.contains("\nError\nGeneralError\n"), "{}", ended.out);
    assert!(
        ended.log.contains("there is no bucket `planets`: a bucket is a folder, `mkdir "),
        "{}",
        ended.log
    );
}

/// What cannot be started ends with 2, whatever is wrong with it, and says what to do.
fn check_refused(args: &[&str], expect: Expect) {
    let ended = start_execution(args);
    assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""), "{}", ended.log);
    // What Cargo says before is Cargo's. Nothing is built for what cannot be started.
    let error = ended.log.find("error: ").map(|it| ended.log.split_at(it).1);
    assert!(!ended.log.contains("`lambda` profile"), "{}", ended.log);
    expect.assert_eq(error.unwrap_or(&ended.log));
}

#[test]
fn a_workflow_that_is_not_there_is_told_with_those_that_are() {
    check_refused(
        &["get-comet-data"],
        expect![[r#"
        error: there is no state machine `get-comet-data`; did you mean `get-asteroid-data`?
        there are:
            get-asteroid-data
    "#]],
    );
}

#[test]
fn an_input_that_does_not_fit_is_told_field_by_field() {
    check_refused(
        &["--input", r#"{"bucketName":7,"benner":{"url":"http://x"}}"#],
        expect![[r#"
        error: the input does not fit its schema:
          /bucketName: is 7; it has to be of type string
          /benner/filename: is missing; add it
    "#]],
    );
}

#[test]
fn an_input_that_is_no_json_or_no_file() {
    check_refused(
        &["--input", "{"],
        expect![[r#"
        error: the input on the command line is not JSON: 1:2: the text ends where a key in double quotes was expected
    "#]],
    );
    check_refused(
        &["--input", "no/such/input.json"],
        expect![[r#"
        error: could not read the input `no/such/input.json`: give the path of a JSON file, or the JSON itself: No such file or directory (os error 2)
    "#]],
    );
}

#[test]
fn failures_that_cannot_be_ordered() {
    check_refused(
        &["--fail", "download"],
        expect![[r#"
        error: invalid value 'download' for '--fail <STATE_OR_FUNCTION=N:ERROR>': `download` is not of the form STATE_OR_FUNCTION=N:ERROR, such as `download=2:HTTPError`

        For more information, try '--help'.
    "#]],
    );
    check_refused(
        &["--fail", "download=twice:HTTPError"],
        expect![[r#"
        error: invalid value 'download=twice:HTTPError' for '--fail <STATE_OR_FUNCTION=N:ERROR>': `download=twice:HTTPError` is not of the form STATE_OR_FUNCTION=N:ERROR, such as `download=2:HTTPError`

        For more information, try '--help'.
    "#]],
    );
    check_refused(
        &["--fail", "upload=1:HTTPError"],
        expect![[r#"
        error: `upload` is part of no Task state's or function's name; there are: `Download Benner`, `Look At Table`, `Look At Band`, `Notify Failure`, `download-benner`
    "#]],
    );
}

#[test]
fn a_page_that_is_not_there_or_not_asked_for() {
    let ended = start_execution(&["--page", "no/such/page.html"]);
    assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""), "{}", ended.log);
    assert!(
        ended.log.contains("no/such/page.html`: give the path of a file with `--page`"),
        "{}",
        ended.log
    );
    check_refused(
        &["--live", "--page", "page.html"],
        expect![[r#"
        error: the argument '--live' cannot be used with '--page <FILE>'

        Usage: cargo xtask start-execution --data-dir <FOLDER> --live [WORKFLOW]

        For more information, try '--help'.
    "#]],
    );
}

#[test]
fn flags_that_there_are_not() {
    check_refused(
        &["--fast-backward"],
        expect![[r#"
        error: unexpected argument '--fast-backward' found

          tip: a similar argument exists: '--fast-forward'

        Usage: cargo xtask start-execution --data-dir <FOLDER> --fast-forward [WORKFLOW]

        For more information, try '--help'.
    "#]],
    );
    check_refused(
        &["--s3-port", "a"],
        expect![[r#"
        error: invalid value 'a' for '--s3-port <PORT>': invalid digit found in string

        For more information, try '--help'.
    "#]],
    );
}

#[test]
fn a_port_or_a_folder_that_cannot_be_had() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let ended = start_execution(&["--s3-port", &port]);
    assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""), "{}", ended.log);
    assert!(ended.log.contains(&format!("error: port {port} is in use: give another port")));

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let ended = start_execution_in(&file, &[]);
    assert_eq!((ended.status.code(), ended.stdout.len()), (Some(2), 0));
    let log = String::from_utf8(ended.stderr).unwrap();
    assert!(log.contains("choose another folder with `--data-dir`"), "{log}");
}
