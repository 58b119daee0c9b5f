//! Pictures of dates and times as `XPath` has them: `[Y0001]-[M01]-[D01]`.

use super::integer::{Case, Picture, Primary, words_pattern};
use super::pictured;
use super::time::{DAY_MILLIS, MILLIS_MAX, date, days};
use crate::error::EvaluateError;
use crate::evaluate::{Evaluator, Fallible};
use crate::regex::Regex;
use crate::value::Val;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

enum Piece {
    Text(String),
    Marker(Marker),
}

struct Marker {
    component: char,
    names: Option<Case>,
    picture: Picture,
    /// `t`, or an ordinal's `o`.
    modifier: Option<char>,
    max: Option<usize>,
    /// How many digits of a year.
    year: Option<u32>,
    /// How many digits to read, where the next number follows at once.
    digits: Option<usize>,
}

fn pieces(text: &str) -> Fallible<Vec<Piece>> {
    let mut acc = Vec::new();
    let mut literal = String::new();
    let mut rest = text;
    while let Some(it) = rest.chars().next() {
        if let Some(more) = rest.strip_prefix("[[").or_else(|| rest.strip_prefix("]]")) {
            literal.push(it);
            rest = more;
            continue;
        }
        let Some(inside) = rest.strip_prefix('[') else {
            literal.push(it);
            rest = rest.get(it.len_utf8()..).unwrap_or_default();
            continue;
        };
        let Some((inside, more)) = inside.split_once(']') else {
            return Err(EvaluateError::new(
                "D3135",
                "No matching closing bracket ']' in date/time picture string",
            ));
        };
        if !literal.is_empty() {
            acc.push(Piece::Text(std::mem::take(&mut literal)));
        }
        acc.push(Piece::Marker(marker(inside)?));
        rest = more;
    }
    if !literal.is_empty() {
        acc.push(Piece::Text(literal));
    }
    for piece in &acc {
        if let Piece::Marker(it) = piece
            && it.names.is_some()
            && !matches!(it.component, 'M' | 'x' | 'F' | 'P' | 'C' | 'E')
        {
            let text = format!(
                "The 'name' modifier can only be applied to months and days in the date/time picture string, not {:?}",
                it.component.to_string()
            );
            return Err(EvaluateError::new("D3133", text));
        }
    }
    for at in 1..acc.len() {
        let follows = matches!(acc.get(at), Some(Piece::Marker(it)) if it.names.is_none() && it.picture.primary == Primary::Decimal && !matches!(it.component, 'Z' | 'z'));
        if follows && let Some(Piece::Marker(it)) = acc.get_mut(at - 1) {
            it.digits = Some(
                it.year.and_then(|it| usize::try_from(it).ok()).unwrap_or(it.picture.mandatory),
            );
        }
    }
    Ok(acc)
}

fn marker(text: &str) -> Fallible<Marker> {
    let text: String = text.split_whitespace().collect();
    let component = text.chars().next().unwrap_or_default();
    let (mut format, width) = match text.rsplit_once(',') {
        Some((format, width)) => (format, Some(width)),
        None => (text.as_str(), None),
    };
    format = format.get(component.len_utf8().min(format.len())..).unwrap_or_default();
    let default = match component {
        'F' | 'P' | 'C' | 'E' => "n",
        'm' | 's' => "01",
        'Z' | 'z' => "01:01",
        'Y' | 'M' | 'D' | 'd' | 'W' | 'w' | 'X' | 'x' | 'H' | 'h' | 'f' => "1",
        _ => {
            let component: String = text.chars().take(1).collect();
            let text =
                format!("Unknown component specifier {component:?} in date/time picture string");
            return Err(EvaluateError::new("D3132", text));
        }
    };
    let mut modifier = None;
    if format.chars().count() > 1
        && let Some(last) = format.chars().next_back().filter(|it| "atco".contains(*it))
    {
        modifier = Some(last);
        format = format.get(..format.len() - 1).unwrap_or_default();
    }
    let format = if format.is_empty() { default } else { format };
    let names = match format {
        "n" => Some(Case::Lower),
        "N" => Some(Case::Upper),
        _ if format.starts_with('N') => Some(Case::Title),
        _ => None,
    };
    let bound = |it: &str| if it == "*" { None } else { it.parse::<usize>().ok() };
    let (min, max) = match width.map(|it| it.split_once('-').unwrap_or((it, "*"))) {
        Some((min, max)) => (bound(min), bound(max)),
        None => (None, None),
    };
    let mut picture =
        Picture::parse(&format!("{format}{}", if modifier == Some('o') { ";o" } else { "" }))?;
    if let Some(min) = min {
        picture.mandatory = picture.mandatory.max(min);
    }
    let mut year = None;
    if component == 'Y' && names.is_none() {
        let width = picture.mandatory + picture.optional;
        year = match max {
            Some(max) => {
                picture.mandatory = max;
                Some(max)
            }
            None => (picture.primary == Primary::Decimal && width >= 2).then_some(width),
        };
    }
    let year = year.and_then(|it| u32::try_from(it).ok());
    Ok(Marker { component, names, picture, modifier, max, year, digits: None })
}

