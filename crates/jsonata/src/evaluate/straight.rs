//! Straight nodes: those without bindings and loops, and with no calls but [`Question`]s, such as
//! `order.total > 100 and $exists(order.id)`.
//!
//! A straight node takes no more steps than it has nodes below it, and goes no deeper than it is
//! nested. Both are known when it is parsed, so its budget is looked at once, and evaluating it is
//! pure: no frames, no errors. Whatever is not the common case (an array on the way of a path, an
//! operand of the wrong type, a number that is none) gives nothing here, and the node is evaluated
//! the general way, which knows the meaning, the error and the place.

#[cfg(test)]
mod tests;

use std::sync::Arc;

use stepwright_json::{Array, Object, Value};

use super::budget::{TEXT_BYTES_FREE, is_short};
use super::operator::{comparable, compared, computed, ordering};
use crate::ast::{Kind, Node, Op, Question, Shape, Symbol};
use crate::functions::text_of;
use crate::value::{Seen, Val, View, made};

/// What a straight node may take at most.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Extent {
    pub(crate) depth: u16,
    pub(crate) steps: u16,
}

/// Deeper ones are left to the general way, which looks after the stack.
const DEPTH_MAX: u16 = 32;
/// Longer ones are left to the general way, which looks after the time.
const STEPS_MAX: u16 = 1024;
/// Longer texts are left to the general way, which counts their bytes.
const CONCAT_BYTES_MAX: usize = 4096;

impl Extent {
    /// The extent of a node whose children know theirs; nothing where it is not straight.
    pub(crate) fn of(node: &Node) -> Option<Self> {
        if !node.is_plain() || node.flags.cons {
            return None;
        }
        let mut acc = Self { depth: 0, steps: 1 };
        let mut add = |child: &Node| {
            let Self { depth, steps } = child.straight?;
            acc = Self { depth: acc.depth.max(depth), steps: acc.steps + steps };
            (acc.steps <= STEPS_MAX).then_some(())
        };
        match &node.kind {
            Kind::Literal(_) | Kind::Variable(_) => {}
            Kind::Path { steps, shape: Shape::Fields(_) | Shape::VariableFields(..), .. } => {
                acc.steps += u16::try_from(steps.len()).ok().filter(|it| *it < STEPS_MAX)?;
            }
            Kind::Binary(op, left, right) if *op != Op::Range => {
                add(left)?;
                add(right)?;
            }
            Kind::Coalesce(left, right) | Kind::Elvis(left, right) => {
                add(left)?;
                add(right)?;
            }
            Kind::Condition(test, then, other) => {
                add(test)?;
                add(then)?;
                other.as_deref().map_or(Some(()), add)?;
            }
            Kind::Array(items) => items.iter().try_for_each(add)?,
            Kind::Call { question: Some(_), args, .. } => args.iter().try_for_each(add)?,
            Kind::Object { pairs, fixed: true } => {
                pairs.iter().try_for_each(|(_, value)| add(value))?;
            }
            _ => return None,
        }
        acc.depth += 1;
        (acc.depth <= DEPTH_MAX).then_some(acc)
    }
}

/// What a straight node refers to.
pub(crate) trait Scope<'v> {
    /// The context.
    fn input(&self) -> View<'v>;
    /// What names lead to from a variable's value.
    fn variable(&self, symbol: Symbol, names: &'v [Arc<str>]) -> Option<Seen<'v>>;
    /// The same, where it can be looked at in its place.
    fn place(&self, symbol: Symbol, names: &'v [Arc<str>]) -> Option<View<'v>>;
    /// Whether a name means a function of the language, and nothing else that is called so.
    fn is_builtin(&self, symbol: Symbol) -> bool;
    /// How many bytes one value may have.
    fn bytes_max(&self) -> usize;
}

/// What names lead to, but for arrays on the way.
#[inline]
pub(crate) fn fields<'v>(start: &'v Value, names: &[Arc<str>]) -> Option<View<'v>> {
    let mut at = start;
    for name in names {
        match at {
            Value::Object(object) => match object.get(name) {
                Some(next) => at = next,
                None => return Some(View::Undef),
            },
            Value::Array(_) => return None,
            _ => return Some(View::Undef),
        }
    }
    Some(View::Json(at))
}

/// The value of a leaf that is there already. It fits two registers, which a [`Seen`] does not.
#[inline]
fn leaf<'v>(node: &'v Node, scope: &impl Scope<'v>) -> Option<View<'v>> {
    match &node.kind {
        Kind::Literal(it) => Some(View::Json(it)),
        Kind::Path { shape: Shape::Fields(names), .. } => match scope.input() {
            View::Json(start) => fields(start, names),
            View::Undef => Some(View::Undef),
            View::Val(_) => None,
        },
        Kind::Path { shape: Shape::VariableFields(symbol, names), .. } => {
            scope.place(*symbol, names)
        }
        Kind::Variable(symbol) => scope.place(*symbol, &[]),
        _ => None,
    }
}

