//! Paths: steps, filters, orders, and the tuples that `@`, `#` and `%` need.

use std::cmp::Ordering;
use std::rc::Rc;

use stepwright_json::Value;

use super::{Evaluator, Fallible, Frame, boolean, collapse, tuple_frame};
use crate::ast::{Kind, Node, Stage};
use crate::error::EvaluateError;
use crate::value::{List, Tuple, Val};

impl Evaluator<'_> {
    pub(super) fn path(
        &mut self,
        node: &Node,
        steps: &[Node],
        keep: bool,
        input: &Val,
        frame: &Rc<Frame>,
    ) -> Fallible {
        let (mut current, done) = self.quick(steps, input, frame)?;
        let mut tuples: Option<Vec<Tuple>> = None;
        let last = steps.len().saturating_sub(1);
        for (index, step) in steps.iter().enumerate().skip(done) {
            if index == 0 && step.flags.cons {
                current = self.evaluate(step, &current, frame)?;
            } else if tuples.is_some() || step.flags.tuple {
                let next = self.tuple_step(step, &current, tuples.take(), index == 0, frame)?;
                let empty = next.is_empty();
                tuples = Some(next);
                if empty {
                    break;
                }
                continue;
            } else {
                current = self.path_step(step, &current, index == last, index == 0, frame)?;
            }
            if current.is_undef() || current.is_array() && current.len() == 0 {
                break;
            }
        }
        let mut result = match tuples {
            Some(tuples) if node.flags.tuple || node.group.is_some() => {
                Val::Tuples(Rc::new(tuples))
            }
            Some(tuples) => Val::sequence(tuples.into_iter().map(|it| it.value).collect()),
            None => current,
        };
        if keep {
            result = kept(result);
        }
        match &node.group {
            Some(pairs) => self.group(pairs, &result, frame),
            None => Ok(result),
        }
    }

    /// Follows plain names through objects, without copying anything on the way. Gives what it
    /// came to, and how many steps are done.
    fn quick(&mut self, steps: &[Node], input: &Val, frame: &Rc<Frame>) -> Fallible<(Val, usize)> {
        let plain = |step: &Node| {
            step.stages.is_empty() && !step.flags.tuple && step.group.is_none() && !step.keep_array
        };
        let (start, mut done) = match steps.first() {
            Some(first) if plain(first) => match first.kind {
                Kind::Variable(symbol) => (self.variable(symbol, input, frame), 1),
                _ => (input.clone(), 0),
            },
            _ => return Ok((input.clone(), 0)),
        };
        if done == 1 && (steps.len() == 1 || !matches!(start, Val::Json(_))) {
            return Ok(if steps.len() == 1 && !start.is_array() {
                (start, 1)
            } else {
                (input.clone(), 0)
            });
        }
        let Val::Json(mut value) = start else { return Ok((start, done)) };
        {
            let mut at = &value;
            while let Value::Object(object) = at
                && let Some(step) = steps.get(done)
                && plain(step)
                && let Kind::Name(name) = &step.kind
            {
                match object.get(name) {
                    Some(next) => at = next,
                    None => return Ok((Val::Undef, steps.len())),
                }
                done += 1;
            }
            if !matches!(at, Value::Array(_) | Value::Object(_))
                && done > 0
                && steps
                    .get(done)
                    .is_some_and(|step| matches!(step.kind, Kind::Name(_)) && plain(step))
            {
                return Ok((Val::Undef, steps.len()));
            }
            let at = at.clone();
            value = at;
        }
        self.step(done)?;
        Ok((Val::Json(value), done))
    }

    fn path_step(
        &mut self,
        step: &Node,
        input: &Val,
        last: bool,
        first: bool,
        frame: &Rc<Frame>,
    ) -> Fallible {
        if let Kind::Sort(terms) = &step.kind {
            let mut result = self.sort(terms, input, frame)?;
            for stage in &step.stages {
                if let Stage::Filter(predicate) = stage {
                    result = self.filter(predicate, result, frame)?;
                }
            }
            return Ok(result);
        }
        let mut results = Vec::new();
        if first && (input.is_undef() || matches!(step.kind, Kind::Variable(_))) {
            self.step_item(&mut results, step, input, frame)?;
        } else {
            for item in input.items() {
                self.step_item(&mut results, step, &item, frame)?;
            }
        }
        if last
            && let [one] = results.as_slice()
            && one.is_array()
            && !one.is_sequence()
        {
            return Ok(results.pop().unwrap_or(Val::Undef));
        }
        let mut acc = Vec::with_capacity(results.len());
        for result in results {
            if result.is_array() && !result.is_cons() {
                acc.extend(result.items());
            } else {
                acc.push(result);
            }
        }
        self.step(acc.len())?;
        self.room(acc.len().saturating_mul(8))?;
        Ok(Val::sequence(acc))
    }

    fn step_item(
        &mut self,
        acc: &mut Vec<Val>,
        step: &Node,
        item: &Val,
        frame: &Rc<Frame>,
    ) -> Fallible<()> {
        let mut result = match &step.kind {
            Kind::Name(name) if step.group.is_none() => collapse(lookup(item, name), false),
            _ => self.bare(step, item, frame)?,
        };
        for stage in &step.stages {
            if let Stage::Filter(predicate) = stage {
                result = self.filter(predicate, result, frame)?;
            }
        }
        result = self.grouped(step, result, frame)?;
        if !result.is_undef() {
            acc.push(result);
        }
        Ok(())
    }

    fn tuple_step(
        &mut self,
        step: &Node,
        input: &Val,
        tuples: Option<Vec<Tuple>>,
        first: bool,
        frame: &Rc<Frame>,
    ) -> Fallible<Vec<Tuple>> {
        let mut result = Vec::new();
        if let Kind::Sort(terms) = &step.kind {
            result = match tuples {
                Some(tuples) => match self.sort(terms, &Val::Tuples(Rc::new(tuples)), frame)? {
                    Val::Tuples(it) => it.as_ref().clone(),
                    _ => Vec::new(),
                },
                None => {
                    let sorted = self.sort(terms, input, frame)?;
                    let vars = |at: usize| step.index.map(|symbol| (symbol, Val::count(at)));
                    sorted
                        .items()
                        .enumerate()
                        .map(|(at, value)| Tuple { value, vars: vars(at).into_iter().collect() })
                        .collect()
                }
            };
            return self.stages(&step.stages, result, frame);
        }
        let tuples = match tuples {
            Some(it) => it,
            None if input.is_undef() || first && matches!(step.kind, Kind::Variable(_)) => {
                vec![Tuple { value: input.clone(), vars: Vec::new() }]
            }
            None => input.items().map(|value| Tuple { value, vars: Vec::new() }).collect(),
        };
        for tuple in tuples {
            let inner = tuple_frame(frame, &tuple);
            let value = self.bare(step, &tuple.value, &inner)?;
            if let Val::Tuples(more) = &value {
                for it in more.iter() {
                    let mut next = tuple.clone();
                    next.value = it.value.clone();
                    it.vars
                        .iter()
                        .for_each(|(symbol, value)| set(&mut next, *symbol, value.clone()));
                    result.push(next);
                }
                continue;
            }
            self.step(value.len())?;
            for (at, item) in value.items().enumerate() {
                let mut next = tuple.clone();
                match step.focus {
                    Some(symbol) => set(&mut next, symbol, item),
                    None => next.value = item,
                }
                if let Some(symbol) = step.index {
                    set(&mut next, symbol, Val::count(at));
                }
                if let Some(label) = step.ancestor.and_then(|slot| self.tables.labels.get(slot)) {
                    set(&mut next, *label, tuple.value.clone());
                }
                result.push(next);
            }
        }
        self.stages(&step.stages, result, frame)
    }

    fn stages(
        &mut self,
        stages: &[Stage],
        mut tuples: Vec<Tuple>,
        frame: &Rc<Frame>,
    ) -> Fallible<Vec<Tuple>> {
        for stage in stages {
            match stage {
                Stage::Index(symbol) => {
                    tuples
                        .iter_mut()
                        .enumerate()
                        .for_each(|(at, tuple)| set(tuple, *symbol, Val::count(at)));
                }
                Stage::Filter(predicate) => {
                    tuples = self.filter_tuples(predicate, tuples, frame)?;
                }
            }
        }
        Ok(tuples)
    }

    fn filter_tuples(
        &mut self,
        predicate: &Node,
        tuples: Vec<Tuple>,
        frame: &Rc<Frame>,
    ) -> Fallible<Vec<Tuple>> {
        let len = tuples.len();
        let constant = constant(predicate);
        let mut acc = Vec::new();
        for (at, tuple) in tuples.into_iter().enumerate() {
            let keep = match constant {
                Some(wanted) => place(wanted, len) == Some(at),
                None => {
                    let inner = tuple_frame(frame, &tuple);
                    let value = self.evaluate(predicate, &tuple.value, &inner)?;
                    selects(&value, at, len)
                }
            };
            if keep {
                acc.push(tuple);
            }
        }
        Ok(acc)
    }

    pub(super) fn filter(&mut self, predicate: &Node, input: Val, frame: &Rc<Frame>) -> Fallible {
        if let Val::Tuples(tuples) = &input {
            let kept = self.filter_tuples(predicate, tuples.as_ref().clone(), frame)?;
            return Ok(Val::Tuples(Rc::new(kept)));
        }
        if input.is_undef() {
            // Nothing is selected of nothing, but the predicate may refuse it.
            if constant(predicate).is_none() {
                self.evaluate(predicate, &input, frame)?;
            }
            return Ok(Val::sequence(Vec::new()));
        }
        let len = input.len();
        if let Some(wanted) = constant(predicate) {
            let item = place(wanted, len)
                .and_then(|at| if input.is_array() { input.item(at) } else { Some(input.clone()) });
            return Ok(match item {
                Some(it) if it.is_array() => it,
                Some(it) => Val::sequence(vec![it]),
                None => Val::sequence(Vec::new()),
            });
        }
        let mut acc = Vec::new();
        for (at, item) in input.items().enumerate() {
            let value = self.evaluate(predicate, &item, frame)?;
            if selects(&value, at, len) {
                acc.push(item);
            }
        }
        Ok(Val::sequence(acc))
    }

    fn sort(&mut self, terms: &[(bool, Node)], input: &Val, frame: &Rc<Frame>) -> Fallible {
        let tuples: Vec<Tuple> = match input {
            Val::Tuples(it) => it.as_ref().clone(),
            _ => input.items().map(|value| Tuple { value, vars: Vec::new() }).collect(),
        };
        let is_tuples = matches!(input, Val::Tuples(_));
        let mut keyed = Vec::with_capacity(tuples.len());
        for tuple in tuples {
            let inner = if is_tuples { tuple_frame(frame, &tuple) } else { Rc::clone(frame) };
            let mut keys = Vec::with_capacity(terms.len());
            for (_, term) in terms {
                keys.push(self.evaluate(term, &tuple.value, &inner)?);
            }
            keyed.push((keys, tuple));
        }
        let sorted = merge_sort(keyed, &mut |(a, _), (b, _)| {
            for ((a, b), (descending, term)) in a.iter().zip(b).zip(terms) {
                let order = order(a, b).map_err(|it| it.at(term.end, "^"))?;
                if order != Ordering::Equal {
                    let undefined = a.is_undef() || b.is_undef();
                    return Ok((order == Ordering::Greater) != (*descending && !undefined));
                }
            }
            Ok(false)
        })?;
        self.step(sorted.len())?;
        let sorted = sorted.into_iter().map(|(_, tuple)| tuple);
        Ok(if is_tuples {
            Val::Tuples(Rc::new(sorted.collect()))
        } else {
            Val::sequence(sorted.map(|it| it.value).collect())
        })
    }

    /// The value itself, and all that is in it.
    pub(super) fn descendants(&mut self, input: &Val) -> Fallible {
        if input.is_undef() {
            return Ok(Val::Undef);
        }
        let mut acc = Vec::new();
        let mut open = vec![input.clone()];
        while let Some(value) = open.pop() {
            self.step(1)?;
            if value.is_array() {
                open.extend(value.items().collect::<Vec<_>>().into_iter().rev());
                continue;
            }
            if value.is_object() {
                open.extend(value.entries().into_iter().rev().map(|(_, it)| it));
            }
            acc.push(value);
        }
        Ok(Val::sequence(acc))
    }
}

