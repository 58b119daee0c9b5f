//! Choice: goes the way of the first rule that matches, or the default way.
//!
//! A rule's own `Assign` and `Output` count where it matches; those of the state count on the default
//! way only.

mod test;

use stepwright_compiler::{
    Bindings, Choice, ChoiceRule, Condition, EvaluationError, State, Transition,
};
use stepwright_jsonpath::Scope;

use super::Step;
use crate::data_flow::View;
use crate::execution::Execution;
use crate::failure::StateError;
use crate::frame::Frame;

impl Execution {
    pub(super) fn choose(
        &mut self,
        frame: &mut Frame,
        state: &State,
        choice: &Choice,
    ) -> Result<Step, StateError> {
        let (data_flow, next) = match self.matching_rule(frame, choice)? {
            Some(rule) => (&rule.data_flow, rule.next),
            None => match choice.default {
                Some(next) => (&state.data_flow, next),
                // Measured: not `States.NoChoiceMatched`, which the documentation names.
                None => return Err(self.runtime_error(frame, NO_WAY_OUT)),
            },
        };
        let exit = self.exit(frame, data_flow, None)?;
        self.leave(frame, exit, Transition::Next(next))
    }

    /// The first rule that matches. Those after it are not looked at.
    fn matching_rule<'a>(
        &mut self,
        frame: &mut Frame,
        choice: &'a Choice,
    ) -> Result<Option<&'a ChoiceRule>, StateError> {
        for rule in &choice.rules {
            if self.matches(frame, &rule.condition)? {
                return Ok(Some(rule));
            }
        }
        Ok(None)
    }

    fn matches(&mut self, frame: &mut Frame, condition: &Condition) -> Result<bool, StateError> {
        match condition {
            Condition::Known(it) => Ok(*it),
            Condition::Computed(expression) => {
                let value = self.evaluate(frame, View::default(), |bindings| {
                    let value = expression.evaluate(bindings)?;
                    value.as_bool().ok_or_else(|| expression.unexpected_type("boolean", &value))
                });
                self.or_evaluation_failed(frame, value)
            }
            Condition::Test(test) => {
                let holds = self.evaluate(frame, View::default(), |bindings| {
                    let Bindings { data, context, variables, .. } = *bindings;
                    let variable = |name: &str| variables.get(name).cloned();
                    let scope = Scope { data, context, variable: &variable };
                    test::holds(test, &scope)
                        .map_err(|error| EvaluationError::runtime(error.to_string()))
                });
                self.or_evaluation_failed(frame, holds)
            }
        }
    }
}

const NO_WAY_OUT: &str =
    "Failed to transition out of the state. The state does not point to a next state.";
