//! A history event of the engine as a line of the view.

use jiff::Timestamp;
use stepwright_engine::{HistoryEvent, HistoryEventDetails};
use stepwright_view::{Event, is_bad};

/// The line of an event in an execution that started at `started`.
pub(super) fn of(event: &HistoryEvent, started: Timestamp, state_width: usize) -> String {
    let line = Event {
        id: event.id,
        offset: event.timestamp.duration_since(started),
        name: event.details.name(),
        state: event.state_name.as_deref().unwrap_or_default(),
        glance: event.glance(),
    };
    line.line(state_width)
}

/// What will happen after a wait that begins with this event.
pub(super) fn next_attempt(event: &HistoryEvent) -> Option<String> {
    use HistoryEventDetails as D;
    let state = event.state_name.as_deref()?;
    match &event.details {
        D::WaitStateEntered(_) => Some(format!("`{state}` goes on")),
        details if is_bad(details.name()) => Some(format!("next attempt of `{state}`")),
        _ => None,
    }
}