/// Sorts stably with a comparison that may fail and need not make sense.
pub(crate) fn merge_sort<T>(
    items: Vec<T>,
    greater: &mut dyn FnMut(&T, &T) -> Fallible<bool>,
) -> Fallible<Vec<T>> {
    let mut runs: Vec<Vec<T>> = items.into_iter().map(|it| vec![it]).collect();
    while runs.len() > 1 {
        let mut merged = Vec::with_capacity(runs.len().div_ceil(2));
        let mut pairs = runs.into_iter();
        while let Some(left) = pairs.next() {
            let Some(right) = pairs.next() else {
                merged.push(left);
                break;
            };
            let mut acc = Vec::with_capacity(left.len() + right.len());
            let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
            while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
                acc.extend(if greater(a, b)? { right.next() } else { left.next() });
            }
            acc.extend(left);
            acc.extend(right);
            merged.push(acc);
        }
        runs = merged;
    }
    Ok(runs.pop().unwrap_or_default())
}

fn order(a: &Val, b: &Val) -> Fallible<Ordering> {
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
            format!("Type mismatch when comparing values {a:?} and {b:?} in order-by clause"),
        )),
        _ => Err(EvaluateError::new(
            "T2008",
            "The expressions within an order-by clause must evaluate to numeric or string values",
        )),
    }
}

