//! The context object: what `$$` and `$states.context` show.
//!
//! Made anew when an expression looks at it, which few do.

use jiff::Timestamp;
use stepwright_compiler::StateKind;
use stepwright_json::{Object, Value};

use crate::Start;
use crate::execution::Execution;
use crate::frame::{Frame, MapItem};
use crate::mode::{Express, Mode};

impl Execution {
    /// The context object of a frame, for the item `map_item` where it is in an iteration.
    pub(crate) fn context_object(&self, frame: &Frame, map_item: Option<&MapItem>) -> Value {
        let mut context = match &self.mode {
            Mode::Standard | Mode::Child | Mode::Express(Express::Asynchronous) => {
                self.context_of(frame)
            }
            // Recorded: what is started synchronously is never redriven, and has no count of it.
            Mode::Express(Express::Synchronous) => without_redrives(self.context_of(frame)),
            Mode::Test(test) => match &test.context {
                Some(context) => context.clone(),
                None => test.context_of(without_redrives(self.context_of(frame))),
            },
        };
        if let Some(item) = map_item {
            context.insert("Map", object([("Item", item_of(item))]));
        }
        context.into()
    }

    fn context_of(&self, frame: &Frame) -> Object {
        let Start { execution_arn, input, execution_name, role_arn, .. } = &self.start;
        let Start { state_machine_arn, state_machine_name, now, .. } = &self.start;
        let mut execution = object([
            ("Id", execution_arn.as_str().into()),
            ("Input", input.clone()),
            ("Name", execution_name.as_str().into()),
            ("RoleArn", role_arn.as_str().into()),
            ("StartTime", time(*now)),
            ("RedriveCount", self.redrive_count().into()),
        ]);
        if let Some(date) = self.redrive_date() {
            execution.insert("RedriveTime", time(date));
        }
        let state_machine = object([
            ("Id", state_machine_arn.as_str().into()),
            ("Name", state_machine_name.as_str().into()),
        ]);
        let state = self.state_of(frame);
        let mut of_state = object([
            ("EnteredTime", time(frame.visit.entered_time)),
            ("Name", Value::String(state.name.clone())),
        ]);
        // Recorded: a state that cannot be tried again has no count.
        if let StateKind::Task(_) | StateKind::Parallel(_) | StateKind::Map(_) = state.kind {
            let retries = frame.visit.retries.iter();
            // A test may say that any number of them has been.
            let count = retries.fold(0_u64, |sum, it| sum.saturating_add(*it));
            of_state.insert("RetryCount", count);
        }
        let mut context = object([
            ("Execution", execution.into()),
            ("StateMachine", state_machine.into()),
            ("State", of_state.into()),
        ]);
        if let Some(token) = &frame.visit.token {
            context.insert("Task", object([("Token", Value::String(token.clone()))]));
        }
        context
    }
}

fn without_redrives(mut context: Object) -> Object {
    if let Some(execution) = context.get_mut("Execution").and_then(Value::as_object_mut) {
        execution.remove("RedriveCount");
    }
    context
}

fn item_of(item: &MapItem) -> Value {
    let MapItem { index, value, key, source } = item;
    let mut item = object([("Index", (*index).into()), ("Value", value.clone())]);
    for (field, text) in [("Key", key), ("Source", source)] {
        if let Some(text) = text {
            item.insert(field, Value::String(text.clone()));
        }
    }
    item.into()
}
fn object<const N: usize>(fields: [(&str, Value); N]) -> Object {
    fields.into_iter().collect()
}

/// To the millisecond, without zeros at the end.
pub(crate) fn time(time: Timestamp) -> Value {
    Timestamp::from_millisecond(time.as_millisecond()).unwrap_or(time).to_string().into()
}
