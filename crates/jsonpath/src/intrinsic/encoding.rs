//! `States.Base64Encode`, `States.Base64Decode`, `States.Hash`.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::Digest;
use stepwright_json::Value;

use super::{Done, text_of};

/// The most characters that these functions take.
const CHARACTERS_MAX: usize = 10_000;

pub(super) fn base64_encode(text: &Value) -> Done {
    Ok(Value::from(STANDARD.encode(bounded(text_of(text, "the argument")?)?)))
}

pub(super) fn base64_decode(text: &Value) -> Done {
    let bytes = STANDARD.decode(bounded(text_of(text, "the argument")?)?);
    let bytes = bytes.map_err(|error| format!("the text is not base64: {error}"))?;
    let text = String::from_utf8(bytes);
    text.map(Value::from).map_err(|_| "what is encoded is not a text".to_owned())
}

/// Data that is not a text is hashed as its compact JSON.
pub(super) fn hash(data: &Value, algorithm: &Value) -> Done {
    let data = data.as_str().map_or_else(|| data.to_string(), str::to_owned);
    let data = bounded(&data)?.as_bytes();
    let algorithm = text_of(algorithm, "the algorithm")?;
    Ok(Value::from(match algorithm {
        "MD5" => hex(&md5::Md5::digest(data)),
        "SHA-1" => hex(&sha1::Sha1::digest(data)),
        "SHA-256" => hex(&sha2::Sha256::digest(data)),
        "SHA-384" => hex(&sha2::Sha384::digest(data)),
        "SHA-512" => hex(&sha2::Sha512::digest(data)),
        _ => return Err(format!("`{algorithm}` is none of MD5, SHA-1, SHA-256, SHA-384, SHA-512")),
    }))
}

fn bounded(text: &str) -> Result<&str, String> {
    if text.chars().count() > CHARACTERS_MAX {
        return Err(format!("the text has more than {CHARACTERS_MAX} characters"));
    }
    Ok(text)
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] =
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    let halves = bytes.iter().flat_map(|byte| [byte >> 4, byte & 0xF]);
    halves.filter_map(|half| DIGITS.get(usize::from(half))).collect()
}
