//! Data flow: what a state makes of its input and its result.
//!
//! The one face of both query languages: states ask here, and do not know what is asked in which
//! language. Here are the stages before the work; the one after it, and numbers, are below.

mod exit;
mod number;

use std::cell::OnceCell;

use stepwright_compiler::{Bindings, DataFlow, EvaluationError, Template};
use stepwright_json::Value;

pub(crate) use self::exit::{Exit, assigned_variables};
use crate::execution::Execution;
use crate::failure::StateError;
use crate::frame::{Frame, MapItem};
use crate::inspection::Stage;

/// What an expression sees besides the frame that it is evaluated in.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct View<'a> {
    pub(crate) result: Option<&'a Value>,
    pub(crate) error_output: Option<&'a Value>,
    /// What `$` is in JSONPath, where it is not what `InputPath` has let through.
    pub(crate) data: Option<&'a Value>,
    /// The item to show, where it is not that of the iteration around.
    pub(crate) map_item: Option<&'a MapItem>,
}

impl Execution {
    /// Evaluates something for a frame.
    pub(crate) fn evaluate<T>(
        &self,
        frame: &Frame,
        view: View<'_>,
        evaluate: impl FnOnce(&Bindings<'_>) -> Result<T, EvaluationError>,
    ) -> Result<T, EvaluationError> {
        let View { result, error_output, data, map_item } = view;
        let map_item = map_item.or(frame.map_item.as_ref());
        let context = OnceCell::new();
        let context = || context.get_or_init(|| self.context_object(frame, map_item)).clone();
        evaluate(&Bindings {
            input: &frame.visit.input,
            data: data.unwrap_or_else(|| frame.visit.data()),
            result,
            error_output,
            context: &context,
            variables: &frame.variables,
            now_millis: self.now.as_millisecond(),
            seed: &self.chance,
        })
    }

    /// The first stage: `InputPath`.
    pub(crate) fn select_input(
        &mut self,
        frame: &mut Frame,
        data_flow: &DataFlow,
    ) -> Result<(), StateError> {
        if let Some(selection) = &data_flow.input_path {
            let selected = self.evaluate(frame, View::default(), |it| selection.select(it));
            frame.visit.selected = Some(self.or_evaluation_failed(frame, selected)?);
        }
        self.note(Stage::Input, frame.visit.data());
        Ok(())
    }

    /// The second stage: what the work is given.
    pub(crate) fn arguments(
        &mut self,
        frame: &mut Frame,
        data_flow: &DataFlow,
    ) -> Result<Value, StateError> {
        let arguments = self.template(frame, data_flow.arguments.as_ref())?;
        // UNVERIFIED: the limit is documented; the cause and the events are not recorded.
        if frame.visit.is_too_large(arguments.as_ref()) {
            return Err(StateError::data_limit_exceeded(&self.state_of(frame).name));
        }
        let arguments = arguments.unwrap_or_else(|| frame.visit.data().clone());
        self.note(Stage::Arguments, &arguments);
        Ok(arguments)
    }

    /// A field's value, where the state has the field.
    pub(crate) fn template(
        &mut self,
        frame: &mut Frame,
        template: Option<&Template>,
    ) -> Result<Option<Value>, StateError> {
        let Some(template) = template else { return Ok(None) };
        if let Some(constant) = template.as_constant() {
            return Ok(Some(constant.clone()));
        }
        let value = self.evaluate(frame, View::default(), |it| template.evaluate(it));
        self.or_evaluation_failed(frame, value).map(Some)
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
