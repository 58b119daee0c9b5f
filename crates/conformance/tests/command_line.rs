//! What a person types, and what they see.

#![expect(clippy::unwrap_used, reason = "a test that cannot prepare has failed")]

use std::fs;
use std::path::Path;
use std::process::Command;

use expect_test::{Expect, expect};

const PASSES: &str = r#"{
    "id": "passes",
    "topic": "base",
    "definition": {
        "QueryLanguage": "JSONata",
        "StartAt": "A",
        "States": {"A": {"Type": "Pass", "End": true}}
    },
    "input": {"a": 1},
    "expected": {"status": "SUCCEEDED", "output": {"a": 1}}
}"#;

/// What is printed with a folder as the shared one, without the time that it took, and the exit code.
#[track_caller]
fn check(shared: &Path, arguments: &[&str], expect: Expect) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stepwright-conformance"));
    let output = command.args(arguments).env("STEPWRIGHT_SHARED", shared).output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8(text).unwrap();
    let lines: Vec<&str> = text.lines().filter(|it| !it.contains(" cases in ")).collect();
    let code = output.status.code().unwrap();
    expect.assert_eq(&format!("{}\nexit code {code}", lines.join("\n")));
}

#[test]
fn a_case_is_printed_with_what_differs() {
    let shared = tempfile::tempdir().unwrap();
    let folder = shared.path().join("conformance/execution");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("passes.json"), PASSES).unwrap();
    let fails = PASSES.replace(r#""output": {"a": 1}"#, r#""output": {"a": 2}"#);
    fs::write(folder.join("fails.json"), fails.replace("\"passes\"", "\"fails\"")).unwrap();
    check(
        shared.path(),
        &["--case", "s"],
        expect![[r"
            execution fails: failed
              $.output.a
                expected: 2
                actual:   1

            execution passes: passed

            topic                     passed  failed  not run
            base                           1       1        0
            all                            1       1        0
            exit code 0"]],
    );
    check(
        shared.path(),
        &["--topic", "base"],
        expect![[r"
            execution fails
            topic                     passed  failed  not run
            base                           1       1        0
            all                            1       1        0
            exit code 0"]],
    );
    check(
        shared.path(),
        &["--topic", "bass"],
        expect![[r"
            error: no case has that name and topic
            exit code 1"]],
    );
}

#[test]
fn where_there_is_no_corpus_it_says_so() {
    let shared = tempfile::tempdir().unwrap();
    check(
        shared.path(),
        &[],
        expect![[r"
            skipped: no recorded cases; set STEPWRIGHT_SHARED to the folder that has `conformance`
            exit code 0"]],
    );
}
