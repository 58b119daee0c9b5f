//! Operators.

use std::cmp::Ordering;
use std::rc::Rc;

use super::budget::{compared_through, looked_through};
use super::sort::utf16_order;
use super::{Evaluator, Fallible, Frame};
use crate::ast::{Kind, Node, Op};
use crate::error::EvaluateError;
use crate::process::is_numeric;
use crate::value::{Val, View};

/// How many items a range may have.
const RANGE_ITEMS_MAX: f64 = 1e7;

impl Evaluator<'_> {
    pub(super) fn binary(
        &mut self,
        node: &Node,
        op: Op,
        (left, right): (&Node, &Node),
        input: View<'_>,
        frame: &Rc<Frame>,
    ) -> Fallible {
        if matches!(op, Op::And | Op::Or) {
            let holds = self.holds(left, input, frame)?;
            // The right side counts only where the left one does not decide.
            let decided = holds == (op == Op::Or);
            return Ok(Val::bool(if decided { holds } else { self.holds(right, input, frame)? }));
        }
        let left = self.look(left, input, frame)?;
        let right = self.look(right, input, frame)?;
        let (left, right) = (left.view(), right.view());
        self.step(match op {
            Op::Eq | Op::Ne => compared_through(left).min(compared_through(right)),
            Op::Lt | Op::Le | Op::Gt | Op::Ge => looked_through(left).min(looked_through(right)),
            Op::In | Op::Concat => looked_through(left) + looked_through(right),
            _ => 0,
        })?;
        let result = match op {
            Op::Eq => Ok(Val::bool(!left.is_undef() && !right.is_undef() && left.equals(right))),
            Op::Ne => Ok(Val::bool(!left.is_undef() && !right.is_undef() && !left.equals(right))),
            Op::In => {
                Ok(Val::bool(!left.is_undef() && right.items().any(|it| it.is_identical(left))))
            }
            Op::Concat => self.concat(left, right),
            Op::Range => self.range(left, right),
            _ if is_numeric(op) => numeric(op, left, right),
            _ => compare(op, left, right),
        };
        result.map_err(|it| it.at(node.end, op.token()))
    }

    fn concat(&mut self, left: View<'_>, right: View<'_>) -> Fallible {
        let mut text = String::new();
        for side in [left, right] {
            match side.as_str() {
                Some(it) => text.push_str(it),
                None if side.is_undef() => {}
                None => text.push_str(&self.string_of(&side.to_val(), false)?),
            }
        }
        self.room(text.len())?;
        Ok(Val::text(text))
    }

    fn range(&mut self, left: View<'_>, right: View<'_>) -> Fallible {
        let whole = |it: View<'_>| it.as_f64().filter(|it| it.fract() == 0.0);
        if !left.is_undef() && whole(left).is_none() {
            return Err(EvaluateError::new(
                "T2003",
                "The left side of the range operator (..) must evaluate to an integer",
            ));
        }
        if !right.is_undef() && whole(right).is_none() {
            return Err(EvaluateError::new(
                "T2004",
                "The right side of the range operator (..) must evaluate to an integer",
            ));
        }
        let (Some(from), Some(to)) = (whole(left), whole(right)) else { return Ok(Val::Undef) };
        if from > to {
            return Ok(Val::Undef);
        }
        let size = to - from + 1.0;
        if self.environment.is_aws() {
            self.room((size as usize).saturating_mul(8))?;
        }
        if size > RANGE_ITEMS_MAX {
            let text = format!(
                "The size of the sequence allocated by the range operator (..) must not exceed 1e7.  Attempted to allocate {size}."
            );
            return Err(EvaluateError::new("D2014", text));
        }
        self.room((size as usize).saturating_mul(8))?;
        self.step(size as usize / 16)?;
        let from = from as i64;
        Ok(Val::sequence((0..size as i64).map(|it| Val::Json((from + it).into())).collect()))
    }

    pub(super) fn negate(
        &mut self,
        node: &Node,
        inner: &Node,
        input: View<'_>,
        frame: &Rc<Frame>,
    ) -> Fallible {
        let value = self.evaluate(inner, input, frame)?;
        match value.as_f64() {
            Some(it) => Ok(Val::number(-it)),
            None if value.is_undef() => Ok(value),
            None => Err(EvaluateError::new(
                "D1002",
                format!("Cannot negate a non-numeric value: {value:?}"),
            )
            .at(node.end, "-")),
        }
    }

    pub(super) fn apply_to(
        &mut self,
        node: &Node,
        left: &Node,
        right: &Node,
        input: View<'_>,
        frame: &Rc<Frame>,
    ) -> Fallible {
        let value = self.evaluate(left, input, frame)?;
        if let Kind::Call { procedure, args, partial: false, .. } = &right.kind {
            return self.call(right, procedure, args, Some(value), input, frame);
        }
        let function = self.evaluate(right, input, frame)?;
        let Val::Func(function) = function else {
            let text = "The right side of the function application operator ~> must be a function";
            return Err(EvaluateError::new("T2006", text).at(node.end, "~>"));
        };
        if let Val::Func(first) = value {
            let depth = first.depth().max(function.depth()).saturating_add(1);
            return Ok(Val::Func(Rc::new(super::Function::Compose {
                first,
                second: function,
                depth,
            })));
        }
        self.apply(&function, vec![value], View::NULL).map_err(|it| it.at(node.end, "~>"))
    }
}

