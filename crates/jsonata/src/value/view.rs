//! [`View`] and [`Seen`]: values looked at where they lie, so that reading them copies nothing.

use std::rc::Rc;
use std::slice;

use stepwright_json::Value;

use super::{Tuple, Val};

/// A value where it lies: inside the input, inside the expression, or in hand.
#[derive(Clone, Copy)]
pub(crate) enum View<'v> {
    Undef,
    Json(&'v Value),
    /// What JSON does not hold. [`View::of`] makes no other.
    Val(&'v Val),
}

static NULL: Value = Value::Null;

impl View<'static> {
    /// What stands for the context of a function that is called by none of its own.
    pub(crate) const NULL: Self = Self::Json(&NULL);
}

/// What a node came to: something that was there already, or something new.
pub(crate) enum Seen<'v> {
    There(View<'v>),
    Made(Val),
}

impl Seen<'_> {
    pub(crate) fn view(&self) -> View<'_> {
        match self {
            Self::There(it) => *it,
            Self::Made(it) => View::of(it),
        }
    }
    pub(crate) fn into_val(self) -> Val {
        match self {
            Self::There(it) => it.to_val(),
            Self::Made(it) => it,
        }
    }
}

impl<'v> View<'v> {
    pub(crate) fn of(value: &'v Val) -> Self {
        match value {
            Val::Undef => Self::Undef,
            Val::Json(it) => Self::Json(it),
            _ => Self::Val(value),
        }
    }
    /// A value of one's own: of what is shared only the pointer is copied.
    pub(crate) fn to_val(self) -> Val {
        match self {
            Self::Undef => Val::Undef,
            Self::Json(it) => Val::Json(it.clone()),
            Self::Val(it) => it.clone(),
        }
    }
    pub(crate) fn is_undef(self) -> bool {
        matches!(self, Self::Undef)
    }
    pub(crate) fn is_array(self) -> bool {
        matches!(self, Self::Json(Value::Array(_)) | Self::Val(Val::List(_) | Val::Tuples(_)))
    }
    pub(crate) fn is_object(self) -> bool {
        matches!(self, Self::Json(Value::Object(_)) | Self::Val(Val::Object(_)))
    }
    pub(crate) fn as_str(self) -> Option<&'v str> {
        if let Self::Json(Value::String(it)) = self { Some(it) } else { None }
    }
    pub(crate) fn as_f64(self) -> Option<f64> {
        match self {
            Self::Json(Value::Number(it)) => Some(it.as_f64()),
            Self::Val(Val::NonFinite(it)) => Some(*it),
            _ => None,
        }
    }
    /// The items of an array; of anything else itself; of nothing none.
    pub(crate) fn items(self) -> Views<'v> {
        match self {
            Self::Undef => Views::One(None),
            Self::Json(Value::Array(it)) => Views::Json(it.iter()),
            Self::Val(Val::List(it)) => Views::List(it.items.iter()),
            Self::Val(Val::Tuples(it)) => Views::Tuples(it.iter()),
            _ => Views::One(Some(self)),
        }
    }
    pub(crate) fn len(self) -> usize {
        self.items().len()
    }
    /// An item of an array.
    pub(crate) fn item(self, index: usize) -> Option<Self> {
        match self {
            Self::Json(Value::Array(it)) => it.get(index).map(Self::Json),
            Self::Val(Val::List(it)) => it.items.get(index).map(Self::of),
            Self::Val(Val::Tuples(it)) => it.get(index).map(|it| Self::of(&it.value)),
            _ => None,
        }
    }
    /// The value of an object's key.
    pub(crate) fn field(self, key: &str) -> Option<Self> {
        match self {
            Self::Json(Value::Object(it)) => it.get(key).map(Self::Json),
            Self::Val(Val::Object(it)) => {
                it.entries.iter().find(|(it, _)| it.as_ref() == key).map(|(_, it)| Self::of(it))
            }
            _ => None,
        }
    }
    /// What counts as true.
    pub(crate) fn is_true(self) -> bool {
        match self {
            Self::Json(Value::Bool(it)) => *it,
            Self::Json(Value::String(it)) => !it.is_empty(),
            Self::Json(Value::Number(it)) => it.as_f64() != 0.0,
            Self::Json(Value::Object(it)) => !it.is_empty(),
            Self::Val(Val::NonFinite(it)) => !it.is_nan(),
            Self::Val(Val::Object(it)) => !it.entries.is_empty(),
            Self::Json(Value::Array(_)) | Self::Val(Val::List(_) | Val::Tuples(_)) => {
                self.items().any(View::is_true)
            }
            Self::Undef
            | Self::Json(Value::Null)
            | Self::Val(Val::Func(_) | Val::Undef | Val::Json(_)) => false,
        }
    }
    /// What `=` asks.
    pub(crate) fn equals(self, other: View<'_>) -> bool {
        match (self, other) {
            (Self::Json(Value::String(a)), View::Json(Value::String(b))) => a == b,
            (Self::Json(a), View::Json(b)) => a == b,
            (Self::Undef, View::Undef) => true,
            (Self::Val(Val::NonFinite(a)), View::Val(Val::NonFinite(b))) => a == b,
            (Self::Val(Val::Func(a)), View::Val(Val::Func(b))) => Rc::ptr_eq(a, b),
            _ if self.is_array() && other.is_array() => {
                self.len() == other.len()
                    && self.items().zip(other.items()).all(|(a, b)| a.equals(b))
            }
            _ if self.is_object() && other.is_object() => {
                let entries = self.to_val().entries();
                entries.len() == other.to_val().entries().len()
                    && entries.iter().all(|(key, value)| {
                        other.field(key).is_some_and(|it| it.equals(View::of(value)))
                    })
            }
            _ => false,
        }
    }
    /// What `in` asks: equal leaves, but of arrays and objects only the very same one.
    pub(crate) fn is_identical(self, other: View<'_>) -> bool {
        match (self, other) {
            (Self::Json(Value::Array(a)), View::Json(Value::Array(b))) => a.ptr_eq(b),
            (Self::Json(Value::Object(a)), View::Json(Value::Object(b))) => a.ptr_eq(b),
            (Self::Val(Val::List(a)), View::Val(Val::List(b))) => Rc::ptr_eq(a, b),
            (Self::Val(Val::Object(a)), View::Val(Val::Object(b))) => Rc::ptr_eq(a, b),
            _ if self.is_array() || self.is_object() => false,
            _ => self.equals(other),
        }
    }
}

/// The items of an array, or the one value.
#[derive(Clone)]
pub(crate) enum Views<'v> {
    Json(slice::Iter<'v, Value>),
    List(slice::Iter<'v, Val>),
    Tuples(slice::Iter<'v, Tuple>),
    One(Option<View<'v>>),
}

impl<'v> Iterator for Views<'v> {
    type Item = View<'v>;
    fn next(&mut self) -> Option<View<'v>> {
        match self {
            Self::Json(it) => it.next().map(View::Json),
            Self::List(it) => it.next().map(View::of),
            Self::Tuples(it) => it.next().map(|it| View::of(&it.value)),
            Self::One(it) => it.take(),
        }
    }
    fn size_hint(&self) -> (usize, Option<usize>) {
        let len = match self {
            Self::Json(it) => it.len(),
            Self::List(it) => it.len(),
            Self::Tuples(it) => it.len(),
            Self::One(it) => usize::from(it.is_some()),
        };
        (len, Some(len))
    }
}

impl ExactSizeIterator for Views<'_> {}
