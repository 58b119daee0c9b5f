//! Wait: lets time pass, for so many seconds or until a time.

use jiff::Timestamp;
use stepwright_compiler::{
    EvaluationError, EvaluationErrorKind, FieldPath, Program, Template, Wait,
};
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
            Wait::SecondsPath(path) => {
                let seconds = self.pointed_at(frame, path, seconds_at)?;
                self.seconds_from_now(seconds.min(quota::WAIT_SECONDS_MAX))
            }
            Wait::Timestamp(timestamp) => self.time_said(frame, timestamp)?,
            Wait::TimestampPath(path) => self.pointed_at(frame, path, time_at)?,
        };
        if at.duration_since(self.now).as_secs() > quota::WAIT_DELAY_SECONDS_MAX {
            return Err(self.runtime_error(frame, "Wait state delay is too long."));
        }
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

    /// `Timestamp`
    fn time_said(
        &mut self,
        frame: &mut Frame,
        timestamp: &Template,
    ) -> Result<Timestamp, StateError> {
        let time = self.evaluate(frame, View::default(), |it| timestamp.evaluate(it));
        let time = self.or_evaluation_failed(frame, time)?;
        timestamp_of(&time, timestamp).map_err(|error| {
            // Recorded: unlike a failed expression, it follows from the state's own event.
            let entered = frame.pointer;
            self.evaluation_failed(frame, entered, error)
        })
    }

    /// What a path points at, as `read` understands it.
    fn pointed_at<T>(
        &mut self,
        frame: &mut Frame,
        path: &FieldPath,
        read: impl FnOnce(&FieldPath, Option<Value>) -> Result<T, String>,
    ) -> Result<T, StateError> {
        let value = self.evaluate(frame, View::default(), |bindings| {
            read(path, path.find(bindings)).map_err(EvaluationError::runtime)
        });
        self.or_evaluation_failed(frame, value)
    }
}

/// `SecondsPath`, in the service's words where it cannot be used.
fn seconds_at(path: &FieldPath, value: Option<Value>) -> Result<u64, String> {
    let path = path.as_str();
    let Some(value) = value else {
        return Err(format!("The SecondsPath parameter does not reference an input value: {path}"));
    };
    match value.to_string().parse::<i64>() {
        Ok(it) => u64::try_from(it).map_err(|_| {
            format!("The SecondsPath parameter references a negative value: {path} == {it}")
        }),
        Err(_) => Err(format!(
            "The SecondsPath parameter cannot be parsed as a long value: {path} == {}",
            bare(&value)
        )),
    }
}

/// `TimestampPath`, in the service's words where it cannot be used.
fn time_at(path: &FieldPath, value: Option<Value>) -> Result<Timestamp, String> {
    let path = path.as_str();
    let Some(value) = value else {
        // UNVERIFIED: recorded for `SecondsPath` only.
        return Err(format!(
            "The TimestampPath parameter does not reference an input value: {path}"
        ));
    };
    value.as_str().and_then(time_of).ok_or_else(|| {
        let value = bare(&value);
        format!(
            "The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: {path} == {value}"
        )
    })
}

/// A text without its quotes; anything else as JSON.
fn bare(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The time that a value of `Timestamp` says.
fn timestamp_of(value: &Value, template: &Template) -> Result<Timestamp, EvaluationError> {
    let text = match (value, template) {
        (Value::String(text), _) => text.to_string(),
        (other, Template::Expression(it)) => return Err(it.unexpected_type("string", other)),
        (other, _) => other.to_string(),
    };
    time_of(&text).ok_or_else(|| EvaluationError {
        kind: EvaluationErrorKind::Query,
        cause: format!(
            "The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: {text}"
        ),
        location: Some("Timestamp".into()),
    })
}

/// The time that a text says, without its fraction of a second.
fn time_of(text: &str) -> Option<Timestamp> {
    let time = text.parse::<Timestamp>().ok().filter(|_| is_extended_offset_date_time(text))?;
    Timestamp::from_second(time.as_second()).ok()
}

/// Whether a text has the form `YYYY-MM-DDThh:mm`, seconds and a fraction perhaps, and `Z` or an offset.
///
/// The service's "ISO-8601 extended offset date-time format" is the name that Java has for what its
/// `ISO_OFFSET_DATE_TIME` reads: letters in either case, seconds or not, and no leap second.
// UNVERIFIED: the recordings have uppercase letters and seconds only.
fn is_extended_offset_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', 't']) else { return false };
    let Some(zone) = time.find(['Z', 'z', '+', '-']) else { return false };
    let (time, zone) = time.split_at(zone);
    let time = time.split_once('.').map_or(time, |(whole, _)| whole);
    let is_time = has_form(time, "00:00") || (has_form(time, "00:00:00") && !time.ends_with("60"));
    let is_zone = zone.starts_with(['+', '-']) || zone.len() == 1;
    has_form(date, "0000-00-00") && is_time && is_zone
}

/// Whether a text has digits where the form has zeros, and is else the same.
fn has_form(text: &str, form: &str) -> bool {
    let is_like =
        |(form, it): (u8, u8)| if form == b'0' { it.is_ascii_digit() } else { it == form };
    text.len() == form.len() && form.bytes().zip(text.bytes()).all(is_like)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_as_java_reads_an_offset_date_time() {
        let seconds = |text| time_of(text).map(Timestamp::as_second);
        for text in [
            "2016-03-14T01:59:00Z",
            "2016-03-14T01:59:00.999999999Z",
            "2016-03-14t01:59:00z",
            "2016-03-14T01:59Z",
            "2016-03-14T02:59:00+01:00",
            "2016-03-14T00:59:00.5-01:00",
        ] {
            assert_eq!(seconds(text), Some(1_457_920_740), "{text}");
        }
        for text in [
            "",
            "2016-03-14",
            "2016-03-14T01:59:00",
            "2016-03-14 01:59:00Z",
            "14-03-2016T01:59:00Z",
            "2016-13-14T01:59:00Z",
            "2016-02-30T01:59:00Z",
            "2016-03-14T25:59:00Z",
            "2016-03-14T24:00:00Z",
            "2016-03-14T01:59:60Z",
            "2016-03-14T01Z",
            "2016-03-14T01:59:00Z[UTC]",
            "+002016-03-14T01:59:00Z",
        ] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }
}
