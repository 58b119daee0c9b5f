//! What is known about an object beside its bytes.

use std::collections::BTreeMap;
use std::fs::Metadata;
use std::path::Path;
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};

/// Kept in a file of its own, since most file systems have no place for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Attributes {
    /// Lowercase hex, without quotes.
    pub(super) etag: String,
    pub(super) content_type: Option<String>,
    pub(super) content_encoding: Option<String>,
    /// `x-amz-meta-…`, without that prefix.
    pub(super) metadata: BTreeMap<String, String>,
    /// Base64, where the upload came with one.
    pub(super) checksum_sha256: Option<String>,
    /// The file this was written for: where another one lies in its place by now, none of this holds.
    pub(super) file: FileMark,
}

/// Size and time of a file: what changes when a person edits it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FileMark {
    bytes: u64,
    modified_nanoseconds: u64,
}

impl FileMark {
    pub(super) fn of(file: &Metadata) -> Self {
        let modified = file.modified().ok().and_then(|it| it.duration_since(UNIX_EPOCH).ok());
        let modified_nanoseconds =
            modified.and_then(|it| u64::try_from(it.as_nanos()).ok()).unwrap_or_default();
        Self { bytes: file.len(), modified_nanoseconds }
    }
}

impl Attributes {
    /// What was written for `file`; nothing where there is none, or it is for another file.
    pub(super) fn read(path: &Path, file: &Metadata) -> Option<Self> {
        let text = std::fs::read(path).ok()?;
        let found: Self = serde_json::from_slice(&text).ok()?;
        (found.file == FileMark::of(file)).then_some(found)
    }

    pub(super) fn write(&self, path: &Path) -> std::io::Result<()> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(path, serde_json::to_vec(self)?)
    }
}
