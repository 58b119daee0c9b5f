//! [`PayloadTemplate`]: JSON with paths and calls in it, compiled once.

use std::sync::Arc;

use stepwright_json::{Object, Value};
use thiserror::Error;

use crate::error::{EvaluateError, ParseError};
use crate::intrinsic::{Intrinsic, IntrinsicError, Randomness};
use crate::path::Path;
use crate::scope::Scope;

/// A payload template: `Parameters`, `ResultSelector`, `ItemSelector`, `Assign` and their like.
///
/// The value of every key that ends in `.$` is a path or a call of an intrinsic function; all else
/// stands as it is, and is shared, never rebuilt.
///
/// ```
/// use stepwright_json::json;
/// use stepwright_jsonpath::{PayloadTemplate, Randomness, Scope};
///
/// let template = PayloadTemplate::compile(&json!({
///     "bucket": "asteroids",
///     "key.$": "States.Format('{}.csv', $.name)",
/// }))?;
/// let input = json!({ "name": "benner" });
/// let mut chance = Randomness::seeded(7);
/// assert_eq!(
///     template.evaluate(&Scope::of(&input), &mut chance)?,
///     json!({ "bucket": "asteroids", "key": "benner.csv" })
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct PayloadTemplate(Part);

#[derive(Debug, Clone)]
enum Part {
    /// Nothing in it is evaluated.
    Constant(Value),
    Object(Vec<(Arc<str>, Part)>),
    Array(Vec<Part>),
    Path {
        field: Arc<str>,
        path: Path,
    },
    Call {
        call: Box<Intrinsic>,
    },
}

/// A template gives nothing.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TemplateError {
    /// A path in it leads nowhere.
    #[error("`{path}` in `{field}`: {source}")]
    Path {
        /// The key, with its `.$`.
        field: String,
        /// The path.
        path: String,
        /// Why.
        source: EvaluateError,
    },
    /// A call in it fails.
    #[error(transparent)]
    Intrinsic(#[from] IntrinsicError),
}

impl PayloadTemplate {
    /// Compiles a template.
    ///
    /// # Errors
    ///
    /// Where the value of a `.$` key is not a text, not a path and not a call, or a key stands both
    /// with and without its `.$`.
    pub fn compile(template: &Value) -> Result<Self, ParseError> {
        part(template).map(Self)
    }

    /// Compiles what the value of a `.$` key is by itself: a path, or a call of an intrinsic
    /// function. `field` is what errors call the place.
    ///
    /// ```
    /// use stepwright_json::json;
    /// use stepwright_jsonpath::{PayloadTemplate, Randomness, Scope};
    ///
    /// let cause = PayloadTemplate::expression("CausePath", "States.Format('no {}', $.what)")?;
    /// let input = json!({ "what": "orbit" });
    /// let cause = cause.evaluate(&Scope::of(&input), &mut Randomness::seeded(7))?;
    /// assert_eq!(cause, json!("no orbit"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Where the text is neither.
    pub fn expression(field: &str, text: &str) -> Result<Self, ParseError> {
        expression(field, text).map(Self)
    }

    /// The value that the template stands for, where nothing in it is evaluated.
    pub fn as_constant(&self) -> Option<&Value> {
        if let Part::Constant(it) = &self.0 { Some(it) } else { None }
    }

    /// The paths in it, those among the arguments of calls too, in the order of the text.
    ///
    /// ```
    /// use stepwright_json::json;
    /// use stepwright_jsonpath::PayloadTemplate;
    ///
    /// let template = PayloadTemplate::compile(&json!({
    ///     "a.$": "$.order.id",
    ///     "b": ["$.constant", { "c.$": "States.Array($$.Execution.Id, $limit)" }],
    /// }))?;
    /// let paths: Vec<&str> = template.paths().iter().map(|it| it.as_str()).collect();
    /// assert_eq!(paths, ["$.order.id", "$$.Execution.Id", "$limit"]);
    /// # Ok::<(), stepwright_jsonpath::ParseError>(())
    /// ```
    pub fn paths(&self) -> Vec<&Path> {
        let mut acc = Vec::new();
        paths(&self.0, &mut acc);
        acc
    }

