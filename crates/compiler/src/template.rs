//! [`Template`]: a JSON value with expressions in it, compiled once.
//!
//! Owns which parts are constant. A part without an expression is one shared value, however large.

use std::sync::Arc;

use stepwright_json::{Array, Object, Value};

use crate::{Bindings, EvaluationError, Expression, Payload};

/// A JSON value with expressions in it.
#[derive(Debug)]
pub enum Template {
    /// A value that needs no evaluation, and is shared by all who get it.
    Constant(Value),
    /// A value that an expression gives.
    Expression(Expression),
    /// In JSONPath: a payload template with a path or a call somewhere in it.
    Payload(Payload),
    /// An object with an expression somewhere below.
    Object(Vec<(Arc<str>, Template)>),
    /// An array with an expression somewhere below.
    Array(Vec<Template>),
}

impl Template {
    /// The value, with each expression's result in its place.
    ///
    /// # Errors
    ///
    /// Where an expression fails or returns nothing: the first in order.
    pub fn evaluate(&self, bindings: &Bindings<'_>) -> Result<Value, EvaluationError> {
        match self {
            Self::Constant(it) => Ok(it.clone()),
            Self::Expression(it) => it.evaluate(bindings),
            Self::Payload(it) => it.evaluate(bindings),
            Self::Object(fields) => {
                let field =
                    |(key, it): &(Arc<str>, Self)| Ok((key.clone(), it.evaluate(bindings)?));
                Ok(Value::Object(fields.iter().map(field).collect::<Result<Object, _>>()?))
            }
            Self::Array(items) => {
                let values = items.iter().map(|it| it.evaluate(bindings));
                Ok(Value::Array(values.collect::<Result<Array, _>>()?))
            }
        }
    }

    /// The constant that the template is, where it has no expression.
    pub fn as_constant(&self) -> Option<&Value> {
        if let Self::Constant(it) = self { Some(it) } else { None }
    }
}
