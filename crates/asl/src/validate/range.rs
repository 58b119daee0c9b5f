//! Numbers: of the right type, and within their bounds.

use stepwright_json::Number;

use super::context::{Context, has_placeholder};
use crate::{NumberOr, jsonata_code};

/// What a number may be.
#[derive(Clone, Copy)]
pub(super) struct Range {
    integer: bool,
    min: f64,
    max: Option<f64>,
    /// Whether a JSONata expression may stand in its place.
    expression: bool,
}

impl Range {
    /// An integer, or an expression.
    pub(super) const fn integer(min: u32, max: Option<u32>) -> Self {
        Self { integer: true, min: float(min), max: bound(max), expression: true }
    }

    /// Any number, or an expression.
    pub(super) const fn number(min: u32, max: Option<u32>) -> Self {
        Self { integer: false, min: float(min), max: bound(max), expression: true }
    }

    /// The same, but nothing else.
    pub(super) const fn constant(self) -> Self {
        Self { expression: false, ..self }
    }
}

const fn bound(max: Option<u32>) -> Option<f64> {
    match max {
        Some(max) => Some(float(max)),
        None => None,
    }
}

#[expect(clippy::as_conversions, reason = "`From` is not const")]
const fn float(it: u32) -> f64 {
    it as f64
}

/// Reports a number that is out of its range, or something that is no number.
pub(super) fn check(context: &mut Context, field: &str, value: Option<&NumberOr>, range: Range) {
    match value {
        None => {}
        Some(NumberOr::Text(text)) => check_text(context, field, text, range),
        Some(NumberOr::Number(number)) => check_number(context, field, number, range),
    }
}

fn check_text(context: &mut Context, field: &str, text: &str, range: Range) {
    let expression = range.expression && context.is_jsonata();
    if has_placeholder(text) || (expression && jsonata_code(text).is_some()) {
        return;
    }
    let problem = context.field(field, format!("Expected value of type {}", type_name(range)));
    if jsonata_code(text).is_some() {
        problem.help("an expression is not evaluated here");
    } else if text.parse::<f64>().is_ok() {
        problem.help(format!("write {text} without quotes"));
    }
}

fn check_number(context: &mut Context, field: &str, number: &Number, range: Range) {
    let it = number.as_f64();
    let shown = |bound: f64| if range.integer { format!("{bound}") } else { format!("{bound:.1}") };
    if range.integer && it.fract() != 0.0 {
        context.field(field, format!("Expected value of type {}", type_name(range)));
    } else if it < range.min {
        context.field(field, format!("Minimum value is {}", shown(range.min)));
    } else if let Some(max) = range.max
        && it > max
    {
        context.field(field, format!("Maximum value is {}", shown(max)));
    }
}

fn type_name(range: Range) -> &'static str {
    if range.integer { "Integer" } else { "Number" }
}
