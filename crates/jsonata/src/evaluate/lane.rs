//! The quick lane of paths: names, filters and orders over plain JSON, walked by reference.
//!
//! Nothing is copied on the way: what is selected is a list of places in the input. The lane ends
//! at the first step, or the first item, that needs more; from there on the path goes its general
//! way with the same meaning.

use std::iter;
use std::rc::Rc;

use stepwright_json::Value;

use super::path::{constant, place};
use super::{Evaluator, Fallible, Frame};
use crate::ast::{Kind, Node, Stage};
use crate::value::{Val, View};

/// Where names that follow each other lead.
pub(super) enum Followed<'v> {
    To(&'v Value),
    Nowhere,
    /// To an array, of which every item is meant, after so many names.
    Array(&'v Value, usize),
}

/// Follows names from object to object.
pub(super) fn follow<'v>(start: &'v Value, names: &[Node]) -> Followed<'v> {
    let mut at = start;
    for (done, step) in names.iter().enumerate() {
        match (at, &step.kind) {
            (Value::Object(object), Kind::Name(name)) => match object.get(name) {
                Some(next) => at = next,
                None => return Followed::Nowhere,
            },
            (Value::Array(_), _) => return Followed::Array(at, done),
            _ => return Followed::Nowhere,
        }
    }
    Followed::To(at)
}

/// What the items of a step gave.
#[derive(Default)]
struct Given<'v> {
    /// How many values, arrays being one each.
    count: usize,
    /// The array that the last value was, where it was one.
    whole: Option<&'v Value>,
    /// Whether a filter has kept nothing as an item, which no place in the input stands for.
    nothing: bool,
}

