//! [`Cell`]: what a value of a column is as JSON.
//!
//! What JSON has a form for, is that: booleans, numbers, text. For all else no recording says how AWS
//! writes it; the forms here are those that a person expects, and `crates/local/README.md` lists them.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use jiff::civil::date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use parquet::basic::{ConvertedType, LogicalType, TimeUnit, Type};
use parquet::data_type::Int96;
use parquet::schema::types::ColumnDescriptor;
use stepwright_json::{Number, Value};
use uuid::Uuid;

/// The day that `INT96` counts from, before 1970-01-01.
const JULIAN_DAY_OF_1970: i128 = 2_440_588;
const DAY_NANOSECONDS: i128 = 86_400_000_000_000;
/// A double keeps as many digits of any decimal.
const DOUBLE_DIGITS: i32 = 15;
/// An integer of JSON here keeps as many digits of any.
const INTEGER_DIGITS: i32 = 18;
/// What 16 bytes keep, and what AWS' own services have at most.
const DECIMAL_DIGITS_MAX: i32 = 38;

/// How the values of a column are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    /// As they are: booleans, signed integers, floats, `INT96`.
    Plain,
    Unsigned,
    Text,
    Binary,
    Decimal {
        precision: i32,
        scale: i32,
    },
    Date,
    Time(Unit),
    Timestamp {
        unit: Unit,
        is_utc: bool,
    },
    Half,
    Uuid,
    Interval,
}

/// What a time is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Milliseconds,
    Microseconds,
    Nanoseconds,
}

impl Cell {
    pub(super) fn of(column: &ColumnDescriptor) -> Result<Self, String> {
        if let Some(cell) = Self::of_logical(column) {
            return Ok(cell);
        }
        Ok(match column.converted_type() {
            ConvertedType::UINT_8
            | ConvertedType::UINT_16
            | ConvertedType::UINT_32
            | ConvertedType::UINT_64 => Self::Unsigned,
            ConvertedType::UTF8 | ConvertedType::ENUM | ConvertedType::JSON => Self::Text,
            ConvertedType::DATE => Self::Date,
            ConvertedType::TIME_MILLIS => Self::Time(Unit::Milliseconds),
            ConvertedType::TIME_MICROS => Self::Time(Unit::Microseconds),
            ConvertedType::TIMESTAMP_MILLIS => {
                Self::Timestamp { unit: Unit::Milliseconds, is_utc: true }
            }
            ConvertedType::TIMESTAMP_MICROS => {
                Self::Timestamp { unit: Unit::Microseconds, is_utc: true }
            }
            ConvertedType::INTERVAL => Self::Interval,
            ConvertedType::DECIMAL => {
                let (precision, scale) = (column.type_precision(), column.type_scale());
                if precision > DECIMAL_DIGITS_MAX || !(0..=precision).contains(&scale) {
                    return Err(format!(
                        "a decimal of {precision} digits, {scale} of them behind the point, cannot be read: {DECIMAL_DIGITS_MAX} at most."
                    ));
                }
                Self::Decimal { precision, scale }
            }
            _ => match column.physical_type() {
                Type::BYTE_ARRAY | Type::FIXED_LEN_BYTE_ARRAY => Self::Binary,
                _ => Self::Plain,
            },
        })
    }

    /// What only the newer of the two ways to say a type says.
    fn of_logical(column: &ColumnDescriptor) -> Option<Self> {
        match column.logical_type_ref()? {
            LogicalType::Time(it) => Some(Self::Time(it.unit.into())),
            LogicalType::Timestamp(it) => {
                Some(Self::Timestamp { unit: it.unit.into(), is_utc: it.is_adjusted_to_u_t_c })
            }
            LogicalType::Float16 => Some(Self::Half),
            LogicalType::Uuid => Some(Self::Uuid),
            _ => None,
        }
    }

    pub(super) fn int32(self, it: i32) -> Result<Value, String> {
        match self {
            Self::Unsigned => Ok(it.cast_unsigned().into()),
            // UNVERIFIED: no recording has a date.
            Self::Date => {
                let after = Span::new().try_days(it);
                let day = after.and_then(|it| date(1970, 1, 1).checked_add(it));
                day.map(|it| it.to_string().into()).map_err(|_| format!("{it} is no day."))
            }
            _ => self.int64(it.into()),
        }
    }

