//! What the fuzz targets do with their bytes: a file for each part, a function for each target.
//!
//! A target panics where a promise is broken; the fuzzer does the rest.

#[cfg(feature = "engine")]
pub mod engine;
pub mod jsonata;
pub mod jsonpath;

use stepwright_json::Value;

/// A text and the JSON behind its first NUL, which is `default` where there is none.
fn text_and_data<'b>(bytes: &'b [u8], default: &Value) -> Option<(&'b str, Value)> {
    let text = str::from_utf8(bytes).ok()?;
    let Some((text, data)) = text.split_once('\0') else { return Some((text, default.clone())) };
    Some((text, Value::parse(data).unwrap_or_else(|_| default.clone())))
}
