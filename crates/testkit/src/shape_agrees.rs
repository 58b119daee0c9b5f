//! [`shape_agrees`]: whether a contract type is the same to all who read it.
//!
//! The guard against a serde attribute that one derive reads otherwise than another.

use std::collections::BTreeSet;

use schemars::{JsonSchema, SchemaGenerator};
use serde::Serialize;
use stepwright::Shape;

/// Checks that the keys that `Shape` knows, the keys that serde writes and the properties of the
/// schema are the same.
///
/// ```
/// use schemars::JsonSchema;
/// use serde::{Deserialize, Serialize};
/// use stepwright::Shape;
/// use stepwright_testkit::shape_agrees;
///
/// #[derive(Serialize, Deserialize, JsonSchema, Shape)]
/// #[serde(rename_all = "camelCase")]
/// struct Chunk { first_row: u64, last_row: u64 }
///
/// shape_agrees(Chunk { first_row: 0, last_row: 9 })?;
/// # Ok::<(), stepwright_testkit::ShapeMismatch>(())
/// ```
///
/// # Errors
///
/// Where they are not, or where the sample has no JSON form.
pub fn shape_agrees<T: Shape + Serialize + JsonSchema>(sample: T) -> Result<(), ShapeMismatch> {
    let of = std::any::type_name::<T>();
    let written =
        serde_json::to_value(&sample).map_err(|source| ShapeMismatch::Sample { of, source })?;
    let written = keys(written.as_object());
    let schema = SchemaGenerator::default().into_root_schema_for::<T>();
    let described = keys(schema.get("properties").and_then(serde_json::Value::as_object));
    let shaped: BTreeSet<String> = T::keys().iter().map(|it| it.name.to_owned()).collect();
    let required: BTreeSet<String> =
        T::keys().iter().filter(|it| !it.optional).map(|it| it.name.to_owned()).collect();
    let agree = shaped == described && written.is_subset(&shaped) && required.is_subset(&written);
    if agree { Ok(()) } else { Err(ShapeMismatch::Keys { of, shaped, written, described }) }
}

fn keys(object: Option<&serde_json::Map<String, serde_json::Value>>) -> BTreeSet<String> {
    object.into_iter().flat_map(serde_json::Map::keys).cloned().collect()
}

/// A contract type that is not the same to all who read it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ShapeMismatch {
    /// The sample has no JSON form.
    #[error("the sample of `{of}` has no JSON form")]
    Sample {
        /// The type.
        of: &'static str,
        /// Why.
        source: serde_json::Error,
    },
    /// The keys differ.
    #[error(
        "the keys of `{of}` differ: `Shape` knows {shaped:?}, serde writes {written:?}, the schema \
         has {described:?}; an attribute is read in two ways"
    )]
    Keys {
        /// The type.
        of: &'static str,
        /// What `Shape` knows.
        shaped: BTreeSet<String>,
        /// What serde writes of the sample.
        written: BTreeSet<String>,
        /// What the schema has.
        described: BTreeSet<String>,
    },
}
