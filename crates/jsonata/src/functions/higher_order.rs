//! Functions that take functions.

use std::rc::Rc;
use std::sync::Arc;

use super::{arg, function};
use crate::error::EvaluateError;
use crate::evaluate::{Evaluator, Fallible, Function, boolean};
use crate::value::{Heft, Val, View};

pub(super) fn map(evaluator: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    let (array, Some(function)) = (arg(&args, 0), function(&args, 1)) else {
        return Ok(Val::Undef);
    };
    if array.is_undef() {
        return Ok(Val::Undef);
    }
    let mut acc = Vec::with_capacity(array.len());
    let mut heft = Heft::default();
    for (at, item) in array.views().enumerate() {
        evaluator.step(1)?;
        let value =
            evaluator.callback(function, &[item, View::of(&Val::count(at)), View::of(array)])?;
        if !value.is_undef() {
            heft = heft.with(Heft::of(&value));
            evaluator.fits(heft)?;
            acc.push(value);
        }
    }
    Ok(Val::sequence(acc))
}

pub(super) fn filter(evaluator: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    let (array, Some(function)) = (arg(&args, 0), function(&args, 1)) else {
        return Ok(Val::Undef);
    };
    if array.is_undef() {
        return Ok(Val::Undef);
    }
    let mut acc = Vec::new();
    for (at, item) in array.views().enumerate() {
        if holds(evaluator, function, array, (at, item))? {
            acc.push(item.to_val());
        }
    }
    Ok(Val::sequence(acc))
}

/// Whether `function` holds for an item, called as `(item, index, array)`.
fn holds(
    evaluator: &mut Evaluator<'_>,
    function: &Rc<Function>,
    array: &Val,
    (at, item): (usize, View<'_>),
) -> Fallible<bool> {
    evaluator.step(1)?;
    evaluator.callback_holds(function, &[item, View::of(&Val::count(at)), View::of(array)])
}

pub(super) fn single(evaluator: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    let array = arg(&args, 0);
    if array.is_undef() {
        return Ok(Val::Undef);
    }
    let mut found = None;
    let function = function(&args, 1);
    for (at, item) in array.views().enumerate() {
        let is_it = match function {
            Some(function) => holds(evaluator, function, array, (at, item))?,
            None => true,
        };
        if is_it && found.replace(item).is_some() {
            let text = "The $single() function expected exactly 1 matching result.  Instead it matched more.";
            return Err(EvaluateError::new("D3138", text));
        }
    }
    found.map(View::to_val).ok_or_else(|| {
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
    let mut items = array.views().enumerate();
    let mut acc = match arg(&args, 2) {
        Val::Undef => match items.next() {
            Some((_, first)) => first.to_val(),
            None => return Ok(Val::Undef),
        },
        initial => initial.clone(),
    };
    for (at, item) in items {
        evaluator.step(1)?;
        let place = Val::count(at);
        let args = [View::of(&acc), item, View::of(&place), View::of(array)];
        acc = evaluator.callback(function, &args)?;
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
        let name = Val::text(Arc::clone(&key));
        let args = [View::of(&item), View::of(&name), View::of(object)];
        let value = evaluator.callback(function, &args)?;
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
    Ok(Val::sequence(acc))
}
