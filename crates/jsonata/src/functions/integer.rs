//! `$formatInteger`, `$parseInteger`: digits, Roman numerals, letters, words.

use super::string::javascript;
use super::{arg, filled_up, pictured};
use crate::error::EvaluateError;
use crate::evaluate::{Evaluator, Fallible};
use crate::value::{Val, View};

#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Case {
    Upper,
    Lower,
    Title,
}

#[derive(Clone, PartialEq, Debug)]
pub(super) enum Primary {
    Decimal,
    Letters,
    Roman,
    Words,
}

/// What a picture of an integer asks for.
#[derive(Clone, Debug)]
pub(super) struct Picture {
    pub(super) primary: Primary,
    pub(super) case: Case,
    pub(super) ordinal: bool,
    pub(super) mandatory: usize,
    pub(super) optional: usize,
    pub(super) zero: char,
    /// Places of separators, counted in digits from the right.
    pub(super) groups: Vec<(usize, char)>,
    pub(super) regular: Option<usize>,
    /// The picture without what follows its semicolon.
    text: String,
}

const ZEROS: [char; 10] = [
    '0', '\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{b66}', '\u{be6}',
    '\u{ff10}',
];

impl Picture {
    pub(super) fn parse(text: &str) -> Fallible<Self> {
        let (primary, ordinal) = match text.rsplit_once(';') {
            Some((primary, modifier)) => (primary, modifier.starts_with('o')),
            None => (text, false),
        };
        let mut it = Self {
            primary: Primary::Decimal,
            case: Case::Lower,
            ordinal,
            mandatory: 0,
            optional: 0,
            zero: '0',
            groups: Vec::new(),
            regular: None,
            text: primary.to_owned(),
        };
        (it.primary, it.case) = match primary {
            "A" => (Primary::Letters, Case::Upper),
            "a" => (Primary::Letters, Case::Lower),
            "I" => (Primary::Roman, Case::Upper),
            "i" => (Primary::Roman, Case::Lower),
            "W" => (Primary::Words, Case::Upper),
            "Ww" => (Primary::Words, Case::Title),
            "w" => (Primary::Words, Case::Lower),
            _ => (Primary::Decimal, Case::Lower),
        };
        if it.primary == Primary::Decimal {
            it.decimal(primary)?;
        }
        Ok(it)
    }
    fn decimal(&mut self, text: &str) -> Fallible<()> {
        let mut zero = None;
        let mut seen = 0;
        for it in text.chars().rev() {
            let family = ZEROS
                .into_iter()
                .find(|zero| (u32::from(*zero)..u32::from(*zero) + 10).contains(&u32::from(it)));
            if let Some(family) = family {
                if zero.is_some_and(|it| it != family) {
                    let text = "In a decimal digit pattern, all digits must be from the same decimal group";
                    return Err(EvaluateError::new("D3131", text));
                }
                zero = Some(family);
                self.mandatory += 1;
                seen += 1;
            } else if it == '#' {
                self.optional += 1;
                seen += 1;
            } else {
                self.groups.push((seen, it));
            }
        }
        let Some(zero) = zero else {
            // Not a pattern of digits: the first character begins a numbering that is not known.
            self.mandatory = 0;
            return Ok(());
        };
        self.zero = zero;
        let same =
            self.groups.iter().all(|(_, it)| Some(*it) == self.groups.first().map(|(_, it)| *it));
        let factor = self.groups.iter().map(|(at, _)| *at).fold(0, gcd);
        let regular = same
            && factor > 0
            && (1..=self.groups.len())
                .all(|it| self.groups.iter().any(|(at, _)| *at == it * factor));
        self.regular = regular.then_some(factor);
        Ok(())
    }
    fn is_known(&self) -> bool {
        self.primary != Primary::Decimal || self.mandatory > 0
    }
    pub(super) fn unknown(&self) -> Box<EvaluateError> {
        let text = format!(
            "Formatting or parsing an integer as a sequence starting with {:?} is not supported by this implementation",
            self.text
        );
        EvaluateError::new("D3130", text)
    }