/// The Monday with which the first week of a year or month begins: the week of its first Thursday.
fn first_week(year: i64, month: i64) -> i64 {
    let first = days(year, month, 1);
    let weekday = (first + 3).rem_euclid(7) + 1;
    if weekday > 4 { first + 8 - weekday } else { first - weekday + 1 }
}

/// The year (or year and month) to whose weeks a day belongs, and the week.
fn week(day: i64, monthly: bool) -> (i64, i64, i64) {
    let (year, month, _) = date(day);
    let month = if monthly { month } else { 1 };
    let step = if monthly { 1 } else { 12 };
    let shifted = |by: i64| {
        (year + (month - 1 + by * step).div_euclid(12), (month - 1 + by * step).rem_euclid(12) + 1)
    };
    let of = |(year, month): (i64, i64)| {
        (year, month, (day - first_week(year, month)).div_euclid(7) + 1)
    };
    let start = |(year, month): (i64, i64)| first_week(year, month);
    if day < start((year, month)) {
        of(shifted(-1))
    } else if day >= start(shifted(1)) {
        of(shifted(1))
    } else {
        of((year, month))
    }
}

fn number(component: char, millis: i64) -> i64 {
    let day = millis.div_euclid(DAY_MILLIS);
    let of_day = millis.rem_euclid(DAY_MILLIS);
    let (year, month, of_month) = date(day);
    match component {
        'Y' => year,
        'M' => month,
        'D' => of_month,
        'd' => day - days(year, 1, 1) + 1,
        'F' => (day + 3).rem_euclid(7) + 1,
        'W' => week(day, false).2,
        'w' => week(day, true).2,
        'X' => week(day, false).0,
        'x' => week(day, true).1,
        'H' => of_day / 3_600_000,
        'h' => match of_day / 3_600_000 % 12 {
            0 => 12,
            it => it,
        },
        'm' => of_day / 60_000 % 60,
        's' => of_day / 1000 % 60,
        'f' => of_day % 1000,
        _ => 0,
    }
}

fn cased(text: &str, case: Case) -> String {
    match case {
        Case::Upper => text.to_uppercase(),
        Case::Lower => text.to_lowercase(),
        Case::Title => text.to_owned(),
    }
}

/// A time in a picture, as it is in a zone `±HHMM`.
pub(super) fn format(
    evaluator: &mut Evaluator<'_>,
    millis: i64,
    picture: &str,
    zone: Option<&str>,
) -> Fallible<String> {
    pictured(evaluator, picture.len())?;
    let zone: i64 = zone.and_then(|it| it.parse::<i16>().ok()).unwrap_or_default().into();
    let (hours, minutes) = (zone / 100, zone % 100);
    let local = millis.saturating_add((hours * 60 + minutes) * 60_000);
    let mut acc = String::new();
    for piece in pieces(picture)? {
        match piece {
            Piece::Text(it) => acc.push_str(&it),
            Piece::Marker(it) => {
                pictured(evaluator, it.picture.mandatory)?;
                acc.push_str(&written(&it, local, (hours, minutes))?);
            }
        }
    }
    Ok(acc)
}

