//! The sums an upload claims to have, against those it has.

use hyper::HeaderMap;
use s3s::checksum::ChecksumHasher;
use s3s::crypto::Checksum as _;
use s3s::dto::{Checksum, ChecksumAlgorithm, PutObjectInput};
use s3s::{S3Result, TrailingHeaders, s3_error};

use super::upload::Sums;

/// What the uploader says its bytes add up to: in headers before them, in trailers after them.
#[derive(Debug, Default)]
pub(super) struct Claims {
    content_md5: Option<String>,
    checksums: Checksum,
}

impl Claims {
    /// Takes the claims of the headers out of a request, and turns on what is needed to check them and
    /// those that are announced to follow.
    pub(super) fn take(
        input: &mut PutObjectInput,
        hasher: &mut ChecksumHasher,
        headers: &HeaderMap,
    ) -> Self {
        let checksums = Checksum {
            checksum_crc32: input.checksum_crc32.take(),
            checksum_crc32c: input.checksum_crc32c.take(),
            checksum_crc64nvme: input.checksum_crc64nvme.take(),
            checksum_sha1: input.checksum_sha1.take(),
            checksum_sha256: input.checksum_sha256.take(),
            checksum_type: None,
        };
        let algorithm = input.checksum_algorithm.take();
        let trailer = headers.get("x-amz-trailer").and_then(|it| it.to_str().ok());
        let is_announced = |name: &str| {
            let by_trailer = trailer.and_then(|it| it.trim().strip_prefix("x-amz-checksum-"));
            [algorithm.as_ref().map(ChecksumAlgorithm::as_str), by_trailer]
                .into_iter()
                .flatten()
                .any(|it| it.eq_ignore_ascii_case(name))
        };
        if checksums.checksum_crc32.is_some() || is_announced("crc32") {
            hasher.crc32 = Some(s3s::crypto::Crc32::new());
        }
        if checksums.checksum_crc32c.is_some() || is_announced("crc32c") {
            hasher.crc32c = Some(s3s::crypto::Crc32c::new());
        }
        if checksums.checksum_crc64nvme.is_some() || is_announced("crc64nvme") {
            hasher.crc64nvme = Some(s3s::crypto::Crc64Nvme::new());
        }
        if checksums.checksum_sha1.is_some() || is_announced("sha1") {
            hasher.sha1 = Some(s3s::crypto::Sha1::new());
        }
        if checksums.checksum_sha256.is_some() || is_announced("sha256") {
            hasher.sha256 = Some(s3s::crypto::Sha256::new());
        }
        Self { content_md5: input.content_md5.take(), checksums }
    }

    /// Adds the claims that came after the bytes.
    pub(super) fn add_trailers(&mut self, trailers: Option<&TrailingHeaders>) {
        let Some(trailers) = trailers.and_then(TrailingHeaders::take) else { return };
        let claim = |name: &str| Some(trailers.get(name)?.to_str().ok()?.to_owned());
        let it = &mut self.checksums;
        it.checksum_crc32 = it.checksum_crc32.take().or_else(|| claim("x-amz-checksum-crc32"));
        it.checksum_crc32c = it.checksum_crc32c.take().or_else(|| claim("x-amz-checksum-crc32c"));
        it.checksum_crc64nvme =
            it.checksum_crc64nvme.take().or_else(|| claim("x-amz-checksum-crc64nvme"));
        it.checksum_sha1 = it.checksum_sha1.take().or_else(|| claim("x-amz-checksum-sha1"));
        it.checksum_sha256 = it.checksum_sha256.take().or_else(|| claim("x-amz-checksum-sha256"));
    }

    /// Refuses bytes that are not what they are claimed to be.
    pub(super) fn check(&self, sums: &Sums) -> S3Result<()> {
        let Self { content_md5, checksums: claimed } = self;
        let found = &sums.checksums;
        let pairs = [
            ("Content-MD5", content_md5, &Some(sums.content_md5())),
            ("CRC32", &claimed.checksum_crc32, &found.checksum_crc32),
            ("CRC32C", &claimed.checksum_crc32c, &found.checksum_crc32c),
            ("CRC64NVME", &claimed.checksum_crc64nvme, &found.checksum_crc64nvme),
            ("SHA1", &claimed.checksum_sha1, &found.checksum_sha1),
            ("SHA256", &claimed.checksum_sha256, &found.checksum_sha256),
        ];
        for (name, claimed, found) in pairs {
            if claimed.is_some() && claimed != found {
                return Err(s3_error!(
                    BadDigest,
                    "The {} you specified did not match the calculated checksum.",
                    name
                ));
            }
        }
        Ok(())
    }
}
