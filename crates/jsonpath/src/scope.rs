//! [`Scope`]: the data that paths are read from.

use std::fmt;

use stepwright_json::Value;

/// The data that a path can begin at.
///
/// ```
/// use stepwright_json::json;
/// use stepwright_jsonpath::{Path, Scope};
///
/// let (data, limit) = (json!({ "n": 1 }), json!(5));
/// let variable = |name: &str| (name == "limit").then(|| limit.clone());
/// let scope = Scope { variable: &variable, ..Scope::of(&data) };
/// assert_eq!(Path::parse("$limit")?.evaluate(&scope)?, json!(5));
/// assert_eq!(Path::parse("$.n")?.evaluate(&scope)?, json!(1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy)]
pub struct Scope<'a> {
    /// What `$` is.
    pub data: &'a Value,
    /// What `$$` is, made only when a path begins there.
    pub context: &'a dyn Fn() -> Value,
    /// What `$name` is.
    pub variable: &'a dyn Fn(&str) -> Option<Value>,
}

impl<'a> Scope<'a> {
    /// Data alone: no context object, no variables.
    pub fn of(data: &'a Value) -> Self {
        Self { data, context: &|| Value::Null, variable: &|_| None }
    }

    /// The same scope around other data.
    #[must_use]
    pub fn with_data(self, data: &'a Value) -> Self {
        Self { data, ..self }
    }
}

impl fmt::Debug for Scope<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scope").field("data", self.data).finish_non_exhaustive()
    }
}
