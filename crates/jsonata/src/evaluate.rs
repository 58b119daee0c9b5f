//! A tree and an input into a value.

mod budget;
mod call;
mod callback;
mod frame;
mod group;
mod lane;
mod operator;
mod path;
mod sort;
pub(crate) mod straight;
mod transform;
mod tuple;

pub(crate) use budget::{BYTES_PER_STEP, compared_through, grown};
pub(crate) use call::Closure;
pub(crate) use frame::Frame;
pub(crate) use path::lookup;
pub(crate) use sort::{merge_sort, utf16_order};

use std::rc::Rc;
use std::sync::Arc;

use crate::ast::{Kind, Node, Symbol, Transform};
use crate::environment::Environment;
use crate::error::EvaluateError;
use crate::expression::Tables;
use crate::functions::Builtin;
use crate::regex::Regex;
use crate::value::{Heft, List, Seen, Val, View};
use budget::looked_through;
use frame::Frames;
use straight::{Extent, Scope, fields};

pub(crate) type Fallible<T = Val> = Result<T, Box<EvaluateError>>;

/// Something that can be called.
pub(crate) enum Function {
    Builtin(&'static Builtin),
    Closure(Rc<Closure>),
    Partial {
        function: Rc<Function>,
        args: Vec<Option<Val>>,
        depth: u16,
    },
    Compose {
        first: Rc<Function>,
        second: Rc<Function>,
        depth: u16,
    },
    Transform {
        transform: Arc<Transform>,
        frame: Rc<Frame>,
    },
    Regex(Arc<Regex>),
    /// Continues a search: the `next` of a match.
    Next {
        regex: Arc<Regex>,
        text: Rc<Vec<char>>,
        from: usize,
    },
    Extra(usize),
}

/// One evaluation.
pub(crate) struct Evaluator<'e> {
    tables: &'e Tables,
    /// The tables of what was parsed while it runs: they begin with those of the expression.
    pub(crate) later: Option<Rc<Tables>>,
    pub(crate) environment: &'e mut Environment,
    pub(crate) depth: usize,
    pub(crate) steps: u64,
    frames: Frames,
    /// The frame of the whole expression, for what is parsed while it runs.
    pub(crate) root: Rc<Frame>,
}

impl<'e> Evaluator<'e> {
    pub(crate) fn new(tables: &'e Tables, environment: &'e mut Environment) -> Self {
        let steps = environment.limits.steps;
        Self {
            tables,
            later: None,
            environment,
            depth: 0,
            steps,
            frames: Frames::default(),
            root: Rc::new(Frame::default()),
        }
    }

    pub(crate) fn tables(&self) -> &Tables {
        self.later.as_deref().unwrap_or(self.tables)
    }

    /// Evaluates a node with its predicates.
    pub(crate) fn evaluate(&mut self, node: &Node, input: View<'_>, frame: &Rc<Frame>) -> Fallible {
        self.look(node, input, frame).map(Seen::into_val)
    }

