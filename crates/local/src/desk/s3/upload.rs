//! [`Upload`]: an object on its way in. It is in nobody's sight until it is whole and proven.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use s3s::checksum::ChecksumHasher;
use s3s::crypto::{Checksum as _, Md5};
use s3s::dto::Checksum;
use tempfile::NamedTempFile;
use tokio::io::AsyncWriteExt;

use super::attributes::{Attributes, FileMark};
use super::store::{StoreError, hex};

/// Bytes that come in. Dropped before [`finish`](Self::finish), it leaves nothing behind.
pub(super) struct Upload {
    /// Removed when dropped.
    file: NamedTempFile,
    writer: tokio::fs::File,
    md5: Md5,
    checksums: ChecksumHasher,
    path: PathBuf,
    attributes_path: PathBuf,
    bytes: u64,
}

/// The sums over what has come in.
pub(super) struct Sums {
    pub(super) md5: [u8; 16],
    pub(super) checksums: Checksum,
}

impl Sums {
    /// As `Content-MD5` has it: base64.
    pub(super) fn content_md5(&self) -> String {
        STANDARD.encode(self.md5)
    }
}

/// What the uploader says about the object.
#[derive(Default)]
pub(super) struct Description {
    pub(super) content_type: Option<String>,
    pub(super) content_encoding: Option<String>,
    pub(super) metadata: BTreeMap<String, String>,
}

impl Upload {
    pub(super) fn start(
        uploads: &Path,
        path: PathBuf,
        attributes_path: PathBuf,
    ) -> Result<Self, StoreError> {
        let started = NamedTempFile::new_in(uploads).and_then(|file| {
            let writer = file.reopen()?;
            Ok((file, tokio::fs::File::from_std(writer)))
        });
        let (file, writer) =
            started.map_err(|source| StoreError::Write { path: path.clone(), source })?;
        let (md5, checksums) = (Md5::new(), ChecksumHasher::default());
        Ok(Self { file, writer, md5, checksums, path, attributes_path, bytes: 0 })
    }

    /// The sums to compute beside MD5, to be chosen before the first byte.
    pub(super) fn checksums(&mut self) -> &mut ChecksumHasher {
        &mut self.checksums
    }

    pub(super) async fn write(&mut self, chunk: &[u8]) -> Result<(), StoreError> {
        self.md5.update(chunk);
        self.checksums.update(chunk);
        self.bytes = self.bytes.saturating_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
        self.writer.write_all(chunk).await.map_err(|source| self.refused(source))
    }

    /// Waits until all bytes are written, and hands back their sums, and what is left to do where they
    /// are the right ones.
    pub(super) async fn finish(mut self) -> Result<(Sums, Finished), StoreError> {
        // A write that failed in the background is reported here.
        let written = self.writer.flush().await;
        written.map_err(|source| self.refused(source))?;
        let Self { file, writer: _, md5, checksums, path, attributes_path, bytes } = self;
        let sums = Sums { md5: md5.finalize(), checksums: checksums.finalize() };
        Ok((sums, Finished { file, path, attributes_path, bytes }))
    }

    fn refused(&self, source: std::io::Error) -> StoreError {
        StoreError::Write { path: self.path.clone(), source }
    }
}

/// All bytes are here, under a name that nobody knows. Dropped, it leaves nothing behind.
pub(super) struct Finished {
    file: NamedTempFile,
    path: PathBuf,
    attributes_path: PathBuf,
    bytes: u64,
}

impl Finished {
    /// Puts the object in its place, in one step. Gives its file and its size.
    pub(super) fn keep(
        self,
        sums: &Sums,
        description: Description,
    ) -> Result<(PathBuf, u64), StoreError> {
        let Self { file, path, attributes_path, bytes } = self;
        let Description { content_type, content_encoding, metadata } = description;
        let refused = |source| StoreError::Write { path: path.clone(), source };
        let attributes = Attributes {
            etag: hex(sums.md5),
            content_type,
            content_encoding,
            metadata,
            checksum_sha256: sums.checksums.checksum_sha256.clone(),
            file: FileMark::of(&file.as_file().metadata().map_err(refused)?),
        };
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(refused)?;
        }
        // Attributes first: until the file is in its place, they are for no file that is there.
        attributes.write(&attributes_path).map_err(refused)?;
        file.persist(&path).map_err(|error| refused(error.error))?;
        Ok((path, bytes))
    }
}
