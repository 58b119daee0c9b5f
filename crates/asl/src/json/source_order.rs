//! [`SourceOrder`]: the order in which an author wrote an object's fields.

use std::fmt;

use stepwright_json::{Object, Value};

/// The order in which an author wrote the fields of an object, so that writing it gives them back in
/// that order. The default is no order: then they are written in the canonical one.
///
/// It has no meaning, so any two are equal. A field that is set later and was not in the source is
/// written after the field that comes before it canonically.
#[derive(Clone, Default)]
pub struct SourceOrder(
    // The object itself: sharing it costs a pointer, a list of its keys would cost each key.
    // Only its keys are ever looked at.
    Option<Object>,
);

impl SourceOrder {
    pub(crate) fn of(object: &Object) -> Self {
        Self(Some(object.clone()))
    }

    /// Whether the source had this key; `None` where there was no source.
    pub(crate) fn contains(&self, key: &str) -> Option<bool> {
        self.0.as_ref().map(|it| it.contains_key(key))
    }

    /// Puts fields, given in the canonical order, into the order of the source.
    pub(crate) fn arrange<'a>(
        &self,
        mut fields: Vec<(&'a str, Value)>,
        extra: &'a Object,
    ) -> Object {
        fields.extend(extra.iter().map(|(key, value)| (key, value.clone())));
        let Some(source) = &self.0 else { return fields.into_iter().collect() };
        let canonical: Object = fields.iter().map(|(key, value)| (*key, value.clone())).collect();
        let mut keys: Vec<&str> = source.keys().filter(|it| canonical.contains_key(it)).collect();
        if keys.len() < canonical.len() {
            let mut before: Option<&str> = None;
            for (key, _) in &fields {
                if !source.contains_key(key) {
                    let at = before.and_then(|it| keys.iter().position(|key| *key == it));
                    keys.insert(at.map_or(0, |it| it + 1), key);
                }
                before = Some(key);
            }
        }
        keys.into_iter().filter_map(|key| Some((key, canonical.get(key)?.clone()))).collect()
    }
}

impl PartialEq for SourceOrder {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl fmt::Debug for SourceOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "AsWritten" } else { "Canonical" })
    }
}
