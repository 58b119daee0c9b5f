//! Strings: casts, parts, cases, padding.

use stepwright_json::{Number, Value};

use super::arg;
use crate::error::EvaluateError;
use crate::evaluate::{BYTES_PER_STEP, Evaluator, Fallible};
use crate::value::{Val, View};

impl Evaluator<'_> {
    /// A value as a string.
    pub(crate) fn string_of(&mut self, value: &Val, pretty: bool) -> Fallible<String> {
        match value {
            Val::Json(Value::String(it)) => Ok(it.as_ref().to_owned()),
            Val::Func(_) => Ok(String::new()),
            Val::NonFinite(_) => Err(EvaluateError::new(
                "D3001",
                "Attempting to invoke string function on Infinity or NaN",
            )),
            _ => {
                let mut text = String::new();
                self.write(&mut text, value, pretty, 0)?;
                Ok(text)
            }
        }
    }

    fn write(&mut self, acc: &mut String, value: &Val, pretty: bool, depth: usize) -> Fallible<()> {
        if depth > 500 {
            return Err(self.environment.too_deep());
        }
        self.step(1)?;
        self.room(acc.len())?;
        if let Some(text) = value.as_str() {
            self.step(text.len() / BYTES_PER_STEP)?;
        }
        let indent = |acc: &mut String, depth: usize| {
            if pretty {
                acc.push('\n');
                acc.extend(std::iter::repeat_n("  ", depth));
            }
        };
        match value {
            Val::Json(Value::Number(it)) => acc.push_str(&text_of(*it)),
            _ if value.is_array() => {
                acc.push('[');
                for (at, item) in value.items().enumerate() {
                    if at > 0 {
                        acc.push(',');
                    }
                    indent(acc, depth + 1);
                    self.write(acc, &item, pretty, depth + 1)?;
                }
                if value.len() > 0 {
                    indent(acc, depth);
                }
                acc.push(']');
            }
            _ if value.is_object() => {
                acc.push('{');
                let entries = value.entries();
                for (at, (key, item)) in entries.iter().enumerate() {
                    if at > 0 {
                        acc.push(',');
                    }
                    indent(acc, depth + 1);
                    acc.push_str(&Value::String(key.clone()).to_string());
                    acc.push_str(if pretty { ": " } else { ":" });
                    self.write(acc, item, pretty, depth + 1)?;
                }
                if !entries.is_empty() {
                    indent(acc, depth);
                }
                acc.push('}');
            }
            Val::Func(_) => acc.push_str("\"\""),
            Val::NonFinite(it) if it.is_infinite() => {
                return Err(EvaluateError::new(
                    "D1001",
                    format!(
                        "Number out of range: {}",
                        if *it > 0.0 { "Infinity" } else { "-Infinity" }
                    ),
                ));
            }
            Val::NonFinite(_) | Val::Undef => acc.push_str("null"),
            Val::Json(it) => acc.push_str(&it.to_string()),
            Val::List(_) | Val::Object(_) | Val::Tuples(_) => {}
        }
        Ok(())
    }
}

/// A number as `$string` writes it: 15 significant digits, in JavaScript's notation.
pub(crate) fn text_of(it: Number) -> String {
    match it {
        Number::Int(it) => it.to_string(),
        Number::UInt(it) => javascript(it as f64),
        Number::Float(it) if it.fract() == 0.0 => javascript(it),
        Number::Float(it) => javascript(format!("{it:.14e}").parse().unwrap_or(it)),
    }
}

/// A double in JavaScript's notation.
pub(super) fn javascript(it: f64) -> String {
    if it == 0.0 {
        return "0".to_owned();
    }
    let text = format!("{:e}", it.abs());
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let count = i32::try_from(digits.len()).unwrap_or(i32::MAX);
    let zeros = |count: i32| "0".repeat(usize::try_from(count).unwrap_or_default());
    let plain = if (0..21).contains(&exponent) {
        if count <= exponent + 1 {
            format!("{digits}{}", zeros(exponent + 1 - count))
        } else {
            let (whole, fraction) =
                digits.split_at(usize::try_from(exponent + 1).unwrap_or_default());
            format!("{whole}.{fraction}")
        }
    } else if (-7..0).contains(&exponent) {
        if exponent == -7 {
            format!("{mantissa}e-7")
        } else {
            format!("0.{}{digits}", zeros(-exponent - 1))
        }
    } else {
        format!("{mantissa}e{}{}", if exponent < 0 { "" } else { "+" }, exponent)
    };
    format!("{}{plain}", if it < 0.0 { "-" } else { "" })
}

