//! Numbers: sums, rounding, casts.

use super::arg;
use crate::error::EvaluateError;
use crate::evaluate::{Evaluator, Fallible};
use crate::value::{Val, View};

/// The numbers of the first argument, where there is one.
fn numbers(args: &[Val]) -> Option<impl Iterator<Item = f64>> {
    let it = arg(args, 0);
    if it.is_undef() { None } else { Some(it.views().filter_map(View::as_f64)) }
}

pub(super) fn sum(_: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    Ok(numbers(&args).map_or(Val::Undef, |it| Val::number(it.fold(0.0, |sum, it| sum + it))))
}
pub(super) fn max(_: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    Ok(numbers(&args).and_then(|it| it.reduce(f64::max)).map_or(Val::Undef, Val::number))
}
pub(super) fn min(_: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    Ok(numbers(&args).and_then(|it| it.reduce(f64::min)).map_or(Val::Undef, Val::number))
}
pub(super) fn average(_: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    let Some(numbers) = numbers(&args) else { return Ok(Val::Undef) };
    let (sum, count) = numbers.fold((0.0, 0_usize), |(sum, count), it| (sum + it, count + 1));
    Ok(if count == 0 { Val::Undef } else { Val::number(sum / count as f64) })
}

fn mapped(args: &[Val], f: impl Fn(f64) -> f64) -> Fallible {
    Ok(arg(args, 0).as_f64().map_or(Val::Undef, |it| Val::number(f(it))))
}
pub(super) fn floor(_: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    mapped(&args, f64::floor)
}
pub(super) fn ceil(_: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    mapped(&args, f64::ceil)
}
pub(super) fn abs(_: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    mapped(&args, f64::abs)
}

pub(super) fn round(evaluator: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    let digits = arg(&args, 1).as_f64().unwrap_or_default();
    if (digits.fract() != 0.0 || digits.abs() >= 1e21) && !evaluator.environment.is_aws() {
        // The reference moves the point in the text of the number, which is then none.
        // UNVERIFIED: AWS is taken to leave the fraction out, as it does elsewhere.
        return mapped(&args, |_| f64::NAN);
    }
    let digits = digits as i32;
    mapped(&args, |it| round_half_even(it, digits))
}

/// Rounds to so many digits after the point, a half to the even side, in decimal.
pub(super) fn round_half_even(it: f64, digits: i32) -> f64 {
    // Moving the point in the text makes no error of its own.
    let shift = |it: f64, by: i32| -> f64 {
        if by == 0 || !it.is_finite() {
            return it;
        }
        let text = format!("{it:e}");
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let exponent = exponent.parse::<i32>().unwrap_or_default().saturating_add(by);
        format!("{mantissa}e{exponent}").parse().unwrap_or(it)
    };
    let moved = shift(it, digits);
    let rounded = moved.round_ties_even();
    let back = shift(rounded, digits.saturating_neg());
    if back == 0.0 { 0.0 } else { back }
}

pub(super) fn sqrt(_: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    match arg(&args, 0).as_f64() {
        Some(it) if it < 0.0 => {
            let text = format!(
                "The sqrt function cannot be applied to a negative number: {:?}",
                Val::number(it)
            );
            Err(EvaluateError::new("D3060", text))
        }
        _ => mapped(&args, f64::sqrt),
    }
}

pub(super) fn power(_: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    let Some(base) = arg(&args, 0).as_f64() else { return Ok(Val::Undef) };
    let exponent = arg(&args, 1).as_f64().unwrap_or(f64::NAN);
    let it = base.powf(exponent);
    // IEEE 754 has a result where ECMAScript has none: one to any power, even to an unknown one.
    if it.is_finite() && exponent.is_finite() {
        return Ok(Val::number(it));
    }
    let (base, exponent) = (Val::number(base), arg(&args, 1));
    let text = format!(
        "The power function has resulted in a value that cannot be represented as a JSON number: base={base:?}, exponent={exponent:?}"
    );
    Err(EvaluateError::new("D3061", text))
}

