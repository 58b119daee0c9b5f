//! S3 on a desk, over the wire: what a function stores is a file, whole, or is not there at all.

#![expect(clippy::unwrap_used, reason = "what a test cannot do, fails it")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use expect_test::{Expect, expect};
use stepwright_json::Value;
use stepwright_local::BindError;
use stepwright_local::desk::s3::{BucketName, S3Server, Store};
use stepwright_local::happening::{self, Happening};
use stepwright_local::lambda_host::{Function, FunctionConfig, LogLine};
use tempfile::TempDir;
use tokio::sync::mpsc;

/// SHA-256 of `xxxxx`, base64.
const SHA256_OF_5: &str = "6vFrwHlo4BPz+UqxNCRyQ0o5/DR18RzzQabDlll0+Ok=";

/// A desk with the bucket `asteroids`, and a function that stores on it.
struct Desk {
    folder: TempDir,
    store: Store,
    server: S3Server,
    happenings: mpsc::Receiver<Happening>,
    lines: mpsc::Sender<Happening>,
}

impl Desk {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (lines, happenings) = happening::channel();
        let store = Store::open(folder.path(), lines.clone()).unwrap();
        store.create_bucket(&BucketName::parse("asteroids").unwrap()).unwrap();
        let server = S3Server::start(store.clone(), 0).await.unwrap();
        Self { folder, store, server, happenings, lines }
    }

    fn function(&self, more: &[(&str, &str)]) -> Function {
        let mut environment: BTreeMap<String, String> =
            more.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        environment.insert("AWS_ENDPOINT_URL_S3".to_owned(), self.server.endpoint_url());
        let config = FunctionConfig {
            name: "desk".to_owned(),
            binary: PathBuf::from(env!("CARGO_BIN_EXE_desk-lambda")),
            region: "us-east-1".to_owned(),
            account: "123456789012".to_owned(),
            timeout: Duration::from_mins(1),
            memory_megabytes: 256,
            concurrency_max: 1,
            environment,
            launcher: None,
        };
        Function::new(config, self.lines.clone())
    }

    /// What storing answers: the result, or the error's message.
    async fn answer(&self, event: &str) -> String {
        let answer = self.function(&[]).invoke(&Value::parse(event).unwrap()).await;
        match answer {
            Ok(value) => value.to_string(),
            Err(error) => {
                error.payload.get("errorMessage").and_then(Value::as_str).unwrap().to_owned()
            }
        }
    }

    /// All files, the hidden ones as well.
    fn files(&self) -> Vec<String> {
        let mut files = Vec::new();
        collect(self.folder.path(), self.folder.path(), &mut files);
        files.sort();
        files
    }
}

fn collect(root: &Path, folder: &Path, acc: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, acc);
        } else {
            acc.push(path.strip_prefix(root).unwrap().display().to_string());
        }
    }
}

async fn check(event: &str, expect: Expect) {
    let desk = Desk::new().await;
    let answer = desk.answer(event).await;
    // The id of the request is another one each time.
    let answer = answer.split("<RequestId>").next().unwrap().to_owned();
    expect.assert_eq(&format!("{answer}\n{:?}", desk.files()));
}

#[tokio::test]
async fn an_object_is_a_file_with_the_md5_sum_as_its_etag() {
    let mut desk = Desk::new().await;
    let event = r#"{"do":"store","bucketName":"asteroids","key":"a/b.csv","bytes":5}"#;
    let expect =
        r#"{"bucket":"asteroids","key":"a/b.csv","etag":"\"fb0e22c79ac75679e9881e6ba183b354\""}"#;
    assert_eq!(desk.answer(event).await, expect);
    let path = desk.folder.path().join("asteroids/a/b.csv");
    assert_eq!(fs::read_to_string(&path).unwrap(), "xxxxx");
    let object = desk.store.head("asteroids", "a/b.csv").unwrap();
    assert_eq!((object.bytes, object.etag.as_str()), (5, "fb0e22c79ac75679e9881e6ba183b354"));
    let stored = Happening::Stored {
        bucket: "asteroids".to_owned(),
        key: "a/b.csv".to_owned(),
        path,
        bytes: 5,
    };
    assert_eq!(desk.happenings.recv().await, Some(stored));
}

