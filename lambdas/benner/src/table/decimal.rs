//! Decimal numbers as the page prints them, compared without floating point.

use std::cmp::Ordering;

/// Decimals that are read; the page prints three at most.
const DECIMALS_MAX: usize = 6;
/// Digits before the point that are read.
const WHOLE_DIGITS_MAX: usize = 6;

/// A number with a decimal point, exactly.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Decimal {
    /// In millionths.
    micros: i64,
    decimals: usize,
}

// `4.5` and `4.500` are one number, printed in two ways.
impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.micros == other.micros
    }
}

impl Eq for Decimal {}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        self.micros.cmp(&other.micros)
    }
}

impl Decimal {
    /// Reads `12.3` or `-12.3`, and nothing else: a point and digits on both sides of it.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, text),
        };
        let (whole, fraction) = digits.split_once('.')?;
        let digits = |it: &str, max| {
            (1..=max).contains(&it.len()) && it.bytes().all(|byte| byte.is_ascii_digit())
        };
        if !digits(whole, WHOLE_DIGITS_MAX) || !digits(fraction, DECIMALS_MAX) {
            return None;
        }
        let read = Self { micros: 0, decimals: fraction.len() };
        let fraction = fraction.parse::<i64>().ok()? * read.last_digit();
        let micros = whole.parse::<i64>().ok()? * 1_000_000 + fraction;
        Some(Self { micros: if negative { -micros } else { micros }, ..read })
    }

    /// A whole number.
    pub(crate) const fn whole(number: i64) -> Self {
        Self { micros: number * 1_000_000, decimals: 0 }
    }

    /// So many tenths.
    pub(crate) const fn tenths(number: i64) -> Self {
        Self { micros: number * 100_000, decimals: 1 }
    }

    /// The largest number that is less than 1.
    pub(crate) const fn below_one() -> Self {
        Self { micros: 999_999, decimals: DECIMALS_MAX }
    }

    /// The number of digits after the point.
    pub(crate) const fn decimals(self) -> usize {
        self.decimals
    }

    /// In thousandths, cut off.
    pub(crate) const fn thousandths(self) -> i64 {
        self.micros / 1_000
    }

    /// In millionths.
    pub(crate) const fn micros(self) -> i64 {
        self.micros
    }

    /// Whether this is `ratio` times `unit_tenths` tenths, as far as two rounded numbers can tell.
    pub(crate) fn is_multiple(self, ratio: Self, unit_tenths: i64) -> bool {
        // Either may be off by half of its last digit. Both sides are taken twenty times.
        let off = (2 * (unit_tenths * ratio.micros - 10 * self.micros)).abs();
        off <= unit_tenths * ratio.last_digit() + 10 * self.last_digit()
    }

    fn last_digit(self) -> i64 {
        (self.decimals..DECIMALS_MAX).fold(1, |unit, _| unit * 10)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, micros: Option<i64>) {
        assert_eq!(Decimal::read(text).map(Decimal::micros), micros, "{text}");
    }

    #[test]
    fn decimals_are_exact() {
        check("3.813", Some(3_813_000));
        check("-0.5", Some(-500_000));
        check("999999.999999", Some(999_999_999_999));
    }

    #[test]
    fn only_digits_around_a_point_are_a_decimal() {
        for text in ["", ".", "1", "1.", ".5", "+1.0", "1.0e3", "1..2", "--1.0", "١.٢", "1234567.0"]
        {
            check(text, None);
        }
    }

    #[test]
    fn a_multiple_is_one_to_the_rounding() {
        let is = |product: &str, ratio: &str, unit| {
            let (product, ratio) = (Decimal::read(product), Decimal::read(ratio));
            product.unwrap().is_multiple(ratio.unwrap(), unit)
        };
        assert!(is("3.813", "0.635", 60));
        assert!(is("3.813", "0.636", 60));
        assert!(!is("3.813", "0.637", 60));
        assert!(is("3.813", "0.605", 63));
        assert!(!is("3.813", "0.604", 63));
    }
}