    pub(super) fn int64(self, it: i64) -> Result<Value, String> {
        match self {
            Self::Unsigned => Ok(it.cast_unsigned().into()),
            Self::Decimal { precision, scale } => decimal(it.into(), precision, scale),
            Self::Time(unit) => time(it, unit),
            Self::Timestamp { unit, is_utc } => {
                timestamp(i128::from(it) * unit.nanoseconds(), unit, is_utc)
            }
            Self::Plain
            | Self::Text
            | Self::Binary
            | Self::Date
            | Self::Half
            | Self::Uuid
            | Self::Interval => Ok(it.into()),
        }
    }

    /// A day, and the nanoseconds of it.
    // UNVERIFIED: no recording has one. All who write it mean UTC.
    pub(super) fn int96(it: &Int96) -> Result<Value, String> {
        let &[low, high, day] = it.data() else {
            return Err("an INT96 has other than twelve bytes.".to_owned());
        };
        let in_day = (i128::from(high) << 32) | i128::from(low);
        let days = i128::from(day) - JULIAN_DAY_OF_1970;
        timestamp(days * DAY_NANOSECONDS + in_day, Unit::Nanoseconds, true)
    }

    /// The shortest number that is this one: `3.8`, not `3.799999952316284`.
    // UNVERIFIED: no recording has a float.
    pub(super) fn float(it: f32) -> Value {
        it.to_string().parse().map_or(Value::Null, Self::double)
    }

    // UNVERIFIED: JSON has neither NaN nor infinity. A row without a number is better than a number
    // that the column does not have, or a file that cannot be read for one of its values.
    pub(super) fn double(it: f64) -> Value {
        Number::from_f64(it).map_or(Value::Null, Value::Number)
    }

    pub(super) fn bytes(self, it: &[u8]) -> Result<Value, String> {
        match self {
            Self::Text => match std::str::from_utf8(it) {
                Ok(text) => Ok(text.into()),
                Err(_) => Err("it has text that is not UTF-8.".to_owned()),
            },
            Self::Decimal { precision, scale } => {
                let unscaled = big_endian(it).ok_or("it has a decimal that is too large.")?;
                decimal(unscaled, precision, scale)
            }
            Self::Half => match *it {
                [low, high] => Ok(half(u16::from_le_bytes([low, high]))),
                _ => Err("it has a FLOAT16 of other than two bytes.".to_owned()),
            },
            // UNVERIFIED: no recording has one.
            Self::Uuid => match Uuid::from_slice(it) {
                Ok(uuid) => Ok(uuid.to_string().into()),
                Err(_) => Err("it has a UUID of other than 16 bytes.".to_owned()),
            },
            Self::Interval => interval(it),
            // UNVERIFIED: no recording has bytes.
            Self::Plain
            | Self::Unsigned
            | Self::Binary
            | Self::Date
            | Self::Time(_)
            | Self::Timestamp { .. } => Ok(BASE64_STANDARD.encode(it).into()),
        }
    }
}

impl Unit {
    fn nanoseconds(self) -> i128 {
        match self {
            Self::Milliseconds => 1_000_000,
            Self::Microseconds => 1_000,
            Self::Nanoseconds => 1,
        }
    }

    /// How many digits of a second it has.
    fn digits(self) -> usize {
        match self {
            Self::Milliseconds => 3,
            Self::Microseconds => 6,
            Self::Nanoseconds => 9,
        }
    }
}

impl From<TimeUnit> for Unit {
    fn from(it: TimeUnit) -> Self {
        match it {
            TimeUnit::MILLIS => Self::Milliseconds,
            TimeUnit::MICROS => Self::Microseconds,
            TimeUnit::NANOS => Self::Nanoseconds,
        }
    }
}

/// `2006-09-14T03:00:00.000Z`; without the `Z` where it is of no zone. As many digits of a second as
/// the column has, so that those of a column are as long as each other.
// UNVERIFIED: no recording has a timestamp.
fn timestamp(nanoseconds: i128, unit: Unit, is_utc: bool) -> Result<Value, String> {
    let digits = unit.digits();
    let Ok(it) = Timestamp::from_nanosecond(nanoseconds) else {
        return Err(format!("{} is out of the range of times.", nanoseconds / unit.nanoseconds()));
    };
    Ok(if is_utc {
        format!("{it:.digits$}").into()
    } else {
        format!("{:.digits$}", TimeZone::UTC.to_datetime(it)).into()
    })
}

