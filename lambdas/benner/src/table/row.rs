//! A row of the table: where its columns are, and whether they can be what they say.
//!
//! The columns are found by what is in them. The ruler under the header does not say it: numbers
//! stand left of the column that it draws for names, names run to the edge of the next column, and
//! a rank of five digits moves all that is right of it. What does not move is the block of seven
//! numbers in the middle; two of them are the first one over again, in other units.

use thiserror::Error;

use super::decimal::Decimal;

/// One asteroid. All values are text as the page prints it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row<'a> {
    /// Place in the order by delta-v, from 1.
    pub rank: &'a str,
    /// How many of all asteroids are harder to reach, in percent.
    pub percentile: &'a str,
    /// Number in the catalogue, without the parentheses; empty where there is none.
    pub number: &'a str,
    /// Empty where there is none.
    pub name: &'a str,
    /// Provisional designation, such as `2006 RH120` or `6743 P-L`.
    pub designation: &'a str,
    /// Delta-v for a rendezvous, in km/s.
    pub delta_v: &'a str,
    /// Delta-v as a multiple of the Moon's, 6.0 km/s.
    pub relative_to_moon: &'a str,
    /// Delta-v as a multiple of that of Mars, 6.3 km/s.
    pub relative_to_mars: &'a str,
    /// Absolute magnitude.
    pub h: &'a str,
    /// Semi-major axis, in AU.
    pub a: &'a str,
    /// Eccentricity.
    pub e: &'a str,
    /// Inclination, in degrees.
    pub i: &'a str,
    /// What stands right of the numbers, such as `RADAR BINARY`; empty where nothing does.
    pub notes: &'a str,
    pub(crate) delta_v_kms: Decimal,
}

