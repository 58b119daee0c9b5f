//! Fail: ends its scope with an error of its own. It has no exit event.

use std::sync::Arc;

use stepwright_compiler::{Bindings, EvaluationError, Fail, Template};
use stepwright_json::Value;

use super::Step;
use crate::data_flow::View;
use crate::execution::Execution;
use crate::failure::StateError;
use crate::frame::Frame;
use crate::history::Failure;

impl Execution {
    pub(super) fn fail_state(
        &mut self,
        frame: &mut Frame,
        fail: &Fail,
    ) -> Result<Step, StateError> {
        let Fail { error, cause } = fail;
        let failure = self.evaluate(frame, View::default(), |bindings| {
            Ok(Failure {
                error: text(error.as_ref(), bindings)?,
                cause: text(cause.as_ref(), bindings)?,
            })
        });
        let failure = self.or_evaluation_failed(frame, failure)?;
        Err(StateError::new(failure))
    }
}

fn text(
    template: Option<&Template>,
    bindings: &Bindings<'_>,
) -> Result<Option<Arc<str>>, EvaluationError> {
    let Some(template) = template else { return Ok(None) };
    match (template.evaluate(bindings)?, template) {
        (Value::String(text), _) => Ok(Some(text)),
        (value, Template::Expression(it)) => Err(it.unexpected_type("string", &value)),
        // UNVERIFIED: no recording has a path to anything but a text.
        (value, Template::Payload(_)) => Ok(Some(value.to_string().into())),
        // Only an expression gives anything but the text that stands in the definition.
        (value, Template::Constant(_) | Template::Object(_) | Template::Array(_)) => {
            Ok(Some(value.to_string().into()))
        }
    }
}
