//! [`Events`]: the history of an execution while it grows, in bounded memory.
//!
//! What happened last is read most, by the states that still work on it too, and stays as it is. Once the
//! payloads are more than [`PLAIN_BYTES_MAX`], the oldest are packed, a window of events at a time.

use std::collections::VecDeque;

use super::payload::Packer;
use super::{HistoryEvent, HistoryEventDetails, Payload, StateExited};

/// How many bytes of text payloads have together, before the oldest are packed. In memory that may be
/// twenty times as much: `[1,1,1]` has two bytes of text for each item, a value has 24 and more.
const PLAIN_BYTES_MAX: usize = 16 * 1024 * 1024;

/// How many events are looked at, and packed, together.
const WINDOW_EVENTS: usize = 64;

/// Of how many events of a window one is measured, another one in each: a loop writes the same events
/// again and again, and measuring all of them would cost a tenth of what it costs to run it.
const MEASURED_OF: usize = 4;

/// All events so far.
#[derive(Debug, Default)]
pub(crate) struct Events {
    all: Vec<HistoryEvent>,
    /// The events before this one are packed.
    plain_from: usize,
    /// About how large the payloads are of each window of events that is not packed.
    windows: VecDeque<usize>,
    plain_bytes: usize,
    /// Made where there is something to pack: few executions come to that.
    packer: Option<Box<Packer>>,
}

impl Events {
    #[inline]
    pub(crate) fn push(&mut self, event: HistoryEvent) {
        self.all.push(event);
        if self.all.len().is_multiple_of(WINDOW_EVENTS) {
            self.close_window();
        }
    }

    #[cold]
    fn close_window(&mut self) {
        let from = self.all.len().saturating_sub(WINDOW_EVENTS);
        let first = from + (from / WINDOW_EVENTS) % MEASURED_OF;
        let measured = self.all.iter_mut().skip(first).step_by(MEASURED_OF);
        let bytes = measured.fold(0, |sum: usize, it| sum.saturating_add(plain_bytes(it)));
        let bytes = bytes.saturating_mul(MEASURED_OF);
        self.windows.push_back(bytes);
        self.plain_bytes = self.plain_bytes.saturating_add(bytes);
        while self.plain_bytes > PLAIN_BYTES_MAX
            && let Some(bytes) = self.windows.pop_front()
        {
            self.plain_bytes = self.plain_bytes.saturating_sub(bytes);
            self.pack_window();
        }
    }

    fn pack_window(&mut self) {
        let packer = self.packer.get_or_insert_default();
        for event in self.all.iter_mut().skip(self.plain_from).take(WINDOW_EVENTS) {
            match event.details.told() {
                Told::Nothing => {}
                Told::One(payload) => packer.pack(payload),
                Told::Exited(StateExited { output, assigned_variables, .. }) => {
                    packer.pack(output);
                    if let Some(variables) = assigned_variables {
                        packer.pack(variables);
                    }
                }
            }
        }
        self.plain_from += WINDOW_EVENTS;
    }

    pub(crate) fn as_slice(&self) -> &[HistoryEvent] {
        &self.all
    }

    /// How many there are.
    pub(crate) fn count(&self) -> u64 {
        // Of events there are 25,000 at most.
        u64::try_from(self.all.len()).unwrap_or(u64::MAX)
    }
}

