//! [`Number`]: exact integers, and doubles.

use std::fmt;

/// A JSON number: an integer of 64 bits, exactly, or the nearest double.
#[derive(Clone, Copy, Debug)]
pub enum Number {
    /// An integer from -2^63 to 2^63-1.
    Int(i64),
    /// An integer from 2^63 to 2^64-1.
    UInt(u64),
    /// Everything else. Always finite.
    Float(f64),
}

impl Number {
    /// The integer, where this is one and fits. `3.0` is not an integer here.
    pub fn as_i64(&self) -> Option<i64> {
        if let Self::Int(it) = self { Some(*it) } else { None }
    }
    /// The integer, where this is one and is not negative.
    pub fn as_u64(&self) -> Option<u64> {
        match self {
            Self::Int(it) => u64::try_from(*it).ok(),
            Self::UInt(it) => Some(*it),
            Self::Float(_) => None,
        }
    }
    /// The nearest double.
    #[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "the nearest is wanted")]
    pub fn as_f64(&self) -> f64 {
        match self {
            Self::Int(it) => *it as f64,
            Self::UInt(it) => *it as f64,
            Self::Float(it) => *it,
        }
    }
    /// A double, where it is finite.
    pub fn from_f64(it: f64) -> Option<Self> {
        it.is_finite().then_some(Self::Float(it))
    }
    /// The length of the number's text.
    pub(crate) fn size_bytes(&self) -> usize {
        match self {
            Self::Int(it) => usize::from(*it < 0) + digits(it.unsigned_abs()),
            Self::UInt(it) => digits(*it),
            Self::Float(_) => self.with_text(str::len),
        }
    }
    /// Hands the number's text to `f`, without allocating it.
    pub(crate) fn with_text<R>(&self, f: impl FnOnce(&str) -> R) -> R {
        match self {
            Self::Int(it) => match usize::try_from(*it).ok().and_then(|it| DIGITS.get(it)) {
                Some(digit) => f(digit),
                None => f(itoa::Buffer::new().format(*it)),
            },
            Self::UInt(it) => f(itoa::Buffer::new().format(*it)),
            Self::Float(it) => f(zmij::Buffer::new().format_finite(*it)),
        }
    }
}

/// The numbers that there are most of.
const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

fn digits(number: u64) -> usize {
    // A number has twenty digits at most.
    1 + number.checked_ilog10().map_or(0, |it| usize::try_from(it).unwrap_or(0))
}

impl fmt::Display for Number {
    /// As `serde_json` prints it: `2`, `2.0`, `1e+300`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.with_text(|text| f.write_str(text))
    }
}

impl PartialEq for Number {
    /// By value: `3` equals `3.0`.
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Int(a), Self::Int(b)) => a == b,
            (Self::UInt(a), Self::UInt(b)) => a == b,
            (Self::Int(_), Self::UInt(_)) | (Self::UInt(_), Self::Int(_)) => false,
            (Self::Float(_), _) | (_, Self::Float(_)) => self.as_f64() == other.as_f64(),
        }
    }
}

macro_rules! from_int {
    ($($t:ty)*) => {$(
        impl From<$t> for Number {
            fn from(it: $t) -> Self {
                Self::Int(i64::from(it))
            }
        }
    )*};
}
from_int!(i8 i16 i32 i64 u8 u16 u32);

impl From<u64> for Number {
    fn from(it: u64) -> Self {
        i64::try_from(it).map_or(Self::UInt(it), Self::Int)
    }
}
impl From<usize> for Number {
    #[expect(clippy::as_conversions, reason = "no platform has pointers wider than 64 bits")]
    fn from(it: usize) -> Self {
        Self::from(it as u64)
    }
}
impl From<isize> for Number {
    #[expect(clippy::as_conversions, reason = "no platform has pointers wider than 64 bits")]
    fn from(it: isize) -> Self {
        Self::from(it as i64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_are_exact_and_compare_with_doubles_by_value() {
        assert_ne!(Number::Int(9_007_199_254_740_993), Number::Int(9_007_199_254_740_992));
        assert_eq!(Number::Int(3), Number::Float(3.0));
        assert_eq!(Number::from(u64::MAX), Number::UInt(u64::MAX));
        assert_eq!(Number::from(7_u64).as_i64(), Some(7));
        assert_eq!(Number::from_f64(f64::NAN), None);
    }

    #[test]
    fn a_double_keeps_its_point() {
        assert_eq!(Number::Float(2.0).to_string(), "2.0");
        assert_eq!(Number::Float(-0.0).to_string(), "-0.0");
        assert_eq!(Number::Float(1e300).to_string(), "1e+300");
    }
}
