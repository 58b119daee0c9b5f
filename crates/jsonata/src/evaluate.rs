//! A tree and an input into a value.

mod call;
mod operator;
mod path;
mod transform;

pub(crate) use path::{lookup, merge_sort, utf16_order};

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use stepwright_json::Value;

use crate::ast::{Kind, Lambda, Node, Stage, Symbol, Transform};
use crate::environment::Environment;
use crate::error::EvaluateError;
use crate::expression::Tables;
use crate::functions::Builtin;
use crate::regex::Regex;
use crate::value::{List, Tuple, Val};

pub(crate) type Fallible<T = Val> = Result<T, Box<EvaluateError>>;

/// Something that can be called.
pub(crate) enum Function {
    Builtin(&'static Builtin),
    Lambda {
        lambda: Arc<Lambda>,
        frame: Rc<Frame>,
        input: Val,
    },
    Partial {
        function: Rc<Function>,
        args: Vec<Option<Val>>,
    },
    Compose(Rc<Function>, Rc<Function>),
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

/// Variables, and the frame around them.
pub(crate) struct Frame {
    vars: RefCell<Vec<(Symbol, Val)>>,
    parent: Option<Rc<Self>>,
    kept: Cell<bool>,
}

impl Frame {
    pub(crate) fn root() -> Rc<Self> {
        Rc::new(Self { vars: RefCell::default(), parent: None, kept: Cell::new(false) })
    }
    pub(crate) fn inside(parent: &Rc<Self>) -> Rc<Self> {
        Rc::new(Self {
            vars: RefCell::default(),
            parent: Some(Rc::clone(parent)),
            kept: Cell::new(false),
        })
    }
    pub(crate) fn bind(&self, symbol: Symbol, value: Val) {
        let mut vars = self.vars.borrow_mut();
        match vars.iter_mut().find(|(it, _)| *it == symbol) {
            Some((_, slot)) => *slot = value,
            None => vars.push((symbol, value)),
        }
    }
    fn get(&self, symbol: Symbol) -> Option<Val> {
        let mut frame = self;
        loop {
            if let Some((_, it)) = frame.vars.borrow().iter().find(|(it, _)| *it == symbol) {
                return Some(it.clone());
            }
            frame = frame.parent.as_deref()?;
        }
    }
}

/// One evaluation.
pub(crate) struct Evaluator<'e> {
    pub(crate) tables: Arc<Tables>,
    pub(crate) environment: &'e mut Environment,
    pub(crate) depth: usize,
    pub(crate) steps: u64,
    /// Frames that functions hold on to. A function held by its own frame is a circle, which is
    /// cut when the evaluation ends.
    kept: Vec<Rc<Frame>>,
    /// The frame of the whole expression, for what is parsed while it runs.
    pub(crate) root: Option<Rc<Frame>>,
}

impl Drop for Evaluator<'_> {
    fn drop(&mut self) {
        for frame in &self.kept {
            drop(frame.vars.take());
        }
    }
}

impl<'e> Evaluator<'e> {
    pub(crate) fn new(tables: Arc<Tables>, environment: &'e mut Environment) -> Self {
        let steps = environment.limits.steps;
        Self { tables, environment, depth: 0, steps, kept: Vec::new(), root: None }
    }

    pub(crate) fn keep(&mut self, frame: &Rc<Frame>) {
        let mut next = Some(frame);
        while let Some(frame) = next {
            if frame.kept.replace(true) {
                return;
            }
            self.kept.push(Rc::clone(frame));
            next = frame.parent.as_ref();
        }
    }

    /// Takes `count` steps of the budget.
    pub(crate) fn step(&mut self, count: usize) -> Fallible<()> {
        match self.steps.checked_sub(u64::try_from(count).unwrap_or(u64::MAX)) {
            Some(left) => {
                self.steps = left;
                Ok(())
            }
            None => {
                self.steps = 0;
                Err(self.environment.timeout())
            }
        }
    }

    /// Refuses a value of so many bytes where it is more than one value may have.
    pub(crate) fn room(&self, bytes: usize) -> Fallible<()> {
        if bytes > self.environment.limits.bytes {
            Err(self.environment.out_of_memory())
        } else {
            Ok(())
        }
    }

    pub(crate) fn enter(&mut self) -> Fallible<()> {
        self.depth += 1;
        if self.depth > self.environment.limits.depth {
            return Err(self.environment.too_deep());
        }
        self.step(1)
    }

    /// Evaluates a node with its predicates.
    pub(crate) fn evaluate(&mut self, node: &Node, input: &Val, frame: &Rc<Frame>) -> Fallible {
        let value = self.bare(node, input, frame)?;
        if node.stages.is_empty() || matches!(node.kind, Kind::Path { .. }) {
            return Ok(value);
        }
        let mut value = value;
        for stage in &node.stages {
            if let Stage::Filter(predicate) = stage {
                value = self.filter(predicate, value, frame)?;
            }
        }
        let value = self.grouped(node, value, frame)?;
        Ok(collapse(value, node.keep_array))
    }

