//! What cannot work: each with a message that says what to do, and with nothing left behind.

use std::net::TcpListener;
use std::process::Command;

use expect_test::{Expect, expect};

use crate::desk::{Desk, Ended, fixtures};

/// A run that is refused before anything starts.
fn check_refused(definition: &str, args: &[&str], expect: Expect) {
    let desk = Desk::new();
    let ended = desk.run(definition, args);
    assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""), "{}", ended.log);
    let log = ended.log.replace(&fixtures().display().to_string(), "FIXTURES");
    expect.assert_eq(&log.replace(&desk.data().display().to_string(), "DATA"));
    assert!(desk.files().is_empty(), "{:?}", desk.files());
}

/// A run that fails, with a note on what to do.
fn check_failed(args: &[&str], error: &str, note: &str) {
    let desk = Desk::new();
    let ended = desk.run("store_and_verify.asl.json", args);
    assert_eq!(ended.code, Some(1), "{}{}", ended.out, ended.log);
    assert!(ended.out.contains(&format!("\nError\n{error}\n")), "{}", ended.out);
    assert!(ended.log.contains(note), "{}", ended.log);
    let files = desk.files();
    assert!(files.iter().all(|it| it.starts_with("sns/")), "{files:?}");
}

#[test]
fn an_input_that_does_not_fit_its_schema() {
    let schema = fixtures().join("schema.json");
    let schema = schema.to_str().unwrap();
    check_refused(
        "store_and_verify.asl.json",
        &["--schema", schema, "--input", r#"{"bucketName":7}"#],
        expect![[r#"
            error: the input does not fit its schema:
              /key: is missing; add it
              /bucketName: is 7; it has to be of type string
        "#]],
    );
}

#[test]
fn an_input_that_is_no_json() {
    check_refused(
        "echo.asl.json",
        &["--input", "{"],
        expect![[r#"
        error: the input on the command line is not JSON: 1:2: the text ends where a key in double quotes was expected
    "#]],
    );
}

#[test]
fn a_definition_that_is_not_there() {
    check_refused(
        "nowhere.asl.json",
        &[],
        expect![[r#"
        error: could not read `FIXTURES/definitions/nowhere.asl.json`: No such file or directory (os error 2)
    "#]],
    );
}

#[test]
fn a_service_that_is_not_served() {
    check_refused(
        "not_served.asl.json",
        &[],
        expect![[r#"
        error: `FIXTURES/definitions/not_served.asl.json` cannot be run here:
          at /States/Each/ItemProcessor/States/Put~1It/Resource: the local run does not serve `arn:aws:states:::dynamodb:putItem`; it serves Lambda functions, `lambda:invoke`, `aws-sdk:s3:headObject`, `getObject` and `putObject`, and `sns:publish`, each without a suffix such as `.sync`
    "#]],
    );
}

#[test]
fn a_failure_for_a_state_that_is_not_there() {
    check_refused(
        "echo.asl.json",
        &["--fail", "ekko=1:Boom"],
        expect![[r#"
        error: `ekko` is part of no Task state's or function's name; there are: `Echo`, `desk`
    "#]],
    );
}

#[test]
fn a_lambda_whose_binary_is_not_there() {
    check_refused(
        "echo.asl.json",
        &["--lambda", "benner=no/such/binary"],
        expect![[r#"
        error: there is no binary `no/such/binary` for the function `benner`: build it, or correct `--lambda benner=…`
    "#]],
    );
}

#[test]
fn a_page_that_is_not_there() {
    check_refused(
        "echo.asl.json",
        &["--page", "no/such/page", "--page-at", "/url"],
        expect![[r#"
        error: could not read the page `no/such/page`: give the path of a file with `--page`: No such file or directory (os error 2)
    "#]],
    );
}

#[test]
fn a_port_in_use() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let desk = Desk::new();
    let ended = desk.run("echo.asl.json", &["--s3-port", &port]);
    assert_eq!(ended.code, Some(2));
    let expect = format!(
        "error: port {port} is in use: give another port, or none to take one that is free: Address already in use (os error 98)\n"
    );
    assert_eq!(ended.log, expect);
}

#[test]
fn a_folder_that_another_run_uses() {
    let desk = Desk::new();
    let _held = stepwright_local::lock::FolderLock::take(&desk.data()).unwrap();
    let ended = desk.run("echo.asl.json", &[]);
    assert_eq!(ended.code, Some(2));
    let expect = format!(
        "error: another run uses `{}`: wait for its end, or choose another folder with `--data-dir`\n",
        desk.data().display()
    );
    assert_eq!(ended.log, expect);
}

#[test]
fn a_folder_that_cannot_be_written_to() {
    let desk = Desk::new();
    std::fs::write(desk.data(), "a file").unwrap();
    let ended = desk.run("echo.asl.json", &[]);
    assert_eq!(ended.code, Some(2));
    assert!(ended.log.contains("make room or give write permission there"), "{}", ended.log);
}

#[test]
fn a_bucket_that_is_not_there() {
    let input = r#"{"do":"store","bucketName":"planets","key":"a","bytes":5}"#;
    check_failed(
        &["--input", input],
        "GeneralError",
        "note: S3: there is no bucket `planets`: a bucket is a folder, `mkdir ",
    );
}

#[test]
fn a_lambda_that_dies_at_start() {
    check_failed(
        &["--lambda-env", "DESK_LAMBDA=dies at start"],
        "Runtime.ExitError",
        "     desk | no reason given\n",
    );
}

#[test]
fn a_lambda_that_takes_too_long() {
    let args = ["--input", r#"{"do":"sleep"}"#, "--lambda-timeout-seconds", "1"];
    check_failed(&args, "Sandbox.Timedout", "     desk | sleeps as ");
}

/// A limit on the size of files is to a program what a full disk is: a write that fails in the middle.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk() {
    let desk = Desk::new();
    let mut command = Command::new("sh");
    // In blocks of 512 bytes. Without the trap, the signal would end whoever writes.
    command.args(["-c", "trap '' XFSZ; ulimit -f 64; exec \"$0\" \"$@\""]);
    command.arg(env!("CARGO_BIN_EXE_stepwright-local"));
    desk.args(&mut command, "store_and_verify.asl.json");
    let input = r#"{"do":"store","bucketName":"asteroids","key":"a","bytes":1000000}"#;
    let ended = Ended::of(command.args(["--input", input]));
    assert_eq!(ended.code, Some(1), "{}{}", ended.out, ended.log);
    assert!(ended.out.contains("\nError\nGeneralError\n"), "{}", ended.out);
    let note = format!(
        "note: S3: could not write to `{}`: make room or give write permission there, or choose another folder with `--data-dir`: File too large (os error 27)\n",
        desk.data().join("s3/asteroids/a").display()
    );
    assert!(ended.log.contains(&note), "{}", ended.log);
    let files = desk.files();
    assert!(files.iter().all(|it| it.starts_with("sns/")), "{files:?}");
}
