//! The evaluator: the crate `jsonata-core`, behind [`Evaluate`].
//!
//! Owns the border: shared values become the crate's own on the way in, and back on the way out.
//! Only what an expression names crosses.

use indexmap::IndexMap;
use jsonata_core::ast::AstNode;
use jsonata_core::evaluator::{Context, Evaluator, EvaluatorError, EvaluatorOptions};
use jsonata_core::parser;
use jsonata_core::value::JValue;
use stepwright_json::{Array, Number, Object, Value};

use super::{Bindings, Evaluate, SyntaxError, Thrown};

/// How deep an evaluation may nest, by AWS's measured limit.
const DEPTH_MAX: usize = 100;
/// How long a sequence may get: AWS's bound on a value of 6,990,256 bytes, at 8 for a number.
const SEQUENCE_LENGTH_MAX: usize = 873_782;
/// How long an evaluation may take, by AWS's documentation.
const MILLISECONDS_MAX: u64 = 1_000;

/// What AWS says where an evaluation nests too deeply.
const TOO_DEEP: &str = "Stack overflow error: Check for non-terminating recursive function. \
                        Consider rewriting as tail-recursive";
/// What AWS says where a value grows too large.
const TOO_LARGE: &str =
    "Expression evaluation memory limit exceeded: Check for excessive memory usage";
/// What AWS says where an evaluation takes too long.
// UNVERIFIED: the text is inferred from the library that the service builds on.
const TOO_LONG: &str = "Expression evaluation timeout: Check for infinite loop";

#[derive(Debug)]
struct Parsed {
    tree: AstNode,
    reads: Reads,
}

/// Parses an expression.
pub(super) fn parse(source: &str) -> Result<Box<dyn Evaluate>, SyntaxError> {
    let tree = parser::parse(source).map_err(|it| SyntaxError { message: it.to_string() })?;
    Ok(Box::new(Parsed { tree, reads: Reads::of(source) }))
}

impl Evaluate for Parsed {
    fn evaluate(&self, bindings: &Bindings<'_>) -> Result<Option<Value>, Thrown> {
        let mut context = Context::new();
        if self.reads.states.any() {
            context.bind("states".to_owned(), self.reads.states.object(bindings));
        }
        for name in &self.reads.variables {
            if let Some(value) = bindings.variables.get(name) {
                context.bind(name.to_string(), inward(value));
            }
        }
        let options = EvaluatorOptions {
            timeout_ms: Some(MILLISECONDS_MAX),
            max_stack_depth: Some(DEPTH_MAX),
            max_sequence_length: Some(SEQUENCE_LENGTH_MAX),
            ..EvaluatorOptions::default()
        };
        let mut evaluator = Evaluator::with_options(context, options);
        let result = evaluator.evaluate(&self.tree, &JValue::Undefined).map_err(thrown)?;
        outward(&result)
    }
}

/// What an expression may look at. Read off the text: too much is harmless, too little is not.
#[derive(Debug, Default)]
struct Reads {
    states: States,
    variables: Vec<Box<str>>,
}

/// The members of `$states` that an expression may look at.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "one for each member")]
struct States {
    input: bool,
    result: bool,
    error_output: bool,
    context: bool,
}

impl Reads {
    fn of(source: &str) -> Self {
        let mut reads = Self::default();
        for (at, _) in source.match_indices('$') {
            let rest = source.get(at + 1..).unwrap_or_default();
            let name = word(rest);
            if name == "states" {
                reads.states.add(rest.get(name.len()..).unwrap_or_default());
            } else if !name.is_empty() && !reads.variables.iter().any(|it| it.as_ref() == name) {
                reads.variables.push(name.into());
            }
        }
        reads
    }
}

impl States {
    /// Notes the member that `rest`, what follows `$states`, begins with.
    fn add(&mut self, rest: &str) {
        match rest.trim_start().strip_prefix('.').map(|it| word(it.trim_start())) {
            Some("input") => self.input = true,
            Some("result") => self.result = true,
            Some("errorOutput") => self.error_output = true,
            Some("context") => self.context = true,
            _ => *self = Self { input: true, result: true, error_output: true, context: true },
        }
    }