/// Strings in the order of their UTF-16 units.
pub(crate) fn utf16_order(a: &str, b: &str) -> Ordering {
    if a.is_ascii() && b.is_ascii() { a.cmp(b) } else { a.encode_utf16().cmp(b.encode_utf16()) }
}

fn set(tuple: &mut Tuple, symbol: crate::ast::Symbol, value: Val) {
    match tuple.vars.iter_mut().find(|(it, _)| *it == symbol) {
        Some((_, slot)) => *slot = value,
        None => tuple.vars.push((symbol, value)),
    }
}

fn kept(value: Val) -> Val {
    match &value {
        Val::List(it) if it.sequence => {
            it.keep_singleton.set(true);
            value
        }
        Val::List(it) if it.cons => {
            let list = List::sequence(vec![value]);
            list.keep_singleton.set(true);
            Val::List(Rc::new(list))
        }
        _ => value,
    }
}

fn constant(predicate: &Node) -> Option<f64> {
    match &predicate.kind {
        Kind::Literal(Value::Number(it)) if predicate.stages.is_empty() => Some(it.as_f64()),
        _ => None,
    }
}

/// Which item an index means: from the end where it is negative.
fn place(wanted: f64, len: usize) -> Option<usize> {
    let floor = wanted.floor();
    let at = if floor < 0.0 { floor + len as f64 } else { floor };
    (at >= 0.0 && at < len as f64).then_some(at as usize)
}

