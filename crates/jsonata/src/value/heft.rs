//! [`Heft`]: how much an evaluation has put into a value, and how deep, counted once.
//!
//! What is built by a program may hold itself many times over: `[[$x], [$x]]` costs little and is
//! twice as much as `$x`. Whoever walks it, compares it or hands it on meets all of it. So heft
//! counts what is seen from outside, and a value that is too heavy or too deep is refused before it
//! becomes part of another.

use stepwright_json::Value;

use super::Val;

/// How deep what is made may nest. The input may nest deeper, JSON's own text does not.
pub(crate) const DEPTH_MAX: u16 = 500;

/// Bytes as [`Limits`](crate::Limits) counts them, and levels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Heft {
    pub(crate) bytes: usize,
    pub(crate) depth: u16,
}

/// What a place in an array or an object takes.
const PLACE_BYTES: usize = 8;

impl Heft {
    /// The heft of a value. JSON that the value shares counts as nothing: [`made`] has counted it.
    pub(crate) fn of(value: &Val) -> Self {
        match value {
            Val::List(it) => it.heft(),
            Val::Object(it) => it.heft,
            Val::Tuples(it) => Self::around(it.iter().flat_map(|it| {
                std::iter::once(&it.value).chain(it.vars.iter().map(|(_, value)| value))
            })),
            Val::Func(it) => Self { bytes: 0, depth: it.depth() },
            Val::Json(Value::String(it)) => Self { bytes: it.len(), depth: 0 },
            Val::Undef | Val::Json(_) | Val::NonFinite(_) => Self::default(),
        }
    }

    /// The heft of what holds these values.
    pub(crate) fn around<'v>(values: impl Iterator<Item = &'v Val>) -> Self {
        let inner = values.fold(Self::default(), |acc, it| acc.with(Self::of(it)));
        Self { depth: inner.depth.saturating_add(1), ..inner }
    }

    /// With one more place, and what is in it.
    pub(crate) fn with(self, other: Self) -> Self {
        self.joined(Self { bytes: other.bytes.saturating_add(PLACE_BYTES), ..other })
    }

    /// With the places of another.
    pub(crate) fn joined(self, other: Self) -> Self {
        Self { bytes: self.bytes.saturating_add(other.bytes), depth: self.depth.max(other.depth) }
    }
}

/// How much JSON is put into new JSON. Arrays and objects remember their size, and leaves are as
/// large as the text that they come from.
pub(crate) fn made<'v>(values: impl Iterator<Item = &'v Value>) -> usize {
    let containers = values.filter(|it| matches!(it, Value::Array(_) | Value::Object(_)));
    containers.fold(0, |acc, it| acc.saturating_add(it.size_bytes()))
}
