//! What a scalar stands for: YAML 1.2's core schema, as far as JSON has such values.

use granit_parser::{ScalarStyle, Tag};
use stepwright_json::{Number, Span, Value};

use super::error::{YamlError, YamlErrorKind};

/// The value of a scalar. Quoted and block texts are texts; a plain one is what it looks like, and
/// `yes`, `no`, `on` and `off` are texts, as YAML 1.2 has it.
pub(super) fn value(
    text: &str,
    style: ScalarStyle,
    tag: Option<&Tag>,
    span: Span,
) -> Result<Value, YamlError> {
    let Some(tag) = tag else {
        if style != ScalarStyle::Plain {
            return Ok(text.into());
        }
        if is_not_finite(text) {
            return Err(YamlError::at(span, YamlErrorKind::NotFinite));
        }
        return Ok(plain(text));
    };
    if tag.is_yaml_core_schema_tag("str") {
        return Ok(text.into());
    }
    let value = plain(text);
    let fits = (tag.is_yaml_core_schema_tag("null") && value.is_null())
        || (tag.is_yaml_core_schema_tag("bool") && value.as_bool().is_some())
        || (tag.is_yaml_core_schema_tag("int") && value.as_i64().is_some())
        || (tag.is_yaml_core_schema_tag("float") && value.as_number().is_some());
    if fits { Ok(value) } else { Err(YamlError::not_as_tagged(text, tag, span)) }
}

fn plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => true.into(),
        "false" | "False" | "FALSE" => false.into(),
        _ => number(text).map_or_else(|| text.into(), Value::Number),
    }
}

fn number(text: &str) -> Option<Number> {
    if let Some(digits) = text.strip_prefix("0x") {
        return radix(digits, 16);
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return radix(digits, 8);
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if !unsigned.is_empty() && unsigned.bytes().all(|it| it.is_ascii_digit()) {
        let integer = text.parse::<i64>().map(Number::from);
        return integer
            .or_else(|_| text.parse::<u64>().map(Number::from))
            .ok()
            .or_else(|| float(text));
    }
    is_float(unsigned).then(|| float(text)).flatten()
}

fn radix(digits: &str, radix: u32) -> Option<Number> {
    let plain = !digits.starts_with(['+', '-']);
    plain.then(|| u64::from_str_radix(digits, radix).ok()).flatten().map(Number::from)
}

fn float(text: &str) -> Option<Number> {
    text.parse().ok().and_then(Number::from_f64)
}

/// Digits with a point or an exponent: `1.5`, `.5`, `1.`, `1e3`.
fn is_float(unsigned: &str) -> bool {
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let digits = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    let mantissa = match mantissa.split_once('.') {
        Some((whole, part)) => {
            (digits(whole) && (part.is_empty() || digits(part)))
                || (whole.is_empty() && digits(part))
        }
        None => digits(mantissa),
    };
    mantissa && exponent.is_none_or(|it| digits(it.strip_prefix(['+', '-']).unwrap_or(it)))
}

fn is_not_finite(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_scalar_is_what_it_looks_like() {
        for (text, expected) in [
            ("", "null"),
            ("~", "null"),
            ("True", "true"),
            ("yes", "\"yes\""),
            ("2012-10-17", "\"2012-10-17\""),
            ("1.0", "1.0"),
            ("10", "10"),
            ("-7", "-7"),
            ("+7", "7"),
            ("007", "7"),
            ("0x1F", "31"),
            ("0o17", "15"),
            ("0x-1", "\"0x-1\""),
            ("18446744073709551615", "18446744073709551615"),
            (".5", "0.5"),
            ("1.", "1.0"),
            ("1e3", "1000.0"),
            ("1e", "\"1e\""),
            (".", "\".\""),
            ("-", "\"-\""),
            ("1_000", "\"1_000\""),
            ("$.a", "\"$.a\""),
        ] {
            assert_eq!(plain(text).to_string(), expected, "{text}");
        }
    }
}
