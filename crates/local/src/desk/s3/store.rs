//! [`Store`]: buckets as folders, objects as files.
//!
//! A file is in its place when it is whole and not before. A person may add, change and delete files
//! at any time: what is known about an object holds only as long as its file is the one it was
//! written for.

use std::fs;
use std::io;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use s3s::crypto::{Checksum as _, Md5};
use tokio::sync::mpsc;

use super::attributes::Attributes;
use super::upload::{Description, Upload};
use super::{BucketName, ObjectKey};
use crate::happening::Happening;

/// Buckets in a folder. Clones share it.
#[derive(Debug, Clone)]
pub struct Store {
    root: Arc<Path>,
    happenings: mpsc::Sender<Happening>,
}

/// Why the store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no such bucket.
    #[error("there is no bucket `{bucket}`: a bucket is a folder, `mkdir {}` makes it", path.display())]
    NoSuchBucket {
        /// Its name.
        bucket: String,
        /// Where its folder would be.
        path: PathBuf,
    },
    /// The key cannot be a file's path.
    #[error(
        "`{key}` cannot be a key here: the desk keeps objects as files, so no empty parts, `.` or `..`"
    )]
    BadKey {
        /// The key.
        key: String,
    },
    /// There is no such object.
    #[error("there is no object `{key}` in the bucket `{bucket}`")]
    NoSuchKey {
        /// The bucket's name.
        bucket: String,
        /// The object's key.
        key: String,
    },
    /// The disk refused: it is full, or not for us to write to.
    #[error("could not write to `{}`: make room or give write permission there, or choose another folder with `--data-dir`", path.display())]
    Write {
        /// What could not be written.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The disk refused to give back what is on it.
    #[error("could not read `{}`", path.display())]
    Read {
        /// What could not be read.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// An object, without its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// The file that holds it.
    pub path: PathBuf,
    /// Its size.
    pub bytes: u64,
    /// When it was written.
    pub last_modified: SystemTime,
    /// Lowercase hex, without the quotes that are part of an `ETag` on the wire.
    pub etag: String,
    /// `binary/octet-stream` where nobody said otherwise.
    pub content_type: String,
    /// How its bytes are encoded, where somebody said so.
    pub content_encoding: Option<String>,
    /// What the uploader gave with it.
    pub metadata: std::collections::BTreeMap<String, String>,
    /// Base64, where the upload came with one.
    pub checksum_sha256: Option<String>,
}

/// What is said about an object that was stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Lowercase hex.
    pub etag: String,
    /// Base64.
    pub checksum_crc32: String,
}

