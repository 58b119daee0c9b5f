//! Numbers that fields say: known, computed by an expression, or read from where a path points.

use stepwright_compiler::{EvaluationError, Expression, Number};
use stepwright_json::Value;

use super::View;
use crate::execution::Execution;
use crate::failure::StateError;
use crate::frame::Frame;
use crate::quota;

impl Execution {
    /// A whole number that is not negative.
    pub(crate) fn number(&mut self, frame: &mut Frame, number: &Number) -> Result<u64, StateError> {
        let value = match number {
            Number::Known(it) => return Ok(*it),
            Number::Computed(expression) => self.evaluate(frame, View::default(), |bindings| {
                whole(expression, &expression.evaluate(bindings)?)
            }),
            Number::Path(path) => self.evaluate(frame, View::default(), |bindings| {
                let number = path.integer(bindings)?;
                u64::try_from(number).map_err(|_| negative(path.field()))
            }),
        };
        self.or_evaluation_failed(frame, value)
    }

    /// How many seconds a Task's `field` says: 1 to 99,999,999.
    pub(crate) fn task_seconds(
        &mut self,
        frame: &mut Frame,
        field: &str,
        number: &Number,
    ) -> Result<u64, StateError> {
        let seconds = self.number(frame, number)?;
        if (1..=quota::TASK_SECONDS_MAX).contains(&seconds) {
            return Ok(seconds);
        }
        // UNVERIFIED: the range is documented; the error is that of `ToleratedFailurePercentage`.
        let most = quota::TASK_SECONDS_MAX;
        Err(self.runtime_error(frame, &format!("{field} must be between 1 and {most}.")))
    }

    /// A whole number; nothing where it is negative.
    pub(crate) fn number_or_negative(
        &mut self,
        frame: &mut Frame,
        number: &Number,
    ) -> Result<Option<u64>, StateError> {
        let value = match number {
            Number::Known(it) => return Ok(Some(*it)),
            Number::Computed(expression) => self.evaluate(frame, View::default(), |bindings| {
                let value = expression.evaluate(bindings)?;
                let is_negative = value.as_i64().is_some_and(i64::is_negative);
                if is_negative { Ok(None) } else { whole(expression, &value).map(Some) }
            }),
            Number::Path(path) => self.evaluate(frame, View::default(), |bindings| {
                path.integer(bindings).map(|it| u64::try_from(it).ok())
            }),
        };
        self.or_evaluation_failed(frame, value)
    }
}

/// What to say of a negative number. Recorded for `ToleratedFailureCountPath`.
fn negative(path_field: &str) -> EvaluationError {
    let field = path_field.trim_end_matches("Path");
    EvaluationError::runtime(format!("{field} cannot be negative."))
}

/// A value as a whole number that is not negative; `3.0` is one.
fn whole(expression: &Expression, value: &Value) -> Result<u64, EvaluationError> {
    // UNVERIFIED: the recordings have this text for arrays only.
    let number = value.as_u64().or_else(|| from_double(value.as_f64()?));
    number.ok_or_else(|| expression.unexpected_type("integer", value))
}

/// A double that is a whole number, within what a double holds exactly.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "whole, not negative, and below 2^53"
)]
fn from_double(it: f64) -> Option<u64> {
    const EXACT_MAX: f64 = 9_007_199_254_740_992.0;
    (it.fract() == 0.0 && (0.0..EXACT_MAX).contains(&it)).then_some(it as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_double_without_a_fraction_is_a_whole_number() {
        let numbers = [3.0, 0.0, -0.0, 2.5, -1.0, 1e300].map(from_double);
        assert_eq!(numbers, [Some(3), Some(0), Some(0), None, None, None]);
    }
}
