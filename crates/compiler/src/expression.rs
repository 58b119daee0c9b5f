//! [`Expression`]: a JSONata expression, parsed once and evaluated often.
//!
//! Owns what an expression sees and the texts of what goes wrong. The language itself is
//! `stepwright-jsonata`'s.

mod jsonata;
mod path;

use std::cell::Cell;
use std::fmt;

use stepwright_json::{Object, Value};

pub(crate) use self::jsonata::OutOfReach;
use crate::{EvaluationError, EvaluationErrorKind};

/// A parsed expression, with the field it stands in.
pub struct Expression {
    source: Box<str>,
    field: Box<str>,
    /// Most expressions only look something up.
    path: Option<path::Path>,
    parsed: jsonata::Parsed,
}

/// What an expression sees, in either language.
#[derive(Clone, Copy)]
pub struct Bindings<'a> {
    /// `$states.input`: the raw input of the state.
    pub input: &'a Value,
    /// What `$` is in JSONPath: what `InputPath` has let through, or the state's result.
    pub data: &'a Value,
    /// `$states.result`, where there is one.
    pub result: Option<&'a Value>,
    /// `$states.errorOutput`, in a catcher.
    pub error_output: Option<&'a Value>,
    /// `$states.context`, made only when somebody looks.
    pub context: &'a dyn Fn() -> Value,
    /// The variables, by name, as they were when the state was entered.
    pub variables: &'a Object,
    /// What `$now()` and `$millis()` tell, in milliseconds since 1970.
    pub now_millis: i64,
    /// Where `$random()` and `$uuid()` come from; it moves on as they are asked.
    pub seed: &'a Cell<u64>,
}

/// Why an evaluation ended without a value.
#[derive(Debug)]
enum Thrown {
    /// An error of the language, such as `T2001: The left side …`.
    Coded(String),
    /// A limit was reached. Such messages have no code.
    Uncoded(String),
    /// The value cannot be JSON: it is a function.
    Unsupported,
    /// The service's own error, and the name it gives to it.
    Internal(String),
}

impl Expression {
    /// Parses an expression: the text between `{%` and `%}`. `field` is its place in the state, such
    /// as `Output/total`.
    ///
    /// # Errors
    ///
    /// Where the text is no expression.
    pub fn parse(source: &str, field: impl Into<Box<str>>) -> Result<Self, SyntaxError> {
        let (path, parsed) = (path::Path::parse(source), jsonata::Parsed::parse(source)?);
        Ok(Self { source: source.into(), field: field.into(), path, parsed })
    }

    /// Evaluates it.
    ///
    /// # Errors
    ///
    /// Where it throws, returns nothing, or returns a function.
    pub fn evaluate(&self, bindings: &Bindings<'_>) -> Result<Value, EvaluationError> {
        if let Some(value) = self.path.as_ref().and_then(|it| it.find(bindings)) {
            return Ok(value.clone());
        }
        match self.parsed.evaluate(bindings) {
            Ok(Some(value)) => Ok(value),
            Ok(None) => Err(self.error(" returned nothing (undefined).")),
            Err(Thrown::Coded(it)) => Err(self.threw(". ", &it)),
            Err(Thrown::Uncoded(it)) => Err(self.threw(": ", &it)),
            Err(Thrown::Internal(name)) => {
                Err(self.error(&format!(" threw an internal error during evaluation. {name}")))
            }
            Err(Thrown::Unsupported) => Err(self.error(" returned an unsupported result type.")),
        }
    }

    /// What to say where the expression gave a value of the wrong type.
    pub fn unexpected_type(&self, expected: &str, value: &Value) -> EvaluationError {
        let actual = type_name(value);
        self.error(&format!(
            " returned an unexpected result type. Expected '{expected}', but was '{actual}' for \
             value: {value}"
        ))
    }

    /// The text between the delimiters.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The field it stands in, such as `Output/total`.
    pub fn field(&self) -> &str {
        &self.field
    }

    /// What it refers to and may not have, each once, in the order in which they are written.
    pub(crate) fn out_of_reach(&self) -> &[OutOfReach] {
        self.parsed.out_of_reach()
    }

    fn threw(&self, separator: &str, message: &str) -> EvaluationError {
        self.error(&format!(" threw an error during evaluation{separator}{message}"))
    }

    fn error(&self, ending: &str) -> EvaluationError {
        let Self { source, field, path: _, parsed: _ } = self;
        let cause =
            format!("The JSONata expression '{source}' specified for the field '{field}'{ending}");
        EvaluationError { kind: EvaluationErrorKind::Query, cause, location: Some(field.clone()) }
    }
}

impl fmt::Debug for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{% {} %}}", self.source)
    }
}

impl fmt::Debug for Bindings<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { input, data, result, error_output, context: _, variables, now_millis, seed } =
            self;
        f.debug_struct("Bindings")
            .field("input", input)
            .field("data", data)
            .field("result", result)
            .field("error_output", error_output)
            .field("variables", variables)
            .field("now_millis", now_millis)
            .field("seed", seed)
            .finish_non_exhaustive()
    }
}

/// A text that is no expression.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct SyntaxError {
    message: String,
    code: &'static str,
}

impl SyntaxError {
    /// JSONata's own code, such as `S0201`.
    pub fn code(&self) -> &'static str {
        self.code
    }
}

/// The type of a value, as JSONata names it.
fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}
