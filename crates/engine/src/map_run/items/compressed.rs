//! Files that are compressed: GZIP and ZSTD, as their names say.
//!
//! Owns how much may come out of one: more than the limit is refused, not cut.

use std::io::{self, Read};

use ruzstd::decoding::StreamingDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};

/// What was compressed with GZIP.
// UNVERIFIED: whether the limit of a file counts before or after it is compressed.
pub(super) fn gzip(body: &[u8], bytes_max: u64) -> Result<Vec<u8>, String> {
    let mut inflated = Vec::new();
    let read = read(flate2::read::MultiGzDecoder::new(body), bytes_max, &mut inflated)?;
    read.map_err(|error| format!("The file is not compressed with GZIP: {error}"))?;
    Ok(inflated)
}

/// What was compressed with ZSTD: any number of frames, one after the other.
pub(super) fn zstd(body: &[u8], bytes_max: u64) -> Result<Vec<u8>, String> {
    let not_zstd =
        |error: &dyn std::error::Error| format!("The file is not compressed with ZSTD: {error}");
    let mut inflated = Vec::new();
    let mut rest = body;
    while !rest.is_empty() {
        let opened = StreamingDecoder::new(&mut rest);
        if let Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
            length,
            ..
        })) = opened
        {
            // A frame with what somebody noted about the data, and none of them.
            let length = usize::try_from(length).unwrap_or(usize::MAX);
            rest = rest.get(length..).unwrap_or_default();
            continue;
        }
        let mut frame = opened.map_err(|error| not_zstd(&error))?;
        read(&mut frame, bytes_max, &mut inflated)?.map_err(|error| not_zstd(&error))?;
    }
    Ok(inflated)
}

/// Adds what a decoder reads. The outer error is that it is too much.
fn read(
    decoder: impl Read,
    bytes_max: u64,
    inflated: &mut Vec<u8>,
) -> Result<io::Result<()>, String> {
    let length = |it: &Vec<u8>| u64::try_from(it.len()).unwrap_or(u64::MAX);
    // One byte more than there may be tells that there is too much.
    let left = bytes_max.saturating_sub(length(inflated)).saturating_add(1);
    let read = decoder.take(left).read_to_end(inflated);
    if length(inflated) > bytes_max {
        return Err(format!("The file has more than {bytes_max} bytes when it is decompressed."));
    }
    Ok(read.map(|_| ()))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use proptest::prelude::*;
    use ruzstd::encoding::{CompressionLevel, compress_to_vec};

    use super::*;

    fn gzipped(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn zstandard(text: &[u8]) -> Vec<u8> {
        compress_to_vec(text, CompressionLevel::Fastest)
    }

    type Inflate = fn(&[u8], u64) -> Result<Vec<u8>, String>;

    #[test]
    fn a_file_that_inflates_beyond_the_limit_is_refused_and_not_cut() {
        let files: [(Inflate, Vec<u8>); 3] = [
            (gzip, gzipped(b"[1, 2]")),
            (zstd, zstandard(b"[1, 2]")),
            (zstd, [zstandard(b"[1,"), zstandard(b" 2]")].concat()),
        ];
        for (inflate, body) in files {
            assert_eq!(inflate(&body, 6).unwrap(), b"[1, 2]");
            let error = inflate(&body, 5).unwrap_err();
            assert_eq!(error, "The file has more than 5 bytes when it is decompressed.");
        }
    }

    #[test]
    fn what_a_frame_notes_about_the_data_is_no_data() {
        let note = [0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, b'a', b'b', b'c'];
        let body = [&note[..], &zstandard(b"[1]"), &note].concat();
        assert_eq!(zstd(&body, 100).unwrap(), b"[1]");
    }

    #[test]
    fn what_is_not_compressed_is_refused_by_name() {
        assert!(
            gzip(b"[1]", 100).unwrap_err().starts_with("The file is not compressed with GZIP: ")
        );
        for body in [&b"[1, 2, 3, 4, 5]"[..], b"[", &zstandard(b"[1, 2]")[..9]] {
            let error = zstd(body, 100).unwrap_err();
            assert!(error.starts_with("The file is not compressed with ZSTD: "), "{error}");
        }
    }

    proptest! {
        #[test]
        fn any_text_comes_out_as_it_went_in_and_no_bytes_bring_it_down(
            bytes in proptest::collection::vec(any::<u8>(), 0..200),
            (at, to) in (0_usize..200, any::<u8>()),
        ) {
            let mut body = zstandard(&bytes);
            prop_assert_eq!(zstd(&body, 1_000).unwrap(), bytes);
            if let Some(byte) = body.get_mut(at) {
                *byte = to;
            }
            if let Ok(inflated) = zstd(&body, 1_000) {
                prop_assert!(inflated.len() <= 1_000);
            }
        }
    }
}
