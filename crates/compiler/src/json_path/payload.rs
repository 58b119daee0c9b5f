//! [`Payload`]: a payload template, with what the service says where it gives nothing.

use std::fmt;

use stepwright_json::Value;
use stepwright_jsonpath::{
    EvaluateError, IntrinsicError, IntrinsicErrorKind, Missing, ParseError, PayloadTemplate,
    Randomness, TemplateError,
};

use super::{TOO_MANY, in_scope};
use crate::{Bindings, EvaluationError, EvaluationErrorKind};

/// A payload template: `Parameters`, `ResultSelector`, `ItemSelector` and their like.
#[derive(Clone)]
pub struct Payload(PayloadTemplate);

impl Payload {
    /// Compiles a template.
    pub(crate) fn compile(template: &Value) -> Result<Self, ParseError> {
        PayloadTemplate::compile(template).map(Self)
    }

    /// Compiles a path, or a call of an intrinsic function, that is all of a field.
    pub(crate) fn expression(field: &str, text: &str) -> Result<Self, ParseError> {
        PayloadTemplate::expression(field, text).map(Self)
    }

    /// The value that it stands for, where nothing in it is evaluated.
    pub(crate) fn as_constant(&self) -> Option<&Value> {
        self.0.as_constant()
    }

    /// The value.
    ///
    /// # Errors
    ///
    /// Where a path leads nowhere, or a function cannot work with what it is given.
    pub fn evaluate(&self, bindings: &Bindings<'_>) -> Result<Value, EvaluationError> {
        let mut chance = Randomness::seeded(bindings.seed.get());
        let value = in_scope(bindings, |scope| {
            self.0.evaluate(scope, &mut chance).map_err(|error| told(error, bindings))
        });
        bindings.seed.set(u64::from(chance.next_u32()) << 32 | u64::from(chance.next_u32()));
        value
    }
}

/// An error in the service's words.
fn told(error: TemplateError, bindings: &Bindings<'_>) -> EvaluationError {
    match error {
        TemplateError::Path { source: EvaluateError::TooMany { path }, .. } => {
            EvaluationError::runtime(format!("Invalid path '{path}' : {TOO_MANY}"))
        }
        TemplateError::Path { field, path, source } => {
            let input = looked_at(&source, bindings);
            EvaluationError::runtime(format!(
                "The JSONPath '{path}' specified for the field '{field}' could not be found in the input '{input}'"
            ))
        }
        TemplateError::Intrinsic(IntrinsicError { call, kind }) => {
            let had = format!("The function '{call}' had the following error: ");
            match kind {
                IntrinsicErrorKind::Argument { path, source } => {
                    EvaluationError::runtime(had + &no_argument(&path, &source, bindings))
                }
                IntrinsicErrorKind::Failed(why) => {
                    EvaluationError::of_json_path(EvaluationErrorKind::Intrinsic, had + &why)
                }
            }
        }
    }
}

fn no_argument(path: &str, error: &EvaluateError, bindings: &Bindings<'_>) -> String {
    if let EvaluateError::Missing { missing: missing @ Missing::NotAnArray { .. }, .. } = error {
        // Measured: what the service's library says of an index comes through as it is.
        return missing.to_string();
    }
    if let EvaluateError::TooMany { .. } = error {
        return TOO_MANY.to_owned();
    }
    let input = looked_at(error, bindings);
    format!(
        "The JsonPath argument for the field '{path}' could not be found in the input '{input}'"
    )
}

/// What a path was looked for in.
fn looked_at(error: &EvaluateError, bindings: &Bindings<'_>) -> Value {
    match error {
        EvaluateError::Missing { path, .. } if path.starts_with("$$") => (bindings.context)(),
        EvaluateError::Missing { .. }
        | EvaluateError::TooMany { .. }
        | EvaluateError::Variable { .. }
        | EvaluateError::Function { .. } => bindings.data.clone(),
    }
}

impl fmt::Debug for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
