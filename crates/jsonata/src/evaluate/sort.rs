//! Order-by: `items^(>price, name)`; and the sort beneath it.

use std::cmp::Ordering;
use std::rc::Rc;

use super::budget::looked_through;
use super::{Evaluator, Fallible, Frame};
use crate::ast::Node;
use crate::error::EvaluateError;
use crate::value::{Seen, Tuple, Val, View};

/// An item's keys, and the item.
type Keyed<'v, T> = (Vec<Seen<'v>>, T);

impl Evaluator<'_> {
    /// What an order-by makes of any value.
    pub(super) fn sort(
        &mut self,
        terms: &[(bool, Node)],
        input: View<'_>,
        frame: &Rc<Frame>,
    ) -> Fallible {
        if let View::Val(Val::Tuples(tuples)) = input {
            return self.sort_tuples(terms, tuples, frame);
        }
        let sorted = self.sort_views(terms, input.items(), frame)?;
        Ok(Val::sequence(sorted.into_iter().map(View::to_val).collect()))
    }

    /// The items, in order; none of them is copied.
    pub(super) fn sort_views<'v>(
        &mut self,
        terms: &'v [(bool, Node)],
        items: impl ExactSizeIterator<Item = View<'v>>,
        frame: &Rc<Frame>,
    ) -> Fallible<Vec<View<'v>>> {
        if items.len() <= 1 {
            // With nothing to compare, no key is looked at.
            return Ok(items.collect());
        }
        if let [(descending, term)] = terms {
            let mut keyed = Vec::with_capacity(items.len());
            for item in items {
                let key = self.look(term, item, frame)?;
                self.step(looked_through(key.view()))?;
                keyed.push((key, item));
            }
            let sorted = by_one_key(keyed, *descending, term)?;
            self.step(sorted.len())?;
            return Ok(sorted.into_iter().map(|(_, item)| item).collect());
        }
        let mut keyed = Vec::with_capacity(items.len());
        for item in items {
            let mut keys = Vec::with_capacity(terms.len());
            for (_, term) in terms {
                let key = self.look(term, item, frame)?;
                self.step(looked_through(key.view()))?;
                keys.push(key);
            }
            keyed.push((keys, item));
        }
        self.by_keys(terms, keyed)
    }

    fn sort_tuples(
        &mut self,
        terms: &[(bool, Node)],
        tuples: &[Tuple],
        frame: &Rc<Frame>,
    ) -> Fallible {
        if tuples.len() <= 1 {
            return Ok(Val::Tuples(Rc::new(tuples.to_vec())));
        }
        let mut keyed = Vec::with_capacity(tuples.len());
        for tuple in tuples {
            let inner = self.tuple_frame(frame, tuple);
            let mut keys = Vec::with_capacity(terms.len());
            for (_, term) in terms {
                keys.push(self.look(term, View::of(&tuple.value), &inner)?);
            }
            self.leave(inner);
            keyed.push((keys, tuple));
        }
        let sorted = self.by_keys(terms, keyed)?;
        Ok(Val::Tuples(Rc::new(sorted.into_iter().cloned().collect())))
    }

    fn by_keys<T>(&mut self, terms: &[(bool, Node)], keyed: Vec<Keyed<'_, T>>) -> Fallible<Vec<T>> {
        let sorted = merge_sort(keyed, &mut |(a, _), (b, _)| {
            for ((a, b), (descending, term)) in a.iter().zip(b).zip(terms) {
                if let Some(greater) = greater(a.view(), b.view(), *descending, term)? {
                    return Ok(greater);
                }
            }
            Ok(false)
        })?;
        self.step(sorted.len())?;
        Ok(sorted.into_iter().map(|(_, item)| item).collect())
    }
}

/// Numbers alone, and strings alone, are sorted by a comparison that cannot fail.
fn by_one_key<'v>(
    mut keyed: Vec<(Seen<'v>, View<'v>)>,
    descending: bool,
    term: &Node,
) -> Fallible<Vec<(Seen<'v>, View<'v>)>> {
    let turned = |it: Ordering| if descending { it.reverse() } else { it };
    if keyed.iter().all(|(key, _)| key.view().as_f64().is_some_and(|it| !it.is_nan())) {
        let key = |it: &Seen<'_>| it.view().as_f64().unwrap_or_default();
        keyed.sort_by(|(a, _), (b, _)| {
            turned(key(a).partial_cmp(&key(b)).unwrap_or(Ordering::Equal))
        });
        return Ok(keyed);
    }
    if keyed.iter().all(|(key, _)| key.view().as_str().is_some()) {
        keyed.sort_by(|(a, _), (b, _)| match (a.view().as_str(), b.view().as_str()) {
            (Some(a), Some(b)) => turned(utf16_order(a, b)),
            _ => Ordering::Equal,
        });
        return Ok(keyed);
    }
    merge_sort(keyed, &mut |(a, _), (b, _)| {
        Ok(greater(a.view(), b.view(), descending, term)?.unwrap_or(false))
    })
}

/// Whether the first key goes behind the second; nothing where they are equal.
fn greater(a: View<'_>, b: View<'_>, descending: bool, term: &Node) -> Fallible<Option<bool>> {
    let order = order(a, b).map_err(|it| it.at(term.end, "^"))?;
    if order == Ordering::Equal {
        return Ok(None);
    }
    // What has no key goes to the end, either way.
    let undefined = a.is_undef() || b.is_undef();
    Ok(Some((order == Ordering::Greater) != (descending && !undefined)))
}

fn order(a: View<'_>, b: View<'_>) -> Fallible<Ordering> {
    match (a.is_undef(), b.is_undef()) {
        (true, true) => return Ok(Ordering::Equal),
        (true, false) => return Ok(Ordering::Greater),
        (false, true) => return Ok(Ordering::Less),
        (false, false) => {}
    }
    match (a.as_str(), b.as_str(), a.as_f64(), b.as_f64()) {
        (Some(a), Some(b), _, _) => Ok(utf16_order(a, b)),
        (_, _, Some(a), Some(b)) => Ok(a.partial_cmp(&b).unwrap_or(Ordering::Equal)),
        (Some(_), _, _, Some(_)) | (_, Some(_), Some(_), _) => Err(EvaluateError::new(
            "T2007",
            format!(
                "Type mismatch when comparing values {:?} and {:?} in order-by clause",
                a.to_val(),
                b.to_val()
            ),
        )),
        _ => Err(EvaluateError::new(
            "T2008",
            "The expressions within an order-by clause must evaluate to numeric or string values",
        )),
    }
}

/// Sorts stably with a comparison that may fail and need not make sense: in the order in which the
/// language's reference compares, half by half.
pub(crate) fn merge_sort<T>(
    mut left: Vec<T>,
    greater: &mut dyn FnMut(&T, &T) -> Fallible<bool>,
) -> Fallible<Vec<T>> {
    if left.len() <= 1 {
        return Ok(left);
    }
    let mut acc = Vec::with_capacity(left.len());
    let right = left.split_off(left.len() / 2);
    let left = merge_sort(left, greater)?;
    let right = merge_sort(right, greater)?;
    let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
    while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
        acc.extend(if greater(a, b)? { right.next() } else { left.next() });
    }
    acc.extend(left);
    acc.extend(right);
    Ok(acc)
}

/// Strings in the order of their UTF-16 units.
pub(crate) fn utf16_order(a: &str, b: &str) -> Ordering {
    if a.is_ascii() && b.is_ascii() { a.cmp(b) } else { a.encode_utf16().cmp(b.encode_utf16()) }
}
