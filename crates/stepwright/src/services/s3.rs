//! Simple Storage Service.
//!
//! Errors have the names that the SDK integration gives them: `S3.NoSuchKeyException`.

use std::fmt;

use crate::message::message;

message! {
    /// What [`HeadObject`] is called with.
    HeadObjectRequest {
        /// The bucket.
        pub bucket: String,
        /// The object's key.
        pub key: String,
    }
}

message! {
    /// What [`HeadObject`] gives back.
    HeadObjectResponse {
        /// The object's size in bytes.
        pub content_length: u64,
        /// The object's `ETag`, in double quotes.
        #[serde(rename = "ETag")]
        pub e_tag: String,
        /// When it was written.
        pub last_modified: String,
    }
}

/// Asks what an object is like, without reading it.
#[derive(Debug, Clone, Copy, stepwright_macros::Callable)]
#[service(
    resource = "arn:aws:states:::aws-sdk:s3:headObject",
    input = HeadObjectRequest,
    output = HeadObjectResponse,
    error = S3Error
)]
pub struct HeadObject;

message! {
    /// What [`GetObject`] is called with.
    GetObjectRequest {
        /// The bucket.
        pub bucket: String,
        /// The object's key.
        pub key: String,
    }
}

message! {
    /// What [`GetObject`] gives back.
    GetObjectResponse {
        /// What the object holds, as text.
        pub body: String,
        /// Its size in bytes.
        pub content_length: u64,
        /// Its `ETag`, in double quotes.
        #[serde(rename = "ETag")]
        pub e_tag: String,
        /// When it was written.
        pub last_modified: String,
    }
}

/// Reads an object: at most 256 KiB, since it becomes part of the execution's data.
#[derive(Debug, Clone, Copy, stepwright_macros::Callable)]
#[service(
    resource = "arn:aws:states:::aws-sdk:s3:getObject",
    input = GetObjectRequest,
    output = GetObjectResponse,
    error = S3Error
)]
pub struct GetObject;

message! {
    /// What [`PutObject`] is called with.
    PutObjectRequest {
        /// The bucket.
        pub bucket: String,
        /// The object's key.
        pub key: String,
        /// What it shall hold: a text as it is, anything else as JSON.
        pub body: serde_json::Value,
    }
}

message! {
    /// What [`PutObject`] gives back.
    PutObjectResponse {
        /// The object's `ETag`, in double quotes.
        #[serde(rename = "ETag")]
        pub e_tag: String,
    }
}

/// Writes an object.
#[derive(Debug, Clone, Copy, stepwright_macros::Callable)]
#[service(
    resource = "arn:aws:states:::aws-sdk:s3:putObject",
    input = PutObjectRequest,
    output = PutObjectResponse,
    error = S3Error
)]
pub struct PutObject;

/// What S3 can say no with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, stepwright_macros::TaskError)]
pub enum S3Error {
    /// There is no such bucket.
    #[error_name("S3.NoSuchBucketException")]
    NoSuchBucket,
    /// There is no such object.
    #[error_name("S3.NoSuchKeyException")]
    NoSuchKey,
    /// Any other answer that is an error, missing permission among them.
    #[error_name("S3.S3Exception")]
    S3Exception,
    /// S3 could not be talked to.
    #[retriable]
    #[error_name("S3.SdkClientException")]
    SdkClient,
}

impl fmt::Display for S3Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoSuchBucket => "The specified bucket does not exist",
            Self::NoSuchKey => "The specified key does not exist.",
            Self::S3Exception => "S3 answered with an error",
            Self::SdkClient => "S3 could not be reached",
        })
    }
}