fn written(marker: &Marker, millis: i64, zone: (i64, i64)) -> Fallible<String> {
    let component = marker.component;
    match component {
        'P' => {
            let text = if millis.rem_euclid(DAY_MILLIS) >= DAY_MILLIS / 2 { "pm" } else { "am" };
            return Ok(if marker.names == Some(Case::Upper) {
                text.to_uppercase()
            } else {
                text.to_owned()
            });
        }
        'C' | 'E' => return Ok("ISO".to_owned()),
        'Z' | 'z' => return offset(marker, zone),
        _ => {}
    }
    let mut value = number(component, millis);
    if let Some(case) = marker.names {
        let at = usize::try_from(value - 1).unwrap_or_default();
        let name = if component == 'F' { DAYS.get(at) } else { MONTHS.get(at) }
            .copied()
            .unwrap_or_default();
        let name = cased(name, case);
        return Ok(match marker.max {
            Some(max) => name.chars().take(max).collect(),
            None => name,
        });
    }
    if let Some(digits) = marker.year {
        value %= 10_i64.saturating_pow(digits);
    }
    marker.picture.format(value as f64)
}

fn offset(marker: &Marker, (hours, minutes): (i64, i64)) -> Fallible<String> {
    let value = (hours * 100 + minutes) as f64;
    if value == 0.0 && marker.modifier == Some('t') {
        return Ok("Z".to_owned());
    }
    let text = if marker.picture.regular.is_some() {
        marker.picture.format(value.abs())?
    } else {
        match marker.picture.mandatory {
            1 | 2 => {
                let text = marker.picture.format(hours.abs() as f64)?;
                if minutes == 0 { text } else { format!("{text}:{:02}", minutes.abs()) }
            }
            3 | 4 => marker.picture.format(value.abs())?,
            _ => {
                return Err(EvaluateError::new(
                    "D3134",
                    "The timezone integer format specifier cannot have more than four digits",
                ));
            }
        }
    };
    let gmt = if marker.component == 'z' { "GMT" } else { "" };
    Ok(format!("{gmt}{}{text}", if value < 0.0 { '-' } else { '+' }))
}

fn escaped(text: &str) -> String {
    text.chars()
        .flat_map(|it| if it.is_alphanumeric() || it == ' ' { vec![it] } else { vec!['\\', it] })
        .collect()
}

/// What a marker's text may be, as a regular expression with one group.
fn expected(marker: &Marker) -> String {
    let names = |names: &[&str]| {
        let shortest = marker.max.unwrap_or(usize::MAX);
        names
            .iter()
            .map(|it| it.chars().take(shortest).collect::<String>())
            .collect::<Vec<_>>()
            .join("|")
    };
    let body = match marker.component {
        'P' => "am|pm".to_owned(),
        'C' | 'E' => "[A-Za-z]+".to_owned(),
        'Z' | 'z' => {
            let gmt = if marker.component == 'z' { "GMT" } else { "" };
            format!("{gmt}[+\\-][0-9]+(?::[0-9]+)?|Z")
        }
        'F' if marker.names.is_some() => names(&DAYS),
        _ if marker.names.is_some() => names(&MONTHS),
        _ => match marker.picture.primary {
            Primary::Letters => "[a-z]+".to_owned(),
            Primary::Roman => "[mdclxvi]+".to_owned(),
            Primary::Words => words_pattern(),
            Primary::Decimal => {
                let digits: String = match marker.digits {
                    Some(it) if it > 0 => format!("[0-9]{{{it}}}"),
                    _ => "[0-9]+".to_owned(),
                };
                format!("{digits}{}", if marker.picture.ordinal { "(?:th|st|nd|rd)" } else { "" })
            }
        },
    };
    format!("({body})")
}

/// Reads a time by its picture; nothing where it does not fit.
pub(super) fn parse(evaluator: &mut Evaluator<'_>, text: &str, picture: &str) -> Fallible {
    pictured(evaluator, picture.len())?;
    let pieces = pieces(picture)?;
    let mut pattern = String::from("^");
    for piece in &pieces {
        match piece {
            Piece::Text(it) => pattern.push_str(&escaped(it)),
            Piece::Marker(it)
                if it.picture.primary == Primary::Decimal
                    && it.picture.mandatory == 0
                    && it.names.is_none() =>
            {
                return Err(it.picture.unknown());
            }
            Piece::Marker(it) => pattern.push_str(&expected(it)),
        }
    }
    pattern.push('$');
    let underspecified = || {
        let text =
            "The date/time picture string is missing specifiers required to parse the timestamp";
        EvaluateError::new("D3136", text)
    };
    let regex = Regex::new(&pattern, true, false).map_err(|_| underspecified())?;
    let chars: Vec<char> = text.chars().collect();
    let Ok(found) = regex.find(&chars, 0, &mut evaluator.steps) else {
        return Err(evaluator.environment.timeout());
    };
    let Some(groups) = found else { return Ok(Val::Undef) };
    let mut parts: Vec<(char, i64)> = Vec::new();
    let markers =
        pieces.iter().filter_map(|it| if let Piece::Marker(it) = it { Some(it) } else { None });
    for (marker, group) in markers.zip(groups.iter().skip(1)) {
        let (start, end) = group.unwrap_or_default();
        let part: String = chars.get(start..end).unwrap_or_default().iter().collect();
        if let Some(value) = read(marker, &part)? {
            // No part of a date is that large, and none may overflow what it is added to.
            if value.unsigned_abs() > 1_000_000_000 {
                return Ok(Val::Undef);
            }
            parts.push((marker.component, value));
        }
    }
    if parts.is_empty() {
        return Ok(Val::Undef);
    }
    let now = evaluator.environment.now_millis;
    resolve(&parts, now).map(date_of).ok_or_else(underspecified)
}

