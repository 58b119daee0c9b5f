//! `table!`: the fields of an object of the language, by name and in canonical order.

use stepwright_json::Object;

use super::Expected;

/// What is known of a field before any object is read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FieldSpec {
    pub(crate) name: &'static str,
    pub(crate) expected: Expected,
}

/// The fields of an object of the language, by their names.
pub(crate) trait Fields {
    /// Every field this type of object can have, in canonical order.
    fn specs(&self) -> &'static [FieldSpec];

    /// Whether the object has the field, whatever the type of its value.
    fn has(&self, key: &str) -> bool;

    /// What there is no field for, and fields whose value has another type than theirs.
    fn extra(&self) -> &Object;

    /// Whether a key that is no field belongs to the object all the same.
    fn knows(&self, key: &str) -> bool {
        let _ = key;
        false
    }
}

/// Reads and writes a struct by a table of its fields' names, in canonical order. The struct has,
/// besides, `extra` and `source_order`. A field that is not in the table does not compile.
///
/// With `Name: "Word"`, the object's `Type` is that word, and stands first.
macro_rules! table {
    ($name:ident $(: $word:literal)? { $($key:literal => $field:ident,)+ }) => {
        impl $name {
            /// Reads the object. Whatever it holds, nothing is lost: what has no field here, or not
            /// the type of its field, is in `extra`.
            pub fn from_object(object: &stepwright_json::Object) -> Self {
                Self::read_object(object, $crate::json::Depth::default())
            }

            /// The object: fields in the order of the source, or in canonical order.
            pub fn to_object(&self) -> stepwright_json::Object {
                let Self { $($field,)+ extra, source_order } = self;
                let mut fields = Vec::new();
                $(fields.push(("Type", stepwright_json::Value::from($word)));)?
                $(if $crate::json::Slot::is_set($field, source_order.contains($key)) {
                    fields.push(($key, $crate::json::Slot::value($field)));
                })+
                source_order.arrange(fields, extra)
            }

            /// The object as a JSON value.
            pub fn to_value(&self) -> stepwright_json::Value {
                self.to_object().into()
            }

            pub(crate) fn read_object(
                object: &stepwright_json::Object,
                depth: $crate::json::Depth,
            ) -> Self {
                let mut it =
                    Self { source_order: $crate::json::SourceOrder::of(object), ..Self::default() };
                for (key, value) in object {
                    let known = match key {
                        $("Type" => value.as_str() == Some($word),)?
                        $($key => $crate::json::Slot::fill(&mut it.$field, value, depth),)+
                        _ => false,
                    };
                    if !known {
                        it.extra.insert(key, value.clone());
                    }
                }
                it
            }
        }

        impl $crate::json::Fields for $name {
            fn specs(&self) -> &'static [$crate::json::FieldSpec] {
                const fn expected<T: $crate::json::Slot>(
                    _: fn(&$name) -> &T,
                ) -> $crate::json::Expected {
                    T::EXPECTED
                }
                const {
                    &[$($crate::json::FieldSpec {
                        name: $key,
                        expected: expected(|it| &it.$field),
                    },)+]
                }
            }

            fn has(&self, key: &str) -> bool {
                let set = match key {
                    $($key => {
                        let in_source = self.source_order.contains($key);
                        $crate::json::Slot::is_set(&self.$field, in_source)
                    })+
                    _ => false,
                };
                set || self.extra.contains_key(key)
            }

            fn extra(&self) -> &stepwright_json::Object {
                &self.extra
            }
        }

        impl $crate::json::Field for $name {
            const EXPECTED: $crate::json::Expected = $crate::json::Expected::Object;

            fn read(
                value: &stepwright_json::Value,
                depth: $crate::json::Depth,
            ) -> Option<Self> {
                Some(Self::read_object(value.as_object()?, depth.deeper()?))
            }

            fn write(&self) -> stepwright_json::Value {
                self.to_value()
            }
        }
    };
}

pub(crate) use table;
