//! The [`Store`] as S3's operations.
//!
//! Those that a workflow and a person with an S3 client need; the others answer `NotImplemented`.

use std::collections::BTreeMap;
use std::io::ErrorKind;

use async_trait::async_trait;
use bytes::Bytes;
use http_body_util::BodyExt;
use hyper::StatusCode;
use s3s::dto::{
    Bucket, CommonPrefix, CreateBucketInput, CreateBucketOutput, DeleteObjectInput,
    DeleteObjectOutput, ETag, GetObjectInput, GetObjectOutput, HeadBucketInput, HeadBucketOutput,
    HeadObjectInput, HeadObjectOutput, ListBucketsInput, ListBucketsOutput, ListObjectsV2Input,
    ListObjectsV2Output, PutObjectInput, PutObjectOutput, StreamingBlob, Timestamp,
};
use s3s::{Body, S3, S3Error, S3ErrorCode, S3Request, S3Response, S3Result, s3_error};

use super::checksums::Claims;
use super::listing::Query;
use super::store::hex;
use super::upload::{Description, Sums, Upload};
use super::{BucketName, Object, Store, StoreError};
use crate::happening::Happening;

/// The largest object that is handed out in one piece. A desk has no use for more.
const GET_BYTES_MAX: u64 = 512 * 1024 * 1024;

#[async_trait]
impl S3 for Store {
    async fn create_bucket(
        &self,
        request: S3Request<CreateBucketInput>,
    ) -> S3Result<S3Response<CreateBucketOutput>> {
        let name = request.input.bucket;
        let Some(bucket) = BucketName::parse(&name) else {
            return Err(s3_error!(InvalidBucketName));
        };
        if self.bucket(&name).is_ok() {
            return Err(s3_error!(BucketAlreadyOwnedByYou));
        }
        self.create_bucket(&bucket)?;
        Ok(S3Response::new(CreateBucketOutput::default()))
    }

    async fn list_buckets(
        &self,
        _request: S3Request<ListBucketsInput>,
    ) -> S3Result<S3Response<ListBucketsOutput>> {
        let bucket = |it: BucketName| Bucket { name: Some(it.to_string()), ..Bucket::default() };
        let buckets = self.buckets()?.into_iter().map(bucket).collect();
        Ok(S3Response::new(ListBucketsOutput { buckets: Some(buckets), ..Default::default() }))
    }

    async fn head_bucket(
        &self,
        request: S3Request<HeadBucketInput>,
    ) -> S3Result<S3Response<HeadBucketOutput>> {
        self.bucket(&request.input.bucket)?;
        Ok(S3Response::new(HeadBucketOutput::default()))
    }

    async fn list_objects_v2(
        &self,
        request: S3Request<ListObjectsV2Input>,
    ) -> S3Result<S3Response<ListObjectsV2Output>> {
        let input = request.input;
        let keys_max = input.max_keys.unwrap_or(1000).clamp(0, 1000);
        let query = Query {
            prefix: input.prefix.as_deref().unwrap_or_default(),
            delimiter: input.delimiter.as_deref(),
            after: (input.continuation_token.as_deref())
                .or(input.start_after.as_deref())
                .unwrap_or_default(),
            keys_max: usize::try_from(keys_max).unwrap_or_default(),
        };
        let page = self.list(&input.bucket, &query)?;
        let contents = page.keys.iter().filter_map(|key| {
            // One that is deleted in this moment is not listed.
            let object = self.head(&input.bucket, key).ok()?;
            Some(listed(key, &object))
        });
        let contents: Vec<_> = contents.collect();
        let common_prefixes = page.common_prefixes.into_iter();
        let common_prefixes: Vec<_> =
            common_prefixes.map(|it| CommonPrefix { prefix: Some(it) }).collect();
        Ok(S3Response::new(ListObjectsV2Output {
            name: Some(input.bucket),
            prefix: input.prefix,
            delimiter: input.delimiter,
            max_keys: Some(keys_max),
            key_count: i32::try_from(contents.len() + common_prefixes.len()).ok(),
            is_truncated: Some(page.next.is_some()),
            continuation_token: input.continuation_token,
            next_continuation_token: page.next,
            start_after: input.start_after,
            contents: Some(contents),
            common_prefixes: Some(common_prefixes),
            ..Default::default()
        }))
    }