/// Looks at the value of a straight node where it lies.
#[inline]
fn look<'v, T>(
    node: &'v Node,
    scope: &impl Scope<'v>,
    see: impl FnOnce(View<'_>) -> Option<T>,
) -> Option<T> {
    match leaf(node, scope) {
        Some(it) => see(it),
        None => see(value(node, scope).as_ref()?.view()),
    }
}

/// The value of a straight node.
#[inline]
pub(crate) fn value<'v>(node: &'v Node, scope: &impl Scope<'v>) -> Option<Seen<'v>> {
    match &node.kind {
        Kind::Literal(_) | Kind::Path { shape: Shape::Fields(_), .. } => {
            leaf(node, scope).map(Seen::There)
        }
        Kind::Path { shape: Shape::VariableFields(symbol, names), .. } => {
            scope.variable(*symbol, names)
        }
        Kind::Variable(symbol) => scope.variable(*symbol, &[]),
        _ => inner(node, scope),
    }
}

/// The value of a node that is no leaf.
fn inner<'v>(node: &'v Node, scope: &impl Scope<'v>) -> Option<Seen<'v>> {
    match &node.kind {
        Kind::Binary(op, left, right) => binary(node, *op, left, right, scope),
        Kind::Condition(test, then, other) => match (truth(test, scope)?, other) {
            (true, _) => value(then, scope),
            (false, Some(other)) => value(other, scope),
            (false, None) => Some(Seen::There(View::Undef)),
        },
        Kind::Coalesce(left, right) => {
            let left = value(left, scope)?;
            if left.view().is_undef() { value(right, scope) } else { Some(left) }
        }
        Kind::Elvis(left, right) => {
            let left = value(left, scope)?;
            if !is_short(left.view()) {
                return None;
            }
            if left.view().is_true() { Some(left) } else { value(right, scope) }
        }
        Kind::Call { procedure, args, question: Some(question), .. } => {
            asked(*question, procedure, args, scope).map(Seen::Made)
        }
        Kind::Array(items) => array(items, scope),
        Kind::Object { pairs, .. } => object(pairs, scope),
        _ => None,
    }
}

/// Whether a straight node counts as true.
pub(crate) fn truth<'v>(node: &'v Node, scope: &impl Scope<'v>) -> Option<bool> {
    let Kind::Binary(op, left, right) = &node.kind else {
        return look(node, scope, |it| is_short(it).then(|| it.is_true()));
    };
    match op {
        Op::And => Some(truth(left, scope)? && truth(right, scope)?),
        Op::Or => Some(truth(left, scope)? || truth(right, scope)?),
        Op::Add | Op::Sub | Op::Mul | Op::Div | Op::Mod | Op::Concat | Op::Range => {
            Some(value(node, scope).as_ref()?.view().is_true())
        }
        Op::Eq | Op::Ne | Op::In | Op::Lt | Op::Le | Op::Gt | Op::Ge => {
            look(left, scope, |left| look(right, scope, |right| related(*op, left, right)))
        }
    }
}

/// Whether a relation holds between two values.
#[inline]
fn related(op: Op, left: View<'_>, right: View<'_>) -> Option<bool> {
    match (left, right) {
        (View::Json(Value::Number(a)), View::Json(Value::Number(b))) => match op {
            Op::Eq | Op::In => Some(a == b),
            Op::Ne => Some(a != b),
            _ => Some(ordering(op, a.as_f64().partial_cmp(&b.as_f64()))),
        },
        (View::Json(Value::String(a)), View::Json(Value::String(b)))
            if matches!(op, Op::Eq | Op::Ne) && a.len() <= TEXT_BYTES_FREE =>
        {
            Some((a == b) == (op == Op::Eq))
        }
        _ => related_at_length(op, left, right),
    }
}

/// The same of any two values, where looking at them takes no longer than a step may.
fn related_at_length(op: Op, left: View<'_>, right: View<'_>) -> Option<bool> {
    let is_large = |it: View<'_>| it.is_array() || it.is_object();
    if !is_short(left) || !is_short(right) || is_large(left) && is_large(right) {
        return None;
    }
    match op {
        Op::Eq => Some(!left.is_undef() && !right.is_undef() && left.equals(right)),
        Op::Ne => Some(!left.is_undef() && !right.is_undef() && !left.equals(right)),
        Op::In => Some(!left.is_undef() && right.items().any(|it| it.is_identical(left))),
        _ => Some(ordered(op, left, right)? == Some(true)),
    }
}

