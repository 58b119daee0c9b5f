//! `aws-sdk:s3:…` as tasks.

use jiff::Timestamp;
use stepwright_json::{Object, Value};

use super::{TaskFailure, sdk};
use crate::desk::s3::{self, Store, StoreError};

/// A result cannot be larger than a payload, 256 KiB; what is well above is not even read.
const BODY_BYTES_MAX: u64 = 1024 * 1024;

/// `aws-sdk:s3:headObject`.
pub(super) fn head_object(store: &Store, input: &Value) -> Result<Value, TaskFailure> {
    let (bucket, key) = (required(input, "Bucket")?, required(input, "Key")?);
    let object = store.head(bucket, key).map_err(|error| match error {
        // An answer to HEAD has no body that could say more, not even that the bucket is what is
        // missing. UNVERIFIED: no recording has a headObject that fails.
        StoreError::NoSuchKey { .. } | StoreError::NoSuchBucket { .. } => {
            failure("NoSuchKeyException", "null", 404)
        }
        other => failed(&other),
    })?;
    Ok(described(object, input).into())
}

/// `aws-sdk:s3:getObject`. The body is text.
pub(super) fn get_object(store: &Store, input: &Value) -> Result<Value, TaskFailure> {
    let (bucket, key) = (required(input, "Bucket")?, required(input, "Key")?);
    let (object, bytes) = store.get(bucket, key, BODY_BYTES_MAX).map_err(|error| failed(&error))?;
    let mut result = described(object, input);
    result.insert("Body", String::from_utf8_lossy(&bytes).into_owned());
    Ok(result.into())
}

/// `aws-sdk:s3:putObject`. The body is the JSON text of whatever it is, a string's quotes included.
pub(super) async fn put_object(store: &Store, input: &Value) -> Result<Value, TaskFailure> {
    let (bucket, key) = (required(input, "Bucket")?, required(input, "Key")?);
    let body = input.get("Body").map(Value::to_string).unwrap_or_default();
    let stored = store.put(bucket, key, body.as_bytes()).await;
    let receipt = stored.map_err(|error| failed(&error))?;
    let result: Object = [
        ("ChecksumCRC32", Value::from(receipt.checksum_crc32)),
        ("ChecksumType", Value::from("FULL_OBJECT")),
        ("ETag", Value::from(format!("\"{}\"", receipt.etag))),
        ("ServerSideEncryption", Value::from("AES256")),
    ]
    .into_iter()
    .collect();
    Ok(result.into())
}

/// What `headObject` and `getObject` say of an object.
fn described(object: s3::Object, input: &Value) -> Object {
    let last_modified = Timestamp::try_from(object.last_modified).unwrap_or_default();
    // HTTP has no fractions of a second.
    let last_modified = Timestamp::from_second(last_modified.as_second()).unwrap_or_default();
    let metadata: Object = object.metadata.into_iter().map(|(k, v)| (k, Value::from(v))).collect();
    let mut result: Object = [
        ("AcceptRanges", Value::from("bytes")),
        ("ContentLength", Value::from(object.bytes)),
        ("ContentType", Value::from(object.content_type)),
        ("ETag", Value::from(format!("\"{}\"", object.etag))),
        ("LastModified", Value::from(last_modified.to_string())),
        ("Metadata", Value::from(metadata)),
        ("ServerSideEncryption", Value::from("AES256")),
    ]
    .into_iter()
    .collect();
    if let Some(encoding) = object.content_encoding {
        result.insert("ContentEncoding", encoding);
    }
    // "To retrieve the checksum, this mode must be enabled."
    let wants_checksum = input.get("ChecksumMode").and_then(Value::as_str) == Some("ENABLED");
    if let (true, Some(checksum)) = (wants_checksum, object.checksum_sha256) {
        result.insert("ChecksumSHA256", checksum);
    }
    result
}

pub(super) fn required<'a>(input: &'a Value, name: &str) -> Result<&'a str, TaskFailure> {
    let text = input.get(name).and_then(Value::as_str).filter(|it| !it.is_empty());
    // UNVERIFIED: the words; it is the SDK that refuses before it asks S3.
    text.ok_or_else(|| failure("S3Exception", &format!("{name} cannot be empty."), 400))
}

pub(super) fn failed(error: &StoreError) -> TaskFailure {
    match error {
        StoreError::NoSuchBucket { .. } => {
            failure("NoSuchBucketException", "The specified bucket does not exist", 404)
        }
        StoreError::NoSuchKey { .. } => {
            failure("NoSuchKeyException", "The specified key does not exist.", 404)
        }
        StoreError::BadKey { .. } => failure("S3Exception", &error.to_string(), 400),
        StoreError::Read { .. } | StoreError::Write { .. } => {
            failure("S3Exception", &error.to_string(), 500)
        }
    }
}