    /// The JSON that the template stands for.
    ///
    /// # Errors
    ///
    /// Where a path leads nowhere or a call fails.
    pub fn evaluate(
        &self,
        scope: &Scope<'_>,
        chance: &mut Randomness,
    ) -> Result<Value, TemplateError> {
        evaluate(&self.0, scope, chance)
    }
}

fn paths<'t>(part: &'t Part, acc: &mut Vec<&'t Path>) {
    match part {
        Part::Constant(_) => {}
        Part::Object(fields) => fields.iter().for_each(|(_, it)| paths(it, acc)),
        Part::Array(items) => items.iter().for_each(|it| paths(it, acc)),
        Part::Path { path, .. } => acc.push(path),
        Part::Call { call } => acc.extend(call.paths()),
    }
}

fn part(template: &Value) -> Result<Part, ParseError> {
    match template {
        Value::Object(object) => {
            let mut parts = Vec::with_capacity(object.len());
            for (key, value) in object {
                parts.push(field(object, key, value)?);
            }
            if parts.iter().all(|(_, it)| matches!(it, Part::Constant(_))) {
                return Ok(Part::Constant(template.clone()));
            }
            Ok(Part::Object(parts))
        }
        Value::Array(items) => {
            let parts = items.iter().map(part).collect::<Result<Vec<_>, _>>()?;
            if parts.iter().all(|it| matches!(it, Part::Constant(_))) {
                return Ok(Part::Constant(template.clone()));
            }
            Ok(Part::Array(parts))
        }
        _ => Ok(Part::Constant(template.clone())),
    }
}

fn field(object: &Object, key: &str, value: &Value) -> Result<(Arc<str>, Part), ParseError> {
    let Some(name) = key.strip_suffix(".$") else { return Ok((key.into(), part(value)?)) };
    let refuse = |message: String| ParseError { message, text: value.to_string(), at: 1 };
    if object.contains_key(name) {
        return Err(refuse(format!("`{name}` stands twice, with and without `.$`")));
    }
    let text = value.as_str().ok_or_else(|| refuse(malformed(key)))?;
    Ok((name.into(), expression(key, text)?))
}

fn expression(field: &str, text: &str) -> Result<Part, ParseError> {
    let refuse = |error: ParseError| ParseError { message: malformed(field), ..error };
    if text.starts_with('$') {
        let path = Path::parse(text).map_err(refuse)?;
        return Ok(Part::Path { field: field.into(), path });
    }
    let call = Intrinsic::parse(text).map_err(refuse)?;
    Ok(Part::Call { call: Box::new(call) })
}

/// The service's own words.
fn malformed(field: &str) -> String {
    format!(
        "The value for the field '{field}' must be a valid JSONPath or a valid intrinsic function call"
    )
}

fn evaluate(
    part: &Part,
    scope: &Scope<'_>,
    chance: &mut Randomness,
) -> Result<Value, TemplateError> {
    Ok(match part {
        Part::Constant(value) => value.clone(),
        Part::Object(fields) => {
            let mut object = Vec::with_capacity(fields.len());
            for (key, part) in fields {
                object.push((Arc::clone(key), evaluate(part, scope, chance)?));
            }
            Value::Object(object.into_iter().collect())
        }
        Part::Array(parts) => {
            let mut items = Vec::with_capacity(parts.len());
            for part in parts {
                items.push(evaluate(part, scope, chance)?);
            }
            Value::from(items)
        }
        Part::Path { field, path } => path.evaluate(scope).map_err(|source| {
            TemplateError::Path { field: field.to_string(), path: path.as_str().to_owned(), source }
        })?,
        Part::Call { call } => call.evaluate(scope, chance)?,
    })
}
