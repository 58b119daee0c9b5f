//! From a [`Value`] to any `Deserialize`.

use serde::de::value::{BorrowedStrDeserializer, MapDeserializer, SeqDeserializer};
use serde::de::{self, Deserializer, EnumAccess, IntoDeserializer, VariantAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::ConvertError;
use crate::{Number, Value};

macro_rules! newtypes_are_what_they_wrap {
    () => {
        fn deserialize_newtype_struct<V: Visitor<'de>>(
            self,
            _: &'static str,
            visitor: V,
        ) -> Result<V::Value, ConvertError> {
            visitor.visit_newtype_struct(self)
        }
    };
}

impl<'de> IntoDeserializer<'de, ConvertError> for &'de Value {
    type Deserializer = Self;
    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for &'de Value {
    type Error = ConvertError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ConvertError> {
        match self {
            Value::Null => visitor.visit_unit(),
            Value::Bool(it) => visitor.visit_bool(*it),
            Value::Number(Number::Int(it)) => visitor.visit_i64(*it),
            Value::Number(Number::UInt(it)) => visitor.visit_u64(*it),
            Value::Number(Number::Float(it)) => visitor.visit_f64(*it),
            Value::String(it) => visitor.visit_borrowed_str(it),
            Value::Array(items) => {
                let mut items = SeqDeserializer::new(items.iter());
                let value = visitor.visit_seq(&mut items)?;
                items.end()?;
                Ok(value)
            }
            Value::Object(fields) => {
                let mut fields =
                    MapDeserializer::new(fields.iter().map(|(key, it)| (Key(key), it)));
                let value = visitor.visit_map(&mut fields)?;
                fields.end()?;
                Ok(value)
            }
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ConvertError> {
        if self.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    newtypes_are_what_they_wrap!();

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ConvertError> {
        match self {
            Value::String(variant) => visitor.visit_enum(Variant { variant, inside: None }),
            Value::Object(fields) if fields.len() == 1 => match fields.iter().next() {
                Some((variant, inside)) => {
                    visitor.visit_enum(Variant { variant, inside: Some(inside) })
                }
                None => Err(one_key()),
            },
            _ => Err(one_key()),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

/// A key, which may also be read as the number that it spells.
struct Key<'de>(&'de str);

impl<'de> IntoDeserializer<'de, ConvertError> for Key<'de> {
    type Deserializer = Self;
    fn into_deserializer(self) -> Self {
        self
    }
}

macro_rules! spelt_numbers {
    ($($method:ident $visit:ident),*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ConvertError> {
            match self.0.parse() {
                Ok(it) => visitor.$visit(it),
                Err(_) => visitor.visit_borrowed_str(self.0),
            }
        }
    )*};
}

impl<'de> Deserializer<'de> for Key<'de> {
    type Error = ConvertError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ConvertError> {
        visitor.visit_borrowed_str(self.0)
    }

    spelt_numbers!(
        deserialize_i8 visit_i8, deserialize_i16 visit_i16, deserialize_i32 visit_i32,
        deserialize_i64 visit_i64, deserialize_u8 visit_u8, deserialize_u16 visit_u16,
        deserialize_u32 visit_u32, deserialize_u64 visit_u64, deserialize_bool visit_bool
    );

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ConvertError> {
        visitor.visit_some(self)
    }

    newtypes_are_what_they_wrap!();

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ConvertError> {
        BorrowedStrDeserializer::new(self.0).deserialize_enum(name, variants, visitor)
    }

    forward_to_deserialize_any! {
        i128 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple tuple_struct
        map struct identifier ignored_any
    }
}

struct Variant<'de> {
    variant: &'de str,
    inside: Option<&'de Value>,
}

impl<'de> EnumAccess<'de> for Variant<'de> {
    type Error = ConvertError;
    type Variant = Inside<'de>;
    fn variant_seed<S: de::DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<(S::Value, Inside<'de>), ConvertError> {
        let variant =
            seed.deserialize(BorrowedStrDeserializer::<ConvertError>::new(self.variant))?;
        Ok((variant, Inside(self.inside)))
    }
}

struct Inside<'de>(Option<&'de Value>);

impl<'de> VariantAccess<'de> for Inside<'de> {
    type Error = ConvertError;
    fn unit_variant(self) -> Result<(), ConvertError> {
        match self.0 {
            None | Some(Value::Null) => Ok(()),
            Some(_) => Err(ConvertError("the variant has nothing inside".to_owned())),
        }
    }
    fn newtype_variant_seed<S: de::DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<S::Value, ConvertError> {
        seed.deserialize(self.0.ok_or_else(something_inside)?)
    }
    fn tuple_variant<V: Visitor<'de>>(
        self,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, ConvertError> {
        self.0.ok_or_else(something_inside)?.deserialize_any(visitor)
    }
    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ConvertError> {
        self.0.ok_or_else(something_inside)?.deserialize_any(visitor)
    }
}

fn one_key() -> ConvertError {
    ConvertError("a variant is a text, or an object with one key".to_owned())
}

fn something_inside() -> ConvertError {
    ConvertError("the variant has something inside".to_owned())
}
