//! The body of an answer: all of it or nothing, decompressed, never more than is wanted.

use std::io::{self, Read as _};

use flate2::read::MultiGzDecoder;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use hyper::{
    HeaderMap, Response,
    body::{Body as _, Incoming},
    header::CONTENT_ENCODING,
};
use url::Url;

use crate::contract::BennerError;

/// Reads the body of `response`.
///
/// The HTTP library compares its length with what the server promised, and finds the end of a
/// chunked one; gzip has a length of its own.
pub(super) async fn read(
    url: &Url,
    response: Response<Incoming>,
    bytes_max: usize,
) -> Result<Vec<u8>, BennerError> {
    let encoding = encoding(url, response.headers())?;
    let promised = response.body().size_hint().lower();
    if promised > u64::try_from(bytes_max).unwrap_or(u64::MAX) {
        return Err(too_large(url, bytes_max));
    }
    let body = Limited::new(response.into_body(), bytes_max).collect().await;
    let body = body.map_err(|error| {
        if error.is::<LengthLimitError>() {
            return too_large(url, bytes_max);
        }
        BennerError::Http(format!("the body of `{url}` was cut short: {error}"))
    })?;
    let body = body.to_bytes();
    match encoding {
        Encoding::Identity => Ok(body.into()),
        Encoding::Gzip => gunzip(url, &body, bytes_max),
    }
}

enum Encoding {
    Identity,
    Gzip,
}

fn encoding(url: &Url, headers: &HeaderMap) -> Result<Encoding, BennerError> {
    let Some(value) = headers.get(CONTENT_ENCODING) else { return Ok(Encoding::Identity) };
    match value.to_str().unwrap_or_default().trim().to_ascii_lowercase().as_str() {
        "" | "identity" => Ok(Encoding::Identity),
        "gzip" | "x-gzip" => Ok(Encoding::Gzip),
        other => Err(BennerError::General(format!(
            "`{url}` answered with the content encoding `{other}`, which was not asked for"
        ))),
    }
}

fn gunzip(url: &Url, body: &[u8], bytes_max: usize) -> Result<Vec<u8>, BennerError> {
    let limit = u64::try_from(bytes_max).unwrap_or(u64::MAX).saturating_add(1);
    let mut text = Vec::new();
    match MultiGzDecoder::new(body).take(limit).read_to_end(&mut text) {
        Ok(read) if read > bytes_max => Err(too_large(url, bytes_max)),
        Ok(_) => Ok(text),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
            Err(BennerError::Http(format!("the body of `{url}` was cut short: {error}")))
        }
        Err(error) => Err(BennerError::Http(format!("the body of `{url}` is damaged: {error}"))),
    }
}

fn too_large(url: &Url, bytes_max: usize) -> BennerError {
    BennerError::General(format!(
        "`{url}` is larger than {bytes_max} bytes, which the table is not"
    ))
}