    fn any(&self) -> bool {
        let Self { input, result, error_output, context } = self;
        *input || *result || *error_output || *context
    }

    fn object(&self, bindings: &Bindings<'_>) -> JValue {
        let mut states = IndexMap::new();
        if self.input {
            states.insert("input".to_owned(), inward(bindings.input));
        }
        if let Some(result) = bindings.result.filter(|_| self.result) {
            states.insert("result".to_owned(), inward(result));
        }
        if let Some(error_output) = bindings.error_output.filter(|_| self.error_output) {
            states.insert("errorOutput".to_owned(), inward(error_output));
        }
        if self.context {
            states.insert("context".to_owned(), inward(&(bindings.context)()));
        }
        JValue::object(states)
    }
}

/// The letters, digits and underscores that a text begins with.
fn word(text: &str) -> &str {
    let end = text.find(|it: char| !it.is_alphanumeric() && it != '_').unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

fn inward(value: &Value) -> JValue {
    match value {
        Value::Null => JValue::Null,
        Value::Bool(it) => JValue::Bool(*it),
        Value::Number(it) => JValue::Number(it.as_f64()),
        Value::String(it) => JValue::string(it.as_ref()),
        Value::Array(it) => JValue::array(it.iter().map(inward).collect()),
        Value::Object(it) => {
            JValue::object(it.iter().map(|(key, value)| (key.to_owned(), inward(value))).collect())
        }
    }
}

/// A result as JSON; `None` for nothing. Within arrays and objects, functions are left out.
fn outward(value: &JValue) -> Result<Option<Value>, Thrown> {
    Ok(Some(match value {
        JValue::Undefined => return Ok(None),
        JValue::Lambda(_) | JValue::Builtin { .. } | JValue::Regex { .. } => {
            return Err(Thrown::Unsupported);
        }
        JValue::Null => Value::Null,
        JValue::Bool(it) => Value::Bool(*it),
        JValue::Number(it) => number(*it),
        JValue::String(it) => Value::from(it.as_ref()),
        JValue::Array(items) => {
            let mut values = Vec::with_capacity(items.len());
            for item in items {
                values.extend(outward(item)?);
            }
            Value::Array(Array::from(values))
        }
        JValue::Object(fields) => {
            let mut object = Vec::with_capacity(fields.len());
            for (key, field) in fields.iter() {
                object.extend(outward(field)?.map(|it| (key.as_str(), it)));
            }
            Value::Object(object.into_iter().collect::<Object>())
        }
    }))
}

/// A double as a number: an integer where it is one, a text where JSON has no word for it.
#[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "within 53 bits")]
fn number(it: f64) -> Value {
    const EXACT_MAX: f64 = 9_007_199_254_740_992.0;
    if it.is_nan() {
        return "NaN".into();
    }
    if it.is_infinite() {
        return if it > 0.0 { "Infinity" } else { "-Infinity" }.into();
    }
    if it.fract() == 0.0 && it.abs() <= EXACT_MAX {
        return Value::Number(Number::Int(it as i64));
    }
    Number::from_f64(it).map_or(Value::Null, Value::Number)
}

fn thrown(error: EvaluatorError) -> Thrown {
    match error.code() {
        Some("D1011" | "U1001") => Thrown::Uncoded(TOO_DEEP.to_owned()),
        Some("D1012") => Thrown::Uncoded(TOO_LONG.to_owned()),
        Some("D2014" | "D2015") => Thrown::Uncoded(TOO_LARGE.to_owned()),
        // The crate adds what was called; the language does not.
        Some("T1006") => Thrown::Coded("T1006: Attempted to invoke a non-function".to_owned()),
        Some(_) => Thrown::Coded(error.message().to_owned()),
        None => Thrown::Uncoded(error.message().to_owned()),
    }
}