pub(super) fn string(evaluator: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    let value = arg(&args, 0);
    if value.is_undef() {
        return Ok(Val::Undef);
    }
    if value.as_str().is_some() {
        return Ok(value.clone());
    }
    let pretty = matches!(arg(&args, 1), Val::Json(Value::Bool(true)));
    // An input that is an array is wrapped, which is not to be seen.
    let wrapped = match value {
        Val::List(it) if it.outer => it.items.first().cloned(),
        _ => None,
    };
    Ok(Val::text(evaluator.string_of(wrapped.as_ref().unwrap_or(value), pretty)?))
}

pub(super) fn substring(_: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    let Some(text) = arg(&args, 0).as_str() else { return Ok(Val::Undef) };
    let chars: Vec<char> = text.chars().collect();
    let count = chars.len() as f64;
    let mut start = arg(&args, 1).as_f64().unwrap_or_default().trunc();
    if count + start < 0.0 {
        start = 0.0;
    }
    let end = match arg(&args, 2).as_f64() {
        Some(length) if length <= 0.0 => return Ok(Val::text("")),
        Some(length) => {
            if start >= 0.0 {
                start + length
            } else {
                count + start + length
            }
        }
        None => count,
    };
    let from = if start < 0.0 { count + start } else { start };
    let (from, end) = (from.min(count) as usize, end.min(count) as usize);
    Ok(Val::text(chars.get(from..end).unwrap_or_default().iter().collect::<String>()))
}

fn around(args: &[Val], pick: fn((&str, &str)) -> String) -> Fallible {
    let (Some(text), Some(chars)) = (arg(args, 0).as_str(), arg(args, 1).as_str()) else {
        return Ok(arg(args, 0).clone());
    };
    Ok(match text.split_once(chars) {
        Some(parts) => Val::text(pick(parts)),
        None => arg(args, 0).clone(),
    })
}
pub(super) fn substring_before(_: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    around(&args, |(before, _)| before.to_owned())
}
pub(super) fn substring_after(_: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    around(&args, |(_, after)| after.to_owned())
}

fn mapped(args: &[Val], f: impl Fn(&str) -> Val) -> Fallible {
    Ok(arg(args, 0).as_str().map_or(Val::Undef, f))
}
pub(super) fn lowercase(_: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    mapped(&args, |it| Val::text(it.to_lowercase()))
}
pub(super) fn uppercase(_: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    mapped(&args, |it| Val::text(it.to_uppercase()))
}
pub(super) fn length(_: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    mapped(&args, |it| Val::count(it.chars().count()))
}
pub(super) fn trim(_: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    mapped(&args, |it| {
        let words: Vec<&str> =
            it.split([' ', '\t', '\n', '\r']).filter(|it| !it.is_empty()).collect();
        Val::text(words.join(" "))
    })
}

pub(super) fn pad(evaluator: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    let Some(text) = arg(&args, 0).as_str() else { return Ok(Val::Undef) };
    let width = arg(&args, 1).as_f64().unwrap_or_default();
    let fill = arg(&args, 2).as_str().filter(|it| !it.is_empty()).unwrap_or(" ");
    let missing = (width.abs() as usize).saturating_sub(text.chars().count());
    evaluator.room(text.len().saturating_add(missing))?;
    evaluator.step(missing)?;
    let filled: String = fill.chars().cycle().take(missing).collect();
    Ok(Val::text(if width < 0.0 { format!("{filled}{text}") } else { format!("{text}{filled}") }))
}

pub(super) fn join(evaluator: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    if arg(&args, 0).is_undef() {
        return Ok(Val::Undef);
    }
    let separator = arg(&args, 1).as_str().unwrap_or_default();
    let mut text = String::new();
    for (at, item) in arg(&args, 0).items().enumerate() {
        if at > 0 {
            text.push_str(separator);
        }
        text.push_str(item.as_str().unwrap_or_default());
        evaluator.room(text.len())?;
    }
    Ok(Val::text(text))
}
