//! Wait: lets time pass, for so many seconds or until a time.

use jiff::Timestamp;
use stepwright_compiler::{EvaluationError, Program, Template, Wait};
use stepwright_json::Value;

use super::Step;
use crate::data_flow::View;
use crate::execution::Execution;
use crate::failure::StateError;
use crate::frame::{Activity, Frame, FrameId, Then};
use crate::quota;
use crate::timer::Purpose;

impl Execution {
    pub(super) fn wait(
        &mut self,
        id: FrameId,
        frame: &mut Frame,
        wait: &Wait,
    ) -> Result<Step, StateError> {
        let at = match wait {
            Wait::Seconds(seconds) => {
                let seconds = self.number(frame, seconds)?;
                self.seconds_from_now(seconds.min(quota::WAIT_SECONDS_MAX))
            }
            Wait::Timestamp(timestamp) => {
                let time = self.evaluate(frame, View::default(), |it| timestamp.evaluate(it));
                let time = self.or_evaluation_failed(frame, time)?;
                match timestamp_of(&time, timestamp) {
                    Ok(time) => time,
                    // Recorded: unlike a failed expression, it follows from the state's own event.
                    Err(error) => {
                        let entered = frame.pointer;
                        return Err(self.evaluation_failed(frame, entered, error));
                    }
                }
            }
        };
        let timer = self.start_timer(at, Some(id), Purpose::Frame);
        frame.activity = Activity::Timer(timer, Then::Leave);
        Ok(Step::Wait)
    }

    /// The time has passed.
    pub(crate) fn wait_is_over(
        &mut self,
        program: &Program,
        frame: &mut Frame,
    ) -> Result<Step, StateError> {
        let state = program.state(frame.state);
        let exit = self.exit(frame, &state.data_flow, None)?;
        self.leave(frame, exit, state.transition)
    }
}

/// The time that a value says, without its fraction of a second.
fn timestamp_of(value: &Value, template: &Template) -> Result<Timestamp, EvaluationError> {
    let text = match (value, template) {
        (Value::String(text), _) => text.to_string(),
        (other, Template::Expression(it)) => return Err(it.unexpected_type("string", other)),
        (other, _) => other.to_string(),
    };
    let time =
        is_extended_offset_date_time(&text).then(|| text.parse::<Timestamp>().ok()).flatten();
    match time.and_then(|it| Timestamp::from_second(it.as_second()).ok()) {
        Some(time) => Ok(time),
        None => Err(EvaluationError {
            cause: format!(
                "The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: {text}"
            ),
            location: Some("Timestamp".into()),
        }),
    }
}

/// Whether a text has the form `YYYY-MM-DDThh:mm:ss`, a fraction perhaps, and `Z` or an offset.
fn is_extended_offset_date_time(text: &str) -> bool {
    const FORM: &str = "0000-00-00T00:00:00";
    let has_form = text.len() > FORM.len()
        && FORM.bytes().zip(text.bytes()).all(|(form, it)| match form {
            b'0' => it.is_ascii_digit(),
            other => it == other,
        });
    let rest = text.get(FORM.len()..).unwrap_or_default();
    has_form && (rest.ends_with('Z') || rest.contains(['+', '-']))
}
