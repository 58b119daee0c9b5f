//! Objects, and what concerns values of any type.

use std::rc::Rc;
use std::sync::Arc;

use stepwright_json::Value;

use super::arg;
use crate::error::EvaluateError;
use crate::evaluate::{self, Evaluator, Fallible};
use crate::expression::parse_within;
use crate::value::{Val, View};

pub(super) fn boolean(_: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    let it = arg(&args, 0);
    Ok(if it.is_undef() { Val::Undef } else { Val::bool(evaluate::boolean(it)) })
}
pub(super) fn not(_: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    let it = arg(&args, 0);
    Ok(if it.is_undef() { Val::Undef } else { Val::bool(!evaluate::boolean(it)) })
}
pub(super) fn exists(_: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    Ok(Val::bool(!arg(&args, 0).is_undef()))
}
pub(super) fn clone(_: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    Ok(arg(&args, 0).clone())
}

pub(super) fn keys(evaluator: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    let mut acc: Vec<Arc<str>> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    let mut open = vec![arg(&args, 0).clone()];
    while let Some(it) = open.pop() {
        evaluator.step(1)?;
        if it.is_array() {
            open.extend(it.items().collect::<Vec<_>>().into_iter().rev());
        }
        let entries = it.entries();
        evaluator.step(entries.len())?;
        for (key, _) in entries {
            if seen.insert(Arc::clone(&key)) {
                acc.push(key);
            }
        }
    }
    Ok(Val::sequence(acc.into_iter().map(Val::text).collect()))
}

pub(super) fn lookup(_: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    let (it, key) = (arg(&args, 0), arg(&args, 1));
    Ok(match key.as_str() {
        Some(key) => evaluate::lookup(View::of(it), key),
        // Of an array even nothing is looked up in each item, and what comes of it is a list.
        None if it.is_array() => Val::sequence(Vec::new()),
        None => Val::Undef,
    })
}

pub(super) fn spread(evaluator: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    spread_one(evaluator, arg(&args, 0))
}

fn spread_one(evaluator: &mut Evaluator<'_>, it: &Val) -> Fallible {
    if it.is_array() && it.len() > 0 {
        evaluator.enter()?;
        let (mut acc, mut any) = (Vec::new(), false);
        for item in it.items() {
            let spread = evaluate::grown(|| spread_one(evaluator, &item))?;
            any |= !spread.is_undef();
            acc.extend(spread.items());
        }
        evaluator.depth -= 1;
        // Of nothing but nothing it is nothing, and not an array of none.
        return Ok(if any { Val::list(acc) } else { Val::sequence(acc) });
    }
    if it.is_array() || it.is_object() {
        let entries = it.entries().into_iter().map(|entry| Val::object(vec![entry]));
        return Ok(Val::sequence(entries.collect()));
    }
    Ok(it.clone())
}

pub(super) fn merge(evaluator: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    let it = arg(&args, 0);
    if it.is_undef() {
        return Ok(Val::Undef);
    }
    let mut acc = Vec::new();
    for item in it.items() {
        acc.extend(item.entries());
        evaluator.room(acc.len().saturating_mul(8))?;
    }
    evaluator.step(acc.len())?;
    Ok(Val::object(acc))
}

pub(super) fn type_(_: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    Ok(match arg(&args, 0) {
        Val::Undef => Val::Undef,
        it => Val::text(match it {
            Val::Json(Value::Null) => "null",
            Val::Json(Value::Bool(_)) => "boolean",
            Val::Json(Value::String(_)) => "string",
            Val::Func(_) => "function",
            it if it.as_f64().is_some() => "number",
            it if it.is_array() => "array",
            _ => "object",
        }),
    })
}

pub(super) fn error(_: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    let text = said(arg(&args, 0)).unwrap_or("$error() function evaluated");
    Err(EvaluateError::new("D3137", text))
}

/// A message, where it says something.
fn said(message: &Val) -> Option<&str> {
    message.as_str().filter(|it| !it.is_empty())
}

pub(super) fn assert(_: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    if evaluate::boolean(arg(&args, 0)) {
        return Ok(Val::Undef);
    }
    let text = said(arg(&args, 1)).unwrap_or("$assert() statement failed");
    Err(EvaluateError::new("D3141", text))
}

pub(super) fn eval(evaluator: &mut Evaluator<'_>, args: Vec<Val>, input: View<'_>) -> Fallible {
    let Some(text) = arg(&args, 0).as_str() else { return Ok(Val::Undef) };
    let wrapped;
    let focus = match arg(&args, 1) {
        Val::Undef => input,
        Val::Json(it @ Value::Array(_)) => {
            wrapped = Val::outer(it.clone());
            View::Val(&wrapped)
        }
        it => View::of(it),
    };
    let (node, tables) = parse_within(text, evaluator.tables()).map_err(|it| {
        EvaluateError::new(
            "D3120",
            format!(
                "Syntax error in expression passed to function eval: {}",
                Value::from(it.message())
            ),
        )
    })?;
    // The numbers of the outer expression stay what they are.
    evaluator.later = Some(Rc::new(tables));
    evaluator.enter()?;
    let root = Rc::clone(&evaluator.root);
    let frame = evaluator.frame_inside(&root);
    let value = evaluator.evaluate(&node, focus, &frame).map_err(|it| {
        EvaluateError::new(
            "D3121",
            format!(
                "Dynamic error evaluating the expression passed to function eval: {}",
                Value::from(it.message.as_str())
            ),
        )
    })?;
    evaluator.depth -= 1;
    Ok(value)
}
