//! Paths: steps and filters over any value.

use std::iter;
use std::rc::Rc;

use stepwright_json::Value;

use super::budget::looked_through;
use super::{Evaluator, Fallible, Frame, collapse, grown};
use crate::ast::{Kind, Node, Stage};
use crate::value::{Heft, List, Tuple, Val, View};

impl Evaluator<'_> {
    pub(super) fn path(
        &mut self,
        node: &Node,
        steps: &[Node],
        keep: bool,
        input: View<'_>,
        frame: &Rc<Frame>,
    ) -> Fallible {
        let (mut current, done) = self.head(steps, input, frame)?;
        let mut tuples: Option<Vec<Tuple>> = None;
        let last = steps.len().saturating_sub(1);
        for (index, step) in steps.iter().enumerate().skip(done) {
            if index == 0 && step.flags.cons {
                current = self.evaluate(step, View::of(&current), frame)?;
            } else if tuples.is_some() || step.flags.tuple {
                let view = View::of(&current);
                let next = self.tuple_step(step, view, tuples.take(), index == 0, frame)?;
                let empty = next.is_empty();
                tuples = Some(next);
                if empty {
                    break;
                }
                continue;
            } else {
                let view = View::of(&current);
                current = self.path_step(step, view, index == last, index == 0, frame)?;
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
            Some(pairs) => self.group(pairs, View::of(&result), frame),
            None => Ok(result),
        }
    }

    /// The first steps, for as long as they lead through plain JSON. Gives what they came to, and
    /// how many they were.
    fn head(
        &mut self,
        steps: &[Node],
        input: View<'_>,
        frame: &Rc<Frame>,
    ) -> Fallible<(Val, usize)> {
        if let Some(first) = steps.first()
            && first.is_plain()
            && let Kind::Variable(symbol) = first.kind
            && let Val::Json(start) = self.variable(symbol, input, frame)
        {
            return self.lane(steps, 1, &start, frame);
        }
        match input {
            View::Json(start) => self.lane(steps, 0, start, frame),
            _ => Ok((input.to_val(), 0)),
        }
    }

    fn path_step(
        &mut self,
        step: &Node,
        input: View<'_>,
        last: bool,
        first: bool,
        frame: &Rc<Frame>,
    ) -> Fallible {
        if let Kind::Sort(terms) = &step.kind {
            let sorted = self.sort(terms, input, frame)?;
            return self.filters(step, sorted, frame);
        }
        self.step(input.len())?;
        let mut results = Vec::new();
        let mut heft = Heft::default();
        if first && (input.is_undef() || matches!(step.kind, Kind::Variable(_))) {
            self.step_item(&mut results, step, input, frame)?;
        } else {
            for item in input.items() {
                self.step_item(&mut results, step, item, frame)?;
                if let Some(result) = results.last() {
                    heft = heft.with(Heft::of(result));
                    self.fits(heft)?;
                }
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
        item: View<'_>,
        frame: &Rc<Frame>,
    ) -> Fallible<()> {
        let result = match &step.kind {
            Kind::Name(name) if step.group.is_none() => collapse(lookup(item, name), false),
            _ => self.bare(step, item, frame)?,
        };
        let result = self.filters(step, result, frame)?;
        let result = self.grouped(step, result, frame)?;
        if !result.is_undef() {
            acc.push(result);
        }
        Ok(())
    }

    /// What the filters of a node leave of its value.
    pub(super) fn filters(&mut self, node: &Node, mut value: Val, frame: &Rc<Frame>) -> Fallible {
        for stage in &node.stages {
            if let Stage::Filter(predicate) = stage {
                value = self.filter(predicate, View::of(&value), frame)?;
            }
        }
        Ok(value)
    }

    fn filter(&mut self, predicate: &Node, input: View<'_>, frame: &Rc<Frame>) -> Fallible {
        if let View::Val(Val::Tuples(tuples)) = input {
            let kept = self.filter_tuples(predicate, tuples.as_ref().clone(), frame)?;
            return Ok(Val::Tuples(Rc::new(kept)));
        }
        let constant = constant(predicate);
        if input.is_undef() {
            // What is missing is an item, too: a predicate that does not look at it may keep it.
            let times = match constant {
                Some(_) => 0,
                None => self.selects(predicate, input, (0, 1), frame)?,
            };
            return Ok(Val::sequence(vec![Val::Undef; times]));
        }
        let len = input.len();
        if let Some(wanted) = constant {
            // What is missing may be an item, kept by the predicate before; no place holds it.
            let item = place(wanted, len).and_then(|at| input.items().nth(at));
            return Ok(match item.filter(|it| !it.is_undef()) {
                Some(it) if it.is_array() => it.to_val(),
                it => Val::sequence(it.into_iter().map(View::to_val).collect()),
            });
        }
        let mut acc = Vec::new();
        for (at, item) in input.items().enumerate() {
            let times = self.selects(predicate, item, (at, len), frame)?;
            acc.extend(iter::repeat_n(item.to_val(), times));
        }
        Ok(Val::sequence(acc))
    }

    /// How often a predicate selects the item at `at` of `len`: once where it is true, and as often
    /// as it names its place.
    pub(super) fn selects(
        &mut self,
        predicate: &Node,
        item: View<'_>,
        (at, len): (usize, usize),
        frame: &Rc<Frame>,
    ) -> Fallible<usize> {
        if predicate.is_question() {
            return self.holds(predicate, item, frame).map(usize::from);
        }
        let seen = self.look(predicate, item, frame)?;
        self.step(looked_through(seen.view()))?;
        Ok(selects(seen.view(), at, len))
    }

    /// The value itself, and all that is in it.
    pub(super) fn descendants(&mut self, input: View<'_>) -> Fallible {
        if input.is_undef() {
            return Ok(Val::Undef);
        }
        let mut acc = Vec::new();
        let mut open = vec![input.to_val()];
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
        // One alone is itself, even where `[]` follows.
        Ok(if acc.len() == 1 { acc.pop().unwrap_or(Val::Undef) } else { Val::sequence(acc) })
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

/// The number that a predicate is, where it is one.
pub(super) fn constant(predicate: &Node) -> Option<f64> {
    match &predicate.kind {
        Kind::Literal(Value::Number(it)) if predicate.stages.is_empty() => Some(it.as_f64()),
        _ => None,
    }
}

/// Which item an index means: from the end where it is negative.
pub(super) fn place(wanted: f64, len: usize) -> Option<usize> {
    let floor = wanted.floor();
    let at = if floor < 0.0 { floor + len as f64 } else { floor };
    (at >= 0.0 && at < len as f64).then_some(at as usize)
}

/// Whether a predicate's value selects the item at `at` of `len`.
fn selects(value: View<'_>, at: usize, len: usize) -> usize {
    if let View::Json(Value::Bool(it)) = value {
        return usize::from(*it);
    }
    let is_place = |it: &View<'_>| it.as_f64().is_some_and(|it| place(it, len) == Some(at));
    if value.as_f64().is_some() {
        return usize::from(is_place(&value));
    }
    if value.is_array() && value.len() > 0 && value.items().all(|it| it.as_f64().is_some()) {
        return value.items().filter(is_place).count();
    }
    usize::from(value.is_true())
}

/// A name's value; of an array the values of all its items.
pub(crate) fn lookup(input: View<'_>, name: &str) -> Val {
    fn collect(acc: &mut Vec<Val>, input: View<'_>, name: &str) {
        for item in input.items() {
            if item.is_array() {
                grown(|| collect(acc, item, name));
            } else if let Some(value) = item.field(name) {
                if value.is_array() {
                    acc.extend(value.items().map(View::to_val));
                } else if !value.is_undef() {
                    acc.push(value.to_val());
                }
            }
        }
    }
    if !input.is_array() {
        return input.field(name).map_or(Val::Undef, View::to_val);
    }
    let mut acc = Vec::new();
    collect(&mut acc, input, name);
    Val::sequence(acc)
}

pub(super) fn wildcard(input: View<'_>) -> Val {
    fn flatten(acc: &mut Vec<Val>, value: View<'_>) {
        if value.is_array() {
            grown(|| value.items().for_each(|it| flatten(acc, it)));
        } else {
            acc.push(value.to_val());
        }
    }
    let input = match input {
        View::Val(Val::List(it)) if it.outer => it.items.first().map_or(View::Undef, View::of),
        it => it,
    };
    let (mut acc, mut arrays) = (Vec::new(), false);
    if input.is_object() {
        for (_, it) in input.to_val().entries() {
            arrays |= it.is_array();
            flatten(&mut acc, View::of(&it));
        }
    } else if input.is_array() {
        for it in input.items() {
            arrays |= it.is_array();
            flatten(&mut acc, it);
        }
    }
    // With an array among them, what they make is an array, even of one or of none.
    if arrays { Val::list(acc) } else { Val::sequence(acc) }
}