    async fn head_object(
        &self,
        request: S3Request<HeadObjectInput>,
    ) -> S3Result<S3Response<HeadObjectOutput>> {
        let object = self.head(&request.input.bucket, &request.input.key)?;
        Ok(S3Response::new(HeadObjectOutput {
            accept_ranges: Some("bytes".to_owned()),
            content_length: i64::try_from(object.bytes).ok(),
            content_type: Some(object.content_type),
            content_encoding: object.content_encoding,
            e_tag: Some(ETag::Strong(object.etag)),
            last_modified: Some(Timestamp::from(object.last_modified)),
            metadata: Some(object.metadata.into_iter().collect()),
            checksum_sha256: object.checksum_sha256,
            ..Default::default()
        }))
    }

    async fn get_object(
        &self,
        request: S3Request<GetObjectInput>,
    ) -> S3Result<S3Response<GetObjectOutput>> {
        let input = request.input;
        let (object, bytes) = self.get(&input.bucket, &input.key, GET_BYTES_MAX)?;
        let bytes = Bytes::from(bytes);
        let whole = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let (bytes, content_range) = match input.range {
            None => (bytes, None),
            Some(range) => {
                let range = range.check(whole)?;
                let text = format!("bytes {}-{}/{whole}", range.start, range.end.saturating_sub(1));
                let start = usize::try_from(range.start).unwrap_or(usize::MAX);
                let end = usize::try_from(range.end).unwrap_or(usize::MAX);
                (bytes.slice(start.min(bytes.len())..end.min(bytes.len())), Some(text))
            }
        };
        let is_whole = content_range.is_none();
        Ok(S3Response::new(GetObjectOutput {
            accept_ranges: Some("bytes".to_owned()),
            content_length: i64::try_from(bytes.len()).ok(),
            content_range,
            content_type: Some(object.content_type),
            content_encoding: object.content_encoding,
            e_tag: Some(ETag::Strong(object.etag)),
            last_modified: Some(Timestamp::from(object.last_modified)),
            metadata: Some(object.metadata.into_iter().collect()),
            checksum_sha256: object.checksum_sha256.filter(|_| is_whole),
            body: Some(StreamingBlob::from(Body::from(bytes))),
            ..Default::default()
        }))
    }

    async fn put_object(
        &self,
        request: S3Request<PutObjectInput>,
    ) -> S3Result<S3Response<PutObjectOutput>> {
        match self.receive(request).await {
            Ok(output) => Ok(S3Response::new(output)),
            Err(PutError::Wire(error)) => Err(error),
            Err(PutError::Store(error)) => {
                // The uploader may not say it on: whoever watches should know.
                let note = std::error::Error::source(&error)
                    .map_or_else(|| error.to_string(), |source| format!("{error}: {source}"));
                self.tell(Happening::Note(format!("S3: {note}"))).await;
                Err(error.into())
            }
        }
    }

    async fn delete_object(
        &self,
        request: S3Request<DeleteObjectInput>,
    ) -> S3Result<S3Response<DeleteObjectOutput>> {
        self.delete(&request.input.bucket, &request.input.key)?;
        Ok(S3Response::new(DeleteObjectOutput::default()))
    }
}

/// Why an upload did not become an object.
enum PutError {
    Wire(S3Error),
    Store(StoreError),
}

impl From<S3Error> for PutError {
    fn from(error: S3Error) -> Self {
        Self::Wire(error)
    }
}

