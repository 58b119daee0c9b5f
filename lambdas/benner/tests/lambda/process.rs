//! The binary as Lambda starts it: a Runtime API, an S3 and a web page, all on this machine.

use std::{collections::BTreeMap, process::Stdio, sync::Mutex};

use base64::{Engine, prelude::BASE64_STANDARD};
use expect_test::{Expect, expect};
use serde_json::{Value, json};
use tokio::{
    process::Command,
    sync::mpsc::{UnboundedReceiver, unbounded_channel},
};

use crate::server::{Answer, Request, Server, answer};

const FIXTURE: &[u8] = include_bytes!("../../fixtures/delta_v.rendezvous.html");
const ROWS: usize = 336;

/// Asks the binary for one event, and returns what it answers: the path it answers at, and the JSON.
async fn invoke(event: Value, variables: &[(&str, &str)]) -> (String, Value) {
    let (api, mut answers) = runtime_api(event).await;
    let mut child = function(&api, variables).stderr(Stdio::null()).spawn().unwrap();
    let Request { path, body, .. } = answers.recv().await.unwrap();
    child.kill().await.unwrap();
    let outcome = path.rsplit('/').next().unwrap().to_owned();
    (outcome, serde_json::from_slice(&body).unwrap())
}

/// A Lambda Runtime API with one event.
async fn runtime_api(event: Value) -> (Server, UnboundedReceiver<Request>) {
    let (sender, answers) = unbounded_channel();
    let event = Mutex::new(Some(event));
    let api = Server::start(move |request| {
        match (request.method.as_str(), request.path.as_str()) {
            ("GET", "/2018-06-01/runtime/invocation/next") => match event.lock().unwrap().take() {
                Some(event) => answer(
                    "200 OK",
                    &[
                        "lambda-runtime-aws-request-id: 7",
                        "lambda-runtime-deadline-ms: 9999999999999",
                        "lambda-runtime-invoked-function-arn: arn:aws:lambda:us-east-1:123456789012:function:download-benner",
                    ],
                    event.to_string(),
                ),
                None => Answer::Silence,
            },
            _ => {
                sender.send(request).unwrap();
                answer("202 Accepted", &[], "")
            }
        }
    });
    (api.await, answers)
}

fn function(api: &Server, variables: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_benner"));
    let address = api.address.to_string();
    command.env_clear().kill_on_drop(true).envs([
        ("AWS_LAMBDA_RUNTIME_API", address.as_str()),
        ("AWS_LAMBDA_FUNCTION_NAME", "download-benner"),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128"),
        ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
        ("AWS_REGION", "us-east-1"),
        ("AWS_ACCESS_KEY_ID", "test"),
        ("AWS_SECRET_ACCESS_KEY", "test"),
    ]);
    command.envs(variables.iter().copied());
    command
}

fn event(page: &str) -> Value {
    json!({"bucketName": "asteroids", "benner": {"url": page, "filename": "benner.csv"}})
}

async fn page(body: &'static [u8]) -> Server {
    Server::start(move |_| answer("200 OK", &["content-type: text/html"], body)).await
}

/// An S3 that keeps its objects, and the requests that wrote them, by path.
#[derive(Default)]
struct Objects(Mutex<BTreeMap<String, Request>>);

async fn s3() -> (Server, std::sync::Arc<Objects>) {
    let objects = std::sync::Arc::<Objects>::default();
    let kept = objects.clone();
    let server = Server::start(move |request| {
        let mut objects = kept.0.lock().unwrap();
        let etag = format!("etag: \"{}\"", objects.len());
        objects.insert(format!("{} {}", request.method, request.path), request);
        answer("200 OK", &[&etag], "")
    });
    (server.await, objects)
}

async fn refusing_s3(status: &'static str, code: &'static str) -> Server {
    Server::start(move |_| {
        let body = format!("<Error><Code>{code}</Code><Message>No.</Message></Error>");
        answer(status, &["content-type: application/xml", "x-amz-request-id: R1"], body)
    })
    .await
}

async fn check_refusal(s3: &Server, expect: Expect) {
    let page = page(FIXTURE).await;
    let variables =
        [("AWS_ENDPOINT_URL_S3", &*s3.url("")), ("BENNER_ALLOW_PRIVATE_ADDRESSES", "true")];
    let (outcome, error) = invoke(event(&page.url("/")), &variables).await;
    assert_eq!(outcome, "error");
    let text = |name: &str| error[name].as_str().unwrap().to_owned();
    let text = format!("{}: {}", text("errorType"), text("errorMessage"));
    expect.assert_eq(&text.replace(&s3.address.to_string(), "s3"));
}

