//! [`Objects`]: what stands in for S3 where Distributed Maps read and write.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use stepwright_engine::{Completion, ReadFrom, ReadItems, WriteResults};
use stepwright_json::{Array, Object, Value};

/// How many objects a page of a listing has.
const PAGE_OBJECTS_MAX: usize = 1000;

/// Objects, by bucket and key.
#[derive(Debug, Default)]
pub(super) struct Objects(BTreeMap<String, BTreeMap<String, Stored>>);

#[derive(Debug)]
struct Stored {
    body: Arc<[u8]>,
    last_modified: Timestamp,
}

impl Objects {
    pub(super) fn put(&mut self, bucket: &str, key: &str, body: Vec<u8>, now: Timestamp) {
        let stored = Stored { body: body.into(), last_modified: now };
        self.0.entry(bucket.to_owned()).or_default().insert(key.to_owned(), stored);
    }

    pub(super) fn get(&self, bucket: &str, key: &str) -> Option<&[u8]> {
        self.0.get(bucket)?.get(key).map(|it| &*it.body)
    }

    pub(super) fn keys(&self, bucket: &str) -> Vec<&str> {
        self.0.get(bucket).into_iter().flat_map(BTreeMap::keys).map(String::as_str).collect()
    }

    pub(super) fn read(&self, read: &ReadItems) -> Completion {
        let map_run = read.map_run;
        let text = |key| read.arguments.get(key).and_then(Value::as_str).unwrap_or_default();
        let Some(objects) = self.0.get(text("Bucket")) else {
            return Completion::ReadFailed {
                map_run,
                cause: "The specified bucket does not exist".into(),
            };
        };
        match &read.from {
            // Nothing here reads Parquet: a test puts the rows as lines of JSON in the file's place.
            ReadFrom::Parquet
                if objects.get(text("Key")).is_some_and(|it| it.body.starts_with(b"PAR1")) =>
            {
                Completion::ReadFailed {
                    map_run,
                    cause: "Parquet is not read in a test: put its rows as lines of JSON.".into(),
                }
            }
            ReadFrom::Object | ReadFrom::Parquet => match objects.get(text("Key")) {
                Some(it) => Completion::ObjectRead { map_run, body: Arc::clone(&it.body) },
                None => Completion::ReadFailed {
                    map_run,
                    cause: "The specified key does not exist.".into(),
                },
            },
            ReadFrom::Listing { continuation } => {
                let from = continuation.as_deref().unwrap_or_default();
                let mut left = objects
                    .iter()
                    .filter(|(key, _)| key.starts_with(text("Prefix")) && key.as_str() >= from);
                let page: Array = left
                    .by_ref()
                    .take(PAGE_OBJECTS_MAX)
                    .map(|(key, it)| described(key, it))
                    .collect();
                let continuation = left.next().map(|(key, _)| key.as_str().into());
                Completion::ObjectsListed { map_run, objects: page, continuation }
            }
        }
    }

    pub(super) fn write(&mut self, write: WriteResults, now: Timestamp) -> Completion {
        let WriteResults { map_run, state: _, bucket, files } = write;
        for file in files {
            self.put(&bucket, &file.key, file.body, now);
        }
        Completion::ResultsWritten { map_run }
    }
}

/// An object as `listObjectsV2` describes it to a Distributed Map. All have the same `Etag`.
fn described(key: &str, Stored { body, last_modified }: &Stored) -> Value {
    let seconds = last_modified.as_duration().as_secs_f64();
    let fields = [
        ("Etag", Value::from("\"d41d8cd98f00b204e9800998ecf8427e\"")),
        ("Key", key.into()),
        ("LastModified", seconds.into()),
        ("Size", body.len().into()),
        ("StorageClass", "STANDARD".into()),
    ];
    fields.into_iter().collect::<Object>().into()
}
