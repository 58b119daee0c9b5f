//! What a run shows, what it leaves, and what it ends with.

use expect_test::{Expect, expect};

use crate::desk::{Desk, Ended, fixtures};

const STORE: &str = r#"{"do":"store","bucketName":"asteroids","key":"table.csv","bytes":5}"#;

fn check(args: &[&str], code: i32, expect: Expect) -> Ended {
    let desk = Desk::new();
    let ended = desk.run("store_and_verify.asl.json", args);
    assert_eq!(ended.code, Some(code), "{}{}", ended.out, ended.log);
    expect.assert_eq(&ended.history());
    ended
}

#[test]
fn a_run_that_succeeds_reads_like_a_history() {
    check(
        &["--input", STORE],
        0,
        expect![[r#"
            1  ExecutionStarted                         {"do":"store","bucketName":"
            2  TaskStateEntered         Store Table
            3  TaskScheduled            Store Table     lambda:invoke
            4  TaskStarted              Store Table
            5  TaskSucceeded            Store Table     {"ExecutedVersion":"$LATEST"
            6  TaskStateExited          Store Table     sets $stored
            7  TaskStateEntered         Verify Table
            8  TaskScheduled            Verify Table    aws-sdk:s3:headObject
            9  TaskStarted              Verify Table
            10  TaskSucceeded            Verify Table    {"AcceptRanges":"bytes","Co
            11  TaskStateExited          Verify Table    sets $head
            12  ChoiceStateEntered       Is It Whole?
            13  ChoiceStateExited        Is It Whole?
            14  PassStateEntered         Done
            15  PassStateExited          Done
            16  ExecutionSucceeded                       {"etag":"\"fb0e22c79ac75679"#]],
    );
}

#[test]
fn the_outcome_has_the_output_and_the_objects() {
    let desk = Desk::new();
    let ended = desk.run("store_and_verify.asl.json", &["--input", STORE]);
    let outcome = ended.out.split_once("\n\n").unwrap().1;
    let (first, rest) = outcome.split_once('\n').unwrap();
    assert!(first.starts_with("SUCCEEDED after ") && first.ends_with(" events"), "{first}");
    let path = desk.data().join("s3/asteroids/table.csv");
    let expect = format!(
        "\nOutput\n{{\n  \"etag\": \"\\\"fb0e22c79ac75679e9881e6ba183b354\\\"\",\n  \"bytes\": 5\n}}\n\nObjects\n5 B  {}\n",
        path.display()
    );
    assert_eq!(rest, expect);
    assert_eq!(std::fs::read_to_string(path).unwrap(), "xxxxx");
}

#[test]
fn ordered_failures_are_retried_after_delays_that_double() {
    let args = ["--input", STORE, "--fail", "store=2:HTTPError", "--fast-forward"];
    check(
        &args,
        0,
        expect![[r#"
            1  ExecutionStarted                         {"do":"store","bucketName":"
            2  TaskStateEntered         Store Table
            3  TaskScheduled            Store Table     lambda:invoke
            4  TaskStarted              Store Table
            5  TaskFailed               Store Table     HTTPError: {"errorMessage":"
            next attempt of `Store Table` in 10 s
            6  TaskScheduled            Store Table     lambda:invoke
            7  TaskStarted              Store Table
            8  TaskFailed               Store Table     HTTPError: {"errorMessage":"
            next attempt of `Store Table` in 20 s
            9  TaskScheduled            Store Table     lambda:invoke
            10  TaskStarted              Store Table
            11  TaskSucceeded            Store Table     {"ExecutedVersion":"$LATEST
            12  TaskStateExited          Store Table     sets $stored
            13  TaskStateEntered         Verify Table
            14  TaskScheduled            Verify Table    aws-sdk:s3:headObject
            15  TaskStarted              Verify Table
            16  TaskSucceeded            Verify Table    {"AcceptRanges":"bytes","Co
            17  TaskStateExited          Verify Table    sets $head
            18  ChoiceStateEntered       Is It Whole?
            19  ChoiceStateExited        Is It Whole?
            20  PassStateEntered         Done
            21  PassStateExited          Done
            22  ExecutionSucceeded                       {"etag":"\"fb0e22c79ac75679"#]],
    );
}

#[test]
fn ordered_failures_of_a_function_can_be_too_many() {
    let args = ["--input", STORE, "--fail", "DESK=9:HTTPError", "--fast-forward"];
    let desk = Desk::new();
    let ended = desk.run("store_and_verify.asl.json", &args);
    assert_eq!(ended.code, Some(1));
    let times = ended.types().split(' ').filter(|it| *it == "TaskFailed").count();
    assert_eq!(times, 4);
}

#[test]
fn what_went_wrong_is_published_and_shown() {
    let desk = Desk::new();
    let input = r#"{"do":"fail","error":"GeneralError","message":"not a table"}"#;
    let ended = desk.run("store_and_verify.asl.json", &["--input", input]);
    assert_eq!(ended.code, Some(1));
    let outcome = ended.out.split_once("\n\n").unwrap().1;
    let (error, messages) = outcome.split_once("\n\nMessages\n").unwrap();
    assert!(error.contains("Error\nGeneralError\n\nCause\n{\n"), "{error}");
    assert!(
        ended.log.contains(
            "message to arn:aws:sns:us-east-1:123456789012:failures: the table was not stored: {"
        ),
        "{}",
        ended.log
    );
    let message = std::fs::read_to_string(messages.trim()).unwrap();
    assert!(message.contains("\"Subject\": \"the table was not stored\""), "{message}");
    assert_eq!(desk.files().len(), 1);
}

#[test]
fn what_a_function_prints_comes_with_its_name() {
    let desk = Desk::new();
    let input = r#"{"do":"print","text":"one\ntwo"}"#;
    let ended = desk.run("echo.asl.json", &["--input", input]);
    assert_eq!(ended.log, "     desk | one\n     desk | two\n");
}

#[test]
fn a_function_that_is_not_there_fails_as_on_aws() {
    let desk = Desk::new();
    let mut command = desk.command("store_and_verify.asl.json");
    let definition = desk.data().with_file_name("other.asl.json");
    let text = fixtures().join("definitions/store_and_verify.asl.json");
    let text = std::fs::read_to_string(text).unwrap().replace("function:desk", "function:disk");
    std::fs::write(&definition, text).unwrap();
    let ended = Ended::of(command.arg("--definition").arg(&definition).args(["--input", STORE]));
    // Given twice, an option is refused.
    assert_eq!(ended.code, Some(2));
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_stepwright-local"));
    command.arg("run").arg("--definition").arg(&definition).arg("--data-dir").arg(desk.data());
    let ended = Ended::of(command.args(["--input", STORE]));
    assert_eq!(ended.code, Some(1));
    assert!(ended.out.contains("Lambda.ResourceNotFoundException"), "{}", ended.out);
    assert!(ended.out.contains("Function not found: arn:aws:lambda:us-east-1:123456789012:function:disk:$LATEST (Service: AWSLambda; Status Code: 404; Error Code: ResourceNotFoundException; Request ID: "));
}

#[test]
fn a_day_is_skipped_in_no_time() {
    let desk = Desk::new();
    let ended = desk.run("wait.asl.json", &["--fast-forward"]);
    assert_eq!(ended.code, Some(0));
    expect![[r#"
        1  ExecutionStarted              {}
        2  WaitStateEntered         Nap
        `Nap` goes on in 1 d 0 h
        3  WaitStateExited          Nap
        4  ExecutionSucceeded            {}"#]]
    .assert_eq(&ended.history());
}

#[test]
fn a_page_stands_in_for_an_address_on_the_internet() {
    let desk = Desk::new();
    let page = fixtures().join("schema.json");
    let input = r#"{"table":{"url":"http://echo.jpl.nasa.gov/x.html"}}"#;
    let page = page.to_str().unwrap();
    let args = ["--input", input, "--page", page, "--page-at", "/table/url"];
    let ended = desk.run("echo.asl.json", &args);
    assert_eq!(ended.code, Some(0), "{}", ended.log);
    let note = ended.log.strip_prefix("note: ").unwrap();
    let (url, rest) = note.split_once(' ').unwrap();
    assert_eq!(rest, "stands in for http://echo.jpl.nasa.gov/x.html\n");
    assert!(url.starts_with("http://127.0.0.1:") && url.ends_with("/schema.json"), "{url}");
    assert!(ended.out.contains(&format!("\"url\": \"{url}\"")), "{}", ended.out);
}

/// A run that fails while the function sleeps for an hour: it does not sleep on.
fn check_woken(definition: &str, expect: Expect) {
    let desk = Desk::new();
    let ended = desk.run(definition, &[]);
    assert_eq!(ended.code, Some(1), "{}", ended.log);
    expect.assert_eq(&ended.types().replace(' ', "\n"));
    let process = ended.log.split_whitespace().last().unwrap();
    assert!(process.parse::<u64>().is_ok(), "{}", ended.log);
    #[cfg(target_os = "linux")]
    assert!(!std::path::Path::new("/proc").join(process).exists());
}

#[test]
fn a_branch_that_fails_ends_the_others_with_their_processes() {
    check_woken(
        "parallel.asl.json",
        expect![[r#"
        ExecutionStarted
        ParallelStateEntered
        ParallelStateStarted
        TaskStateEntered
        LambdaFunctionScheduled
        WaitStateEntered
        LambdaFunctionStarted
        WaitStateExited
        FailStateEntered
        TaskStateAborted
        ParallelStateFailed
        ExecutionFailed"#]],
    );
}

#[test]
fn a_task_that_takes_too_long_is_ended_with_its_process() {
    check_woken(
        "timeout.asl.json",
        expect![[r#"
        ExecutionStarted
        TaskStateEntered
        LambdaFunctionScheduled
        LambdaFunctionStarted
        LambdaFunctionTimedOut
        ExecutionFailed"#]],
    );
}

#[test]
fn colours_are_for_terminals_and_for_whoever_asks_for_them() {
    let desk = Desk::new();
    let plain = desk.run("echo.asl.json", &[]);
    assert!(!plain.out.contains('\u{1b}'), "{}", plain.out);
    let coloured = Ended::of(desk.command("echo.asl.json").env("CLICOLOR_FORCE", "1"));
    assert!(coloured.out.contains("\u{1b}[32mExecutionSucceeded"), "{}", coloured.out);
}