pub(super) fn random(evaluator: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    match arg(&args, 0).as_f64() {
        Some(seed) if evaluator.environment.is_aws() => Ok(Val::number(java_random(seed as i64))),
        Some(_) => Err(EvaluateError::new(
            "T0410",
            "Argument 1 of function \"random\" does not match function signature",
        )),
        None => Ok(Val::number(evaluator.environment.random_f64())),
    }
}

/// The first `nextDouble` of Java's `Random` with this seed.
fn java_random(seed: i64) -> f64 {
    const MASK: u64 = (1 << 48) - 1;
    let mut state = (seed.cast_unsigned() ^ 0x5_deec_e66d) & MASK;
    let mut next = |bits: u32| {
        state = (state.wrapping_mul(0x5_deec_e66d).wrapping_add(0xb)) & MASK;
        state >> (48 - bits)
    };
    let (high, low) = (next(26), next(27));
    ((high << 27) + low) as f64 / (1_u64 << 53) as f64
}

pub(super) fn number(_: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    let it = arg(&args, 0);
    if it.is_undef() || it.as_f64().is_some() {
        return Ok(it.clone());
    }
    if let Val::Json(stepwright_json::Value::Bool(it)) = it {
        return Ok(Val::count(usize::from(*it)));
    }
    let text = it.as_str().unwrap_or_default();
    match text.parse::<i64>() {
        Ok(int) if is_decimal(text) && int.unsigned_abs() < 1 << 53 => {
            return Ok(Val::Json(int.into()));
        }
        _ => {}
    }
    let number = if is_decimal(text) { text.parse().ok() } else { radix(text) };
    match number.filter(|it: &f64| it.is_finite()) {
        Some(it) => Ok(Val::number(it)),
        None => {
            Err(EvaluateError::new("D3030", format!("Unable to cast value to a number: {it:?}")))
        }
    }
}

fn is_decimal(text: &str) -> bool {
    let digits = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let mantissa = mantissa.strip_prefix('-').unwrap_or(mantissa);
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let exponent = exponent.map(|it| it.strip_prefix(['-', '+']).unwrap_or(it));
    digits(whole) && fraction.is_none_or(digits) && exponent.is_none_or(digits)
}

fn radix(text: &str) -> Option<f64> {
    let (radix, digits) = match text.get(..2)? {
        "0x" | "0X" => (16, text.get(2..)?),
        "0o" | "0O" => (8, text.get(2..)?),
        "0b" | "0B" => (2, text.get(2..)?),
        _ => return None,
    };
    if digits.is_empty() {
        return None;
    }
    digits
        .chars()
        .try_fold(0.0, |acc, it| Some(acc * f64::from(radix) + f64::from(it.to_digit(radix)?)))
}

/// Up to here a double holds every integer: 2^53.
const EXACT: f64 = 9_007_199_254_740_992.0;

pub(super) fn format_base(_: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    let Some(value) = arg(&args, 0).as_f64() else { return Ok(Val::Undef) };
    let radix = arg(&args, 1).as_f64().map_or(10.0, |it| round_half_even(it, 0));
    if !(2.0..=36.0).contains(&radix) {
        let text = format!(
            "The radix of the formatBase function must be between 2 and 36.  It was given {:?}",
            Val::number(radix)
        );
        return Err(EvaluateError::new("D3100", text));
    }
    let value = round_half_even(value, 0);
    if radix.to_bits() == 10_f64.to_bits() && value.abs() >= 1e21 {
        return Ok(Val::text(super::string::text_of(stepwright_json::Number::Float(value))));
    }
    // Digits that a double does not hold are zeros, as in JavaScript.
    let mut rest = value.abs();
    let mut digits = Vec::new();
    while rest / radix >= EXACT && rest.is_finite() {
        digits.push('0');
        rest /= radix;
    }
    loop {
        let digit = rest % radix;
        digits.push(char::from_digit(digit as u32, radix as u32).unwrap_or('0'));
        rest = (rest - digit) / radix;
        if !rest.is_finite() || rest <= 0.0 {
            break;
        }
    }
    if value < 0.0 {
        digits.push('-');
    }
    Ok(Val::text(digits.into_iter().rev().collect::<String>()))
}
