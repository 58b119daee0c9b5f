//! `$now`, `$millis`, `$toMillis`, `$fromMillis`. The clock is the environment's.

use super::{arg, time_picture};
use crate::error::EvaluateError;
use crate::evaluate::{Evaluator, Fallible};
use crate::value::{Val, View};

pub(super) const DAY_MILLIS: i64 = 86_400_000;

/// Days since 1970 of a date of the Gregorian calendar; months from 1, and past 12.
pub(super) fn days(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = (year + (month - 1).div_euclid(12), (month - 1).rem_euclid(12) + 1);
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Year, month and day of a day since 1970.
pub(super) fn date(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + i64::from(month <= 2), month, day)
}

pub(super) fn iso(millis: i64) -> String {
    let (year, month, day) = date(millis.div_euclid(DAY_MILLIS));
    let of_day = millis.rem_euclid(DAY_MILLIS);
    let year = if (0..10_000).contains(&year) {
        format!("{year:04}")
    } else {
        format!("{}{:06}", if year < 0 { '-' } else { '+' }, year.abs())
    };
    let (hour, minute, second, fraction) =
        (of_day / 3_600_000, of_day / 60_000 % 60, of_day / 1000 % 60, of_day % 1000);
    format!("{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{fraction:03}Z")
}

pub(super) fn millis(evaluator: &mut Evaluator<'_>, _: Vec<Val>, _: View<'_>) -> Fallible {
    Ok(Val::Json(evaluator.environment.now_millis.into()))
}

pub(super) fn now(evaluator: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    let now = evaluator.environment.now_millis;
    written(evaluator, now, arg(&args, 0).as_str(), arg(&args, 1).as_str())
}

pub(super) fn from_millis(evaluator: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    let Some(millis) = arg(&args, 0).as_f64() else { return Ok(Val::Undef) };
    written(evaluator, millis as i64, arg(&args, 1).as_str(), arg(&args, 2).as_str())
}

/// As far from 1970 as a date may lie, as in JavaScript.
pub(super) const MILLIS_MAX: i64 = 8_640_000_000_000_000;

fn written(
    evaluator: &mut Evaluator<'_>,
    millis: i64,
    picture: Option<&str>,
    zone: Option<&str>,
) -> Fallible {
    if millis.unsigned_abs() > MILLIS_MAX.unsigned_abs() {
        let text =
            format!("The argument of the fromMillis function lies outside of all dates: {millis}");
        return Err(EvaluateError::new("D3110", text));
    }
    if picture.is_none() && zone.is_none() {
        return Ok(Val::text(iso(millis)));
    }
    let picture = picture.unwrap_or("[Y0001]-[M01]-[D01]T[H01]:[m01]:[s01].[f001][Z01:01t]");
    Ok(Val::text(time_picture::format(evaluator, millis, picture, zone)?))
}

pub(super) fn to_millis(evaluator: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    let Some(text) = arg(&args, 0).as_str() else { return Ok(Val::Undef) };
    if let Some(picture) = arg(&args, 1).as_str() {
        return time_picture::parse(evaluator, text, picture);
    }
    match read_iso(text) {
        Some(it) => Ok(Val::Json(it.into())),
        None => {
            let text = format!(
                "The argument of the toMillis function must be an ISO 8601 formatted timestamp. Given {:?}",
                Val::text(text)
            );
            Err(EvaluateError::new("D3110", text))
        }
    }
}

/// Reads `2018`, `2018-02-01`, `2018-02-01T08:00:00.123+0100` and what lies between.
fn read_iso(text: &str) -> Option<i64> {
    let mut rest = text;
    let digits = |rest: &mut &str, count: usize| -> Option<i64> {
        let it = rest.get(..count)?;
        let number = it.bytes().all(|it| it.is_ascii_digit()).then(|| it.parse().ok())??;
        *rest = rest.get(count..)?;
        Some(number)
    };
    let eat = |rest: &mut &str, it: char| match rest.strip_prefix(it) {
        Some(more) => {
            *rest = more;
            true
        }
        None => false,
    };
    let year = digits(&mut rest, 4)?;
    let (mut month, mut day, mut millis, mut offset) = (1, 1, 0, 0);
    if eat(&mut rest, '-') {
        month = digits(&mut rest, 2)?;
        if eat(&mut rest, '-') {
            day = digits(&mut rest, 2)?;
        }
    }
    if eat(&mut rest, 'T') {
        let hour = digits(&mut rest, 2)?;
        let minute = eat(&mut rest, ':').then(|| digits(&mut rest, 2))??;
        let second = eat(&mut rest, ':').then(|| digits(&mut rest, 2))??;
        if hour > 24 || minute > 59 || second > 59 {
            return None;
        }
        millis = ((hour * 60 + minute) * 60 + second) * 1000;
        if eat(&mut rest, '.') {
            let count = rest.bytes().take_while(u8::is_ascii_digit).count();
            let (fraction, more) = rest.split_at_checked(count)?;
            rest = more;
            let fraction: String = fraction.chars().chain("000".chars()).take(3).collect();
            millis += if count == 0 { return None } else { fraction.parse::<i64>().ok()? };
        }
        if !eat(&mut rest, 'Z') && (rest.starts_with(['+', '-'])) {
            let sign = if eat(&mut rest, '-') { -1 } else { 1 };
            let _ = eat(&mut rest, '+');
            let hours = digits(&mut rest, 2)?;
            let _ = eat(&mut rest, ':');
            offset = sign * (hours * 60 + digits(&mut rest, 2)?) * 60_000;
        }
    }
    let valid = rest.is_empty() && (1..=12).contains(&month) && (1..=31).contains(&day);
    valid.then(|| days(year, month, day) * DAY_MILLIS + millis - offset)
}