/// `03:00:00.000`
// UNVERIFIED: no recording has a time of day.
fn time(it: i64, unit: Unit) -> Result<Value, String> {
    let nanoseconds = i128::from(it) * unit.nanoseconds();
    if !(0..DAY_NANOSECONDS).contains(&nanoseconds) {
        return Err(format!("{it} is no time of a day."));
    }
    let (seconds, part) = (nanoseconds / 1_000_000_000, nanoseconds % 1_000_000_000);
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let (part, digits) = (part / unit.nanoseconds(), unit.digits());
    Ok(format!("{hours:02}:{minutes:02}:{seconds:02}.{part:0digits$}").into())
}

/// A number where every value of the column is one exactly, otherwise text: all values of a column
/// are the same.
// UNVERIFIED: no recording has a decimal.
fn decimal(unscaled: i128, precision: i32, scale: i32) -> Result<Value, String> {
    let text = decimal_text(unscaled, usize::try_from(scale).unwrap_or_default());
    let digits = unscaled.unsigned_abs().checked_ilog10().map_or(1, |it| it + 1);
    if i32::try_from(digits).is_ok_and(|it| it > precision) {
        return Err(format!("{text} has more than {precision} digits."));
    }
    Ok(match (scale, i64::try_from(unscaled)) {
        (0, Ok(it)) if precision <= INTEGER_DIGITS => it.into(),
        _ if precision <= DOUBLE_DIGITS => text.parse().map_or(Value::Null, Cell::double),
        _ => text.into(),
    })
}

fn decimal_text(unscaled: i128, scale: usize) -> String {
    let sign = if unscaled < 0 { "-" } else { "" };
    let digits = format!("{:0width$}", unscaled.unsigned_abs(), width = scale + 1);
    match digits.split_at_checked(digits.len() - scale) {
        Some((whole, part)) if !part.is_empty() => format!("{sign}{whole}.{part}"),
        _ => format!("{sign}{digits}"),
    }
}

/// An integer in two's complement, where it fits.
fn big_endian(bytes: &[u8]) -> Option<i128> {
    let filling = if bytes.first().is_some_and(|it| *it >= 0x80) { u8::MAX } else { 0 };
    let filled = bytes.iter().skip_while(|it| **it == filling);
    let mut number = [filling; 16];
    let length = filled.clone().count();
    let to = number.len().checked_sub(length)?;
    for (to, from) in number.iter_mut().skip(to).zip(filled) {
        *to = *from;
    }
    let number = i128::from_be_bytes(number);
    // What is left may be as long as fits, and have the other sign then.
    ((number < 0) == (filling != 0)).then_some(number)
}

/// A float of 16 bits.
// UNVERIFIED: no recording has one.
fn half(bits: u16) -> Value {
    let sign = if bits & 0x8000 == 0 { 1.0 } else { -1.0 };
    let (exponent, fraction) = (i32::from(bits >> 10 & 0x1f), f32::from(bits & 0x3ff));
    Cell::float(match exponent {
        0x1f if fraction == 0.0 => sign * f32::INFINITY,
        0x1f => f32::NAN,
        0 => sign * fraction * 2_f32.powi(-24),
        _ => sign * (1024.0 + fraction) * 2_f32.powi(exponent - 25),
    })
}

/// `P1M2DT3.004S`, as ISO 8601 has it.
// UNVERIFIED: no recording has an interval.
fn interval(bytes: &[u8]) -> Result<Value, String> {
    let mut parts = bytes.as_chunks().0.iter().map(|it| u32::from_le_bytes(*it));
    match (parts.next(), parts.next(), parts.next(), bytes.len()) {
        (Some(months), Some(days), Some(milliseconds), 12) => {
            let (seconds, part) = (milliseconds / 1000, milliseconds % 1000);
            Ok(format!("P{months}M{days}DT{seconds}.{part:03}S").into())
        }
        _ => Err("it has an INTERVAL of other than twelve bytes.".to_owned()),
    }
}
