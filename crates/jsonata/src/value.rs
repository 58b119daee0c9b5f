//! What an expression computes with: JSON, functions, and the sequences between them.

mod heft;
mod view;

pub(crate) use heft::{DEPTH_MAX, Heft, made};
pub(crate) use view::{Seen, View, Views};

use std::cell::Cell;
use std::collections::HashMap;
use std::fmt;
use std::rc::Rc;
use std::sync::Arc;

use stepwright_json::{Array, Number, Object, Value};

use crate::ast::Symbol;
use crate::evaluate::Function;

#[derive(Clone)]
pub(crate) enum Val {
    Undef,
    Json(Value),
    /// An infinity or not a number: no JSON value holds them.
    NonFinite(f64),
    List(Rc<List>),
    /// An object that holds what JSON cannot.
    Object(Rc<Mixed>),
    Func(Rc<Function>),
    Tuples(Rc<Vec<Tuple>>),
}

/// The entries of an object that holds what JSON cannot.
pub(crate) struct Mixed {
    pub(crate) entries: Vec<(Arc<str>, Val)>,
    pub(crate) heft: Heft,
}

/// A value with the variables that were bound on the way to it.
#[derive(Clone)]
pub(crate) struct Tuple {
    pub(crate) value: Val,
    pub(crate) vars: Vec<(Symbol, Val)>,
}

#[derive(Clone, Default)]
pub(crate) struct List {
    pub(crate) items: Vec<Val>,
    /// Whether this is a sequence: one of one item is that item.
    pub(crate) sequence: bool,
    pub(crate) keep_singleton: Cell<bool>,
    /// Whether an array constructor made it, so that paths do not flatten it.
    pub(crate) cons: bool,
    /// Whether this only wraps an input that is an array.
    pub(crate) outer: bool,
    /// How much it holds, once somebody has asked for it.
    pub(crate) heft: Cell<Option<Heft>>,
}

impl List {
    pub(crate) fn of(items: Vec<Val>) -> Self {
        Self { items, ..Self::default() }
    }
    pub(crate) fn sequence(items: Vec<Val>) -> Self {
        Self { items, sequence: true, ..Self::default() }
    }
    pub(crate) fn heft(&self) -> Heft {
        self.heft.get().unwrap_or_else(|| {
            let heft = Heft::around(self.items.iter());
            self.heft.set(Some(heft));
            heft
        })
    }
}

