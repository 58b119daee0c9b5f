//! Objects: those with fixed keys, and those that group what gave the same key.

use std::rc::Rc;
use std::sync::Arc;

use stepwright_json::Value;

use super::{Evaluator, Fallible, Frame, append};
use crate::ast::{Kind, Node};
use crate::error::EvaluateError;
use crate::value::{Heft, Tuple, Val, View, made};

impl Evaluator<'_> {
    /// An object whose keys are literal, each another, of one value: nothing is there to group.
    pub(super) fn object(
        &mut self,
        pairs: &[(Node, Node)],
        input: View<'_>,
        frame: &Rc<Frame>,
    ) -> Fallible {
        let mut entries = Vec::with_capacity(pairs.len());
        for (key, value) in pairs {
            let Kind::Literal(Value::String(key)) = &key.kind else { continue };
            self.pass()?;
            let value = self.evaluate(value, input, frame)?;
            if !value.is_undef() {
                entries.push((Arc::clone(key), value));
            }
        }
        self.object_of(entries)
    }

    /// An object of pairs: for each key the values of all items that gave it.
    pub(super) fn group(
        &mut self,
        pairs: &[(Node, Node)],
        input: View<'_>,
        frame: &Rc<Frame>,
    ) -> Fallible {
        struct Group {
            key: Arc<str>,
            pair: usize,
            tuples: Vec<Tuple>,
        }
        let mut groups: Vec<Group> = Vec::new();
        let mut places = std::collections::HashMap::new();
        let reduce = matches!(input, View::Val(Val::Tuples(_)));
        let mut items: Vec<Tuple> = match input {
            View::Val(Val::Tuples(it)) => it.as_ref().clone(),
            _ => input.items().map(|it| Tuple { value: it.to_val(), vars: Vec::new() }).collect(),
        };
        if items.is_empty() {
            items.push(Tuple { value: Val::Undef, vars: Vec::new() });
        }
        for item in items {
            let inner = if reduce { self.tuple_frame(frame, &item) } else { Rc::clone(frame) };
            for (pair, (node, _)) in pairs.iter().enumerate() {
                let key = match self.evaluate(node, View::of(&item.value), &inner)? {
                    Val::Undef => continue,
                    Val::Json(Value::String(key)) => key,
                    it => {
                        let text = format!(
                            "Key in object structure must evaluate to a string; got: {it:?}"
                        );
                        return Err(EvaluateError::new("T1003", text).at(node.end, "{"));
                    }
                };
                let next = groups.len();
                let place = *places.entry(Arc::clone(&key)).or_insert(next);
                match groups.get_mut(place) {
                    None => groups.push(Group { key, pair, tuples: vec![item.clone()] }),
                    Some(group) if group.pair != pair => {
                        let text = format!(
                            "Multiple key definitions evaluate to same key: {}",
                            Value::from(key)
                        );
                        return Err(EvaluateError::new("D1009", text).at(node.end, "{"));
                    }
                    Some(group) => group.tuples.push(item.clone()),
                }
            }
            self.leave(inner);
        }
        let mut entries = Vec::with_capacity(groups.len());
        for Group { key, pair, tuples } in groups {
            let (context, inner) = self.reduce(tuples, reduce, frame)?;
            let Some((_, node)) = pairs.get(pair) else { continue };
            let value = self.evaluate(node, View::of(&context), &inner)?;
            self.leave(inner);
            if !value.is_undef() {
                entries.push((key, value));
            }
        }
        self.object_of(entries)
    }

    /// An object of entries, where they are not more than one value may hold.
    pub(crate) fn object_of(&self, entries: Vec<(Arc<str>, Val)>) -> Fallible {
        self.fits(Heft::around(entries.iter().map(|(_, it)| it)))?;
        let object = Val::object(entries);
        if let Val::Json(Value::Object(it)) = &object {
            self.room(made(it.values()))?;
        }
        Ok(object)
    }

    fn reduce(
        &mut self,
        tuples: Vec<Tuple>,
        reduce: bool,
        frame: &Rc<Frame>,
    ) -> Fallible<(Val, Rc<Frame>)> {
        let mut tuples = tuples.into_iter();
        let Some(mut whole) = tuples.next() else { return Ok((Val::Undef, Rc::clone(frame))) };
        let mut values = vec![whole.value];
        for tuple in tuples {
            values.push(tuple.value);
            for (symbol, value) in tuple.vars {
                match whole.vars.iter_mut().find(|(it, _)| *it == symbol) {
                    Some((_, slot)) => *slot = append(slot.clone(), value),
                    None => whole.vars.push((symbol, value)),
                }
            }
        }
        let value = if values.len() == 1 {
            values.pop().unwrap_or(Val::Undef)
        } else {
            let mut acc = Vec::with_capacity(values.len());
            for value in values {
                acc.extend(value.items());
            }
            self.step(acc.len())?;
            Val::list(acc)
        };
        whole.value = value;
        let inner = if reduce { self.tuple_frame(frame, &whole) } else { Rc::clone(frame) };
        Ok((whole.value, inner))
    }
}
