//! The last stage: what a state leaves behind. `Assign` and `Output` in JSONata; `ResultSelector`,
//! `ResultPath` and `OutputPath` in JSONPath.

use std::sync::Arc;

use stepwright_compiler::{Assign, DataFlow, EvaluationError, Output, Paths};
use stepwright_json::{Object, Value};

use super::View;
use crate::execution::Execution;
use crate::failure::StateError;
use crate::frame::Frame;
use crate::inspection::Stage;
use crate::variables;

/// What a state leaves behind.
#[derive(Debug)]
pub(crate) struct Exit {
    /// Its output; nothing where it is the data as they came.
    pub(crate) output: Option<Value>,
    pub(crate) assigned: Option<Vec<(Arc<str>, Value)>>,
}

impl Execution {
    /// What the state leaves behind: `Assign` and its output, both by the variables as they were when
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
        let DataFlow { input_path: _, arguments: _, output, assign } = data_flow;
        // The result as it came, which is also what JSONPath calls `$` from here on.
        let made = view.error_output.or(view.result);
        let view = View { data: made, ..view };
        let assigned = match assign {
            Some(Assign(variables)) => {
                Some(self.evaluate(frame, view, |it| variables::evaluate(variables, it))?)
            }
            None => None,
        };
        let output = match output {
            Output::AsItIs => {
                let whole = made.unwrap_or_else(|| frame.visit.data());
                self.note_made(view, Stage::Selected, whole);
                self.note_made(view, Stage::Placed, whole);
                made.cloned()
            }
            Output::Template(it) => Some(self.evaluate(frame, view, |b| it.evaluate(b))?),
            Output::Paths(it) => Some(self.put_together(frame, it, view)?),
        };
        Ok(Exit { output, assigned })
    }

    /// Notes what has become of the result. Of an error that is caught, nothing is noted.
    fn note_made(&self, view: View<'_>, stage: Stage, value: &Value) {
        if view.error_output.is_none() {
            self.note(stage, value);
        }
    }

    /// `ResultSelector`, then `ResultPath`, which puts into the raw input, then `OutputPath`.
    fn put_together(
        &self,
        frame: &Frame,
        paths: &Paths,
        view: View<'_>,
    ) -> Result<Value, EvaluationError> {
        let Paths { result_selector, result_path, output_path } = paths;
        let result = match result_selector {
            Some(it) => self.evaluate(frame, view, |b| it.evaluate(b))?,
            None => view.data.unwrap_or_else(|| frame.visit.data()).clone(),
        };
        self.note_made(view, Stage::Selected, &result);
        let whole = result_path.put(&frame.visit.input, result)?;
        self.note_made(view, Stage::Placed, &whole);
        match output_path {
            Some(it) => {
                let view = View { data: Some(&whole), ..view };
                self.evaluate(frame, view, |b| it.select(b))
            }
            None => Ok(whole),
        }
    }
}

/// Variables and their values as an object, for the history.
pub(crate) fn assigned_variables(assigned: &[(Arc<str>, Value)]) -> Option<Object> {
    (!assigned.is_empty()).then(|| assigned.iter().cloned().collect())
}
