//! The Lambda host with real processes: what a function sees, and how its invocations end.

#![expect(clippy::unwrap_used, clippy::panic, reason = "what a test cannot do, fails it")]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use expect_test::{Expect, expect};
use stepwright_json::Value;
use stepwright_local::happening::{self, Happening};
use stepwright_local::lambda_host::{Function, FunctionConfig, FunctionError, LogLine};
use tokio::sync::mpsc;

fn config() -> FunctionConfig {
    FunctionConfig {
        name: "desk".to_owned(),
        binary: PathBuf::from(env!("CARGO_BIN_EXE_desk-lambda")),
        region: "eu-west-1".to_owned(),
        account: "123456789012".to_owned(),
        timeout: Duration::from_mins(1),
        memory_megabytes: 256,
        concurrency_max: 2,
        environment: BTreeMap::new(),
        launcher: Some(PathBuf::from(env!("CARGO_BIN_EXE_stepwright-local"))),
    }
}

fn function(config: FunctionConfig) -> (Function, mpsc::Receiver<Happening>) {
    let (send, receive) = happening::channel();
    (Function::new(config, send), receive)
}

async fn invoke(function: &Function, event: &str) -> Result<Value, FunctionError> {
    function.invoke(&Value::parse(event).unwrap()).await
}

/// The error that an invocation ends with, without the id of the request.
async fn check_error(config: FunctionConfig, event: &str, expect: Expect) {
    let (function, _logs) = function(config);
    let error = invoke(&function, event).await.unwrap_err();
    let message = error.payload.get("errorMessage").and_then(Value::as_str).unwrap_or_default();
    let message = match message.strip_prefix("RequestId: ") {
        Some(rest) => format!("RequestId: ID {}", rest.split_once(' ').unwrap().1),
        None => message.to_owned(),
    };
    expect.assert_eq(&format!("{:?}: {message}", error.error_type()));
}

/// The numbers in the first line that a function prints.
async fn numbers(logs: &mut mpsc::Receiver<Happening>) -> Vec<u64> {
    let Some(Happening::Log(LogLine { text, .. })) = logs.recv().await else { panic!("no line") };
    text.split(' ').filter_map(|it| it.parse().ok()).collect()
}

#[tokio::test]
async fn an_event_comes_back_as_the_answer() {
    let (function, _logs) = function(config());
    let event = r#"{"b":1,"a":[null,18446744073709551615]}"#;
    assert_eq!(invoke(&function, event).await.unwrap().to_string(), event);
}

