//! From any `Serialize` to a [`Value`], without a text or another tree in between.

use std::sync::Arc;

use serde::ser::{self, Serialize, Serializer};

use super::ConvertError;
use crate::{Array, Number, Object, Value};

/// A serializer whose result is a value.
pub(super) struct ToValue;

type Done = Result<Value, ConvertError>;

macro_rules! numbers {
    ($($method:ident: $type:ty),*) => {$(
        fn $method(self, it: $type) -> Done {
            Ok(Value::from(it))
        }
    )*};
}

impl Serializer for ToValue {
    type Ok = Value;
    type Error = ConvertError;
    type SerializeSeq = Items;
    type SerializeTuple = Items;
    type SerializeTupleStruct = Items;
    type SerializeTupleVariant = Items;
    type SerializeMap = Fields;
    type SerializeStruct = Fields;
    type SerializeStructVariant = Fields;

    numbers!(
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64,
        serialize_bool: bool, serialize_str: &str, serialize_f64: f64
    );

    fn serialize_f32(self, it: f32) -> Done {
        // By its own digits, not by those of the double that it widens to.
        let text = it.to_string();
        let double = text.parse().ok().and_then(Number::from_f64);
        Ok(double.map_or(Value::Null, Value::Number))
    }
    fn serialize_i128(self, it: i128) -> Done {
        match (i64::try_from(it), u64::try_from(it)) {
            (Ok(it), _) => Ok(Value::from(it)),
            (_, Ok(it)) => Ok(Value::from(it)),
            _ => Err(beyond(it)),
        }
    }
    fn serialize_u128(self, it: u128) -> Done {
        u64::try_from(it).map(Value::from).map_err(|_| beyond(it))
    }
    fn serialize_char(self, it: char) -> Done {
        Ok(Value::from(it.to_string()))
    }
    fn serialize_bytes(self, it: &[u8]) -> Done {
        Ok(it.iter().copied().collect())
    }
    fn serialize_none(self) -> Done {
        Ok(Value::Null)
    }
    fn serialize_some<T: Serialize + ?Sized>(self, it: &T) -> Done {
        it.serialize(self)
    }
    fn serialize_unit(self) -> Done {
        Ok(Value::Null)
    }
    fn serialize_unit_struct(self, _: &'static str) -> Done {
        Ok(Value::Null)
    }
    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Done {
        Ok(Value::from(variant))
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, it: &T) -> Done {
        it.serialize(self)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        it: &T,
    ) -> Done {
        Ok(tagged(variant, it.serialize(self)?))
    }
    fn serialize_seq(self, len: Option<usize>) -> Result<Items, ConvertError> {
        Ok(Items { variant: None, items: Vec::with_capacity(len.unwrap_or(0).min(4096)) })
    }
    fn serialize_tuple(self, len: usize) -> Result<Items, ConvertError> {
        self.serialize_seq(Some(len))
    }
    fn serialize_tuple_struct(self, _: &'static str, len: usize) -> Result<Items, ConvertError> {
        self.serialize_seq(Some(len))
    }
    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<Items, ConvertError> {
        Ok(Items { variant: Some(variant), ..self.serialize_seq(Some(len))? })
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Fields, ConvertError> {
        Ok(Fields { variant: None, key: None, entries: Vec::new() })
    }
    fn serialize_struct(self, _: &'static str, len: usize) -> Result<Fields, ConvertError> {
        self.serialize_map(Some(len))
    }
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<Fields, ConvertError> {
        Ok(Fields { variant: Some(variant), ..self.serialize_map(Some(len))? })
    }
}

/// The items of an array, so far.
pub(super) struct Items {
    variant: Option<&'static str>,
    items: Vec<Value>,
}

impl Items {
    fn add<T: Serialize + ?Sized>(&mut self, it: &T) -> Result<(), ConvertError> {
        self.items.push(it.serialize(ToValue)?);
        Ok(())
    }
    fn done(self) -> Value {
        let array = Value::Array(Array::from(self.items));
        match self.variant {
            Some(variant) => tagged(variant, array),
            None => array,
        }
    }
}

macro_rules! items {
    ($($trait:ident $method:ident),*) => {$(
        impl ser::$trait for Items {
            type Ok = Value;
            type Error = ConvertError;
            fn $method<T: Serialize + ?Sized>(&mut self, it: &T) -> Result<(), ConvertError> {
                self.add(it)
            }
            fn end(self) -> Done {
                Ok(self.done())
            }
        }
    )*};
}

items!(
    SerializeSeq serialize_element, SerializeTuple serialize_element,
    SerializeTupleStruct serialize_field, SerializeTupleVariant serialize_field
);

/// The fields of an object, so far.
pub(super) struct Fields {
    variant: Option<&'static str>,
    key: Option<Arc<str>>,
    entries: Vec<(Arc<str>, Value)>,
}

impl Fields {
    fn done(self) -> Value {
        let object = Value::Object(self.entries.into_iter().collect::<Object>());
        match self.variant {
            Some(variant) => tagged(variant, object),
            None => object,
        }
    }
}

impl ser::SerializeMap for Fields {
    type Ok = Value;
    type Error = ConvertError;
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), ConvertError> {
        self.key = Some(match key.serialize(ToValue)? {
            Value::String(key) => key,
            Value::Number(key) => key.to_string().into(),
            Value::Bool(key) => key.to_string().into(),
            Value::Null | Value::Array(_) | Value::Object(_) => {
                return Err(ConvertError("a key of a JSON object is a text".to_owned()));
            }
        });
        Ok(())
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, it: &T) -> Result<(), ConvertError> {
        let key =
            self.key.take().ok_or_else(|| ConvertError("a value without a key".to_owned()))?;
        self.entries.push((key, it.serialize(ToValue)?));
        Ok(())
    }
    fn end(self) -> Done {
        Ok(self.done())
    }
}

macro_rules! fields {
    ($($trait:ident),*) => {$(
        impl ser::$trait for Fields {
            type Ok = Value;
            type Error = ConvertError;
            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                key: &'static str,
                it: &T,
            ) -> Result<(), ConvertError> {
                self.entries.push((key.into(), it.serialize(ToValue)?));
                Ok(())
            }
            fn end(self) -> Done {
                Ok(self.done())
            }
        }
    )*};
}

fields!(SerializeStruct, SerializeStructVariant);

fn tagged(variant: &'static str, it: Value) -> Value {
    Value::Object(Object::from_iter([(variant, it)]))
}

fn beyond(it: impl std::fmt::Display) -> ConvertError {
    ConvertError(format!("the integer {it} does not fit into 64 bits"))
}