fn selects(value: &Val, at: usize, len: usize) -> bool {
    if let Some(it) = value.as_f64() {
        return place(it, len) == Some(at);
    }
    if value.is_array() && value.len() > 0 && value.items().all(|it| it.as_f64().is_some()) {
        return value.items().any(|it| it.as_f64().is_some_and(|it| place(it, len) == Some(at)));
    }
    boolean(value)
}

/// A name's value; of an array the values of all its items.
pub(crate) fn lookup(input: &Val, name: &str) -> Val {
    if !input.is_array() {
        return input.field(name).unwrap_or(Val::Undef);
    }
    let mut acc = Vec::new();
    for item in input.items() {
        let value = lookup(&item, name);
        match value {
            Val::Undef => {}
            it if it.is_array() => acc.extend(it.items()),
            it => acc.push(it),
        }
    }
    Val::sequence(acc)
}

pub(super) fn wildcard(input: &Val) -> Val {
    fn flatten(acc: &mut Vec<Val>, value: Val) {
        if value.is_array() {
            value.items().for_each(|it| flatten(acc, it));
        } else {
            acc.push(value);
        }
    }
    let mut acc = Vec::new();
    let outer = match input {
        Val::List(it) if it.outer => it.items.first().cloned(),
        _ => None,
    };
    let input = outer.as_ref().unwrap_or(input);
    if input.is_object() {
        input.entries().into_iter().for_each(|(_, it)| flatten(&mut acc, it));
    } else if input.is_array() {
        input.items().for_each(|it| flatten(&mut acc, it));
    }
    Val::sequence(acc)
}
