//! The two things that the handler needs of the world.

use std::future::Future;

use crate::contract::BennerError;

/// Fetches a page.
pub trait Download {
    /// The body that `url` answers with, decompressed.
    ///
    /// # Errors
    ///
    /// [`BennerError::Http`] where another try may help, [`BennerError::General`] where not.
    fn download(&self, url: &str) -> impl Future<Output = Result<Vec<u8>, BennerError>> + Send;
}

/// Stores an object.
pub trait PutObject {
    /// Writes `object`, all of it or nothing, and answers with its `ETag` as `HeadObject` gives it.
    ///
    /// # Errors
    ///
    /// [`BennerError::Http`] where another try may help, [`BennerError::General`] where not.
    fn put_object(
        &self,
        object: Object,
    ) -> impl Future<Output = Result<String, BennerError>> + Send;
}

/// What is written to a bucket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// The bucket.
    pub bucket: String,
    /// The object's name in it.
    pub key: String,
    /// The media type of `body`.
    pub content_type: &'static str,
    /// The SHA-256 of `body`.
    pub sha256: [u8; 32],
    /// The bytes.
    pub body: Vec<u8>,
}