#[tokio::test]
async fn a_process_is_used_again() {
    let (function, _logs) = function(config());
    let first = invoke(&function, r#"{"do":"say the process"}"#).await.unwrap();
    invoke(&function, r#"{"do":"fail","error":"HTTPError"}"#).await.unwrap_err();
    let second = invoke(&function, r#"{"do":"say the process"}"#).await.unwrap();
    assert_eq!(first, second);
}

#[tokio::test]
async fn invocations_at_the_same_time_have_a_process_each_up_to_the_limit() {
    let (function, _logs) = function(config());
    let event = r#"{"do":"say the process"}"#;
    let answers =
        tokio::join!(invoke(&function, event), invoke(&function, event), invoke(&function, event));
    let mut processes: Vec<u64> =
        [answers.0, answers.1, answers.2].map(|it| it.unwrap().as_u64().unwrap()).into();
    processes.sort_unstable();
    processes.dedup();
    assert_eq!(processes.len(), 2);
}

#[tokio::test]
async fn a_function_sees_lambdas_environment_and_nothing_else_of_ours() {
    let mut config = config();
    config.environment.insert("MINE".to_owned(), "yes".to_owned());
    let (function, _logs) = function(config);
    let found = invoke(&function, r#"{"do":"say the environment"}"#).await.unwrap();
    let mut names: Vec<&str> = found.as_object().unwrap().keys().collect();
    names.retain(|it| !["RUST_LOG", "RUST_BACKTRACE", "TMPDIR"].contains(it));
    names.sort_unstable();
    expect![[r#"
        AWS_ACCESS_KEY_ID AWS_DEFAULT_REGION AWS_EC2_METADATA_DISABLED AWS_EXECUTION_ENV AWS_LAMBDA_FUNCTION_MEMORY_SIZE AWS_LAMBDA_FUNCTION_NAME AWS_LAMBDA_FUNCTION_VERSION AWS_LAMBDA_INITIALIZATION_TYPE AWS_LAMBDA_LOG_GROUP_NAME AWS_LAMBDA_LOG_STREAM_NAME AWS_LAMBDA_RUNTIME_API AWS_REGION AWS_SECRET_ACCESS_KEY LAMBDA_TASK_ROOT LANG MINE PATH TZ _HANDLER
    "#]]
    .assert_eq(&format!("{}\n", names.join(" ")));
    let value = |name| found.get(name).and_then(Value::as_str);
    assert_eq!(value("AWS_LAMBDA_FUNCTION_NAME"), Some("desk"));
    assert_eq!(value("AWS_REGION"), Some("eu-west-1"));
    assert_eq!(value("AWS_SECRET_ACCESS_KEY"), Some("test"));
}

#[tokio::test]
async fn an_event_comes_with_its_id_its_deadline_the_arn_and_a_trace() {
    let (function, _logs) = function(config());
    let before = jiff::Timestamp::now().as_millisecond();
    let found = invoke(&function, r#"{"do":"say the headers"}"#).await.unwrap();
    let header = |name: &str| found.get(name).and_then(Value::as_str).unwrap().to_owned();
    assert_eq!(header("lambda-runtime-aws-request-id").len(), 36);
    let arn = "arn:aws:lambda:eu-west-1:123456789012:function:desk";
    assert_eq!(header("lambda-runtime-invoked-function-arn"), arn);
    assert!(header("lambda-runtime-trace-id").starts_with("Root=1-"));
    let deadline: i64 = header("lambda-runtime-deadline-ms").parse().unwrap();
    assert!((before + 59_000..before + 120_000).contains(&deadline));
}

#[tokio::test]
async fn what_a_function_prints_is_forwarded_line_by_line() {
    let (function, mut logs) = function(config());
    invoke(&function, r#"{"do":"print","text":"one\ntwo"}"#).await.unwrap();
    for expect in ["one", "two"] {
        let line = LogLine { function: "desk".to_owned(), text: expect.to_owned() };
        assert_eq!(logs.recv().await, Some(Happening::Log(line)));
    }
}

#[tokio::test]
async fn an_error_has_the_name_that_the_function_gave_it() {
    let event = r#"{"do":"fail","error":"HTTPError","message":"503"}"#;
    check_error(config(), event, expect![[r#"Some("HTTPError"): 503"#]]).await;
}

#[tokio::test]
async fn a_process_that_ends_in_the_middle_is_an_error() {
    let expect = expect![[
        r#"Some("Runtime.ExitError"): RequestId: ID Error: Runtime exited with error: exit status 7"#
    ]];
    check_error(config(), r#"{"do":"exit","code":7}"#, expect).await;
}

#[tokio::test]
async fn a_process_that_dies_at_start_is_an_error_and_says_its_last_words() {
    let mut dying = config();
    dying.environment.insert("DESK_LAMBDA".to_owned(), "dies at start".to_owned());
    let expect = expect![[
        r#"Some("Runtime.ExitError"): RequestId: ID Error: Runtime exited with error: exit status 3"#
    ]];
    check_error(dying.clone(), "{}", expect).await;
    let (function, mut logs) = function(dying);
    invoke(&function, "{}").await.unwrap_err();
    let line = LogLine { function: "desk".to_owned(), text: "no reason given".to_owned() };
    assert_eq!(logs.recv().await, Some(Happening::Log(line)));
}

#[tokio::test]
async fn a_function_that_cannot_be_set_up_says_why() {
    let mut failing = config();
    failing.environment.insert("DESK_LAMBDA".to_owned(), "init error".to_owned());
    check_error(failing, "{}", expect![[r#"Some("Setup.Failed"): no table"#]]).await;
}

#[tokio::test]
async fn a_binary_that_is_not_there_is_an_error() {
    let missing = FunctionConfig { binary: "/no/such/binary".into(), launcher: None, ..config() };
    let expect = expect![[
        r#"Some("Runtime.InvalidEntrypoint"): Error: could not start `/no/such/binary`: No such file or directory (os error 2); build the function, or name its binary"#
    ]];
    check_error(missing, "{}", expect).await;
}

#[tokio::test]
async fn an_answer_of_more_than_six_megabytes_is_an_error() {
    let expect = expect![[
        r#"Some("Function.ResponseSizeTooLarge"): Response payload size exceeded maximum allowed payload size (6291556 bytes)."#
    ]];
    check_error(config(), r#"{"do":"answer much"}"#, expect).await;
}

#[tokio::test]
async fn an_invocation_that_takes_too_long_is_killed() {
    let short = FunctionConfig { timeout: Duration::from_millis(200), ..config() };
    let (function, mut logs) = function(short);
    let error = invoke(&function, r#"{"do":"sleep"}"#).await.unwrap_err();
    assert_eq!(error.error_type(), Some("Sandbox.Timedout"));
    let message = error.payload.get("errorMessage").and_then(Value::as_str).unwrap();
    assert!(message.ends_with("Error: Task timed out after 0.20 seconds"), "{message}");
    let process = *numbers(&mut logs).await.first().unwrap();
    #[cfg(target_os = "linux")]
    assert!(!std::path::Path::new(&format!("/proc/{process}")).exists());
    // The next one has a new process.
    assert!(invoke(&function, "{}").await.is_ok());
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_function_ends_with_all_that_it_started() {
    let (function, mut logs) = function(config());
    let processes = {
        let invocation = invoke(&function, r#"{"do":"start a child and sleep"}"#);
        tokio::pin!(invocation);
        tokio::select! {
            _ = &mut invocation => panic!("it sleeps"),
            numbers = numbers(&mut logs) => numbers,
        }
    };
    assert_eq!(processes.len(), 2);
    drop(function);
    let patience = Instant::now() + Duration::from_secs(10);
    while processes.iter().any(|it| is_alive(*it)) {
        assert!(Instant::now() < patience, "still running: {processes:?}");
        tokio::task::yield_now().await;
    }
}

/// Whether it runs. One that has ended does not, though its parent has not yet asked how.
#[cfg(target_os = "linux")]
fn is_alive(process: u64) -> bool {
    let Ok(status) = std::fs::read_to_string(format!("/proc/{process}/stat")) else { return false };
    !status.rsplit(')').next().unwrap_or_default().trim_start().starts_with('Z')
}