#[tokio::test]
async fn the_table_goes_from_the_page_to_s3() {
    let (page, (s3, objects)) = (page(FIXTURE).await, s3().await);
    let variables =
        [("AWS_ENDPOINT_URL_S3", &*s3.url("")), ("BENNER_ALLOW_PRIVATE_ADDRESSES", "true")];
    let (outcome, stored) = invoke(event(&page.url("/")), &variables).await;
    assert_eq!(outcome, "response", "{stored}");
    assert_eq!((&stored["rows"], &stored["etag"]), (&json!(ROWS), &json!("\"4\"")));

    let objects = std::mem::take(&mut *objects.0.lock().unwrap());
    let whole = &objects["PUT /asteroids/benner.csv?x-id=PutObject"];
    let mut reader = csv::Reader::from_reader(whole.body.as_slice());
    assert_eq!(reader.records().map(Result::unwrap).count(), ROWS);
    assert_eq!(whole.header("content-type"), Some("text/csv; charset=utf-8; header=present"));
    // What S3 compares the body with, in base64; the body is not in chunks.
    let checksum = whole.header("x-amz-checksum-sha256").unwrap();
    let checksum = BASE64_STANDARD.decode(checksum).unwrap();
    let checksum: Vec<_> = checksum.iter().map(|it| format!("{it:02x}")).collect();
    assert_eq!(checksum.concat(), stored["sha256"]);
    assert_eq!(whole.header("content-encoding"), None);
    assert_eq!(whole.header("x-amz-checksum-crc32"), None);
    for band in stored["bands"].as_array().unwrap() {
        let path = format!("PUT /asteroids/{}?x-id=PutObject", band["key"].as_str().unwrap());
        let lines = objects[&path].body.split(|&it| it == b'\n').count();
        assert_eq!(band["rows"], lines - 2);
    }
    assert_eq!(objects.len(), 5);
}

#[tokio::test]
async fn the_whole_page_of_2013_goes_through_the_process() {
    let shared = std::env::var("STEPWRIGHT_SHARED")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared").to_owned());
    let path = format!("{shared}/data/benner/delta_v.rendezvous.2013-04-14.txt");
    let Ok(body) = std::fs::read(&path) else {
        eprintln!("skipped: {path} is not there");
        return;
    };
    let page = Server::start(move |_| answer("200 OK", &[], &body)).await;
    let (s3, objects) = s3().await;
    let variables =
        [("AWS_ENDPOINT_URL_S3", &*s3.url("")), ("BENNER_ALLOW_PRIVATE_ADDRESSES", "true")];
    let (outcome, stored) = invoke(event(&page.url("/")), &variables).await;
    assert_eq!(outcome, "response", "{stored}");
    assert_eq!((&stored["rows"], &stored["refusedCount"]), (&json!(9_726), &json!(0)));
    let rows: Vec<_> = stored["bands"].as_array().unwrap().iter().map(|it| &it["rows"]).collect();
    assert_eq!(rows, [115, 1_649, 688, 7_274]);

    let objects = objects.0.lock().unwrap();
    let whole = &objects["PUT /asteroids/benner.csv?x-id=PutObject"].body;
    let mut reader = csv::Reader::from_reader(whole.as_slice());
    let sum: i64 =
        reader.records().map(|it| it.unwrap()[5].replace('.', "").parse::<i64>().unwrap()).sum();
    assert_eq!(sum, 78_369_878);
}

#[tokio::test]
async fn what_s3_refuses_needs_a_person() {
    let s3 = refusing_s3("403 Forbidden", "AccessDenied").await;
    check_refusal(&s3, expect!["GeneralError: `benner.ultra-low.csv` was not stored in the bucket `asteroids`: S3 answered 403 AccessDenied: No; give the function's role `s3:PutObject` on the bucket's objects (request R1)"]).await;
    let s3 = refusing_s3("404 Not Found", "NoSuchBucket").await;
    check_refusal(&s3, expect!["GeneralError: `benner.ultra-low.csv` was not stored in the bucket `asteroids`: S3 answered 404 NoSuchBucket: No; create the bucket, or name another one in `bucketName` (request R1)"]).await;
}

#[tokio::test]
async fn what_ails_s3_may_pass() {
    let s3 = refusing_s3("503 Service Unavailable", "SlowDown").await;
    check_refusal(&s3, expect!["HTTPError: `benner.ultra-low.csv` was not stored in the bucket `asteroids`: S3 answered 503 SlowDown: No (request R1)"]).await;
    let s3 = refusing_s3("400 Bad Request", "BadDigest").await;
    check_refusal(&s3, expect!["HTTPError: `benner.ultra-low.csv` was not stored in the bucket `asteroids`: S3 answered 400 BadDigest: No (request R1)"]).await;
}

#[tokio::test]
async fn a_private_address_is_not_reached_unless_the_function_may() {
    let page = page(FIXTURE).await;
    let variables = [("BENNER_ALLOW_PRIVATE_ADDRESSES", "1")];
    let (outcome, error) = invoke(event(&page.url("/")), &variables).await;
    assert_eq!((outcome.as_str(), &error["errorType"]), ("error", &json!("GeneralError")));
}

#[tokio::test]
async fn an_event_that_is_not_the_input_names_the_field() {
    let (outcome, error) = invoke(json!({"bucketName": "a", "benner": {"url": 7}}), &[]).await;
    assert_eq!(outcome, "error");
    expect![[r#"{"errorType":"Runtime.InvalidInput","errorMessage":"the input is not what this function takes: at `benner.url`: invalid type: integer `7`, expected a string"}"#]].assert_eq(&error.to_string());
}

#[tokio::test]
async fn started_by_hand_it_says_what_it_is() {
    let (api, _answers) = runtime_api(json!({})).await;
    for (missing, expect) in [
        (
            "AWS_LAMBDA_RUNTIME_API",
            expect![[r#"
            error: `AWS_LAMBDA_RUNTIME_API` is not set: this is a Lambda function, which only answers where a Lambda Runtime API asks
        "#]],
        ),
        (
            "AWS_ACCESS_KEY_ID",
            expect![[r#"
            error: `AWS_ACCESS_KEY_ID` is not set: Lambda sets it, and so must whoever starts this function
        "#]],
        ),
    ] {
        let output = function(&api, &[]).env_remove(missing).output().await.unwrap();
        assert!(!output.status.success());
        expect.assert_eq(&String::from_utf8(output.stderr).unwrap());
    }
}
