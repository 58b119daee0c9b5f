//! [`Number`]: exact integers, and doubles.

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
    #[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "the nearest double is wanted")]
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
}

impl PartialEq for Number {
    /// By value: `3` equals `3.0`.
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Int(a), Self::Int(b)) => a == b,
            (Self::UInt(a), Self::UInt(b)) => a == b,
            (Self::Int(_), Self::UInt(_)) | (Self::UInt(_), Self::Int(_)) => false,
            _ => self.as_f64() == other.as_f64(),
        }
    }
}

macro_rules! from_int {
    ($($t:ty)*) => {$(impl From<$t> for Number { fn from(it: $t) -> Self { Self::Int(i64::from(it)) } })*};
}
from_int!(i8 i16 i32 i64 u8 u16 u32);
impl From<u64> for Number {
    fn from(it: u64) -> Self {
        i64::try_from(it).map_or(Self::UInt(it), Self::Int)
    }
}
