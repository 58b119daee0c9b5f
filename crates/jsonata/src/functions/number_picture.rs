//! `$formatNumber`: pictures of numbers as `XPath` has them.

use super::number::round_half_even;
use super::{arg, filled_up, pictured};
use crate::error::EvaluateError;
use crate::evaluate::{Evaluator, Fallible};
use crate::value::{Val, View};

/// The characters that mean something in a picture.
struct Symbols {
    decimal: String,
    grouping: String,
    exponent: String,
    minus: String,
    percent: String,
    per_mille: String,
    zero: char,
    digit: String,
    separator: String,
}

impl Symbols {
    fn new(options: &Val) -> Self {
        let option = |name: &str, default: &str| {
            options
                .field(name)
                .and_then(|it| it.as_str().map(str::to_owned))
                .unwrap_or_else(|| default.to_owned())
        };
        Self {
            decimal: option("decimal-separator", "."),
            grouping: option("grouping-separator", ","),
            exponent: option("exponent-separator", "e"),
            minus: option("minus-sign", "-"),
            percent: option("percent", "%"),
            per_mille: option("per-mille", "\u{2030}"),
            zero: option("zero-digit", "0").chars().next().unwrap_or('0'),
            digit: option("digit", "#"),
            separator: option("pattern-separator", ";"),
        }
    }
    fn is_family(&self, it: char) -> bool {
        (0..10).any(|digit| self.family(digit) == it)
    }
    fn family(&self, digit: u32) -> char {
        char::from_u32(u32::from(self.zero) + digit).unwrap_or('0')
    }
    fn is_digit(&self, it: char) -> bool {
        self.is_family(it) || self.digit.starts_with(it)
    }
    fn is_active(&self, it: char) -> bool {
        let others = [&self.decimal, &self.exponent, &self.grouping, &self.separator];
        self.is_digit(it) || others.iter().any(|other| other.starts_with(it))
    }
    /// Active, and not only so because an exponent may stand here.
    fn frames(&self, it: char) -> bool {
        self.is_active(it) && !self.exponent.starts_with(it)
    }
}

struct Parts {
    prefix: String,
    suffix: String,
    active: String,
    mantissa: String,
    exponent: Option<String>,
    integer: String,
    fraction: String,
    picture: String,
}

fn split(symbols: &Symbols, picture: &str) -> Parts {
    let begin = picture.find(|it| symbols.frames(it)).unwrap_or(0);
    let end = picture
        .char_indices()
        .rev()
        .find(|(_, it)| symbols.frames(*it))
        .map_or(picture.len(), |(at, it)| at + it.len_utf8());
    let part =
        |from: usize, to: usize| picture.get(from..to.max(from)).unwrap_or_default().to_owned();
    let (mut active, mut suffix) = (part(begin, end), part(end, picture.len()));
    // An exponent without digits is still one: it must be refused.
    if suffix.starts_with(&symbols.exponent) && suffix == symbols.exponent {
        active.push_str(&suffix);
        suffix.clear();
    }
    let (mantissa, exponent) = match active.split_once(symbols.exponent.as_str()) {
        Some((mantissa, exponent)) => (mantissa.to_owned(), Some(exponent.to_owned())),
        None => (active.clone(), None),
    };
    let (integer, fraction) = match mantissa.split_once(symbols.decimal.as_str()) {
        Some((integer, fraction)) => (integer.to_owned(), fraction.to_owned()),
        None => (mantissa.clone(), String::new()),
    };
    Parts {
        prefix: part(0, begin),
        suffix,
        active,
        mantissa,
        exponent,
        integer,
        fraction,
        picture: picture.to_owned(),
    }
}

