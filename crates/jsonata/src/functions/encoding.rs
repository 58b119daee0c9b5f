//! Base64 and URLs.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::arg;
use crate::error::{EvaluateError, INTERNAL};
use crate::evaluate::{Evaluator, Fallible};
use crate::value::{Val, View};

const COMPONENT: &str = "-_.!~*'()";
const WHOLE: &str = "-_.!~*'();/?:@&=+$,#";

pub(super) fn base64encode(evaluator: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    let Some(text) = arg(&args, 0).as_str() else { return Ok(Val::Undef) };
    // As in browsers, a character is a byte where it fits in one.
    let latin: Option<Vec<u8>> = text.chars().map(|it| u8::try_from(it).ok()).collect();
    let bytes = match latin {
        Some(it) => it,
        // UNVERIFIED: AWS is taken to lose nothing; the reference keeps the lower byte of each unit.
        None if evaluator.environment.is_aws() => text.as_bytes().to_vec(),
        None => text.encode_utf16().map(|it| it.to_le_bytes()[0]).collect(),
    };
    Ok(Val::text(STANDARD.encode(bytes)))
}

pub(super) fn base64decode(evaluator: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    let Some(text) = arg(&args, 0).as_str() else { return Ok(Val::Undef) };
    match STANDARD.decode(text) {
        Ok(bytes) => Ok(Val::text(bytes.into_iter().map(char::from).collect::<String>())),
        // AWS reports an internal error here; the reference skips what it does not know.
        Err(_) if evaluator.environment.is_aws() => Err(EvaluateError::new("", INTERNAL)),
        Err(_) => Ok(Val::text(lenient(text).into_iter().map(char::from).collect::<String>())),
    }
}

/// The bytes of what is not quite base 64: up to the first `=`, without what is not of the alphabet.
fn lenient(text: &str) -> Vec<u8> {
    let sextet = |it: u8| match it {
        b'A'..=b'Z' => Some(it - b'A'),
        b'a'..=b'z' => Some(it - b'a' + 26),
        b'0'..=b'9' => Some(it - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    };
    let (mut bytes, mut bits, mut count) = (Vec::new(), 0_u16, 0);
    for it in text.bytes().take_while(|it| *it != b'=').filter_map(sextet) {
        bits = bits << 6 | u16::from(it);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
            bits &= (1 << count) - 1;
        }
    }
    bytes
}

fn encode(args: &[Val], kept: &str) -> Fallible {
    let Some(text) = arg(args, 0).as_str() else { return Ok(Val::Undef) };
    let mut acc = String::with_capacity(text.len());
    for it in text.chars() {
        if it.is_ascii_alphanumeric() || kept.contains(it) {
            acc.push(it);
            continue;
        }
        for byte in it.encode_utf8(&mut [0; 4]).bytes() {
            acc.push('%');
            acc.extend(
                [byte >> 4, byte & 15]
                    .into_iter()
                    .filter_map(|it| char::from_digit(it.into(), 16))
                    .map(|it| it.to_ascii_uppercase()),
            );
        }
    }
    Ok(Val::text(acc))
}

fn decode(args: &[Val], kept: &str, name: &str) -> Fallible {
    let Some(text) = arg(args, 0).as_str() else { return Ok(Val::Undef) };
    let malformed = || {
        EvaluateError::new(
            "D3140",
            format!("Malformed URL passed to ${name}(): {:?}", Val::text(text)),
        )
    };
    let mut acc: Vec<u8> = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        if *first != b'%' {
            acc.push(*first);
            continue;
        }
        let digits = rest.get(..2).and_then(|it| std::str::from_utf8(it).ok());
        let byte = digits.and_then(|it| u8::from_str_radix(it, 16).ok()).ok_or_else(malformed)?;
        if byte.is_ascii() && kept.contains(char::from(byte)) {
            acc.push(b'%');
            acc.extend(rest.get(..2).unwrap_or_default());
        } else {
            acc.push(byte);
        }
        rest = rest.get(2..).unwrap_or_default();
    }
    String::from_utf8(acc).map(Val::text).map_err(|_| malformed())
}

pub(super) fn encode_url_component(_: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    encode(&args, COMPONENT)
}
pub(super) fn encode_url(_: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    encode(&args, WHOLE)
}
pub(super) fn decode_url_component(_: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    decode(&args, "", "decodeUrlComponent")
}
pub(super) fn decode_url(_: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    decode(&args, ";/?:@&=+$,#", "decodeUrl")
}
