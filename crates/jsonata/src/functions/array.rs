//! Arrays: counting, joining, ordering.

use super::{arg, function};
use crate::error::EvaluateError;
use crate::evaluate::{
    BYTES_PER_STEP, Evaluator, Fallible, compared_through, merge_sort, utf16_order,
};
use crate::value::{Val, View};

pub(super) fn count(_: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    Ok(Val::count(arg(&args, 0).len()))
}

pub(super) fn append(evaluator: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    let mut args = args.into_iter();
    let (left, right) = (args.next().unwrap_or(Val::Undef), args.next().unwrap_or(Val::Undef));
    let count = left.len() + right.len();
    evaluator.step(count)?;
    evaluator.room(count.saturating_mul(8))?;
    Ok(crate::evaluate::append(left, right))
}

pub(super) fn reverse(_: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    let it = arg(&args, 0);
    if it.is_undef() {
        return Ok(Val::Undef);
    }
    if it.is_array() && it.len() <= 1 {
        return Ok(it.clone());
    }
    let mut items: Vec<Val> = it.items().collect();
    items.reverse();
    Ok(Val::list(items))
}

pub(super) fn shuffle(evaluator: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    let it = arg(&args, 0);
    if it.is_undef() {
        return Ok(Val::Undef);
    }
    if it.is_array() && it.len() <= 1 {
        return Ok(it.clone());
    }
    let mut items: Vec<Val> = it.items().collect();
    for at in (1..items.len()).rev() {
        let other = (evaluator.environment.random_f64() * (at + 1) as f64) as usize;
        items.swap(at, other.min(at));
    }
    Ok(Val::list(items))
}

pub(super) fn distinct(evaluator: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    let it = arg(&args, 0);
    if !it.is_array() || it.len() <= 1 {
        return Ok(it.clone());
    }
    let mut acc: Vec<Val> = Vec::new();
    for item in it.items() {
        let each = 1 + compared_through(View::of(&item));
        evaluator.step(acc.len().saturating_mul(each))?;
        if !acc.contains(&item) {
            acc.push(item);
        }
    }
    Ok(if it.is_sequence() { Val::sequence(acc) } else { Val::list(acc) })
}

pub(super) fn zip(evaluator: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    let count = args.iter().map(Val::len).min().unwrap_or_default();
    evaluator.step(count.saturating_mul(args.len()))?;
    let rows = (0..count)
        .map(|at| Val::list(args.iter().map(|it| it.item(at).unwrap_or(Val::Undef)).collect()));
    Ok(Val::list(rows.collect()))
}

pub(super) fn sort(evaluator: &mut Evaluator<'_>, args: Vec<Val>, _: View<'_>) -> Fallible {
    let it = arg(&args, 0);
    if it.is_undef() {
        return Ok(Val::Undef);
    }
    if it.is_array() && it.len() <= 1 {
        return Ok(it.clone());
    }
    let items: Vec<Val> = it.items().collect();
    if let Some(function) = function(&args, 1) {
        let sorted = merge_sort(items, &mut |a, b| {
            let swap = evaluator.callback(function, &[View::of(a), View::of(b)])?;
            // Not what `$boolean` says: here even an empty array or object counts as true.
            Ok(swap.is_array() || swap.is_object() || View::of(&swap).is_true())
        })?;
        return Ok(Val::list(sorted));
    }
    let strings = items.iter().all(|it| it.as_str().is_some());
    if !strings && !items.iter().all(|it| it.as_f64().is_some()) {
        let text = "The single argument form of the sort function can only be applied to an array of strings or an array of numbers.  Use the second argument to specify a comparison function";
        return Err(EvaluateError::new("D3070", text));
    }
    let bytes: usize = items.iter().filter_map(Val::as_str).map(str::len).sum();
    evaluator.step(items.len() + bytes / BYTES_PER_STEP)?;
    let mut items = items;
    items.sort_by(|a, b| match (a.as_str(), b.as_str()) {
        (Some(a), Some(b)) => utf16_order(a, b),
        _ => a.as_f64().unwrap_or_default().total_cmp(&b.as_f64().unwrap_or_default()),
    });
    Ok(Val::list(items))
}
