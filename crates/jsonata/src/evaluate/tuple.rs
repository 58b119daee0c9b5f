//! Paths whose steps bind variables: the tuples that `@`, `#` and `%` need.

use std::iter;
use std::rc::Rc;

use super::path::{constant, place};
use super::{Evaluator, Fallible, Frame};
use crate::ast::{Kind, Node, Stage, Symbol};
use crate::value::{Heft, Tuple, Val, View};

impl Evaluator<'_> {
    pub(super) fn tuple_step(
        &mut self,
        step: &Node,
        input: View<'_>,
        tuples: Option<Vec<Tuple>>,
        first: bool,
        frame: &Rc<Frame>,
    ) -> Fallible<Vec<Tuple>> {
        let mut result = Vec::new();
        if let Kind::Sort(terms) = &step.kind {
            result = match tuples {
                Some(tuples) => {
                    let tuples = Val::Tuples(Rc::new(tuples));
                    match self.sort(terms, View::of(&tuples), frame)? {
                        Val::Tuples(it) => it.as_ref().clone(),
                        _ => Vec::new(),
                    }
                }
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
        let bare = |value| Tuple { value, vars: Vec::new() };
        let tuples = match tuples {
            Some(it) => it,
            None if input.is_undef() || first && matches!(step.kind, Kind::Variable(_)) => {
                vec![bare(input.to_val())]
            }
            None => input.items().map(|it| bare(it.to_val())).collect(),
        };
        let mut heft = Heft::default();
        for tuple in tuples {
            let inner = self.tuple_frame(frame, &tuple);
            let value = self.bare(step, View::of(&tuple.value), &inner)?;
            self.leave(inner);
            heft = heft.with(Heft::of(&value));
            self.fits(heft)?;
            self.step(1 + tuple.vars.len())?;
            self.spread(step, &tuple, &value, &mut result)?;
        }
        self.stages(&step.stages, result, frame)
    }

    /// The tuples that one tuple becomes by what a step made of it.
    fn spread(
        &mut self,
        step: &Node,
        tuple: &Tuple,
        value: &Val,
        acc: &mut Vec<Tuple>,
    ) -> Fallible<()> {
        if let Val::Tuples(more) = value {
            self.step(more.len().saturating_mul(1 + tuple.vars.len()))?;
            self.room((acc.len() + more.len()).saturating_mul(8))?;
            for it in more.iter() {
                let mut next = tuple.clone();
                next.value = it.value.clone();
                for (symbol, value) in &it.vars {
                    set(&mut next, *symbol, value.clone());
                }
                acc.push(next);
            }
            return Ok(());
        }
        self.step(value.len().saturating_mul(1 + tuple.vars.len()))?;
        self.room((acc.len() + value.len()).saturating_mul(8))?;
        for (at, item) in value.items().enumerate() {
            let mut next = tuple.clone();
            match step.focus {
                Some(symbol) => set(&mut next, symbol, item),
                None => next.value = item,
            }
            if let Some(symbol) = step.index {
                set(&mut next, symbol, Val::count(at));
            }
            if let Some(label) = step.ancestor.and_then(|slot| self.tables().label(slot)) {
                set(&mut next, label, tuple.value.clone());
            }
            acc.push(next);
        }
        Ok(())
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
                    for (at, tuple) in tuples.iter_mut().enumerate() {
                        set(tuple, *symbol, Val::count(at));
                    }
                }
                Stage::Filter(predicate) => {
                    tuples = self.filter_tuples(predicate, tuples, frame)?;
                }
            }
        }
        Ok(tuples)
    }

    pub(super) fn filter_tuples(
        &mut self,
        predicate: &Node,
        tuples: Vec<Tuple>,
        frame: &Rc<Frame>,
    ) -> Fallible<Vec<Tuple>> {
        let len = tuples.len();
        let constant = constant(predicate);
        let mut acc = Vec::new();
        for (at, tuple) in tuples.into_iter().enumerate() {
            let times = match constant {
                Some(wanted) => usize::from(place(wanted, len) == Some(at)),
                None => {
                    let inner = self.tuple_frame(frame, &tuple);
                    let item = View::of(&tuple.value);
                    let times = self.selects(predicate, item, (at, len), &inner)?;
                    self.leave(inner);
                    times
                }
            };
            acc.extend(iter::repeat_n(tuple, times));
        }
        Ok(acc)
    }
}

fn set(tuple: &mut Tuple, symbol: Symbol, value: Val) {
    match tuple.vars.iter_mut().find(|(it, _)| *it == symbol) {
        Some((_, slot)) => *slot = value,
        None => tuple.vars.push((symbol, value)),
    }
}