/// The code of what is wrong with a picture; of several the last one counts.
fn fault(symbols: &Symbols, parts: &Parts) -> Option<&'static str> {
    let Parts { active, mantissa, exponent, integer, fraction, picture, prefix: _, suffix: _ } =
        parts;
    let count = |it: &str| picture.matches(it).count();
    let (percents, per_milles) = (count(&symbols.percent), count(&symbols.per_mille));
    let has_family = |it: &str| it.chars().any(|it| symbols.is_family(it));
    let group = symbols.grouping.as_str();
    let decimal = picture.find(symbols.decimal.as_str());
    let beside = decimal.is_some_and(|at| {
        picture.get(..at).is_some_and(|it| it.ends_with(group))
            || picture.get(at + symbols.decimal.len()..).is_some_and(|it| it.starts_with(group))
    });
    let before =
        |text: &str, at: Option<usize>| at.and_then(|at| text.get(..at)).is_some_and(has_family);
    let after =
        |text: &str, at: Option<usize>| at.and_then(|at| text.get(at..)).is_some_and(has_family);
    let checks = [
        (count(&symbols.decimal) > 1, "D3081"),
        (percents > 1, "D3082"),
        (per_milles > 1, "D3083"),
        (percents > 0 && per_milles > 0, "D3084"),
        (!mantissa.chars().any(|it| symbols.is_digit(it)), "D3085"),
        (active.chars().any(|it| !symbols.is_active(it)), "D3086"),
        (beside, "D3087"),
        (decimal.is_none() && integer.ends_with(group), "D3088"),
        (picture.contains(&group.repeat(2)), "D3089"),
        (before(integer, integer.find(symbols.digit.as_str())), "D3090"),
        (
            after(
                fraction,
                fraction
                    .rfind(symbols.digit.as_str())
                    .filter(|_| fraction.contains(symbols.digit.as_str()))
                    .and_then(|_| fraction.find(symbols.digit.as_str())),
            ),
            "D3091",
        ),
        (exponent.as_ref().is_some_and(|it| !it.is_empty() && percents + per_milles > 0), "D3092"),
        (
            exponent
                .as_ref()
                .is_some_and(|it| it.is_empty() || it.chars().any(|it| !symbols.is_family(it))),
            "D3093",
        ),
    ];
    checks.iter().rev().find(|(wrong, _)| *wrong).map(|(_, code)| *code)
}

fn sentence(code: &str) -> &'static str {
    match code {
        "D3080" => "The picture string must only contain a maximum of two sub-pictures",
        "D3081" => {
            "The sub-picture must not contain more than one instance of the 'decimal-separator' character"
        }
        "D3082" => {
            "The sub-picture must not contain more than one instance of the 'percent' character"
        }
        "D3083" => {
            "The sub-picture must not contain more than one instance of the 'per-mille' character"
        }
        "D3084" => "The sub-picture must not contain both a 'percent' and a 'per-mille' character",
        "D3085" => {
            "The mantissa part of a sub-picture must contain at least one character that is either an 'optional digit character' or a member of the 'decimal digit family'"
        }
        "D3086" => {
            "The sub-picture must not contain a passive character that is preceded by an active character and that is followed by another active character"
        }
        "D3087" => {
            "The sub-picture must not contain a 'grouping-separator' character that appears adjacent to a 'decimal-separator' character"
        }
        "D3088" => {
            "The sub-picture must not contain a 'grouping-separator' at the end of the integer part"
        }
        "D3089" => {
            "The sub-picture must not contain two adjacent instances of the 'grouping-separator' character"
        }
        "D3090" => {
            "The integer part of the sub-picture must not contain a member of the 'decimal digit family' that is followed by an instance of the 'optional digit character'"
        }
        "D3091" => {
            "The fractional part of the sub-picture must not contain an instance of the 'optional digit character' that is followed by a member of the 'decimal digit family'"
        }
        "D3092" => {
            "A sub-picture that contains a 'percent' or 'per-mille' character must not contain a character treated as an 'exponent-separator'"
        }
        _ => {
            "The exponent part of the sub-picture must comprise only of one or more characters that are members of the 'decimal digit family'"
        }
    }
}

/// What a picture asks for.
struct Format {
    integer_groups: Vec<usize>,
    regular: usize,
    fraction_groups: Vec<usize>,
    scale: usize,
    integer_min: usize,
    fraction_min: usize,
    fraction_max: usize,
    exponent_min: usize,
}

