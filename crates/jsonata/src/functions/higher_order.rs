//! Functions that take functions.

use std::iter::once_with;
use std::rc::Rc;
use std::sync::Arc;

use super::{arg, function};
use crate::error::EvaluateError;
use crate::evaluate::{Evaluator, Fallible, Function, boolean};
use crate::value::{Val, View};

/// Calls `function` for each item, as `(item, index, array)`.
fn each_item<'v>(
    evaluator: &mut Evaluator<'_>,
    array: &'v Val,
    function: &Rc<Function>,
    mut take: impl FnMut(View<'v>, Val) -> Fallible<()>,
) -> Fallible<()> {
    for (at, item) in array.views().enumerate() {
        evaluator.step(1)?;
        let args = once_with(|| item.to_val())
            .chain(once_with(|| Val::count(at)))
            .chain(once_with(|| array.clone()));
        let value = evaluator.callback(function, args)?;
        take(item, value)?;
    }
    Ok(())
}

pub(super) fn map(evaluator: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    let (array, Some(function)) = (arg(&args, 0), function(&args, 1)) else {
        return Ok(Val::Undef);
    };
    if array.is_undef() {
        return Ok(Val::Undef);
    }
    let mut acc = Vec::with_capacity(array.len());
    each_item(evaluator, array, function, |_, value| {
        if !value.is_undef() {
            acc.push(value);
        }
        Ok(())
    })?;
    Ok(sequence(acc))
}

pub(super) fn filter(evaluator: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    let (array, Some(function)) = (arg(&args, 0), function(&args, 1)) else {
        return Ok(Val::Undef);
    };
    if array.is_undef() {
        return Ok(Val::Undef);
    }
    let mut acc = Vec::new();
    each_item(evaluator, array, function, |item, value| {
        if boolean(&value) {
            acc.push(item.to_val());
        }
        Ok(())
    })?;
    Ok(sequence(acc))
}

fn sequence(items: Vec<Val>) -> Val {
    Val::sequence(items)
}

pub(super) fn single(evaluator: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    let array = arg(&args, 0);
    if array.is_undef() {
        return Ok(Val::Undef);
    }
    let mut found = None;
    let more = || {
        let text =
            "The $single() function expected exactly 1 matching result.  Instead it matched more.";
        EvaluateError::new("D3138", text)
    };
    match function(&args, 1) {
        Some(function) => each_item(evaluator, array, function, |item, value| {
            if !boolean(&value) {
                return Ok(());
            }
            if found.is_some() {
                return Err(more());
            }
            found = Some(item.to_val());
            Ok(())
        })?,
        None => {
            for item in array.items() {
                if found.is_some() {
                    return Err(more());
                }
                found = Some(item);
            }
        }
    }
    found.ok_or_else(|| {
        let text =
            "The $single() function expected exactly 1 matching result.  Instead it matched 0.";
        EvaluateError::new("D3139", text)
    })
}

pub(super) fn reduce(evaluator: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    let (array, Some(function)) = (arg(&args, 0), function(&args, 1)) else {
        return Ok(Val::Undef);
    };
    if array.is_undef() {
        return Ok(Val::Undef);
    }
    let arity = Evaluator::arity(function);
    if arity < 2 {
        let text =
            "The second argument of reduce function must be a function with at least two arguments";
        return Err(EvaluateError::new("D3050", text));
    }
    let mut items = array.items().enumerate();
    let mut acc = match arg(&args, 2) {
        Val::Undef => match items.next() {
            Some((_, first)) => first,
            None => return Ok(Val::Undef),
        },
        initial => initial.clone(),
    };
    for (at, item) in items {
        evaluator.step(1)?;
        let args = [acc, item].into_iter();
        let args = args.chain(once_with(|| Val::count(at))).chain(once_with(|| array.clone()));
        acc = evaluator.callback(function, args)?;
    }
    Ok(acc)
}

fn each_entry(
    evaluator: &mut Evaluator<'_>,
    object: &Val,
    function: &Rc<Function>,
    mut take: impl FnMut(Arc<str>, Val, Val),
) -> Fallible<()> {
    for (key, item) in object.entries() {
        evaluator.step(1)?;
        let args = once_with(|| item.clone())
            .chain(once_with(|| Val::text(Arc::clone(&key))))
            .chain(once_with(|| object.clone()));
        let value = evaluator.callback(function, args)?;
        take(key, item, value);
    }
    Ok(())
}

pub(super) fn sift(evaluator: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    let (object, Some(function)) = (arg(&args, 0), function(&args, 1)) else {
        return Ok(Val::Undef);
    };
    let mut acc = Vec::new();
    each_entry(evaluator, object, function, |key, item, value| {
        if boolean(&value) {
            acc.push((key, item));
        }
    })?;
    Ok(if acc.is_empty() { Val::Undef } else { Val::object(acc) })
}

pub(super) fn each(evaluator: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    let (object, Some(function)) = (arg(&args, 0), function(&args, 1)) else {
        return Ok(Val::Undef);
    };
    let mut acc = Vec::new();
    each_entry(evaluator, object, function, |_, _, value| {
        if !value.is_undef() {
            acc.push(value);
        }
    })?;
    Ok(sequence(acc))
}
