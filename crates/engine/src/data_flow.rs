//! Data flow: what a state makes of its input and its result.
//!
//! The one face of both query languages: states ask here, and do not know what is asked in which
//! language.

use std::sync::Arc;

use stepwright_compiler::{
    Assign, Bindings, DataFlow, EvaluationError, Expression, Number, Template,
};
use stepwright_json::{Object, Value};

use crate::execution::Execution;
use crate::failure::StateError;
use crate::frame::{Frame, MapItem};
use crate::inspection::Stage;
use crate::variables;

/// What an expression sees besides the frame that it is evaluated in.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct View<'a> {
    pub(crate) result: Option<&'a Value>,
    pub(crate) error_output: Option<&'a Value>,
    /// The item to show, where it is not that of the iteration around.
    pub(crate) map_item: Option<&'a MapItem>,
}

/// What a state leaves behind.
#[derive(Debug)]
pub(crate) struct Exit {
    /// Its output; nothing where it is the input as it came.
    pub(crate) output: Option<Value>,
    pub(crate) assigned: Option<Vec<(Arc<str>, Value)>>,
}

impl Execution {
    /// Evaluates something for a frame.
    pub(crate) fn evaluate<T>(
        &self,
        frame: &Frame,
        view: View<'_>,
        evaluate: impl FnOnce(&Bindings<'_>) -> Result<T, EvaluationError>,
    ) -> Result<T, EvaluationError> {
        let View { result, error_output, map_item } = view;
        let map_item = map_item.or(frame.map_item.as_ref());
        let context = || self.context_object(frame, map_item);
        let input = &frame.visit.input;
        let variables = &frame.variables;
        let (now_millis, seed) = (self.now.as_millisecond(), &self.chance);
        let context = &context;
        evaluate(&Bindings { input, result, error_output, context, variables, now_millis, seed })
    }

    /// What the work is given.
    pub(crate) fn arguments(
        &mut self,
        frame: &mut Frame,
        data_flow: &DataFlow,
    ) -> Result<Value, StateError> {
        let Some(arguments) = &data_flow.arguments else { return Ok(frame.visit.input.clone()) };
        let value = self.evaluate(frame, View::default(), |it| arguments.evaluate(it));
        let value = self.or_evaluation_failed(frame, value)?;
        self.note(Stage::Arguments, &value);
        Ok(value)
    }

    /// A field's value, where the state has the field.
    pub(crate) fn template(
        &mut self,
        frame: &mut Frame,
        template: Option<&Template>,
    ) -> Result<Option<Value>, StateError> {
        let Some(template) = template else { return Ok(None) };
        let value = self.evaluate(frame, View::default(), |it| template.evaluate(it));
        self.or_evaluation_failed(frame, value).map(Some)
    }

    /// What the state leaves behind: `Assign` and `Output`, both by the variables as they were when
    /// the state was entered.
    pub(crate) fn exit(
        &mut self,
        frame: &mut Frame,
        data_flow: &DataFlow,
        result: Option<&Value>,
    ) -> Result<Exit, StateError> {
        let exit = self.try_exit(frame, data_flow, View { result, ..View::default() });
        self.or_evaluation_failed(frame, exit)
    }

    /// The same, without recording a failure.
    pub(crate) fn try_exit(
        &self,
        frame: &Frame,
        data_flow: &DataFlow,
        view: View<'_>,
    ) -> Result<Exit, EvaluationError> {
        let DataFlow { arguments: _, output, assign } = data_flow;
        let or_result = view.error_output.or(view.result).cloned();
        if output.is_none() && assign.is_none() {
            return Ok(Exit { output: or_result, assigned: None });
        }
        self.evaluate(frame, view, |bindings| {
            let assigned = match assign {
                Some(Assign(variables)) => Some(variables::evaluate(variables, bindings)?),
                None => None,
            };
            let output = match output {
                Some(output) => Some(output.evaluate(bindings)?),
                None => or_result,
            };
            Ok(Exit { output, assigned })
        })
    }

    /// A whole number that is not negative.
    pub(crate) fn number(&mut self, frame: &mut Frame, number: &Number) -> Result<u64, StateError> {
        let value = match number {
            Number::Known(it) => return Ok(*it),
            Number::Computed(expression) => self.evaluate(frame, View::default(), |bindings| {
                whole(expression, &expression.evaluate(bindings)?)
            }),
        };
        self.or_evaluation_failed(frame, value)
    }

    /// Records a failed evaluation: it follows from what was before the state was entered.
    pub(crate) fn or_evaluation_failed<T>(
        &mut self,
        frame: &mut Frame,
        result: Result<T, EvaluationError>,
    ) -> Result<T, StateError> {
        let before = frame.visit.before;
        result.map_err(|error| self.evaluation_failed(frame, before, error))
    }
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

/// Variables and their values as an object, for the history.
pub(crate) fn assigned_variables(assigned: &[(Arc<str>, Value)]) -> Option<Object> {
    (!assigned.is_empty()).then(|| assigned.iter().cloned().collect())
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