fn analyse(symbols: &Symbols, parts: &Parts) -> Format {
    let digits = |text: &str| text.chars().filter(|it| symbols.is_digit(*it)).count();
    let family = |text: &str| text.chars().filter(|it| symbols.is_family(*it)).count();
    let group = symbols.grouping.as_str();
    let integer_groups: Vec<usize> = parts
        .integer
        .match_indices(group)
        .map(|(at, _)| digits(parts.integer.get(at..).unwrap_or_default()))
        .collect();
    let fraction_groups = parts
        .fraction
        .match_indices(group)
        .map(|(at, _)| digits(parts.fraction.get(..at).unwrap_or_default()))
        .collect();
    let factor = integer_groups.iter().fold(0, |a, b| gcd(a, *b));
    let is_regular =
        factor > 0 && (1..=integer_groups.len()).all(|it| integer_groups.contains(&(it * factor)));
    let scale = family(&parts.integer);
    let (mut integer_min, mut fraction_min) = (scale, family(&parts.fraction));
    let mut fraction_max = digits(&parts.fraction);
    let exponent = parts.exponent.is_some();
    if integer_min == 0 && fraction_max == 0 {
        if exponent {
            (fraction_min, fraction_max) = (1, 1);
        } else {
            integer_min = 1;
        }
    }
    if exponent && integer_min == 0 && parts.integer.contains(symbols.digit.as_str()) {
        integer_min = 1;
    }
    if integer_min == 0 && fraction_min == 0 {
        fraction_min = 1;
    }
    let exponent_min = parts.exponent.as_deref().map_or(0, family);
    let regular = if is_regular { factor } else { 0 };
    Format {
        integer_groups,
        regular,
        fraction_groups,
        scale,
        integer_min,
        fraction_min,
        fraction_max,
        exponent_min,
    }
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

pub(super) fn format_number(
    evaluator: &mut Evaluator<'_>,
    args: Vec<Val>,
    _: View<'_>,
) -> Fallible {
    let (Some(value), Some(picture)) = (arg(&args, 0).as_f64(), arg(&args, 1).as_str()) else {
        return Ok(Val::Undef);
    };
    pictured(evaluator, picture.len())?;
    let symbols = Symbols::new(arg(&args, 2));
    let refused = |code: &'static str| EvaluateError::new(code, sentence(code));
    let pictures: Vec<&str> = picture.split(symbols.separator.as_str()).collect();
    if pictures.len() > 2 {
        return Err(refused("D3080"));
    }
    let mut parts: Vec<Parts> = pictures.iter().map(|it| split(&symbols, it)).collect();
    for it in &parts {
        if let Some(code) = fault(&symbols, it) {
            return Err(refused(code));
        }
    }
    if let ([_], Some(picture)) = (parts.as_slice(), pictures.first()) {
        let mut negative = split(&symbols, picture);
        negative.prefix = format!("{}{}", symbols.minus, negative.prefix);
        parts.push(negative);
    }
    let Some(parts) = parts.get(usize::from(value < 0.0)) else { return Ok(Val::Undef) };
    Ok(Val::text(written(&symbols, parts, value)))
}

fn written(symbols: &Symbols, parts: &Parts, value: f64) -> String {
    let format = analyse(symbols, parts);
    let mut mantissa = value.abs();
    if parts.picture.contains(symbols.percent.as_str()) {
        mantissa *= 100.0;
    } else if parts.picture.contains(symbols.per_mille.as_str()) {
        mantissa *= 1000.0;
    }
    let mut exponent = 0_i32;
    if format.exponent_min > 0 && mantissa > 0.0 && mantissa.is_finite() {
        let scale = i32::try_from(format.scale).unwrap_or(i32::MAX);
        let (max, min) = (10_f64.powi(scale), 10_f64.powi(scale - 1));
        while mantissa < min {
            mantissa *= 10.0;
            exponent -= 1;
        }
        while mantissa > max {
            mantissa /= 10.0;
            exponent += 1;
        }
    }
    let digits_max = i32::try_from(format.fraction_max).unwrap_or(i32::MAX);
    let rounded = round_half_even(mantissa, digits_max).abs();
    let text = format!("{rounded:.*}", format.fraction_max.min(300));
    let (integer, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let integer = filled_up(integer.trim_start_matches('0'), '0', format.integer_min);
    let mut fraction = fraction.trim_end_matches('0').to_owned();
    let missing = format.fraction_min.saturating_sub(fraction.len());
    fraction.extend(std::iter::repeat_n('0', missing));
    let local = |text: &str| -> Vec<char> {
        text.chars().map(|it| it.to_digit(10).map_or(it, |it| symbols.family(it))).collect()
    };
    let mut acc = parts.prefix.clone();
    let integer = local(if format.integer_min == 0 && integer == "0" { "" } else { &integer });
    for (at, it) in integer.iter().enumerate() {
        let right = integer.len() - at;
        let here = if format.regular > 0 {
            right % format.regular == 0
        } else {
            format.integer_groups.contains(&right)
        };
        if at > 0 && here {
            acc.push_str(&symbols.grouping);
        }
        acc.push(*it);
    }
    if parts.picture.contains(symbols.decimal.as_str()) && !fraction.is_empty() {
        acc.push_str(&symbols.decimal);
        for (at, it) in local(&fraction).into_iter().enumerate() {
            if format.fraction_groups.contains(&at) && at > 0 {
                acc.push_str(&symbols.grouping);
            }
            acc.push(it);
        }
    }
    if format.exponent_min > 0 {
        acc.push_str(&symbols.exponent);
        if exponent < 0 {
            acc.push_str(&symbols.minus);
        }
        acc.extend(local(&filled_up(&exponent.abs().to_string(), '0', format.exponent_min)));
    }
    acc.push_str(&parts.suffix);
    acc
}
