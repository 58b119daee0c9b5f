//! Manifests: files that say in which files the items are.

use std::sync::Arc;

use stepwright_json::{Object, Value};

/// The files that a manifest of S3 inventory names, and the columns that they have.
pub(super) struct Inventory {
    pub(super) bucket: Arc<str>,
    pub(super) keys: Vec<Arc<str>>,
    pub(super) columns: Arc<[Arc<str>]>,
}

/// The bucket and the key of an object.
pub(super) type Location = (Arc<str>, Arc<str>);

/// Reads an S3 inventory's `manifest.json`. Its files are CSVs without a header.
pub(super) fn inventory(text: &str) -> Result<Inventory, String> {
    let malformed = || "The content of the manifest is not that of an S3 inventory.".to_owned();
    let manifest = Value::parse(text).map_err(|_| malformed())?;
    let field = |key: &str| manifest.get(key).and_then(Value::as_str);
    match field("fileFormat") {
        Some("CSV") => {}
        Some(other) => return Err(format!("An S3 inventory in {other} cannot be read: use CSV.")),
        None => return Err(malformed()),
    }
    let bucket = field("destinationBucket").ok_or_else(malformed)?;
    let bucket = bucket.rsplit(':').next().unwrap_or(bucket);
    let columns = field("fileSchema").ok_or_else(malformed)?;
    let files = manifest.get("files").and_then(Value::as_array).ok_or_else(malformed)?;
    let keys = files.iter().map(|it| it.get("key").and_then(Value::as_str).map(Arc::from));
    Ok(Inventory {
        bucket: bucket.into(),
        keys: keys.collect::<Option<_>>().ok_or_else(malformed)?,
        columns: columns.split(',').map(|it| Arc::from(it.trim())).collect(),
    })
}

/// Reads the manifest of Athena's `UNLOAD`: the address of a file on each line.
pub(super) fn athena(text: &str) -> Result<Vec<Location>, String> {
    let lines = text.lines().map(|it| it.trim().trim_matches('"')).filter(|it| !it.is_empty());
    let files = lines.map(|line| {
        let (bucket, key) = line.strip_prefix("s3://")?.split_once('/')?;
        Some((bucket.into(), key.into()))
    });
    files.collect::<Option<_>>().ok_or_else(|| {
        "The content of the manifest is not that of an Athena data manifest.".to_owned()
    })
}

/// What an object of S3 is asked for with.
pub(super) fn location(bucket: &Arc<str>, key: &Arc<str>) -> Value {
    let fields = [("Bucket", Value::String(bucket.clone())), ("Key", Value::String(key.clone()))];
    fields.into_iter().collect::<Object>().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_inventory_names_its_files_and_their_columns() {
        let inventory = inventory(
            r#"{"sourceBucket": "source", "destinationBucket": "arn:aws:s3:::inventories",
                "fileFormat": "CSV", "fileSchema": "Bucket, Key, Size",
                "files": [{"key": "a/1.csv.gz", "size": 5}, {"key": "a/2.csv.gz", "size": 6}]}"#,
        )
        .unwrap();
        assert_eq!(&*inventory.bucket, "inventories");
        assert_eq!(inventory.keys, ["a/1.csv.gz".into(), "a/2.csv.gz".into()]);
        assert_eq!(*inventory.columns, ["Bucket".into(), "Key".into(), "Size".into()]);
    }

    #[test]
    fn what_is_no_inventory_is_refused() {
        for text in
            ["", "[]", "{}", r#"{"fileFormat": "ORC"}"#, r#"{"fileFormat": "CSV", "files": []}"#]
        {
            assert!(inventory(text).is_err(), "{text}");
        }
    }

    #[test]
    fn an_athena_manifest_has_an_address_on_each_line() {
        let files = athena("s3://results/unload/1.gz\n\"s3://results/unload/2.gz\"\n").unwrap();
        let expected = [("results", "unload/1.gz"), ("results", "unload/2.gz")];
        assert_eq!(files, expected.map(|(bucket, key)| (bucket.into(), key.into())));
        assert!(athena("results/unload/1.gz").is_err());
    }
}
