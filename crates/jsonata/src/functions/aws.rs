//! What AWS adds: `$partition`, `$range`, `$hash`, `$uuid`, `$parse`.

use std::fmt::Write;

use sha1::Digest;
use stepwright_json::{Value, parse_with_positions};

use super::arg;
use crate::error::EvaluateError;
use crate::evaluate::{Evaluator, Fallible};
use crate::value::{Val, View};

/// How many items `$range` may give, as measured: one more is the memory limit.
const RANGE_ITEMS_MAX: f64 = 360_145.0;

pub(super) fn partition(_: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    let items: Vec<Val> = arg(&args, 0).items().collect();
    if items.is_empty() {
        return Ok(Val::Undef);
    }
    let size = arg(&args, 1).as_f64().map_or(items.len() as f64, f64::trunc);
    if size < 0.0 {
        return Err(EvaluateError::new("D3137", "Second argument must be zero or greater"));
    }
    if size == 0.0 || size.is_nan() {
        return Ok(Val::Undef);
    }
    Ok(Val::list(items.chunks(size as usize).map(|it| Val::list(it.to_vec())).collect()))
}

pub(super) fn range(evaluator: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    let number = |at: usize| arg(&args, at).as_f64().map(f64::trunc);
    let (Some(from), Some(to), Some(step)) = (number(0), number(1), number(2)) else {
        return Ok(Val::Undef);
    };
    let count = ((to - from) / step).floor() + 1.0;
    if step == 0.0 || count < 1.0 || !count.is_finite() {
        return Ok(Val::Undef);
    }
    if count > RANGE_ITEMS_MAX {
        return Err(evaluator.environment.out_of_memory());
    }
    evaluator.step(count as usize)?;
    Ok(Val::sequence((0..count as usize).map(|at| Val::number(from + step * at as f64)).collect()))
}

pub(super) fn hash(_: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    let (Some(text), Some(algorithm)) = (arg(&args, 0).as_str(), arg(&args, 1).as_str()) else {
        return Ok(Val::Undef);
    };
    let bytes = match algorithm {
        "MD5" => md5::Md5::digest(text).to_vec(),
        "SHA-1" => sha1::Sha1::digest(text).to_vec(),
        "SHA-256" => sha2::Sha256::digest(text).to_vec(),
        "SHA-384" => sha2::Sha384::digest(text).to_vec(),
        "SHA-512" => sha2::Sha512::digest(text).to_vec(),
        _ => {
            let text = format!(
                "Hash algorithm '{algorithm}' must be one of SHA-1, SHA-384, SHA-256, SHA-512, MD5"
            );
            return Err(EvaluateError::new("D3137", text));
        }
    };
    let mut hex = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a `String` cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    Ok(Val::text(hex))
}

pub(super) fn uuid(evaluator: &mut Evaluator<'_>, _: Vec<Val>, _: View<'_>) -> Fallible {
    let (high, low) = (evaluator.environment.random(), evaluator.environment.random());
    let high = high & !0xf000 | 0x4000;
    let low = low & !(0b11 << 62) | 0b10 << 62;
    let text = format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        high >> 32,
        high >> 16 & 0xffff,
        high & 0xffff,
        low >> 48,
        low & 0xffff_ffff_ffff
    );
    Ok(Val::text(text))
}

pub(super) fn parse(_: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    let Some(text) = arg(&args, 0).as_str() else { return Ok(Val::Undef) };
    match parse_with_positions(text) {
        Ok((value, positions)) if positions.duplicates().is_empty() => Ok(Val::Json(plain(&value))),
        _ => Err(EvaluateError::new("D3137", "Invalid JSON")),
    }
}

/// Whole numbers without a point: `1.0` is 1.
fn plain(value: &Value) -> Value {
    match value {
        Value::Number(stepwright_json::Number::Float(it)) => crate::value::number(*it),
        Value::Array(it) => it.iter().map(plain).collect(),
        Value::Object(it) => {
            Value::Object(it.shared_keys().cloned().zip(it.values().map(plain)).collect())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}
