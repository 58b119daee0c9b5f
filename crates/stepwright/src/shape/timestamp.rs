//! [`Timestamp`]: a moment, as Step Functions writes it.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Kind, NoFields, Shape};
use crate::node::NodeRef;

/// A moment in RFC 3339, such as `2026-11-25T03:00:00Z`: what `wait_until` takes and the context
/// object gives.
///
/// It is text on the way; comparisons in an expression go by the instant.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Timestamp(#[schemars(extend("format" = "date-time"))] String);

impl Timestamp {
    /// A moment from its text, which is not looked into.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Shape for Timestamp {
    type Fields = NoFields;
    const KIND: Kind = Kind::Scalar;
    fn fields(_: NodeRef) -> NoFields {
        NoFields
    }
}
