//! [`ReferencePath`]: a path that points at one place, for reading and for writing.

use std::fmt;
use std::sync::Arc;

use stepwright_json::{Array, Object, Value};
use thiserror::Error;

use crate::ast::Step;
use crate::error::{EvaluateError, ParseError};
use crate::path::{Path, Root};
use crate::scope::Scope;

/// A path that points at one place: `ResultPath`, `Variable`, and the fields whose names end in
/// `Path`.
///
/// ```
/// use stepwright_json::json;
/// use stepwright_jsonpath::ReferencePath;
///
/// let path = ReferencePath::parse("$.benner.rows")?;
/// let input = json!({ "bucket": "asteroids" });
/// let output = path.write(&input, json!(9726))?;
/// assert_eq!(output, json!({ "bucket": "asteroids", "benner": { "rows": 9726 } }));
/// assert!(ReferencePath::parse("$.a[*]").is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct ReferencePath(Path);

/// A result has no place in the data.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("unable to apply `{path}` to `{value}`")]
pub struct WriteError {
    /// The path.
    pub path: String,
    /// What stood in the way, as compact JSON.
    pub value: String,
}

impl ReferencePath {
    /// Parses a path.
    ///
    /// # Errors
    ///
    /// Where the text is not a path, or may point at more than one place. The words are the
    /// service's where they are known.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        let refuse = |why: &str| ParseError {
            message: if why.is_empty() {
                "Value is not a Reference Path".to_owned()
            } else {
                format!("Value is not a Reference Path: {why}")
            },
            text: text.to_owned(),
            at: 1,
        };
        if !text.starts_with('$') {
            return Err(refuse("Reference path didn't start with '$'"));
        }
        let path = Path::parse(text).map_err(|error| {
            let at_bracket = text.chars().nth(error.at.saturating_sub(2)) == Some('[');
            if at_bracket { refuse("'[' must be followed by ' or '[") } else { refuse("") }
        })?;
        let single = |step: &Step| matches!(step, Step::Key(_) | Step::Index(_));
        if !path.steps.iter().all(single) {
            return Err(refuse(""));
        }
        Ok(Self(path))
    }

    /// The text it was parsed from.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Where it begins.
    pub fn root(&self) -> &Root {
        self.0.root()
    }

    /// Whether it is the root alone.
    pub fn is_root(&self) -> bool {
        self.0.steps.is_empty()
    }

    /// The value it points at.
    ///
    /// # Errors
    ///
    /// Where there is nothing.
    pub fn read(&self, scope: &Scope<'_>) -> Result<Value, EvaluateError> {
        self.0.evaluate_strictly(scope, true)
    }

    /// `value` with a result put where the path points. Copies only the spine; objects that are
    /// missing on the way are made. An index points at an item that is there.
    ///
    /// # Errors
    ///
    /// Where something other than an object stands in the way, or an index points past the end.
    pub fn write(&self, value: &Value, result: Value) -> Result<Value, WriteError> {
        let mut value = value.clone();
        self.put(&self.0.steps, &mut value, result)?;
        Ok(value)
    }

    fn put(&self, steps: &[Step], slot: &mut Value, result: Value) -> Result<(), WriteError> {
        let Some((step, rest)) = steps.split_first() else {
            *slot = result;
            return Ok(());
        };
        match (step, &mut *slot) {
            (Step::Key(key), Value::Object(object)) => {
                if let Some(inner) = object.get_mut(key) {
                    return self.put(rest, inner, result);
                }
                let mut inner = Value::Object(Object::new());
                self.put(rest, &mut inner, result)?;
                object.insert(Arc::clone(key), inner);
                Ok(())
            }
            (Step::Index(index), Value::Array(array)) => {
                let refused = self.refuse(array);
                let at = usize::try_from(*index).ok();
                match at.and_then(|at| array.make_mut().get_mut(at)) {
                    Some(inner) => self.put(rest, inner, result),
                    None => Err(refused),
                }
            }
            _ => Err(WriteError { path: self.as_str().to_owned(), value: slot.to_string() }),
        }
    }

    fn refuse(&self, array: &Array) -> WriteError {
        let value = Value::Array(array.clone()).to_string();
        WriteError { path: self.as_str().to_owned(), value }
    }
}

impl fmt::Display for ReferencePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