impl Val {
    pub(crate) fn text(text: impl Into<Arc<str>>) -> Self {
        Self::Json(Value::String(text.into()))
    }
    pub(crate) fn bool(it: bool) -> Self {
        Self::Json(Value::Bool(it))
    }
    pub(crate) fn number(it: f64) -> Self {
        if it.is_finite() { Self::Json(number(it)) } else { Self::NonFinite(it) }
    }
    pub(crate) fn count(it: usize) -> Self {
        Self::Json(it.into())
    }
    pub(crate) fn list(items: Vec<Self>) -> Self {
        Self::List(Rc::new(List::of(items)))
    }
    pub(crate) fn sequence(items: Vec<Self>) -> Self {
        Self::List(Rc::new(List::sequence(items)))
    }
    /// An input that is an array, as one item: paths walk into it, but it is not flattened.
    pub(crate) fn outer(input: Value) -> Self {
        let list = List { outer: true, ..List::sequence(vec![Self::Json(input)]) };
        Self::List(Rc::new(list))
    }
    pub(crate) fn is_undef(&self) -> bool {
        matches!(self, Self::Undef)
    }
    pub(crate) fn is_array(&self) -> bool {
        matches!(self, Self::List(_) | Self::Tuples(_) | Self::Json(Value::Array(_)))
    }
    pub(crate) fn is_object(&self) -> bool {
        matches!(self, Self::Object(_) | Self::Json(Value::Object(_)))
    }
    pub(crate) fn is_sequence(&self) -> bool {
        matches!(self, Self::List(it) if it.sequence)
    }
    pub(crate) fn is_cons(&self) -> bool {
        matches!(self, Self::List(it) if it.cons)
    }
    pub(crate) fn as_str(&self) -> Option<&str> {
        View::of(self).as_str()
    }
    pub(crate) fn as_f64(&self) -> Option<f64> {
        View::of(self).as_f64()
    }
    /// The items of an array; of anything else itself; of nothing none.
    pub(crate) fn views(&self) -> Views<'_> {
        View::of(self).items()
    }
    /// The same, each a value of its own.
    pub(crate) fn items(&self) -> impl ExactSizeIterator<Item = Self> {
        self.views().map(View::to_val)
    }
    pub(crate) fn len(&self) -> usize {
        View::of(self).len()
    }
    pub(crate) fn item(&self, index: usize) -> Option<Self> {
        View::of(self).item(index).map(View::to_val)
    }
    pub(crate) fn entries(&self) -> Vec<(Arc<str>, Self)> {
        match self {
            Self::Json(Value::Object(it)) => it
                .shared_keys()
                .zip(it.values())
                .map(|(key, value)| (Arc::clone(key), Self::Json(value.clone())))
                .collect(),
            Self::Object(it) => it.entries.clone(),
            _ => Vec::new(),
        }
    }
    pub(crate) fn field(&self, key: &str) -> Option<Self> {
        View::of(self).field(key).map(View::to_val)
    }
    /// An object of entries in which a later key replaces an earlier one.
    pub(crate) fn object(entries: Vec<(Arc<str>, Self)>) -> Self {
        if entries.iter().all(|(_, it)| it.is_json()) {
            let plain = entries.into_iter().map(|(key, it)| (key, it.into_json(Outer::Plain)));
            return Self::Json(Value::Object(plain.collect::<Object>()));
        }
        let mut acc: Vec<(Arc<str>, Self)> = Vec::with_capacity(entries.len());
        let mut places: HashMap<Arc<str>, usize> = HashMap::new();
        for (key, value) in entries {
            let place = *places.entry(Arc::clone(&key)).or_insert(acc.len());
            match acc.get_mut(place) {
                Some((_, slot)) => *slot = value,
                None => acc.push((key, value)),
            }
        }
        let heft = Heft::around(acc.iter().map(|(_, it)| it));
        Self::Object(Rc::new(Mixed { entries: acc, heft }))
    }
    fn is_json(&self) -> bool {
        match self {
            Self::Json(_) => true,
            Self::List(it) => it.items.iter().all(Self::is_json),
            _ => false,
        }
    }
    /// The value as JSON, as [`json`](Self::json) has it, taken where nobody else holds it.
    pub(crate) fn into_json(self, outer: Outer) -> Value {
        match self {
            Self::Json(it) => it,
            Self::List(it) => match Rc::try_unwrap(it) {
                Ok(it) => {
                    let items = it.items.into_iter().map(|it| it.into_json(outer));
                    Value::Array(Array::from(items.collect::<Vec<_>>()))
                }
                Err(it) => Self::List(it).json(outer),
            },
            it => it.json(outer),
        }
    }
    /// The value as JSON. Functions have no JSON form: `outer` says what they become.
    pub(crate) fn json(&self, outer: Outer) -> Value {
        match self {
            Self::Json(it) => it.clone(),
            Self::Undef => Value::Null,
            Self::Func(_) => outer.function(),
            Self::NonFinite(it) => outer.non_finite(*it),
            Self::List(it) => {
                Value::Array(it.items.iter().map(|it| it.json(outer)).collect::<Array>())
            }
            Self::Tuples(it) => {
                Value::Array(it.iter().map(|it| it.value.json(outer)).collect::<Array>())
            }
            Self::Object(it) => {
                let kept = it.entries.iter().filter(|(_, it)| !outer.drops(it));
                Value::Object(kept.map(|(key, it)| (Arc::clone(key), it.json(outer))).collect())
            }
        }
    }
}

/// How what JSON lacks leaves the language.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Outer {
    /// As JavaScript prints it: infinities are null.
    Plain,
    /// As `$string` prints it: functions are empty strings.
    Text,
    /// As AWS hands it on: infinities are strings.
    Aws,
}

impl Outer {
    fn function(self) -> Value {
        if self == Self::Text { Value::from("") } else { Value::Null }
    }
    fn drops(self, it: &Val) -> bool {
        self != Self::Text && matches!(it, Val::Func(_))
    }
    fn non_finite(self, it: f64) -> Value {
        if self != Self::Aws {
            return Value::Null;
        }
        Value::from(if it.is_nan() {
            "NaN"
        } else if it > 0.0 {
            "Infinity"
        } else {
            "-Infinity"
        })
    }
}

/// A number as JSON writes it: whole ones without a point, where a double is exact.
pub(crate) fn number(it: f64) -> Value {
    const EXACT: i64 = 9_007_199_254_740_992;
    // The way through an integer is much shorter than asking for the fraction.
    let whole = it as i64;
    if whole as f64 == it && (-EXACT..=EXACT).contains(&whole) {
        return Value::Number(Number::Int(whole));
    }
    it.into()
}

impl PartialEq for Val {
    fn eq(&self, other: &Self) -> bool {
        View::of(self).equals(View::of(other))
    }
}

impl fmt::Debug for Val {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Undef => f.write_str("undefined"),
            Self::Func(_) => f.write_str("function"),
            _ => write!(f, "{}", self.json(Outer::Aws)),
        }
    }
}