    /// Evaluates a node, and leaves what was there already where it lies.
    pub(crate) fn look<'v>(
        &mut self,
        node: &'v Node,
        input: View<'v>,
        frame: &Rc<Frame>,
    ) -> Fallible<Seen<'v>> {
        if let Some(seen) =
            self.straight(node, input, frame, |node, scope| straight::value(node, scope))
        {
            return Ok(seen);
        }
        // Nothing that a wildcard finds is no item for a predicate, as a name's is.
        let value = match node.kind {
            Kind::Wildcard if !node.stages.is_empty() => self.raw(node, input, frame)?,
            _ => self.at_length(node, input, frame)?,
        };
        self.predicated(node, value, frame).map(Seen::Made)
    }

    /// Whether a node counts as true.
    pub(crate) fn holds(
        &mut self,
        node: &Node,
        input: View<'_>,
        frame: &Rc<Frame>,
    ) -> Fallible<bool> {
        match self.straight(node, input, frame, |node, scope| straight::truth(node, scope)) {
            Some(holds) => Ok(holds),
            None => {
                let seen = self.look(node, input, frame)?;
                self.truth(seen.view())
            }
        }
    }

    /// Whether a value counts as true, which an array does not say at once.
    pub(crate) fn truth(&mut self, value: View<'_>) -> Fallible<bool> {
        self.step(looked_through(value))?;
        Ok(value.is_true())
    }

    /// Evaluates a node without what belongs to it as a step.
    pub(crate) fn bare(&mut self, node: &Node, input: View<'_>, frame: &Rc<Frame>) -> Fallible {
        match self.straight(node, input, frame, |node, scope| straight::value(node, scope)) {
            Some(seen) => Ok(seen.into_val()),
            None => self.at_length(node, input, frame),
        }
    }

    /// Evaluates a straight node, where the budget has room for all of it.
    #[inline]
    fn straight<'v, T>(
        &mut self,
        node: &'v Node,
        input: View<'v>,
        frame: &Frame,
        run: impl FnOnce(&'v Node, &Inside<'v, '_>) -> Option<T>,
    ) -> Option<T> {
        let left = self.afford(node)?;
        let result = run(node, &self.inside(input, frame))?;
        self.steps = left;
        Some(result)
    }

    /// The steps that are left after a straight node, where the budget has room for all of it.
    fn afford(&self, node: &Node) -> Option<u64> {
        let Extent { depth, steps } = node.straight?;
        if self.depth + usize::from(depth) > self.environment.limits.depth {
            return None;
        }
        self.steps.checked_sub(steps.into())
    }

    fn inside<'v, 'f>(&'f self, input: View<'v>, frame: &'f Frame) -> Inside<'v, 'f> {
        Inside { input, frame, evaluator: self }
    }

    /// Evaluates any node, one level deeper.
    fn at_length(&mut self, node: &Node, input: View<'_>, frame: &Rc<Frame>) -> Fallible {
        let value = self.raw(node, input, frame)?;
        self.weigh(&value)?;
        let kept = node.flags.tuple && matches!(node.kind, Kind::Path { .. } | Kind::Block(_));
        Ok(if kept { value } else { collapse(value, node.keep_array) })
    }

    /// The value of a node before its predicates, with sequences as they are.
    fn raw(&mut self, node: &Node, input: View<'_>, frame: &Rc<Frame>) -> Fallible {
        let mut value = self.deeper(|it| it.kind(node, input, frame))?;
        let is_path = matches!(node.kind, Kind::Path { .. });
        if let Some(pairs) = &node.group
            && node.stages.is_empty()
            && !is_path
        {
            value = self.group(pairs, View::of(&value), frame)?;
        }
        Ok(value)
    }

    fn predicated(&mut self, node: &Node, value: Val, frame: &Rc<Frame>) -> Fallible {
        if node.stages.is_empty() || matches!(node.kind, Kind::Path { .. }) {
            return Ok(value);
        }
        let value = self.filters(node, value, frame)?;
        let value = self.grouped(node, value, frame)?;
        Ok(collapse(value, node.keep_array))
    }

    /// What a node's grouping makes of its filtered value.
    fn grouped(&mut self, node: &Node, value: Val, frame: &Rc<Frame>) -> Fallible {
        match &node.group {
            Some(pairs) if !node.stages.is_empty() => {
                let value = collapse(value, node.keep_array);
                self.group(pairs, View::of(&value), frame)
            }
            _ => Ok(value),
        }
    }

    #[inline(never)]
    fn kind(&mut self, node: &Node, input: View<'_>, frame: &Rc<Frame>) -> Fallible {
        match &node.kind {
            Kind::Path { steps, keep_singleton, .. } => {
                self.path(node, steps, *keep_singleton, input, frame)
            }
            Kind::Literal(it) => Ok(Val::Json(it.clone())),
            Kind::Name(name) => Ok(lookup(input, name)),
            Kind::Variable(symbol) => Ok(self.variable(*symbol, input, frame)),
            Kind::Wildcard => {
                self.step(input.len())?;
                let found = path::wildcard(input);
                self.step(found.len())?;
                Ok(found)
            }
            Kind::Descendant => self.descendants(input),
            Kind::Parent(slot) => {
                let label = self.tables().label(*slot).unwrap_or_default();
                Ok(frame.get(label).unwrap_or(Val::Undef))
            }
            Kind::Binary(op, left, right) => self.binary(node, *op, (left, right), input, frame),
            Kind::Negate(inner) => self.negate(node, inner, input, frame),
            Kind::Array(items) => self.array(items, node.flags.cons, input, frame),
            Kind::Object { pairs, fixed } if *fixed && !input.is_array() => {
                self.object(pairs, input, frame)
            }
            Kind::Object { pairs, .. } => self.group(pairs, input, frame),
            Kind::Call { procedure, args, partial, .. } => {
                if *partial {
                    return self.partial(node, procedure, args, input, frame);
                }
                self.call(node, procedure, args, None, input, frame)
            }
            Kind::Lambda(lambda) => {
                self.keep(frame);
                let input = input.to_val();
                let closure = Closure {
                    lambda: Arc::clone(lambda),
                    frame: Rc::clone(frame),
                    depth: Heft::of(&input).depth.saturating_add(1),
                    input,
                };
                Ok(Val::Func(Rc::new(Function::Closure(Rc::new(closure)))))
            }
            Kind::Transform(transform) => {
                self.keep(frame);
                let function = Function::Transform {
                    transform: Arc::clone(transform),
                    frame: Rc::clone(frame),
                };
                Ok(Val::Func(Rc::new(function)))
            }
            Kind::Regex(regex) => Ok(Val::Func(Rc::new(Function::Regex(Arc::clone(regex))))),
            Kind::Condition(test, then, other) => {
                let holds = self.holds(test, input, frame)?;
                match (holds, other) {
                    (true, _) => self.evaluate(then, input, frame),
                    (false, Some(other)) => self.evaluate(other, input, frame),
                    (false, None) => Ok(Val::Undef),
                }
            }
            Kind::Elvis(left, right) => {
                let value = self.evaluate(left, input, frame)?;
                if self.truth(View::of(&value))? {
                    Ok(value)
                } else {
                    self.evaluate(right, input, frame)
                }
            }
            Kind::Coalesce(left, right) => {
                let value = self.evaluate(left, input, frame)?;
                if value.is_undef() { self.evaluate(right, input, frame) } else { Ok(value) }
            }
            Kind::Bind(symbol, value) => {
                let value = self.evaluate(value, input, frame)?;
                frame.bind(*symbol, value.clone());
                Ok(value)
            }
            Kind::Block(parts) => {
                let inner = self.frame_inside(frame);
                let mut value = Val::Undef;
                for part in parts {
                    value = self.evaluate(part, input, &inner)?;
                }
                self.leave(inner);
                Ok(value)
            }
            Kind::Apply(left, right) => self.apply_to(node, left, right, input, frame),
            // What only stands between parsing and processing is nothing here.
            Kind::Sort(_)
            | Kind::Placeholder
            | Kind::Dot(..)
            | Kind::Filter(..)
            | Kind::GroupBy(..)
            | Kind::OrderBy(..)
            | Kind::Focus(..)
            | Kind::Position(..)
            | Kind::Word(_) => Ok(Val::Undef),
        }
    }

    pub(crate) fn variable(&self, symbol: Symbol, input: View<'_>, frame: &Rc<Frame>) -> Val {
        if self.tables().context == Some(symbol) {
            return match input {
                View::Val(Val::List(it)) if it.outer => {
                    it.items.first().cloned().unwrap_or(Val::Undef)
                }
                _ => input.to_val(),
            };
        }
        if let Some(value) = frame.get(symbol) {
            return value;
        }
        match self.outside(symbol) {
            Some(function) => Val::Func(Rc::new(function)),
            None => Val::Undef,
        }
    }

    /// The function that a name means which no frame binds.
    fn outside(&self, symbol: Symbol) -> Option<Function> {
        let entry = self.tables().entry(symbol)?;
        if let Some(index) = self.environment.extra(&entry.name) {
            return Some(Function::Extra(index));
        }
        let builtin = entry.builtin.filter(|it| it.is_in(self.environment.dialect))?;
        Some(Function::Builtin(builtin))
    }

    fn array(
        &mut self,
        items: &[Node],
        cons: bool,
        input: View<'_>,
        frame: &Rc<Frame>,
    ) -> Fallible {
        let mut acc = Vec::with_capacity(items.len());
        let mut heft = Heft::default();
        for item in items {
            let value = self.evaluate(item, input, frame)?;
            // What is spliced in takes no place of its own.
            let own = Heft::of(&value);
            let spliced = value.is_array() && !matches!(item.kind, Kind::Array(_));
            heft = if spliced { heft.joined(own) } else { heft.with(own) };
            self.fits(heft)?;
            match item.kind {
                _ if value.is_undef() => {}
                Kind::Array(_) => acc.push(value),
                _ if value.is_array() => {
                    self.step(value.len() / 8)?;
                    self.room((acc.len() + value.len()).saturating_mul(8))?;
                    if acc.is_empty()
                        && items.len() == 1
                        && let Val::List(list) = value
                    {
                        acc =
                            Rc::try_unwrap(list).map_or_else(|it| it.items.clone(), |it| it.items);
                        continue;
                    }
                    acc.extend(value.items());
                }
                _ => acc.push(value),
            }
        }
        Ok(Val::List(Rc::new(List { cons, ..List::of(acc) })))
    }
}