/// As the SDK for Java, version 2, words it.
fn failure(name: &str, message: &str, status: u16) -> TaskFailure {
    let id = sdk::request_id();
    let cause = format!(
        "{message} (Service: S3, Status Code: {status}, Request ID: {id}, Extended Request ID: {id})"
    );
    TaskFailure::new(format!("S3.{name}"), cause)
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::desk::s3::BucketName;
    use crate::happening;

    /// What one task after the other gives, without ids and times.
    async fn check(tasks: &[(&str, &str)], expect: Expect) {
        let folder = tempfile::tempdir().unwrap();
        let (send, _receive) = happening::channel();
        let store = Store::open(folder.path(), send).unwrap();
        store.create_bucket(&BucketName::parse("asteroids").unwrap()).unwrap();
        let mut lines = Vec::new();
        for (action, input) in tasks {
            let input = Value::parse(input).unwrap();
            let result = match *action {
                "head" => head_object(&store, &input),
                "get" => get_object(&store, &input),
                _ => put_object(&store, &input).await,
            };
            lines.push(match result {
                Ok(value) => {
                    let mut result = value.as_object().unwrap().clone();
                    result.remove("LastModified");
                    Value::from(result).to_string()
                }
                Err(TaskFailure { error, cause }) => {
                    format!("{error}: {}", cause.split(", Request ID").next().unwrap())
                }
            });
        }
        expect.assert_eq(&lines.join("\n"));
    }

    #[tokio::test]
    async fn a_text_is_stored_with_its_quotes() {
        let put = r#"{"Bucket":"asteroids","Key":"a","Body":"text data"}"#;
        let get = r#"{"Bucket":"asteroids","Key":"a"}"#;
        check(&[("put", put), ("get", get), ("head", get)], expect![[r#"
            {"ChecksumCRC32":"KUmHvQ==","ChecksumType":"FULL_OBJECT","ETag":"\"2b5df3712557f503a9977a8ea893b2c9\"","ServerSideEncryption":"AES256"}
            {"AcceptRanges":"bytes","ContentLength":11,"ContentType":"binary/octet-stream","ETag":"\"2b5df3712557f503a9977a8ea893b2c9\"","Metadata":{},"ServerSideEncryption":"AES256","Body":"\"text data\""}
            {"AcceptRanges":"bytes","ContentLength":11,"ContentType":"binary/octet-stream","ETag":"\"2b5df3712557f503a9977a8ea893b2c9\"","Metadata":{},"ServerSideEncryption":"AES256"}"#]]).await;
    }

    #[tokio::test]
    async fn any_json_can_be_stored() {
        let list = r#"{"Bucket":"asteroids","Key":"a","Body":["List","Data"]}"#;
        let number = r#"{"Bucket":"asteroids","Key":"a","Body":0}"#;
        check(&[("put", list), ("put", number)], expect![[r#"
            {"ChecksumCRC32":"1F2MPA==","ChecksumType":"FULL_OBJECT","ETag":"\"6b23860357f6e63a0272b7f1143a663a\"","ServerSideEncryption":"AES256"}
            {"ChecksumCRC32":"9NvfIQ==","ChecksumType":"FULL_OBJECT","ETag":"\"cfcd208495d565ef66e7dff9f98764da\"","ServerSideEncryption":"AES256"}"#]]).await;
    }

    #[tokio::test]
    async fn what_is_missing_is_named_as_on_aws() {
        let no_bucket = r#"{"Bucket":"planets","Key":"a","Body":0}"#;
        let no_key = r#"{"Bucket":"asteroids","Key":"a"}"#;
        let tasks = [
            ("put", no_bucket),
            ("get", no_bucket),
            ("get", no_key),
            ("head", no_key),
            ("head", "{}"),
            ("put", r#"{"Bucket":"asteroids","Key":"../a","Body":0}"#),
        ];
        check(&tasks, expect![[r#"
            S3.NoSuchBucketException: The specified bucket does not exist (Service: S3, Status Code: 404
            S3.NoSuchBucketException: The specified bucket does not exist (Service: S3, Status Code: 404
            S3.NoSuchKeyException: The specified key does not exist. (Service: S3, Status Code: 404
            S3.NoSuchKeyException: null (Service: S3, Status Code: 404
            S3.S3Exception: Bucket cannot be empty. (Service: S3, Status Code: 400
            S3.S3Exception: `../a` cannot be a key here: the desk keeps objects as files, so no empty parts, `.` or `..` (Service: S3, Status Code: 400"#]]).await;
    }
}