impl From<StoreError> for PutError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl Store {
    async fn receive(
        &self,
        request: S3Request<PutObjectInput>,
    ) -> Result<PutObjectOutput, PutError> {
        let S3Request { mut input, trailing_headers, headers, .. } = request;
        let mut upload = self.upload(&input.bucket, &input.key)?;
        if input.if_match.is_some() {
            return Err(s3_error!(NotImplemented, "the desk knows no If-Match").into());
        }
        if input.if_none_match.is_some() && self.head(&input.bucket, &input.key).is_ok() {
            return Err(s3_error!(
                PreconditionFailed,
                "At least one of the pre-conditions you specified did not hold"
            )
            .into());
        }
        let mut claims = Claims::take(&mut input, upload.checksums(), &headers);
        take_in(input.body.take(), &mut upload).await?;
        let (sums, finished) = upload.finish().await?;
        claims.add_trailers(trailing_headers.as_ref());
        claims.check(&sums)?;

        let description = Description {
            content_type: input.content_type,
            content_encoding: input.content_encoding,
            metadata: input.metadata.map(BTreeMap::from_iter).unwrap_or_default(),
        };
        let (path, bytes) = finished.keep(&sums, description)?;
        let stored = Happening::Stored { bucket: input.bucket, key: input.key, path, bytes };
        self.tell(stored).await;
        let Sums { md5, checksums } = sums;
        Ok(PutObjectOutput {
            e_tag: Some(ETag::Strong(hex(md5))),
            checksum_crc32: checksums.checksum_crc32,
            checksum_crc32c: checksums.checksum_crc32c,
            checksum_crc64nvme: checksums.checksum_crc64nvme,
            checksum_sha1: checksums.checksum_sha1,
            checksum_sha256: checksums.checksum_sha256,
            ..Default::default()
        })
    }
}

/// Takes in the whole body. One that is cut short is no object.
async fn take_in(body: Option<StreamingBlob>, upload: &mut Upload) -> Result<(), PutError> {
    let mut body = body.map_or_else(Body::empty, Body::from);
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| s3_error!(IncompleteBody))?;
        if let Ok(chunk) = frame.into_data() {
            upload.write(&chunk).await?;
        }
    }
    Ok(())
}

fn listed(key: &str, object: &Object) -> s3s::dto::Object {
    s3s::dto::Object {
        key: Some(key.to_owned()),
        size: i64::try_from(object.bytes).ok(),
        e_tag: Some(ETag::Strong(object.etag.clone())),
        last_modified: Some(Timestamp::from(object.last_modified)),
        ..Default::default()
    }
}

impl From<StoreError> for S3Error {
    fn from(error: StoreError) -> Self {
        match &error {
            StoreError::NoSuchBucket { .. } => {
                s3_error!(NoSuchBucket, "The specified bucket does not exist")
            }
            StoreError::BadKey { .. } => {
                Self::with_message(S3ErrorCode::InvalidArgument, error.to_string())
            }
            StoreError::NoSuchKey { .. } => {
                s3_error!(NoSuchKey, "The specified key does not exist.")
            }
            StoreError::Write { source, .. } => {
                let mut answer = Self::with_message(S3ErrorCode::InternalError, error.to_string());
                if is_for_good(source.kind()) {
                    // S3 has no full disk; other stores that speak its language say it so. What
                    // matters is that no client takes it for a fault that passes.
                    answer.set_code(S3ErrorCode::Custom("QuotaExceeded".into()));
                    answer.set_status_code(StatusCode::FORBIDDEN);
                }
                answer
            }
            StoreError::Read { .. } => {
                Self::with_message(S3ErrorCode::InternalError, error.to_string())
            }
        }
    }
}

/// Whether asking again helps only after a person has done something.
fn is_for_good(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::StorageFull
            | ErrorKind::QuotaExceeded
            | ErrorKind::FileTooLarge
            | ErrorKind::ReadOnlyFilesystem
            | ErrorKind::PermissionDenied
            | ErrorKind::NotADirectory
            | ErrorKind::IsADirectory
            | ErrorKind::AlreadyExists
    )
}