/// What an ordering of two values is: nothing where one of them is nothing.
#[expect(clippy::option_option, reason = "one is the answer, the other one is none")]
fn ordered(op: Op, left: View<'_>, right: View<'_>) -> Option<Option<bool>> {
    if left.is_undef() || right.is_undef() {
        return (comparable(left) && comparable(right)).then_some(None);
    }
    compared(op, left, right).map(Some)
}

fn binary<'v>(
    node: &'v Node,
    op: Op,
    left: &'v Node,
    right: &'v Node,
    scope: &impl Scope<'v>,
) -> Option<Seen<'v>> {
    let made = match op {
        Op::Add | Op::Sub | Op::Mul | Op::Div | Op::Mod => {
            let operand = |it| look(it, scope, |it| it.as_f64().filter(|it| it.is_finite()));
            let result = computed(op, operand(left)?, operand(right)?);
            if !result.is_finite() {
                return None;
            }
            Val::number(result)
        }
        Op::Concat => {
            let mut text = String::new();
            concat(node, &mut text, scope)?;
            Val::text(text)
        }
        Op::Lt | Op::Le | Op::Gt | Op::Ge => {
            look(left, scope, |left| look(right, scope, |right| ordered(op, left, right)))?
                .map_or(Val::Undef, Val::bool)
        }
        _ => Val::bool(truth(node, scope)?),
    };
    Some(Seen::Made(made))
}

fn asked<'v>(
    question: Question,
    procedure: &Node,
    args: &'v [Node],
    scope: &impl Scope<'v>,
) -> Option<Val> {
    let (Kind::Variable(symbol), [arg]) = (&procedure.kind, args) else { return None };
    if !scope.is_builtin(*symbol) {
        return None;
    }
    look(arg, scope, |it| {
        Some(match question {
            Question::Exists => Val::bool(!it.is_undef()),
            Question::Count => Val::count(it.len()),
            Question::Boolean | Question::Not if it.is_undef() => Val::Undef,
            Question::Boolean | Question::Not if !is_short(it) => return None,
            Question::Boolean => Val::bool(it.is_true()),
            Question::Not => Val::bool(!it.is_true()),
        })
    })
}

/// Adds a node's text, and where it is itself a concatenation those of its operands.
fn concat<'v>(node: &'v Node, acc: &mut String, scope: &impl Scope<'v>) -> Option<()> {
    if let Kind::Binary(Op::Concat, left, right) = &node.kind {
        concat(left, acc, scope)?;
        return concat(right, acc, scope);
    }
    look(node, scope, |it| {
        match it {
            View::Undef => {}
            View::Json(Value::String(it)) => acc.push_str(it),
            View::Json(Value::Number(it)) => acc.push_str(&text_of(*it)),
            View::Json(Value::Bool(it)) => acc.push_str(if *it { "true" } else { "false" }),
            _ => return None,
        }
        Some(())
    })?;
    (acc.len() <= scope.bytes_max().min(CONCAT_BYTES_MAX)).then_some(())
}

fn array<'v>(items: &'v [Node], scope: &impl Scope<'v>) -> Option<Seen<'v>> {
    let mut acc = Vec::with_capacity(items.len());
    for item in items {
        match json(value(item, scope)?)? {
            None => {}
            Some(Value::Array(_)) if !matches!(item.kind, Kind::Array(_)) => return None,
            Some(it) => acc.push(it),
        }
    }
    if made(acc.iter()) > scope.bytes_max() {
        return None;
    }
    Some(Seen::Made(Val::Json(Value::Array(Array::from(acc)))))
}

fn object<'v>(pairs: &'v [(Node, Node)], scope: &impl Scope<'v>) -> Option<Seen<'v>> {
    // Of an array the general way makes groups.
    if let View::Val(_) | View::Json(Value::Array(_)) = scope.input() {
        return None;
    }
    let mut failed = false;
    let entries = pairs.iter().map_while(|(key, it)| {
        let entry = || {
            let Kind::Literal(Value::String(key)) = &key.kind else { return None };
            Some(json(value(it, scope)?)?.map(|it| (Arc::clone(key), it)))
        };
        let entry = entry();
        failed |= entry.is_none();
        entry
    });
    let object: Object = entries.flatten().collect();
    let fits = !failed && made(object.values()) <= scope.bytes_max();
    fits.then(|| Seen::Made(Val::Json(Value::Object(object))))
}

/// A value as JSON. The outer nothing is for what JSON cannot hold, the inner one for nothing.
#[expect(clippy::option_option, reason = "one is the answer, the other one is none")]
#[inline]
fn json(seen: Seen<'_>) -> Option<Option<Value>> {
    match seen {
        Seen::There(View::Undef) | Seen::Made(Val::Undef) => Some(None),
        Seen::There(View::Json(it)) => Some(Some(it.clone())),
        Seen::Made(Val::Json(it)) => Some(Some(it)),
        Seen::There(View::Val(_)) | Seen::Made(_) => None,
    }
}
