//! `|pattern|update,delete|`: a copy of a value in which what the pattern finds is changed.

use std::rc::Rc;

use stepwright_json::{Array, Object, Value};

use super::{Evaluator, Fallible, Frame};
use crate::ast::Transform;
use crate::error::EvaluateError;
use crate::value::{Outer, Val, View};

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
        let copy = distinct(&value.json(Outer::Plain));
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
        Ok(Val::Json(changed(&copy, &changes)))
    }
}

// The recursion is as deep as the value, which the parser or the budget of the evaluation bounds.
fn distinct(value: &Value) -> Value {
    match value {
        Value::Array(it) => Value::Array(it.iter().map(distinct).collect::<Array>()),
        Value::Object(it) => {
            Value::Object(it.shared_keys().cloned().zip(it.values().map(distinct)).collect())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

fn changed(value: &Value, changes: &[Change]) -> Value {
    match value {
        Value::Array(it) => {
            Value::Array(it.iter().map(|it| changed(it, changes)).collect::<Array>())
        }
        Value::Object(it) => {
            let mut acc: Object =
                it.shared_keys().cloned().zip(it.values().map(|it| changed(it, changes))).collect();
            for Change { object, update, delete } in
                changes.iter().filter(|change| change.object.ptr_eq(it))
            {
                let _ = object;
                if let Some(update) = update {
                    acc.extend(update.shared_keys().cloned().zip(update.values().cloned()));
                }
                delete.iter().for_each(|key| drop(acc.remove(key)));
            }
            Value::Object(acc)
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}
