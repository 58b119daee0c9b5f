//! What the fuzz targets do with their bytes: a file for each part, a function for each target.
//!
//! A target panics where a promise is broken; the fuzzer does the rest.

pub mod engine;
pub mod jsonata;
pub mod jsonpath;

use stepwright_json::Value;

/// A text and the JSON behind its first NUL, which is `default` where there is none.
fn text_and_data<'b>(bytes: &'b [u8], default: &str) -> Option<(&'b str, Value)> {
    let text = str::from_utf8(bytes).ok()?;
    let (text, data) = text.split_once('\0').unwrap_or((text, default));
    let data = Value::parse(data).or_else(|_| Value::parse(default)).ok()?;
    Some((text, data))
}