#[tokio::test]
async fn an_object_that_is_what_its_checksum_says_is_kept() {
    let event = format!(
        r#"{{"do":"store","bucketName":"asteroids","key":"a","bytes":5,"sha256":"{SHA256_OF_5}"}}"#
    );
    check(
        &event,
        expect![[r#"
        {"bucket":"asteroids","key":"a","etag":"\"fb0e22c79ac75679e9881e6ba183b354\""}
        [".attributes/asteroids/a.json", "asteroids/a"]"#]],
    )
    .await;
}

#[tokio::test]
async fn an_object_that_is_not_what_its_checksum_says_leaves_nothing() {
    let event = format!(
        r#"{{"do":"store","bucketName":"asteroids","key":"a","bytes":6,"sha256":"{SHA256_OF_5}"}}"#
    );
    check(&event, expect![[r#"
        400: <?xml version="1.0" encoding="UTF-8"?><Error><Code>BadDigest</Code><Message>The SHA256 you specified did not match the calculated checksum.</Message></Error>
        []"#]]).await;
}

#[tokio::test]
async fn a_damaged_upload_leaves_the_object_that_was_there() {
    let desk = Desk::new().await;
    desk.answer(r#"{"do":"store","bucketName":"asteroids","key":"a","bytes":5}"#).await;
    let event = format!(
        r#"{{"do":"store","bucketName":"asteroids","key":"a","bytes":6,"sha256":"{SHA256_OF_5}"}}"#
    );
    assert!(desk.answer(&event).await.contains("BadDigest"));
    assert_eq!(fs::read_to_string(desk.folder.path().join("asteroids/a")).unwrap(), "xxxxx");
}

#[tokio::test]
async fn a_bucket_that_is_not_there_is_not_made() {
    let event = r#"{"do":"store","bucketName":"planets","key":"a","bytes":5}"#;
    check(
        event,
        expect![[r#"
            404: <?xml version="1.0" encoding="UTF-8"?><Error><Code>NoSuchBucket</Code><Message>The specified bucket does not exist</Message></Error>
            []"#]],
    )
    .await;
}

#[tokio::test]
async fn whoever_watches_is_told_how_to_make_a_bucket() {
    let mut desk = Desk::new().await;
    desk.answer(r#"{"do":"store","bucketName":"planets","key":"a","bytes":5}"#).await;
    let Some(Happening::Note(note)) = desk.happenings.recv().await else { panic!("no note") };
    let path = desk.folder.path().join("planets");
    let expect = format!(
        "S3: there is no bucket `planets`: a bucket is a folder, `mkdir {}` makes it",
        path.display()
    );
    assert_eq!(note, expect);
}

#[tokio::test]
async fn a_key_cannot_leave_its_bucket() {
    let event = r#"{"do":"store","bucketName":"asteroids","key":"../../out","bytes":5}"#;
    check(event, expect![[r#"
        400: <?xml version="1.0" encoding="UTF-8"?><Error><Code>InvalidArgument</Code><Message>`../../out` cannot be a key here: the desk keeps objects as files, so no empty parts, `.` or `..`</Message></Error>
        []"#]]).await;
}

#[tokio::test]
async fn a_disk_that_refuses_is_told_and_leaves_nothing() {
    let mut desk = Desk::new().await;
    // A file where a folder has to be: as little to be written to as a disk that is full.
    fs::write(desk.folder.path().join("asteroids/a"), "a file").unwrap();
    let event = r#"{"do":"store","bucketName":"asteroids","key":"a/b","bytes":5}"#;
    let answer = desk.answer(event).await;
    assert!(answer.starts_with("403: ") && answer.contains("QuotaExceeded"), "{answer}");
    let Some(Happening::Note(note)) = desk.happenings.recv().await else { panic!("no note") };
    assert!(note.contains("make room or give write permission there"), "{note}");
    assert_eq!(desk.files(), ["asteroids/a"]);
}

#[tokio::test]
async fn another_secret_is_refused() {
    let desk = Desk::new().await;
    let function = desk.function(&[("AWS_SECRET_ACCESS_KEY", "another")]);
    let event = r#"{"do":"store","bucketName":"asteroids","key":"a","bytes":5}"#;
    let error = function.invoke(&Value::parse(event).unwrap()).await.unwrap_err().to_string();
    assert!(error.contains("403: ") && error.contains("SignatureDoesNotMatch"), "{error}");
    assert!(desk.files().is_empty());
}

#[tokio::test]
async fn an_upload_that_is_cut_short_leaves_nothing() {
    let mut desk = Desk::new().await;
    let function = desk.function(&[]);
    let event = r#"{"do":"store half and sleep","bucketName":"asteroids","key":"a"}"#;
    let event = Value::parse(event).unwrap();
    tokio::select! {
        _ = function.invoke(&event) => panic!("it sleeps"),
        line = desk.happenings.recv() => {
            assert!(matches!(line, Some(Happening::Log(LogLine { .. }))), "{line:?}");
        }
    }
    drop(function);
    let patience = Instant::now() + Duration::from_secs(10);
    while !desk.files().is_empty() {
        assert!(Instant::now() < patience, "left behind: {:?}", desk.files());
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn what_a_killed_run_has_left_is_removed() {
    let folder = tempfile::tempdir().unwrap();
    let uploads = folder.path().join(".uploads");
    fs::create_dir(&uploads).unwrap();
    fs::write(uploads.join("half"), "half").unwrap();
    let (send, _receive) = happening::channel();
    Store::open(folder.path(), send).unwrap();
    assert_eq!(fs::read_dir(&uploads).unwrap().count(), 0);
}

#[tokio::test]
async fn a_file_that_was_changed_by_hand_has_another_etag() {
    let desk = Desk::new().await;
    desk.answer(r#"{"do":"store","bucketName":"asteroids","key":"a","bytes":5}"#).await;
    fs::write(desk.folder.path().join("asteroids/a"), "other").unwrap();
    let object = desk.store.head("asteroids", "a").unwrap();
    assert_eq!(object.etag, "795f3202b17cb6bc3d4b771d8c6c9eaf");
}

#[tokio::test]
async fn a_port_in_use_is_told() {
    let desk = Desk::new().await;
    let port = desk.server.address().port();
    let error = S3Server::start(desk.store.clone(), port).await.unwrap_err();
    assert!(matches!(error, BindError::InUse { .. }), "{error}");
    let expect =
        format!("port {port} is in use: give another port, or none to take one that is free");
    assert_eq!(error.to_string(), expect);
}