    pub(super) fn format(&self, value: f64) -> Fallible<String> {
        if !self.is_known() {
            return Err(self.unknown());
        }
        let value = value.floor();
        let (negative, absolute) = (value < 0.0, value.abs());
        let text = match self.primary {
            Primary::Letters => self.cased(letters(absolute as u64)),
            Primary::Roman => self.cased(roman(absolute as u64)),
            Primary::Words => match self.case {
                Case::Upper => words(absolute, false, self.ordinal).to_uppercase(),
                Case::Lower => words(absolute, false, self.ordinal).to_lowercase(),
                Case::Title => words(absolute, false, self.ordinal),
            },
            Primary::Decimal => self.digits(absolute),
        };
        Ok(if negative { format!("-{text}") } else { text })
    }
    fn cased(&self, text: String) -> String {
        if self.case == Case::Lower { text.to_lowercase() } else { text }
    }
    /// The digits with what the picture has between them.
    fn grouped(&self, mut digits: Vec<char>) -> Vec<char> {
        if let (Some(every), Some((_, separator))) = (self.regular, self.groups.first()) {
            for at in (1..=digits.len().saturating_sub(1) / every).rev() {
                digits.insert(digits.len() - at * every, *separator);
            }
            return digits;
        }
        for (right, separator) in self.groups.iter().rev() {
            // Where there are fewer digits than the picture has, the reference counts from the end.
            let at = digits.len().checked_sub(*right);
            let at = at.unwrap_or_else(|| {
                let kept = right - digits.len();
                digits.drain(..digits.len().saturating_sub(kept));
                0
            });
            digits.insert(at, *separator);
        }
        digits
    }
    fn digits(&self, value: f64) -> String {
        let plain = if value < 1e21 { format!("{value:.0}") } else { javascript(value) };
        let padded = filled_up(&plain, '0', self.mandatory);
        let family = |it: char| {
            it.to_digit(10).and_then(|it| char::from_u32(u32::from(self.zero) + it)).unwrap_or(it)
        };
        let mut acc: String =
            self.grouped(padded.chars().map(family).collect()).into_iter().collect();
        if self.ordinal {
            let tens = plain.len() > 1
                && plain.get(plain.len() - 2..).is_some_and(|it| it.starts_with('1'));
            acc.push_str(match plain.chars().last() {
                Some('1') if !tens => "st",
                Some('2') if !tens => "nd",
                Some('3') if !tens => "rd",
                _ => "th",
            });
        }
        acc
    }

