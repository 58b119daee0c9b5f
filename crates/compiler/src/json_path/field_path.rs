//! [`FieldPath`]: a field whose name ends in `Path`, and which says where a value stands.

use std::sync::Arc;

use stepwright_json::Value;
use stepwright_jsonpath::{ReferencePath, Root};

use super::{in_scope, invalid_path};
use crate::{Bindings, EvaluationError};

/// A field such as `TimeoutSecondsPath` or `ItemsPath`.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldPath {
    field: &'static str,
    path: ReferencePath,
}

impl FieldPath {
    pub(crate) fn new(field: &'static str, path: ReferencePath) -> Self {
        Self { field, path }
    }

    /// The field's name.
    pub fn field(&self) -> &'static str {
        self.field
    }

    /// The path, as the definition has it.
    pub fn as_str(&self) -> &str {
        self.path.as_str()
    }

    /// The path, as texts about array items have it: one into the context object looks like one into
    /// the data. Recorded.
    pub fn as_reference(&self) -> &str {
        let text = self.path.as_str();
        match self.path.root() {
            Root::Context => text.strip_prefix('$').unwrap_or(text),
            Root::Data | Root::Variable(_) => text,
        }
    }

    /// The value, where there is one.
    pub fn find(&self, bindings: &Bindings<'_>) -> Option<Value> {
        in_scope(bindings, |scope| self.path.read(scope)).ok()
    }

    /// The value.
    ///
    /// # Errors
    ///
    /// Where there is none.
    pub fn value(&self, bindings: &Bindings<'_>) -> Result<Value, EvaluationError> {
        in_scope(bindings, |scope| self.path.read(scope))
            .map_err(|error| invalid_path(self.path.as_str(), &error))
    }

    /// The value as a whole number. Measured: it is read from its text, so that `"2"` is one and
    /// `2.0` is none.
    ///
    /// # Errors
    ///
    /// Where there is none.
    pub fn integer(&self, bindings: &Bindings<'_>) -> Result<i64, EvaluationError> {
        let text = text_of(self.value(bindings)?);
        text.parse().map_err(|_| self.no_number("integer", &text))
    }

    /// The value as a number.
    ///
    /// # Errors
    ///
    /// Where there is none.
    pub fn float(&self, bindings: &Bindings<'_>) -> Result<f64, EvaluationError> {
        let text = text_of(self.value(bindings)?);
        let number = text.parse().ok().filter(|it: &f64| it.is_finite());
        number.ok_or_else(|| self.no_number("float", &text))
    }

    fn no_number(&self, expected: &str, text: &str) -> EvaluationError {
        let Self { field, path } = self;
        EvaluationError::runtime(format!(
            "The {field} field refers to value \"{text}\" which is not a valid {expected}: {path}"
        ))
    }
}

/// A text as it is; anything else as JSON.
fn text_of(value: Value) -> Arc<str> {
    if let Value::String(text) = value { text } else { value.to_string().into() }
}
