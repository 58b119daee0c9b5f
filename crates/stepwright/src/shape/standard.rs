//! The shapes of the standard library's types.

use std::collections::BTreeMap;

use super::{Key, Kind, NoFields, Shape};
use crate::node::NodeRef;

macro_rules! shapes {
    ($kind:expr => $($type:ty),*) => {$(
        impl Shape for $type {
            type Fields = NoFields;
            const KIND: Kind = $kind;
            fn fields(_: NodeRef) -> NoFields { NoFields }
        }
    )*};
}

shapes!(Kind::Scalar => String, bool, i8, i16, i32, i64, u8, u16, u32, u64, f32, f64, ());
shapes!(Kind::Any => serde_json::Value, stepwright_json::Value);

impl<T: Shape> Shape for Vec<T> {
    type Fields = NoFields;
    const KIND: Kind = Kind::List;
    fn fields(_: NodeRef) -> NoFields {
        NoFields
    }
}

impl<T: Shape> Shape for Option<T> {
    // None of the fields of `T`: an absent value must be dealt with first.
    type Fields = NoFields;
    const KIND: Kind = Kind::optional(T::KIND);
    fn fields(_: NodeRef) -> NoFields {
        NoFields
    }
}

impl<T: Shape> Shape for Box<T> {
    type Fields = T::Fields;
    const KIND: Kind = T::KIND;
    fn fields(base: NodeRef) -> T::Fields {
        T::fields(base)
    }
    fn keys() -> Vec<Key> {
        T::keys()
    }
}

impl<T: Shape> Shape for BTreeMap<String, T> {
    type Fields = NoFields;
    const KIND: Kind = Kind::Object;
    fn fields(_: NodeRef) -> NoFields {
        NoFields
    }
}

macro_rules! tuples {
    ($(($($t:ident),+))*) => {$(
        impl<$($t: Shape),+> Shape for ($($t,)+) {
            type Fields = NoFields;
            const KIND: Kind = Kind::List;
            fn fields(_: NodeRef) -> NoFields { NoFields }
        }
    )*};
}

tuples! {
    (A) (A, B) (A, B, C) (A, B, C, D) (A, B, C, D, E) (A, B, C, D, E, F) (A, B, C, D, E, F, G)
    (A, B, C, D, E, F, G, H) (A, B, C, D, E, F, G, H, I) (A, B, C, D, E, F, G, H, I, J)
    (A, B, C, D, E, F, G, H, I, J, K) (A, B, C, D, E, F, G, H, I, J, K, L)
}