    /// What a node's grouping makes of its filtered value.
    fn grouped(&mut self, node: &Node, value: Val, frame: &Rc<Frame>) -> Fallible {
        match &node.group {
            Some(pairs) if !node.stages.is_empty() => {
                let value = collapse(value, node.keep_array);
                self.group(pairs, &value, frame)
            }
            _ => Ok(value),
        }
    }

    /// Evaluates a node without what belongs to it as a step.
    pub(crate) fn bare(&mut self, node: &Node, input: &Val, frame: &Rc<Frame>) -> Fallible {
        if let Kind::Literal(it) = &node.kind
            && node.group.is_none()
            && self.depth < self.environment.limits.depth
        {
            return Ok(Val::Json(it.clone()));
        }
        self.enter()?;
        let mut value = grown(|| self.kind(node, input, frame))?;
        self.depth -= 1;
        if let Some(pairs) = &node.group
            && node.stages.is_empty()
            && !matches!(node.kind, Kind::Path { .. })
        {
            value = self.group(pairs, &value, frame)?;
        }
        if node.flags.tuple && matches!(node.kind, Kind::Path { .. } | Kind::Block(_)) {
            return Ok(value);
        }
        Ok(collapse(value, node.keep_array))
    }

    fn kind(&mut self, node: &Node, input: &Val, frame: &Rc<Frame>) -> Fallible {
        match &node.kind {
            Kind::Path { steps, keep_singleton } => {
                self.path(node, steps, *keep_singleton, input, frame)
            }
            Kind::Literal(it) => Ok(Val::Json(it.clone())),
            Kind::Name(name) => Ok(lookup(input, name)),
            Kind::Variable(symbol) => Ok(self.variable(*symbol, input, frame)),
            Kind::Wildcard => Ok(path::wildcard(input)),
            Kind::Descendant => self.descendants(input),
            Kind::Parent(slot) => {
                let label = self.tables.labels.get(*slot).copied().unwrap_or_default();
                Ok(frame.get(label).unwrap_or(Val::Undef))
            }
            Kind::Binary(op, left, right) => self.binary(node, *op, (left, right), input, frame),
            Kind::Negate(inner) => self.negate(node, inner, input, frame),
            Kind::Array(items) => self.array(items, node.flags.cons, input, frame),
            Kind::Object(pairs) => self.group(pairs, input, frame),
            Kind::Call { procedure, args, partial } => {
                if *partial {
                    return self.partial(node, procedure, args, input, frame);
                }
                self.call(node, procedure, args, None, input, frame)
            }
            Kind::Lambda(lambda) => {
                self.keep(frame);
                let function = Function::Lambda {
                    lambda: Arc::clone(lambda),
                    frame: Rc::clone(frame),
                    input: input.clone(),
                };
                Ok(Val::Func(Rc::new(function)))
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
                let test = self.evaluate(test, input, frame)?;
                match (boolean(&test), other) {
                    (true, _) => self.evaluate(then, input, frame),
                    (false, Some(other)) => self.evaluate(other, input, frame),
                    (false, None) => Ok(Val::Undef),
                }
            }
            Kind::Elvis(left, right) => {
                let value = self.evaluate(left, input, frame)?;
                if boolean(&value) { Ok(value) } else { self.evaluate(right, input, frame) }
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
                let inner = Frame::inside(frame);
                let mut value = Val::Undef;
                for part in parts {
                    value = self.evaluate(part, input, &inner)?;
                }
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

    pub(crate) fn variable(&self, symbol: Symbol, input: &Val, frame: &Rc<Frame>) -> Val {
        let Some(entry) = self.tables.entries.get(usize::try_from(symbol).unwrap_or(usize::MAX))
        else {
            return Val::Undef;
        };
        if entry.name.is_empty() {
            return match input {
                Val::List(it) if it.outer => it.items.first().cloned().unwrap_or(Val::Undef),
                _ => input.clone(),
            };
        }
        if let Some(value) = frame.get(symbol) {
            return value;
        }
        if let Some(index) = self.environment.extra(&entry.name) {
            return Val::Func(Rc::new(Function::Extra(index)));
        }
        match entry.builtin.filter(|it| it.is_in(self.environment.dialect)) {
            Some(builtin) => Val::Func(Rc::new(Function::Builtin(builtin))),
            None => Val::Undef,
        }
    }

    fn array(&mut self, items: &[Node], cons: bool, input: &Val, frame: &Rc<Frame>) -> Fallible {
        let mut acc = Vec::with_capacity(items.len());
        for item in items {
            let value = self.evaluate(item, input, frame)?;
            match item.kind {
                _ if value.is_undef() => {}
                Kind::Array(_) => acc.push(value),
                _ if value.is_array() => {
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

    /// An object of pairs: for each key the values of all items that gave it.
    fn group(&mut self, pairs: &[(Node, Node)], input: &Val, frame: &Rc<Frame>) -> Fallible {
        struct Group {
            key: Arc<str>,
            pair: usize,
            tuples: Vec<Tuple>,
        }
        let mut groups: Vec<Group> = Vec::new();
        let mut places = std::collections::HashMap::new();
        let reduce = matches!(input, Val::Tuples(_));
        let mut items: Vec<Tuple> = match input {
            Val::Tuples(it) => it.as_ref().clone(),
            _ => input.items().map(|value| Tuple { value, vars: Vec::new() }).collect(),
        };
        if items.is_empty() {
            items.push(Tuple { value: Val::Undef, vars: Vec::new() });
        }
        for item in items {
            let inner = if reduce { tuple_frame(frame, &item) } else { Rc::clone(frame) };
            for (pair, (node, _)) in pairs.iter().enumerate() {
                let key = match self.evaluate(node, &item.value, &inner)? {
                    Val::Undef => continue,
                    Val::Json(Value::String(key)) => key,
                    it => {
                        let text = format!(
                            "Key in object structure must evaluate to a string; got: {it:?}"
                        );
                        return Err(EvaluateError::new("T1003", text).at(node.end, "{"));
                    }
                };
                let next = groups.len();
                let place = *places.entry(Arc::clone(&key)).or_insert(next);
                match groups.get_mut(place) {
                    None => groups.push(Group { key, pair, tuples: vec![item.clone()] }),
                    Some(group) if group.pair != pair => {
                        let text = format!(
                            "Multiple key definitions evaluate to same key: {}",
                            Value::from(key)
                        );
                        return Err(EvaluateError::new("D1009", text).at(node.end, "{"));
                    }
                    Some(group) => group.tuples.push(item.clone()),
                }
            }
        }
        let mut entries = Vec::with_capacity(groups.len());
        for Group { key, pair, tuples } in groups {
            let (context, inner) = self.reduce(tuples, reduce, frame)?;
            let Some((_, node)) = pairs.get(pair) else { continue };
            let value = self.evaluate(node, &context, &inner)?;
            if !value.is_undef() {
                entries.push((key, value));
            }
        }
        Ok(Val::object(entries))
    }

    fn reduce(
        &mut self,
        tuples: Vec<Tuple>,
        reduce: bool,
        frame: &Rc<Frame>,
    ) -> Fallible<(Val, Rc<Frame>)> {
        let mut tuples = tuples.into_iter();
        let Some(mut whole) = tuples.next() else { return Ok((Val::Undef, Rc::clone(frame))) };
        let mut values = vec![whole.value];
        for tuple in tuples {
            values.push(tuple.value);
            for (symbol, value) in tuple.vars {
                match whole.vars.iter_mut().find(|(it, _)| *it == symbol) {
                    Some((_, slot)) => *slot = append(slot.clone(), value),
                    None => whole.vars.push((symbol, value)),
                }
            }
        }
        let value = if values.len() == 1 {
            values.pop().unwrap_or(Val::Undef)
        } else {
            let mut acc = Vec::with_capacity(values.len());
            for value in values {
                acc.extend(value.items());
            }
            self.step(acc.len())?;
            Val::list(acc)
        };
        whole.value = value;
        let inner = if reduce { tuple_frame(frame, &whole) } else { Rc::clone(frame) };
        Ok((whole.value, inner))
    }
}

/// Runs what may recurse, on a larger stack where little is left of this one.
pub(crate) fn grown<T>(run: impl FnOnce() -> T) -> T {
    const RED_ZONE_BYTES: usize = 128 * 1024;
    const SEGMENT_BYTES: usize = 1024 * 1024;
    stacker::maybe_grow(RED_ZONE_BYTES, SEGMENT_BYTES, run)
}

pub(crate) fn tuple_frame(frame: &Rc<Frame>, tuple: &Tuple) -> Rc<Frame> {
    let inner = Frame::inside(frame);
    for (symbol, value) in &tuple.vars {
        inner.bind(*symbol, value.clone());
    }
    inner
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
    match value {
        Val::Undef | Val::Func(_) | Val::Json(Value::Null) => false,
        Val::Json(Value::Bool(it)) => *it,
        Val::Json(Value::String(it)) => !it.is_empty(),
        Val::Json(Value::Number(it)) => it.as_f64() != 0.0,
        Val::NonFinite(it) => !it.is_nan(),
        Val::Json(Value::Object(it)) => !it.is_empty(),
        Val::Object(it) => !it.is_empty(),
        Val::Json(Value::Array(_)) | Val::List(_) | Val::Tuples(_) => {
            value.items().any(|it| boolean(&it))
        }
    }
}
