//! What a Distributed Map reads its items from, and writes its results to: S3.

use std::sync::Arc;

use jiff::Timestamp;
use stepwright_engine::quota::ITEM_FILE_BYTES_MAX;
use stepwright_engine::{Completion, MapRunId, ReadFrom, ReadItems, WriteResults};
use stepwright_json::{Array, Object, Value};

use super::s3::{failed, required};
use super::{Services, TaskFailure, parquet};
use crate::desk::s3::{self, Query, Store};

/// How many objects a page of a listing has, as in S3.
const PAGE_OBJECTS_MAX: usize = 1000;

impl Services {
    /// Reads what a Map Run asks for.
    pub fn read_items(&self, read: &ReadItems) -> Completion {
        let ReadItems { map_run, state: _, from, arguments } = read;
        let answer = match from {
            ReadFrom::Object => read_object(&self.s3, *map_run, arguments),
            ReadFrom::Parquet => read_parquet(&self.s3, *map_run, arguments),
            ReadFrom::Listing { continuation } => {
                list(&self.s3, *map_run, arguments, continuation.as_deref())
            }
        };
        answer.unwrap_or_else(|TaskFailure { error: _, cause }| Completion::ReadFailed {
            map_run: *map_run,
            cause,
        })
    }

    /// Writes the results of a Map Run.
    pub async fn write_results(&self, write: &WriteResults) -> Completion {
        let WriteResults { map_run, state: _, bucket, files } = write;
        for file in files {
            if let Err(error) = self.s3.put(bucket, &file.key, &file.body).await {
                let TaskFailure { error: _, cause } = failed(&error);
                return Completion::WriteFailed { map_run: *map_run, cause };
            }
        }
        Completion::ResultsWritten { map_run: *map_run }
    }
}

fn read_object(
    store: &Store,
    map_run: MapRunId,
    arguments: &Value,
) -> Result<Completion, TaskFailure> {
    let (bucket, key) = (required(arguments, "Bucket")?, required(arguments, "Key")?);
    let read = store.get(bucket, key, ITEM_FILE_BYTES_MAX);
    let (_, bytes) = read.map_err(|error| failed(&error))?;
    Ok(Completion::ObjectRead { map_run, body: bytes.into() })
}

/// The rows of a Parquet file, as lines of JSON.
fn read_parquet(
    store: &Store,
    map_run: MapRunId,
    arguments: &Value,
) -> Result<Completion, TaskFailure> {
    let (bucket, key) = (required(arguments, "Bucket")?, required(arguments, "Key")?);
    let failed_there = |why: String| {
        TaskFailure::new("States.ItemReaderFailed", format!("S3://{bucket}/{key}: {why}"))
    };
    // Where it stands in the definition, it has been refused there.
    if arguments.get("VersionId").is_some() {
        return Err(failed_there("VersionId is not supported where InputType is PARQUET.".into()));
    }
    let read = store.get(bucket, key, ITEM_FILE_BYTES_MAX);
    let (_, bytes) = read.map_err(|error| failed(&error))?;
    let lines = parquet::lines(bytes, ITEM_FILE_BYTES_MAX).map_err(failed_there)?;
    Ok(Completion::ObjectRead { map_run, body: lines.into_bytes().into() })
}

fn list(
    store: &Store,
    map_run: MapRunId,
    arguments: &Value,
    continuation: Option<&str>,
) -> Result<Completion, TaskFailure> {
    let bucket = required(arguments, "Bucket")?;
    let prefix = arguments.get("Prefix").and_then(Value::as_str).unwrap_or_default();
    let after = continuation.unwrap_or_default();
    let query = Query { prefix, delimiter: None, after, keys_max: PAGE_OBJECTS_MAX };
    let page = store.list(bucket, &query).map_err(|error| failed(&error))?;
    let mut objects = Array::new();
    for key in page.keys {
        let object = store.head(bucket, &key).map_err(|error| failed(&error))?;
        objects.push(described(&key, &object));
    }
    let continuation = page.next.map(Arc::from);
    Ok(Completion::ObjectsListed { map_run, objects, continuation })
}

/// An object as `listObjectsV2` describes it to a Distributed Map.
fn described(key: &str, object: &s3::Object) -> Value {
    let modified = Timestamp::try_from(object.last_modified).unwrap_or_default();
    let fields = [
        ("Etag", Value::from(format!("\"{}\"", object.etag))),
        ("Key", key.into()),
        ("LastModified", modified.as_duration().as_secs_f64().into()),
        ("Size", object.bytes.into()),
        ("StorageClass", "STANDARD".into()),
    ];
    fields.into_iter().collect::<Object>().into()
}