    /// The number that a text writes; `None` where it is none.
    pub(super) fn read(&self, text: &str) -> Fallible<Option<f64>> {
        if !self.is_known() {
            return Err(self.unknown());
        }
        Ok(match self.primary {
            Primary::Letters => Some(read_letters(text, self.case)),
            Primary::Roman => Some(read_roman(text)),
            Primary::Words => read_words(text),
            Primary::Decimal => {
                let text = if self.ordinal {
                    text.get(..text.len().saturating_sub(2)).unwrap_or_default()
                } else {
                    text
                };
                let plain: String = text
                    .chars()
                    .filter(|it| !self.groups.iter().any(|(_, separator)| separator == it))
                    .map(|it| match u32::from(it).checked_sub(u32::from(self.zero)) {
                        Some(digit @ 0..10) => char::from_digit(digit, 10).unwrap_or(it),
                        _ => it,
                    })
                    .collect();
                let end = plain
                    .bytes()
                    .enumerate()
                    .take_while(|(at, it)| it.is_ascii_digit() || *at == 0 && *it == b'-')
                    .count();
                plain.get(..end).and_then(|it| it.parse().ok())
            }
        })
    }
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

fn letters(mut value: u64) -> String {
    let mut acc = Vec::new();
    while value > 0 {
        acc.push(char::from(b'A' + u8::try_from((value - 1) % 26).unwrap_or_default()));
        value = (value - 1) / 26;
    }
    acc.into_iter().rev().collect()
}
fn read_letters(text: &str, case: Case) -> f64 {
    let first = if case == Case::Upper { 'A' } else { 'a' };
    let digit = |it: u16| f64::from(it) - f64::from(u32::from(first)) + 1.0;
    // What is no letter counts as one before the first or behind the last, as it does in the reference.
    let units: Vec<u16> = text.encode_utf16().collect();
    (0..).zip(units.into_iter().rev()).map(|(at, it)| digit(it) * 26_f64.powf(f64::from(at))).sum()
}

const ROMAN: [(u64, &str); 13] = [
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
];
fn roman(mut value: u64) -> String {
    // Nobody reads a numeral of a thousand thousands.
    value = value.min(1_000_000);
    let mut acc = String::new();
    for (number, text) in ROMAN {
        while value >= number {
            acc.push_str(text);
            value -= number;
        }
    }
    acc
}
fn read_roman(text: &str) -> f64 {
    let value = |it: char| {
        ROMAN
            .iter()
            .find(|(_, text)| text.len() == 1 && text.starts_with(it))
            .map_or(0.0, |(it, _)| *it as f64)
    };
    let (mut sum, mut max) = (0.0, 1.0);
    for it in text.to_uppercase().chars().rev() {
        let it = value(it);
        if it < max {
            sum -= it;
        } else {
            max = it;
            sum += it;
        }
    }
    sum
}

const FEW: [&str; 20] = [
    "Zero",
    "One",
    "Two",
    "Three",
    "Four",
    "Five",
    "Six",
    "Seven",
    "Eight",
    "Nine",
    "Ten",
    "Eleven",
    "Twelve",
    "Thirteen",
    "Fourteen",
    "Fifteen",
    "Sixteen",
    "Seventeen",
    "Eighteen",
    "Nineteen",
];
const ORDINALS: [&str; 20] = [
    "Zeroth",
    "First",
    "Second",
    "Third",
    "Fourth",
    "Fifth",
    "Sixth",
    "Seventh",
    "Eighth",
    "Ninth",
    "Tenth",
    "Eleventh",
    "Twelfth",
    "Thirteenth",
    "Fourteenth",
    "Fifteenth",
    "Sixteenth",
    "Seventeenth",
    "Eighteenth",
    "Nineteenth",
];
const TENS: [&str; 8] =
    ["Twenty", "Thirty", "Forty", "Fifty", "Sixty", "Seventy", "Eighty", "Ninety"];
const MAGNITUDES: [&str; 4] = ["Thousand", "Million", "Billion", "Trillion"];

fn words(value: f64, follows: bool, ordinal: bool) -> String {
    let pick = |table: &[&'static str], at: usize| table.get(at).copied().unwrap_or_default();
    let joined = |join: &str| if follows { join.to_owned() } else { String::new() };
    if value < 20.0 {
        return joined(" and ") + pick(if ordinal { &ORDINALS } else { &FEW }, value as usize);
    }
    if value < 100.0 {
        let (tens, rest) = ((value / 10.0).floor(), value % 10.0);
        let text = joined(" and ") + pick(&TENS, tens as usize - 2);
        return if rest > 0.0 {
            format!("{text}-{}", words(rest, false, ordinal))
        } else if ordinal {
            format!("{}ieth", text.strip_suffix('y').unwrap_or(&text))
        } else {
            text
        };
    }
    let (unit, name) = if value < 1000.0 {
        (100.0, "Hundred")
    } else {
        let magnitude = ((value.log10() / 3.0).floor() as usize).min(MAGNITUDES.len());
        (1000_f64.powi(i32::try_from(magnitude).unwrap_or(1)), pick(&MAGNITUDES, magnitude - 1))
    };
    let many = (value / unit).floor();
    let rest = value - many * unit;
    let text = format!("{}{} {name}", joined(", "), words(many, false, false));
    if rest > 0.0 {
        text + &words(rest, true, ordinal)
    } else if ordinal {
        text + "th"
    } else {
        text
    }
}

fn word(text: &str) -> Option<f64> {
    let find = |table: &[&str]| {
        table.iter().position(|it| it.eq_ignore_ascii_case(text)).map(|it| it as f64)
    };
    let tens = |text: &str| {
        TENS.iter().position(|it| it.eq_ignore_ascii_case(text)).map(|it| (it as f64 + 2.0) * 10.0)
    };
    if let Some(it) = find(&FEW).or_else(|| find(&ORDINALS)).or_else(|| tens(text)) {
        return Some(it);
    }
    let lower = text.to_lowercase();
    if let Some(it) = lower.strip_suffix("ieth").and_then(|it| tens(&format!("{it}y"))) {
        return Some(it);
    }
    let stem = lower.strip_suffix("th").unwrap_or(&lower);
    if stem == "hundred" {
        return Some(100.0);
    }
    let magnitude = MAGNITUDES.iter().position(|it| it.eq_ignore_ascii_case(stem))?;
    Some(1000_f64.powi(i32::try_from(magnitude).ok()? + 1))
}

fn read_words(text: &str) -> Option<f64> {
    let mut segments = vec![0.0];
    let text = text.to_lowercase().replace(" and ", " ").replace(", ", " ");
    for part in text.split([' ', '-', '\t']).filter(|it| !it.is_empty()) {
        let value = word(part)?;
        let mut top = segments.pop().unwrap_or_default();
        if value < 100.0 {
            if top >= 1000.0 {
                segments.push(top);
                top = 0.0;
            }
            segments.push(top + value);
        } else {
            segments.push(top * value);
        }
    }
    Some(segments.iter().sum())
}

/// The words of which a number may consist, as a regular expression.
pub(super) fn words_pattern() -> String {
    let mut all: Vec<String> = FEW
        .iter()
        .chain(&ORDINALS)
        .chain(&TENS)
        .chain(&MAGNITUDES)
        .map(|it| it.to_lowercase())
        .collect();
    all.extend(MAGNITUDES.iter().map(|it| format!("{}th", it.to_lowercase())));
    all.extend(TENS.iter().map(|it| it.to_lowercase().replace('y', "ieth")));
    all.extend(["hundredth", "hundred", "and"].map(str::to_owned));
    all.sort_by_key(|it| std::cmp::Reverse(it.len()));
    format!("(?:{}|[\\-, ])+", all.join("|"))
}

pub(super) fn format_integer(
    evaluator: &mut Evaluator<'_>,
    args: Vec<Val>,
    _: View<'_>,
) -> Fallible {
    let (Some(value), Some(picture)) = (arg(&args, 0).as_f64(), arg(&args, 1).as_str()) else {
        return Ok(Val::Undef);
    };
    pictured(evaluator, picture.len())?;
    Ok(Val::text(Picture::parse(picture)?.format(value)?))
}

pub(super) fn parse_integer(
    evaluator: &mut Evaluator<'_>,
    args: Vec<Val>,
    _: View<'_>,
) -> Fallible {
    let (Some(text), Some(picture)) = (arg(&args, 0).as_str(), arg(&args, 1).as_str()) else {
        return Ok(Val::Undef);
    };
    pictured(evaluator, picture.len())?;
    Ok(Val::number(Picture::parse(picture)?.read(text)?.unwrap_or(f64::NAN)))
}
