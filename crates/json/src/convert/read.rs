//! `Serialize` and `Deserialize` of [`Value`] itself, for any format.

use std::fmt;
use std::sync::Arc;

use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Array, DEPTH_MAX, Number, Object, Value};

impl Serialize for Value {
    /// # Errors
    ///
    /// Where arrays and objects are nested deeper than [`DEPTH_MAX`]: what is given to a serializer
    /// goes down by recursion. `Display` prints any depth.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        At { value: self, depth: 0 }.serialize(serializer)
    }
}

impl Serialize for Object {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        entries(self, 0, serializer)
    }
}

/// A value, and how deep it is nested.
struct At<'v> {
    value: &'v Value,
    depth: usize,
}

impl Serialize for At<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.value {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(it) => serializer.serialize_bool(*it),
            Value::Number(Number::Int(it)) => serializer.serialize_i64(*it),
            Value::Number(Number::UInt(it)) => serializer.serialize_u64(*it),
            Value::Number(Number::Float(it)) => serializer.serialize_f64(*it),
            Value::String(it) => serializer.serialize_str(it),
            Value::Array(items) => {
                let depth = deeper(self.depth)?;
                let mut seq = serializer.serialize_seq(Some(items.len()))?;
                for value in items {
                    seq.serialize_element(&At { value, depth })?;
                }
                seq.end()
            }
            Value::Object(fields) => entries(fields, self.depth, serializer),
        }
    }
}

fn entries<S: Serializer>(it: &Object, depth: usize, to: S) -> Result<S::Ok, S::Error> {
    let depth = deeper(depth)?;
    let mut map = to.serialize_map(Some(it.len()))?;
    for (key, value) in it {
        map.serialize_entry(key, &At { value, depth })?;
    }
    map.end()
}

fn deeper<E: serde::ser::Error>(depth: usize) -> Result<usize, E> {
    if depth < DEPTH_MAX {
        return Ok(depth + 1);
    }
    Err(E::custom(format!("arrays and objects are nested deeper than {DEPTH_MAX}")))
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }
    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        Value::deserialize(deserializer)
    }
    fn visit_bool<E>(self, it: bool) -> Result<Value, E> {
        Ok(it.into())
    }
    fn visit_i64<E>(self, it: i64) -> Result<Value, E> {
        Ok(it.into())
    }
    fn visit_u64<E>(self, it: u64) -> Result<Value, E> {
        Ok(it.into())
    }
    fn visit_f64<E>(self, it: f64) -> Result<Value, E> {
        Ok(it.into())
    }
    fn visit_str<E>(self, it: &str) -> Result<Value, E> {
        Ok(it.into())
    }
    fn visit_string<E>(self, it: String) -> Result<Value, E> {
        Ok(it.into())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut items = Vec::with_capacity(seq.size_hint().unwrap_or(0).min(4096));
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Value::Array(Array::from(items)))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut entries: Vec<(Arc<str>, Value)> = Vec::new();
        while let Some((key, value)) = map.next_entry::<String, Value>()? {
            entries.push((key.into(), value));
        }
        Ok(Value::Object(entries.into_iter().collect::<Object>()))
    }
}