/// Why a line is not taken for an asteroid.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[expect(missing_docs, reason = "the messages say what the variants are")]
#[non_exhaustive]
pub enum Refusal {
    #[error("does not begin with a rank")]
    NoRank,
    #[error("has no percentile after the rank")]
    NoPercentile,
    #[error("has {0} numbers in a row, not the seven from delta-v to inclination")]
    NotSevenNumbers(usize),
    #[error("has no provisional designation before the delta-v")]
    NoDesignation,
    #[error("has a character in it that is no text")]
    NotText,
    #[error("has {column} `{value}`, which is cut short")]
    CutShort { column: &'static str, value: String },
    #[error("has {column} `{value}`, which is not between {min} and {max}")]
    OutOfRange { column: &'static str, value: String, min: &'static str, max: &'static str },
    #[error("has delta-v {delta_v}, which is not {body}'s {per} km/s times {ratio}")]
    Ratio { delta_v: String, body: &'static str, per: &'static str, ratio: String },
    #[error("has its perihelion past 1.5 AU (a {a}, e {e}), far from the Earth")]
    Far { a: String, e: String },
    #[error("has rank {rank} where {expected} is expected")]
    Rank { rank: u64, expected: u64 },
}

/// The limits of a number, and the fewest decimals that the page prints it with.
struct Column {
    name: &'static str,
    decimals: usize,
    range: std::ops::RangeInclusive<Decimal>,
    /// As the message says it.
    between: (&'static str, &'static str),
}

const PERCENTILE: Column = Column {
    name: "percentile",
    decimals: 2,
    range: Decimal::whole(0)..=Decimal::whole(100),
    between: ("0", "100"),
};
const DELTA_V: Column = Column {
    name: "delta-v",
    decimals: 3,
    range: Decimal::tenths(1)..=Decimal::whole(100),
    between: ("0.1", "100 km/s"),
};
const RATIO: Column = Column {
    name: "ratio",
    decimals: 3,
    range: Decimal::whole(0)..=Decimal::whole(100),
    between: ("0", "100"),
};
const H: Column = Column {
    name: "H",
    decimals: 1,
    range: Decimal::whole(5)..=Decimal::whole(40),
    between: ("5", "40 mag"),
};
const A: Column = Column {
    name: "a",
    decimals: 3,
    range: Decimal::tenths(1)..=Decimal::whole(1_000),
    between: ("0.1", "1000 AU"),
};
const E: Column = Column {
    name: "e",
    decimals: 3,
    // Less than 1: an ellipse.
    range: Decimal::whole(0)..=Decimal::below_one(),
    between: ("0", "1"),
};
const I: Column = Column {
    name: "i",
    decimals: 1,
    range: Decimal::whole(0)..=Decimal::whole(180),
    between: ("0", "180 degrees"),
};

/// Furthest perihelion that is taken for a near-Earth asteroid's, in millionths of an AU.
///
/// The definition says 1.3; orbits are improved after an asteroid is listed.
const PERIHELION_MICROS_MAX: i64 = 1_500_000;

impl<'a> Row<'a> {
    /// Reads a line.
    ///
    /// # Errors
    ///
    /// What is wrong with it, the leftmost thing first.
    pub fn read(line: &'a str) -> Result<Self, Refusal> {
        let Columns { rank, percentile, middle, numbers, notes } = Columns::find(line)?;
        let [delta_v, relative_to_moon, relative_to_mars, h, a, e, i] = numbers;
        let Middle { number, name, designation } = Middle::read(middle)?;
        if line.chars().any(|it| it.is_control() || it == char::REPLACEMENT_CHARACTER) {
            return Err(Refusal::NotText);
        }
        PERCENTILE.check(percentile)?;
        let delta_v_kms = DELTA_V.check(delta_v)?;
        for (ratio, body, per, tenths) in
            [(relative_to_moon, "the Moon", "6.0", 60), (relative_to_mars, "Mars", "6.3", 63)]
        {
            if !delta_v_kms.is_multiple(RATIO.check(ratio)?, tenths) {
                let (delta_v, ratio) = (delta_v.to_owned(), ratio.to_owned());
                return Err(Refusal::Ratio { delta_v, body, per, ratio });
            }
        }
        H.check(h)?;
        check_orbit(a, e)?;
        I.check(i)?;
        Ok(Self {
            rank,
            percentile,
            number,
            name,
            designation,
            delta_v,
            relative_to_moon,
            relative_to_mars,
            h,
            a,
            e,
            i,
            notes,
            delta_v_kms,
        })
    }

    /// Delta-v in thousandths of a km/s, for sums.
    pub fn delta_v_thousandths(&self) -> i64 {
        self.delta_v_kms.thousandths()
    }
}

fn check_orbit(a: &str, e: &str) -> Result<(), Refusal> {
    let (axis, eccentricity) = (A.check(a)?, E.check(e)?);
    let perihelion = axis.micros() * (1_000_000 - eccentricity.micros()) / 1_000_000;
    if perihelion > PERIHELION_MICROS_MAX {
        return Err(Refusal::Far { a: a.to_owned(), e: e.to_owned() });
    }
    Ok(())
}

impl Column {
    fn check(&self, value: &str) -> Result<Decimal, Refusal> {
        let Self { name: column, decimals, range, between: (min, max) } = self;
        let number = Decimal::read(value).filter(|it| it.decimals() >= *decimals);
        let value = || value.to_owned();
        let number = number.ok_or_else(|| Refusal::CutShort { column, value: value() })?;
        if !range.contains(&number) {
            return Err(Refusal::OutOfRange { column, value: value(), min, max });
        }
        Ok(number)
    }
}

/// The rank that a line begins with.
pub(super) fn rank(line: &str) -> Option<&str> {
    let word = line.split_whitespace().next()?;
    // Nine digits, so that it is small beside what a sum can hold.
    let is_rank = word.len() <= 9 && word.bytes().all(|it| it.is_ascii_digit());
    is_rank.then_some(word)
}

/// The percentile that stands after the rank.
pub(super) fn percentile(line: &str) -> Option<&str> {
    rank(line)?;
    line.split_whitespace().nth(1).filter(|it| Decimal::read(it).is_some())
}

/// The number of words in a line that are decimal numbers.
pub(super) fn decimals(line: &str) -> usize {
    line.split_whitespace().filter(|it| Decimal::read(it).is_some()).count()
}

/// A line, taken apart.
struct Columns<'a> {
    rank: &'a str,
    percentile: &'a str,
    /// Number, name and designation.
    middle: &'a str,
    numbers: [&'a str; 7],
    notes: &'a str,
}

impl<'a> Columns<'a> {
    fn find(line: &'a str) -> Result<Self, Refusal> {
        let rank = rank(line).ok_or(Refusal::NoRank)?;
        let percentile = percentile(line).ok_or(Refusal::NoPercentile)?;
        let is_decimal = |word: &&str| Decimal::read(word).is_some();
        let after_percentile = Cursor(line).word().1.word().1;
        // The middle ends where the first decimal number begins: no name and no designation is one.
        let mut block = after_percentile;
        while let (Some(word), rest) = block.word() {
            if is_decimal(&word) {
                break;
            }
            block = rest;
        }
        let middle = after_percentile.until(block);
        let mut numbers = [""; 7];
        let mut count = 0;
        while let (Some(word), rest) = block.word() {
            if !is_decimal(&word) {
                break;
            }
            if let Some(slot) = numbers.get_mut(count) {
                *slot = word;
            }
            count += 1;
            block = rest;
        }
        if count != numbers.len() {
            return Err(Refusal::NotSevenNumbers(count));
        }
        Ok(Self { rank, percentile, middle, numbers, notes: block.0.trim() })
    }
}

/// What is left of a line.
#[derive(Clone, Copy)]
struct Cursor<'a>(&'a str);

impl<'a> Cursor<'a> {
    /// The next word, and what is left after it.
    fn word(self) -> (Option<&'a str>, Self) {
        let text = self.0.trim_start();
        let end = text.find(char::is_whitespace).unwrap_or(text.len());
        let (word, rest) = text.split_at_checked(end).unwrap_or((text, ""));
        ((!word.is_empty()).then_some(word), Self(rest))
    }

