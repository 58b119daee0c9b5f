//! A function as a process, before a Lambda Runtime API that hands out events and keeps answers.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use std::{
    env,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    path::PathBuf,
    process::{Child, Command, Output, Stdio},
};

use expect_test::{Expect, expect};

/// Gives `events` to the function one after the other, and collects what it answers and logs.
#[track_caller]
fn check(events: &[&str], expect: Expect) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut function = Killed(function(&listener).stderr(Stdio::piped()).spawn().unwrap());
    let mut told = Vec::new();
    for (number, event) in events.iter().enumerate() {
        serve_next(&listener, number, event);
        let (mut stream, head, body) = accept(&listener);
        let answered = head.rsplit('/').nth(1).map(|it| it.split(' ').next().unwrap().to_owned());
        told.push(format!("{}: {body}", answered.unwrap()));
        write!(stream, "HTTP/1.1 202 Accepted\r\nconnection: close\r\ncontent-length: 0\r\n\r\n")
            .unwrap();
    }
    function.0.kill().unwrap();
    let mut log = String::new();
    function.0.stderr.take().unwrap().read_to_string(&mut log).unwrap();
    // The hint about backtraces is the panic's, not ours.
    let log = log.lines().filter(|it| it.contains(": ") && !it.starts_with("note"));
    told.extend(log.map(|it| format!("log: {it}")));
    expect.assert_eq(&told.join("\n"));
}

/// Ends with the test, whichever way it ends.
struct Killed(Child);

impl Drop for Killed {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

fn function(listener: &TcpListener) -> Command {
    let target = env::current_exe().unwrap().parent().unwrap().parent().unwrap().to_owned();
    let greet: PathBuf = target.join("examples").join("greet");
    assert!(greet.exists(), "run `cargo test`, which builds the examples too");
    let mut command = Command::new(greet);
    command.env_clear().envs([
        ("AWS_LAMBDA_RUNTIME_API", listener.local_addr().unwrap().to_string().as_str()),
        ("AWS_LAMBDA_FUNCTION_NAME", "greet"),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128"),
        ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
    ]);
    command
}

fn serve_next(listener: &TcpListener, number: usize, event: &str) {
    let (mut stream, head, _) = accept(listener);
    assert!(head.starts_with("GET /2018-06-01/runtime/invocation/next "), "{head}");
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\
         lambda-runtime-aws-request-id: event-{number}\r\nlambda-runtime-deadline-ms: 9999999999999\r\n\
         lambda-runtime-invoked-function-arn: arn:aws:lambda:us-east-1:123456789012:function:greet\r\n\r\n{event}",
        event.len()
    )
    .unwrap();
}

/// The next request: its first line, and its body.
fn accept(listener: &TcpListener) -> (TcpStream, String, String) {
    let (stream, _) = listener.accept().unwrap();
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    reader.read_line(&mut head).unwrap();
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        if let Some(value) = line.to_lowercase().strip_prefix("content-length: ") {
            length = value.trim().parse().unwrap();
        }
        if line.trim().is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    (reader.into_inner(), head.trim().to_owned(), String::from_utf8(body).unwrap())
}

#[test]
fn an_event_is_answered() {
    check(&[r#"{"name": "Alice"}"#], expect![[r#"response: {"text":"Hello, Alice! (event-0)"}"#]]);
}

#[test]
fn an_error_has_the_name_that_the_workflow_knows() {
    check(
        &[r#"{"name": "Dormouse"}"#],
        expect![[r#"
        error: {"errorType":"Asleep","errorMessage":"Dormouse is asleep"}
        log: Asleep: Dormouse is asleep"#]],
    );
}

#[test]
fn an_event_that_is_no_input_is_an_error_of_its_own() {
    check(
        &[r#"{"name": 7}"#, "[]"],
        expect![[r#"
        error: {"errorType":"Runtime.InvalidInput","errorMessage":"the input is not what this function takes: at `name`: invalid type: integer `7`, expected a string"}
        error: {"errorType":"Runtime.InvalidInput","errorMessage":"the input is not what this function takes: invalid length 0, expected struct Person with 1 element"}
        log: Runtime.InvalidInput: the input is not what this function takes: at `name`: invalid type: integer `7`, expected a string
        log: Runtime.InvalidInput: the input is not what this function takes: invalid length 0, expected struct Person with 1 element"#]],
    );
}

#[test]
fn a_panic_is_an_error_and_the_function_goes_on() {
    check(
        &[r#"{"name": "Bandersnatch"}"#, r#"{"name": "Alice"}"#],
        expect![[r#"
        error: {"errorType":"Runtime.Panic","errorMessage":"the function panicked: run"}
        response: {"text":"Hello, Alice! (event-1)"}
        log: Runtime.Panic: the function panicked: run"#]],
    );
}

#[test]
fn without_a_runtime_api_it_says_so() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let run = |command: &mut Command| {
        let Output { status, stderr, .. } = command.output().unwrap();
        assert!(!status.success());
        String::from_utf8(stderr).unwrap()
    };
    let text = run(function(&listener).env_remove("AWS_LAMBDA_RUNTIME_API"));
    expect![[r#"
        `AWS_LAMBDA_RUNTIME_API` is not set: this is a Lambda function, which only answers where a Lambda Runtime API asks
    "#]].assert_eq(&text);
    let text = run(function(&listener).env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "much"));
    expect![[r#"
        `AWS_LAMBDA_FUNCTION_MEMORY_SIZE` is `much`, which is not a number of megabytes
    "#]]
    .assert_eq(&text);
}