/// What a straight node refers to inside an evaluation.
struct Inside<'v, 'f> {
    input: View<'v>,
    frame: &'f Frame,
    evaluator: &'f Evaluator<'f>,
}

impl<'v> Scope<'v> for Inside<'v, '_> {
    fn input(&self) -> View<'v> {
        self.input
    }
    fn variable(&self, symbol: Symbol, names: &'v [Arc<str>]) -> Option<Seen<'v>> {
        if self.evaluator.tables().context == Some(symbol) {
            return match self.input {
                View::Val(_) => None,
                it => Some(Seen::There(it)),
            };
        }
        self.frame.with(symbol, |value| match value {
            Val::Json(start) => fields(start, names).map(|it| Seen::Made(it.to_val())),
            Val::Undef => Some(Seen::There(View::Undef)),
            Val::Func(_) | Val::NonFinite(_) if names.is_empty() => Some(Seen::Made(value.clone())),
            _ => None,
        })?
    }
    /// What a frame holds may go before the view would.
    fn place(&self, symbol: Symbol, _names: &'v [Arc<str>]) -> Option<View<'v>> {
        match self.input {
            View::Val(_) => None,
            it => (self.evaluator.tables().context == Some(symbol)).then_some(it),
        }
    }
    fn is_builtin(&self, symbol: Symbol) -> bool {
        self.frame.with(symbol, |_| ()).is_none()
            && matches!(self.evaluator.outside(symbol), Some(Function::Builtin(_)))
    }
    fn bytes_max(&self) -> usize {
        self.evaluator.environment.limits.bytes
    }
}

/// A sequence of none is nothing, of one is that one.
pub(crate) fn collapse(value: Val, keep_array: bool) -> Val {
    let Val::List(list) = &value else { return value };
    if !list.sequence || list.outer {
        return value;
    }
    if keep_array {
        list.keep_singleton.set(true);
    }
    match list.items.as_slice() {
        [] => Val::Undef,
        [one] if !list.keep_singleton.get() => one.clone(),
        _ => value,
    }
}

/// Two values as one array.
pub(crate) fn append(left: Val, right: Val) -> Val {
    if left.is_undef() {
        return right;
    }
    if right.is_undef() {
        return left;
    }
    Val::list(left.items().chain(right.items()).collect())
}

/// What counts as true.
pub(crate) fn boolean(value: &Val) -> bool {
    View::of(value).is_true()
}
