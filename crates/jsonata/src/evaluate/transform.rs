//! `|pattern|update,delete|`: a copy of a value in which what the pattern finds is changed.

use std::rc::Rc;

use stepwright_json::{Array, Object, Value};

use super::{Evaluator, Fallible, Frame};
use crate::ast::Transform;
use crate::error::EvaluateError;
use crate::value::{DEPTH_MAX, Outer, Val, View, made};

/// How many changes are looked at for one step.
const CHANGES_PER_STEP: usize = 64;

/// What happens to one object.
struct Change {
    object: Object,
    update: Option<Object>,
    delete: Vec<String>,
}

impl Evaluator<'_> {
    pub(super) fn transform(
        &mut self,
        transform: &Transform,
        value: Val,
        frame: &Rc<Frame>,
    ) -> Fallible {
        if value.is_undef() {
            return Ok(value);
        }
        if !value.is_array() && !value.is_object() {
            let text = "Argument 1 of function \"lambda\" does not match function signature";
            return Err(EvaluateError::new("T0410", text));
        }
        // Every object of the copy is one of its own, so that each can be told from the others.
        let copy = self.distinct(&value.json(Outer::Plain), 0)?;
        let matches = self.evaluate(&transform.pattern, View::Json(&copy), frame)?;
        let mut changes = Vec::new();
        for found in matches.items() {
            let Val::Json(Value::Object(object)) = &found else { continue };
            let update = match self.evaluate(&transform.update, View::of(&found), frame)? {
                Val::Undef => None,
                Val::Json(Value::Object(it)) => Some(it),
                it if it.is_object() => match it.json(Outer::Plain) {
                    Value::Object(it) => Some(it),
                    _ => None,
                },
                it => {
                    let text = format!(
                        "The insert/update clause of the transform expression must evaluate to an object: {it:?}"
                    );
                    return Err(EvaluateError::new("T2011", text).at(transform.update.end, "|"));
                }
            };
            let mut delete = Vec::new();
            if let Some(node) = &transform.delete {
                let keys = self.evaluate(node, View::of(&found), frame)?;
                for key in keys.items() {
                    let Some(key) = key.as_str() else {
                        let text = format!(
                            "The delete clause of the transform expression must evaluate to a string or array of strings: {keys:?}"
                        );
                        return Err(EvaluateError::new("T2012", text).at(node.end, "|"));
                    };
                    delete.push(key.to_owned());
                }
            }
            self.step(1)?;
            changes.push(Change { object: object.clone(), update, delete });
        }
        if changes.is_empty() {
            return Ok(Val::Json(copy));
        }
        let result = self.changed(&copy, &changes, 0)?;
        self.room(made(std::iter::once(&result)))?;
        Ok(Val::Json(result))
    }

    fn distinct(&mut self, value: &Value, depth: u16) -> Fallible<Value> {
        self.copies(value, depth)?;
        Ok(match value {
            Value::Array(it) => Value::Array(
                it.iter().map(|it| self.distinct(it, depth + 1)).collect::<Fallible<Array>>()?,
            ),
            Value::Object(it) => {
                let values = it.values().map(|it| self.distinct(it, depth + 1));
                Value::Object(with_values(it, values)?)
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
        })
    }

    fn changed(&mut self, value: &Value, changes: &[Change], depth: u16) -> Fallible<Value> {
        self.copies(value, depth)?;
        Ok(match value {
            Value::Array(it) => {
                let items = it.iter().map(|it| self.changed(it, changes, depth + 1));
                Value::Array(items.collect::<Fallible<Array>>()?)
            }
            Value::Object(it) => {
                self.step(changes.len() / CHANGES_PER_STEP)?;
                let values = it.values().map(|it| self.changed(it, changes, depth + 1));
                let mut acc = with_values(it, values)?;
                for Change { object: _, update, delete } in
                    changes.iter().filter(|change| change.object.ptr_eq(it))
                {
                    if let Some(update) = update {
                        acc.extend(update.shared_keys().cloned().zip(update.values().cloned()));
                    }
                    delete.iter().for_each(|key| drop(acc.remove(key)));
                }
                Value::Object(acc)
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
        })
    }

    /// Counts a value that is copied, and refuses one that is nested too deep.
    fn copies(&mut self, value: &Value, depth: u16) -> Fallible<()> {
        if depth > DEPTH_MAX {
            return Err(self.environment.too_deep());
        }
        self.step(match value {
            Value::Array(it) => it.len(),
            Value::Object(it) => it.len(),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
        })
    }
}

/// The keys of an object with other values.
fn with_values(object: &Object, values: impl Iterator<Item = Fallible<Value>>) -> Fallible<Object> {
    object.shared_keys().cloned().zip(values).map(|(key, it)| Ok((key, it?))).collect()
}