    /// The text from here to `later`.
    fn until(self, later: Self) -> &'a str {
        let length = self.0.len().saturating_sub(later.0.len());
        self.0.get(..length).unwrap_or_default().trim()
    }
}

/// What stands between the percentile and the numbers.
#[derive(Debug, PartialEq, Eq)]
struct Middle<'a> {
    number: &'a str,
    name: &'a str,
    designation: &'a str,
}

impl<'a> Middle<'a> {
    /// From right to left: the designation is always there, and has a form of its own.
    fn read(middle: &'a str) -> Result<Self, Refusal> {
        let mut blanks = middle.rmatch_indices(' ').map(|(at, _)| at);
        let second = blanks.next();
        // The designation's own blank; the one before it ends the name.
        let start = blanks.next().map_or(0, |at| at + 1);
        let designation = middle.get(start..).unwrap_or_default();
        if second.is_none() || !is_designation(designation) {
            return Err(Refusal::NoDesignation);
        }
        let before = middle.get(..start).unwrap_or_default().trim();
        let (number, name) = match before.strip_prefix('(').and_then(|it| it.split_once(')')) {
            Some((number, name)) if is_number(number) => (number, name.trim()),
            _ if is_number(before) => (before, ""),
            // A cell of a table may hold the number without parentheses.
            _ => match before.split_once(' ') {
                Some((number, name)) if is_number(number) => (number, name.trim()),
                _ => ("", before),
            },
        };
        Ok(Self { number, name, designation })
    }
}

fn is_number(text: &str) -> bool {
    (1..=9).contains(&text.len()) && text.bytes().all(|it| it.is_ascii_digit())
}