impl Store {
    /// The buckets in `root`, which is made where it is not there. What a killed run has left half
    /// written is removed: only one `Store` may use a folder at a time.
    ///
    /// # Errors
    ///
    /// Where the folder cannot be made or written to.
    pub fn open(root: &Path, happenings: mpsc::Sender<Happening>) -> Result<Self, StoreError> {
        let store = Self { root: root.into(), happenings };
        let uploads = store.uploads();
        let fresh = match fs::remove_dir_all(&uploads) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => fs::create_dir_all(&uploads),
        };
        fresh.map_err(|source| StoreError::Write { path: uploads, source })?;
        Ok(store)
    }

    /// Makes a bucket; one that is there already is left as it is.
    ///
    /// # Errors
    ///
    /// Where the folder cannot be made.
    pub fn create_bucket(&self, bucket: &BucketName) -> Result<(), StoreError> {
        let path = self.bucket_path(bucket);
        fs::create_dir_all(&path).map_err(|source| StoreError::Write { path, source })
    }

    /// The names of all buckets, sorted.
    ///
    /// # Errors
    ///
    /// Where the folder cannot be read.
    pub fn buckets(&self) -> Result<Vec<BucketName>, StoreError> {
        let entries = read_dir(&self.root)?;
        let folders = entries.iter().filter(|it| it.path().is_dir());
        let names = folders.filter_map(|it| BucketName::parse(it.file_name().to_str()?));
        let mut names: Vec<BucketName> = names.collect();
        names.sort();
        Ok(names)
    }

    /// The folder of a bucket that is there.
    ///
    /// # Errors
    ///
    /// Where it is not there.
    pub fn bucket(&self, bucket: &str) -> Result<PathBuf, StoreError> {
        let path = BucketName::parse(bucket).map(|it| self.bucket_path(&it));
        match path {
            Some(path) if path.is_dir() => Ok(path),
            path => Err(StoreError::NoSuchBucket {
                bucket: bucket.to_owned(),
                path: path.unwrap_or_else(|| self.root.join("BUCKET")),
            }),
        }
    }

    /// What is known about an object.
    ///
    /// # Errors
    ///
    /// Where it or its bucket is not there, or cannot be read.
    pub fn head(&self, bucket: &str, key: &str) -> Result<Object, StoreError> {
        let folder = self.bucket(bucket)?;
        let missing = || StoreError::NoSuchKey { bucket: bucket.to_owned(), key: key.to_owned() };
        let key = ObjectKey::parse(key).ok_or_else(missing)?;
        let path = folder.join(key.path());
        let file = match fs::metadata(&path) {
            Ok(file) if file.is_file() => file,
            _ => return Err(missing()),
        };
        let attributes = Attributes::read(&self.attributes_path(bucket, &key), &file);
        let etag = match &attributes {
            Some(attributes) => attributes.etag.clone(),
            None => {
                md5_of(&path).map_err(|source| StoreError::Read { path: path.clone(), source })?
            }
        };
        let (content_type, content_encoding, metadata, checksum_sha256) = match attributes {
            Some(it) => (it.content_type, it.content_encoding, it.metadata, it.checksum_sha256),
            None => (None, None, std::collections::BTreeMap::new(), None),
        };
        Ok(Object {
            path,
            bytes: file.len(),
            last_modified: file.modified().unwrap_or(SystemTime::UNIX_EPOCH),
            etag,
            content_type: content_type.unwrap_or_else(|| "binary/octet-stream".to_owned()),
            content_encoding,
            metadata,
            checksum_sha256,
        })
    }

    /// Stores an object, as one of this machine's own programs does it.
    ///
    /// # Errors
    ///
    /// Where the bucket is not there, the key cannot be a path, or the file cannot be written.
    pub async fn put(
        &self,
        bucket: &str,
        key: &str,
        content: &[u8],
    ) -> Result<Receipt, StoreError> {
        let mut upload = self.upload(bucket, key)?;
        upload.checksums().crc32 = Some(s3s::crypto::Crc32::new());
        upload.write(content).await?;
        let (sums, finished) = upload.finish().await?;
        let (path, bytes) = finished.keep(&sums, Description::default())?;
        let (bucket, key) = (bucket.to_owned(), key.to_owned());
        self.tell(Happening::Stored { bucket, key, path, bytes }).await;
        Ok(Receipt {
            etag: hex(sums.md5),
            checksum_crc32: sums.checksums.checksum_crc32.unwrap_or_default(),
        })
    }

    /// The bytes of an object, at most `bytes_max`, beside what is known about it.
    ///
    /// # Errors
    ///
    /// Where it or its bucket is not there, it is larger, or cannot be read.
    pub fn get(
        &self,
        bucket: &str,
        key: &str,
        bytes_max: u64,
    ) -> Result<(Object, Vec<u8>), StoreError> {
        let object = self.head(bucket, key)?;
        let refused = |source| StoreError::Read { path: object.path.clone(), source };
        if object.bytes > bytes_max {
            return Err(refused(io::Error::other(format!("it has more than {bytes_max} bytes"))));
        }
        let bytes = fs::read(&object.path).map_err(refused)?;
        Ok((object, bytes))
    }

    /// Deletes an object. One that is not there is no error, as in S3.
    ///
    /// # Errors
    ///
    /// Where the bucket is not there, or the file cannot be removed.
    pub fn delete(&self, bucket: &str, key: &str) -> Result<(), StoreError> {
        let folder = self.bucket(bucket)?;
        let Some(key) = ObjectKey::parse(key) else { return Ok(()) };
        let path = folder.join(key.path());
        match fs::remove_file(&path) {
            Err(source) if path.is_file() => Err(StoreError::Write { path, source }),
            _ => {
                // What is known about it no longer matters, be it there or not.
                drop(fs::remove_file(self.attributes_path(bucket, &key)));
                Ok(())
            }
        }
    }

    /// Begins an upload to a bucket that is there.
    pub(super) fn upload(&self, bucket: &str, key: &str) -> Result<Upload, StoreError> {
        let folder = self.bucket(bucket)?;
        let bad_key = || StoreError::BadKey { key: key.to_owned() };
        let key = ObjectKey::parse(key).ok_or_else(bad_key)?;
        let path = folder.join(key.path());
        let attributes_path = self.attributes_path(bucket, &key);
        Upload::start(&self.uploads(), path, attributes_path)
    }

    pub(super) async fn tell(&self, happening: Happening) {
        // Where nobody looks on, nobody has to be told.
        drop(self.happenings.send(happening).await);
    }

    fn bucket_path(&self, bucket: &BucketName) -> PathBuf {
        self.root.join(bucket.as_str())
    }

    // Neither of the two can be a bucket: a bucket's name does not begin with a dot.

    fn uploads(&self) -> PathBuf {
        self.root.join(".uploads")
    }

    fn attributes_path(&self, bucket: &str, key: &ObjectKey) -> PathBuf {
        self.root.join(".attributes").join(bucket).join(key.attributes_path())
    }
}

/// The entries of a folder that can be read at all.
pub(super) fn read_dir(path: &Path) -> Result<Vec<fs::DirEntry>, StoreError> {
    let entries =
        fs::read_dir(path).map_err(|source| StoreError::Read { path: path.to_owned(), source })?;
    Ok(entries.filter_map(Result::ok).collect())
}

/// The `ETag` of a file that somebody put into the folder by hand.
fn md5_of(path: &Path) -> io::Result<String> {
    let mut file = fs::File::open(path)?;
    let mut hasher = Md5::new();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let read = file.read(&mut buffer)?;
        let Some(chunk) = buffer.get(..read).filter(|it| !it.is_empty()) else { break };
        hasher.update(chunk);
    }
    Ok(hex(hasher.finalize()))
}

/// Lowercase hex.
pub(super) fn hex(md5: [u8; 16]) -> String {
    format!("{:032x}", u128::from_be_bytes(md5))
}