fn read(marker: &Marker, text: &str) -> Fallible<Option<i64>> {
    Ok(match marker.component {
        'P' => Some(i64::from(text.eq_ignore_ascii_case("pm"))),
        'C' | 'E' => None,
        'Z' | 'z' => {
            let text = text.strip_prefix("GMT").unwrap_or(text);
            let digits: String = text.chars().filter(char::is_ascii_digit).collect();
            let value: i64 = digits.parse().unwrap_or_default();
            let minutes =
                if digits.len() <= 2 { value * 60 } else { value / 100 * 60 + value % 100 };
            Some(if text.starts_with('-') { -minutes } else { minutes })
        }
        component if marker.names.is_some() => {
            let table: &[&str] = if component == 'F' { &DAYS } else { &MONTHS };
            let short = |it: &&str| {
                marker.max.map_or_else(|| (*it).to_owned(), |max| it.chars().take(max).collect())
            };
            table
                .iter()
                .position(|it| short(it).eq_ignore_ascii_case(text))
                .and_then(|it| i64::try_from(it + 1).ok())
        }
        'f' => {
            let milli: String = text.chars().chain("000".chars()).take(3).collect();
            milli.parse().ok()
        }
        _ => marker.picture.read(text)?.map(|it| it as i64),
    })
}

/// Milliseconds of the parts of a time. What is missing in front is today's, what is missing at
/// the end is the first; a gap between is an error.
fn resolve(parts: &[(char, i64)], now: i64) -> Option<i128> {
    let get = |component: char| parts.iter().find(|(it, _)| *it == component).map(|(_, it)| *it);
    let has = |component: char| get(component).is_some();
    if has('X') || has('x') || has('W') || has('w') {
        return None;
    }
    let by_day = has('d') && !has('M') && !has('D');
    let by_half = has('h') || has('P');
    let order =
        format!("{}{}", if by_day { "Yd" } else { "YMD" }, if by_half { "Phmsf" } else { "Hmsf" });
    let (mut started, mut ended) = (false, false);
    let mut values: Vec<(char, i64)> = Vec::new();
    for component in order.chars() {
        let value = match get(component) {
            Some(_) if ended => return None,
            Some(it) => {
                started = true;
                it
            }
            None if started => {
                ended = true;
                i64::from("MDd".contains(component))
            }
            None if component == 'P' => i64::from(now.rem_euclid(DAY_MILLIS) >= DAY_MILLIS / 2),
            None => number(component, now),
        };
        values.push((component, value));
    }
    let value =
        |component: char| values.iter().find(|(it, _)| *it == component).map_or(0, |(_, it)| *it);
    let day = if by_day {
        days(value('Y'), 1, 1) + value('d') - 1
    } else {
        days(value('Y'), value('M'), value('D'))
    };
    let hour = if by_half {
        let hour = value('h');
        (if hour == 12 { 0 } else { hour }) + 12 * value('P')
    } else {
        value('H')
    };
    let millis = ((hour * 60 + value('m')) * 60 + value('s')) * 1000 + value('f')
        - get('Z').or_else(|| get('z')).unwrap_or_default() * 60_000;
    Some(i128::from(day) * i128::from(DAY_MILLIS) + i128::from(millis))
}

/// Milliseconds, where they are a date; as in JavaScript all others are not a number.
fn date_of(millis: i128) -> Val {
    match i64::try_from(millis) {
        Ok(it) if it.unsigned_abs() <= MILLIS_MAX.unsigned_abs() => Val::Json(it.into()),
        _ => Val::number(f64::NAN),
    }
}