/// `2006 RH120`, `A898 PA` (before 1925), `6743 P-L`, `3239 T-2` (the Palomar-Leiden surveys).
fn is_designation(text: &str) -> bool {
    let Some((first, second)) = text.split_once(' ') else { return false };
    if matches!(second, "P-L" | "T-1" | "T-2" | "T-3") {
        return first.len() <= 4 && is_number(first);
    }
    let year = first.strip_prefix('A').unwrap_or(first);
    let letters = second.trim_end_matches(|it: char| it.is_ascii_digit());
    (3..=4).contains(&year.len())
        && is_number(year)
        && (1..=2).contains(&letters.len())
        && letters.bytes().all(|it| it.is_ascii_uppercase())
        && second.len() - letters.len() <= 4
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    #[track_caller]
    fn check(line: &str, expect: Expect) {
        let read = Row::read(line);
        expect.assert_eq(&read.map_or_else(|it| format!("refused: {it}"), |it| show(&it)));
    }

    fn show(row: &Row<'_>) -> String {
        [
            row.rank,
            row.percentile,
            row.number,
            row.name,
            row.designation,
            row.delta_v,
            row.relative_to_moon,
            row.relative_to_mars,
            row.h,
            row.a,
            row.e,
            row.i,
            row.notes,
        ]
        .join("|")
    }

    #[test]
    fn an_asteroid_may_have_neither_number_nor_name() {
        check(
            "   1   99.99                                2006 RH120   3.813    0.635   0.605    29.5   1.033  0.025    0.6  RADAR",
            expect!["1|99.99|||2006 RH120|3.813|0.635|0.605|29.5|1.033|0.025|0.6|RADAR"],
        );
    }

    #[test]
    fn a_long_name_ends_one_blank_before_the_designation() {
        check(
            "3002   69.13       (4015) Wilson-Harrington 1979 VA      6.503    1.084   1.032    16.0   2.641  0.624    2.8",
            expect![
                "3002|69.13|4015|Wilson-Harrington|1979 VA|6.503|1.084|1.032|16.0|2.641|0.624|2.8|"
            ],
        );
    }

    #[test]
    fn a_name_may_have_blanks_and_a_row_two_notes() {
        check(
            "9 0.00 (3552) Don Quixote 1983 SA 6.503 1.084 1.032 13.0 4.238 0.709 31.1  RADAR BINARY",
            expect![
                "9|0.00|3552|Don Quixote|1983 SA|6.503|1.084|1.032|13.0|4.238|0.709|31.1|RADAR BINARY"
            ],
        );
    }

    #[test]
    fn a_cell_may_hold_the_number_alone() {
        check(
            "  9  0.00  433  Eros  1898 DQ  6.503  1.084  1.032  11.2  1.458  0.223  10.8  ",
            expect!["9|0.00|433|Eros|1898 DQ|6.503|1.084|1.032|11.2|1.458|0.223|10.8|"],
        );
    }

    #[test]
    fn a_rank_of_five_digits_moves_the_columns() {
        check(
            "12345    0.00                                6743 P-L     6.503    1.084   1.032    16.0   2.641  0.624    2.8",
            expect!["12345|0.00|||6743 P-L|6.503|1.084|1.032|16.0|2.641|0.624|2.8|"],
        );
    }

    #[test]
    fn a_missing_number_refuses_the_row() {
        check(
            "1 0.00 2006 RH120 3.813 0.635 0.605 1.033 0.025 0.6 RADAR",
            expect!["refused: has 6 numbers in a row, not the seven from delta-v to inclination"],
        );
    }

    #[test]
    fn a_number_too_many_refuses_the_row() {
        check(
            "1 0.00 2006 RH120 3.813 0.635 0.605 29.5 1.033 0.025 0.6 0.7",
            expect!["refused: has 8 numbers in a row, not the seven from delta-v to inclination"],
        );
    }

    #[test]
    fn columns_that_changed_places_refuse_the_row() {
        check(
            "1 0.00 2006 RH120 3.813 0.605 0.635 29.5 1.033 0.025 0.6",
            expect!["refused: has delta-v 3.813, which is not the Moon's 6.0 km/s times 0.605"],
        );
        check(
            "1 0.00 2006 RH120 3.813 0.635 0.605 1.033 29.5 0.025 0.6",
            expect!["refused: has H `1.033`, which is not between 5 and 40 mag"],
        );
        check(
            "1 0.00 2006 RH120 3.813 0.635 0.605 29.5 0.025 1.033 0.6",
            expect!["refused: has a `0.025`, which is not between 0.1 and 1000 AU"],
        );
    }

    #[test]
    fn a_number_that_lost_a_digit_refuses_the_row() {
        check(
            "1 0.00 2006 RH120 3.813 0.635 0.60 29.5 1.033 0.025 0.6",
            expect!["refused: has ratio `0.60`, which is cut short"],
        );
    }

    #[test]
    fn orbits_are_ellipses_near_the_earth() {
        check(
            "1 0.00 2006 RH120 3.813 0.635 0.605 29.5 1.033 1.000 0.6",
            expect!["refused: has e `1.000`, which is not between 0 and 1"],
        );
        check(
            "1 0.00 2006 RH120 3.813 0.635 0.605 29.5 2.500 0.025 0.6",
            expect![
                "refused: has its perihelion past 1.5 AU (a 2.500, e 0.025), far from the Earth"
            ],
        );
        check(
            "1 0.00 2006 RH120 3.813 0.635 0.605 29.5 1.033 0.025 180.1",
            expect!["refused: has i `180.1`, which is not between 0 and 180 degrees"],
        );
    }

    #[test]
    fn a_row_without_a_designation_is_not_guessed() {
        check(
            "1 0.00 (433) Eros 3.813 0.635 0.605 29.5 1.033 0.025 0.6",
            expect!["refused: has no provisional designation before the delta-v"],
        );
        check(
            "1 0.00 3.813 0.635 0.605 29.5 1.033 0.025 0.6",
            expect!["refused: has no provisional designation before the delta-v"],
        );
    }

    #[test]
    fn what_is_no_text_refuses_the_row() {
        check(
            "1 0.00 (433) E\u{0}os 1898 DQ 3.813 0.635 0.605 29.5 1.033 0.025 0.6",
            expect!["refused: has a character in it that is no text"],
        );
    }
}