fn finite(value: View<'_>) -> Fallible<Option<f64>> {
    match value.as_f64() {
        Some(it) if it.is_infinite() => {
            Err(EvaluateError::new("D1001", "Number out of range: null"))
        }
        Some(it) if it.is_nan() => Ok(None),
        it => Ok(it),
    }
}

fn numeric(op: Op, left: View<'_>, right: View<'_>) -> Fallible {
    let operand = |value: View<'_>, code: &'static str, side: &str| match finite(value)? {
        Some(it) => Ok(Some(it)),
        None if value.is_undef() => Ok(None),
        None => Err(EvaluateError::new(
            code,
            format!("The {side} side of the \"{}\" operator must evaluate to a number", op.token()),
        )),
    };
    let (left_number, right_number) =
        (operand(left, "T2001", "left")?, operand(right, "T2002", "right")?);
    let (Some(a), Some(b)) = (left_number, right_number) else { return Ok(Val::Undef) };
    Ok(Val::number(computed(op, a, b)))
}

pub(super) fn computed(op: Op, a: f64, b: f64) -> f64 {
    match op {
        Op::Add => a + b,
        Op::Sub => a - b,
        Op::Mul => a * b,
        Op::Div => a / b,
        _ => a % b,
    }
}

/// Whether a value may stand beside `<` and its like.
pub(super) fn comparable(it: View<'_>) -> bool {
    it.is_undef() || it.as_str().is_some() || it.as_f64().is_some()
}

/// How two strings, or two numbers, compare; nothing of others.
pub(super) fn compared(op: Op, left: View<'_>, right: View<'_>) -> Option<bool> {
    let order = match (left.as_f64(), right.as_f64()) {
        (Some(a), Some(b)) => a.partial_cmp(&b),
        _ => Some(utf16_order(left.as_str()?, right.as_str()?)),
    };
    Some(ordering(op, order))
}

/// Whether an operator holds of this order; of none none does.
#[inline]
pub(super) fn ordering(op: Op, order: Option<Ordering>) -> bool {
    order.is_some_and(|it| match op {
        Op::Lt => it.is_lt(),
        Op::Le => it.is_le(),
        Op::Gt => it.is_gt(),
        _ => it.is_ge(),
    })
}

fn compare(op: Op, left: View<'_>, right: View<'_>) -> Fallible {
    if !comparable(left) || !comparable(right) {
        let text = format!(
            "The expressions either side of operator \"{}\" must evaluate to numeric or string values",
            op.token()
        );
        return Err(EvaluateError::new("T2010", text));
    }
    if left.is_undef() || right.is_undef() {
        return Ok(Val::Undef);
    }
    compared(op, left, right).map(Val::bool).ok_or_else(|| {
        let text = format!(
            "The values {:?} and {:?} either side of operator \"{}\" must be of the same data type",
            left.to_val(),
            right.to_val(),
            op.token()
        );
        EvaluateError::new("T2009", text)
    })
}