/// What may be large of an event.
enum Told<'a> {
    Nothing,
    One(&'a mut Payload),
    Exited(&'a mut StateExited),
}

#[inline]
fn plain_bytes(event: &mut HistoryEvent) -> usize {
    match event.details.told() {
        Told::Nothing => 0,
        Told::One(payload) => payload.plain_bytes(),
        Told::Exited(StateExited { output, assigned_variables, .. }) => {
            let variables = assigned_variables.as_ref().map_or(0, Payload::plain_bytes);
            output.plain_bytes().saturating_add(variables)
        }
    }
}

impl HistoryEventDetails {
    #[inline]
    fn told(&mut self) -> Told<'_> {
        match self {
            Self::ChoiceStateEntered(it)
            | Self::FailStateEntered(it)
            | Self::MapStateEntered(it)
            | Self::ParallelStateEntered(it)
            | Self::PassStateEntered(it)
            | Self::SucceedStateEntered(it)
            | Self::TaskStateEntered(it)
            | Self::WaitStateEntered(it) => Told::One(&mut it.input),
            Self::ChoiceStateExited(it)
            | Self::MapStateExited(it)
            | Self::ParallelStateExited(it)
            | Self::PassStateExited(it)
            | Self::SucceedStateExited(it)
            | Self::TaskStateExited(it)
            | Self::WaitStateExited(it) => Told::Exited(it),
            Self::ActivityScheduled(it) => Told::One(&mut it.input),
            Self::LambdaFunctionScheduled(it) => Told::One(&mut it.input),
            Self::TaskScheduled(it) => Told::One(&mut it.parameters),
            Self::TaskSubmitted(it) | Self::TaskSucceeded(it) => Told::One(&mut it.output),
            Self::ActivitySucceeded(it)
            | Self::LambdaFunctionSucceeded(it)
            | Self::ExecutionSucceeded(it) => Told::One(&mut it.output),
            Self::ExecutionStarted(it) => Told::One(&mut it.input),
            Self::ActivityFailed(_)
            | Self::ActivityScheduleFailed(_)
            | Self::ActivityStarted(_)
            | Self::ActivityTimedOut(_)
            | Self::EvaluationFailed(_)
            | Self::ExecutionAborted(_)
            | Self::ExecutionFailed(_)
            | Self::ExecutionRedriven(_)
            | Self::ExecutionTimedOut(_)
            | Self::LambdaFunctionFailed(_)
            | Self::LambdaFunctionScheduleFailed(_)
            | Self::LambdaFunctionStarted
            | Self::LambdaFunctionStartFailed(_)
            | Self::LambdaFunctionTimedOut(_)
            | Self::MapIterationAborted(_)
            | Self::MapIterationFailed(_)
            | Self::MapIterationStarted(_)
            | Self::MapIterationSucceeded(_)
            | Self::MapRunAborted
            | Self::MapRunFailed(_)
            | Self::MapRunRedriven(_)
            | Self::MapRunStarted(_)
            | Self::MapRunSucceeded
            | Self::MapStateAborted
            | Self::MapStateFailed
            | Self::MapStateStarted(_)
            | Self::MapStateSucceeded
            | Self::ParallelStateAborted
            | Self::ParallelStateFailed
            | Self::ParallelStateStarted
            | Self::ParallelStateSucceeded
            | Self::TaskFailed(_)
            | Self::TaskStarted(_)
            | Self::TaskStartFailed(_)
            | Self::TaskStateAborted
            | Self::TaskSubmitFailed(_)
            | Self::TaskTimedOut(_)
            | Self::WaitStateAborted => Told::Nothing,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jiff::Timestamp;
    use stepwright_json::Value;

    use super::*;
    use crate::history::StateEntered;

    fn event(input: Value) -> HistoryEvent {
        HistoryEvent {
            id: 0,
            previous_event_id: 0,
            timestamp: Timestamp::UNIX_EPOCH,
            state_name: None,
            details: HistoryEventDetails::PassStateEntered(StateEntered {
                name: "S".into(),
                input: input.into(),
            }),
        }
    }

    /// Takes in as many events, each with a text of its own, and tells how many of those are still held.
    fn held(events: usize, bytes: usize) -> usize {
        let texts: Vec<Arc<str>> =
            (0..events).map(|it| format!("{it} {}", "x".repeat(bytes)).into()).collect();
        let mut history = Events::default();
        for text in &texts {
            history.push(event(Value::String(Arc::clone(text))));
        }
        let inputs = history.all.iter().map(|it| {
            let HistoryEventDetails::PassStateEntered(it) = &it.details else {
                panic!("{it}: not one of these");
            };
            it.input.value()
        });
        assert!(inputs.eq(texts.iter().cloned().map(Value::String)), "all are read as they were");
        texts.iter().filter(|it| Arc::strong_count(it) > 1).count()
    }

    #[test]
    fn no_more_is_held_as_it_is_than_may_be() {
        let bytes = 256 * 1024;
        // One that the packer remembers, and those of a window that is not full.
        let besides = WINDOW_EVENTS;
        assert!(held(500, bytes) <= PLAIN_BYTES_MAX / bytes + besides);
        assert!(held(1_000, 20_000) <= PLAIN_BYTES_MAX / 20_000 + besides);
    }

    #[test]
    fn a_history_of_usual_payloads_stays_as_it_is() {
        assert_eq!(held(5_000, 1_000), 5_000);
    }
}
