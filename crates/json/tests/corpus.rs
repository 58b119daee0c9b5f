//! Real definitions: every file is read, printed and read again.

use std::path::{Path, PathBuf};

use stepwright_json::Value;

#[test]
fn every_definition_is_read_and_printed_as_serde_json_does() {
    let shared = std::env::var_os("STEPWRIGHT_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let mut files = 0;
    for folder in ["corpus/definitions", "corpus/mutants"] {
        let Ok(entries) = std::fs::read_dir(shared.join(folder)) else {
            eprintln!("skipped: there is no {}", shared.join(folder).display());
            return;
        };
        for entry in entries {
            let path = entry.expect("a folder's entry").path();
            if path.extension().is_none_or(|it| it != "json") {
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("a file");
            let value =
                Value::parse(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let theirs: serde_json::Value = serde_json::from_str(&text).expect("JSON");
            assert_eq!(value.to_string(), theirs.to_string(), "{}", path.display());
            assert_eq!(value.size_bytes(), theirs.to_string().len(), "{}", path.display());
            files += 1;
        }
    }
    assert!(files > 2000, "only {files} files");
}