/// What the filters of a step have left so far: the value itself, or some of its items.
enum Left<'v> {
    One(&'v Value),
    Items(Vec<&'v Value>),
}

impl Evaluator<'_> {
    /// Walks from `start`, the value after `done` steps. Gives what it came to, and how many
    /// steps are done then.
    pub(super) fn lane(
        &mut self,
        steps: &[Node],
        done: usize,
        start: &Value,
        frame: &Rc<Frame>,
    ) -> Fallible<(Val, usize)> {
        let rest = steps.get(done..).unwrap_or_default();
        let names = rest.iter().take_while(|it| it.is_plain_name()).count();
        let (at, followed) = match follow(start, rest.get(..names).unwrap_or_default()) {
            Followed::To(at) => (at, names),
            Followed::Nowhere => return Ok((Val::Undef, steps.len())),
            Followed::Array(at, followed) => (at, followed),
        };
        self.step(followed)?;
        self.walk(steps, done + followed, at, frame)
    }

    fn walk<'v>(
        &mut self,
        steps: &'v [Node],
        mut done: usize,
        start: &'v Value,
        frame: &Rc<Frame>,
    ) -> Fallible<(Val, usize)> {
        let begin = done;
        let mut items: Vec<&Value> = Vec::new();
        while let Some(step) = steps.get(done) {
            // Before the first step there are no items yet, only the value they are in.
            let now = if done > begin { Left::Items(items) } else { Left::One(start) };
            self.step(now.len() / 4)?;
            match &step.kind {
                Kind::Name(name) if step.is_lean() && now.are_flat() => {
                    let mut next = Vec::new();
                    let mut given = Given::default();
                    now.each(|item| {
                        self.name_step(step, name, item, &mut next, &mut given, frame)
                    })?;
                    if given.nothing {
                        items = if let Left::Items(items) = now { items } else { Vec::new() };
                        break;
                    }
                    if done + 1 == steps.len()
                        && let Given { count: 1, whole: Some(whole), .. } = given
                    {
                        return Ok((Val::Json(whole.clone()), steps.len()));
                    }
                    self.step(next.len())?;
                    self.room(next.len().saturating_mul(8))?;
                    items = next;
                }
                Kind::Sort(terms) if step.is_lean() && step.stages.is_empty() => {
                    items = self.sort_items(terms, now, frame)?;
                }
                _ => {
                    items = if let Left::Items(items) = now { items } else { Vec::new() };
                    break;
                }
            }
            done += 1;
            if items.is_empty() {
                return Ok((Val::sequence(Vec::new()), steps.len()));
            }
        }
        if done == begin {
            return Ok((Val::Json(start.clone()), done));
        }
        Ok((Val::sequence(items.into_iter().map(|it| Val::Json(it.clone())).collect()), done))
    }

    fn name_step<'v>(
        &mut self,
        step: &'v Node,
        name: &str,
        item: &'v Value,
        acc: &mut Vec<&'v Value>,
        given: &mut Given<'v>,
        frame: &Rc<Frame>,
    ) -> Fallible<()> {
        let Some(value) = item.get(name) else {
            if !step.stages.is_empty() {
                // A filter of nothing is an empty list, which is a value. It may be refused, and a
                // predicate that does not look at its item may keep even nothing.
                given.count += 1;
                given.whole = None;
                if let Some(Stage::Filter(predicate)) = step.stages.first()
                    && constant(predicate).is_none()
                {
                    given.nothing |= self.selects(predicate, View::Undef, (0, 1), frame)? > 0;
                }
            }
            return Ok(());
        };
        let mut left = Left::One(value);
        for stage in &step.stages {
            if let Stage::Filter(predicate) = stage {
                left = self.filter_items(predicate, left, frame)?;
            }
        }
        given.count += 1;
        given.whole = None;
        match left {
            Left::One(value) => {
                if let Value::Array(items) = value {
                    given.whole = Some(value);
                    acc.extend(items.iter());
                } else {
                    acc.push(value);
                }
            }
            Left::Items(items) if acc.is_empty() => *acc = items,
            Left::Items(items) => acc.extend(items),
        }
        Ok(())
    }

    fn filter_items<'v>(
        &mut self,
        predicate: &'v Node,
        left: Left<'v>,
        frame: &Rc<Frame>,
    ) -> Fallible<Left<'v>> {
        let len = left.len();
        if let Some(wanted) = constant(predicate) {
            let item = place(wanted, len).and_then(|at| left.item(at));
            return Ok(match item {
                Some(it @ Value::Array(_)) => Left::One(it),
                it => Left::Items(it.into_iter().collect()),
            });
        }
        let mut acc = Vec::new();
        let mut at = 0;
        left.each(|item| {
            let times = self.selects(predicate, View::Json(item), (at, len), frame)?;
            acc.extend(iter::repeat_n(item, times));
            at += 1;
            Ok(())
        })?;
        Ok(Left::Items(acc))
    }

    fn sort_items<'v>(
        &mut self,
        terms: &'v [(bool, Node)],
        left: Left<'v>,
        frame: &Rc<Frame>,
    ) -> Fallible<Vec<&'v Value>> {
        let views: Vec<View<'v>> = match left {
            Left::One(Value::Array(items)) => items.iter().map(View::Json).collect(),
            Left::One(it) => vec![View::Json(it)],
            Left::Items(items) => items.into_iter().map(View::Json).collect(),
        };
        let sorted = self.sort_views(terms, views.into_iter(), frame)?;
        Ok(sorted
            .into_iter()
            .filter_map(|it| if let View::Json(it) = it { Some(it) } else { None })
            .collect())
    }
}

impl<'v> Left<'v> {
    fn len(&self) -> usize {
        match self {
            Self::One(Value::Array(it)) => it.len(),
            Self::One(_) => 1,
            Self::Items(it) => it.len(),
        }
    }
    fn item(&self, at: usize) -> Option<&'v Value> {
        match self {
            Self::One(Value::Array(it)) => it.get(at),
            Self::One(it) => (at == 0).then_some(*it),
            Self::Items(it) => it.get(at).copied(),
        }
    }
    fn each(&self, mut take: impl FnMut(&'v Value) -> Fallible<()>) -> Fallible<()> {
        match self {
            Self::One(Value::Array(it)) => it.iter().try_for_each(take),
            Self::One(it) => take(it),
            Self::Items(it) => it.iter().try_for_each(|it| take(it)),
        }
    }
    /// Whether no item is an array itself.
    fn are_flat(&self) -> bool {
        let is_flat = |it: &Value| !matches!(it, Value::Array(_));
        match self {
            Self::One(Value::Array(it)) => it.iter().all(is_flat),
            Self::One(_) => true,
            Self::Items(it) => it.iter().all(|it| is_flat(it)),
        }
    }
}
