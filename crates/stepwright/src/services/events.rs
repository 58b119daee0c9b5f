//! `EventBridge`.

use std::fmt;

use crate::message::message;

message! {
    /// What [`PutEvents`] is called with: at most ten events.
    PutEventsRequest {
        /// The events.
        pub entries: Vec<PutEventsEntry>,
    }
}

message! {
    /// An event.
    PutEventsEntry {
        /// The bus that it is put on; `default` is there always.
        pub event_bus_name: String,
        /// Who it comes from, such as `my.application`.
        pub source: String,
        /// What kind of event it is.
        pub detail_type: String,
        /// What there is to say, as JSON.
        pub detail: serde_json::Value,
    }
}

message! {
    /// What [`PutEvents`] gives back.
    PutEventsResponse {
        /// An answer for each event.
        pub entries: Vec<PutEventsResult>,
        /// How many were refused. Where any is, the Task fails.
        pub failed_entry_count: u64,
    }
}

message! {
    /// The answer for one event.
    PutEventsResult {
        /// The event's id.
        pub event_id: String,
    }
}

/// Puts events on a bus. The execution and the state machine are added to each event's resources.
#[derive(Debug, Clone, Copy, stepwright_macros::Callable)]
#[service(
    resource = "arn:aws:states:::events:putEvents",
    input = PutEventsRequest,
    output = PutEventsResponse,
    error = EventsError
)]
pub struct PutEvents;

/// What `EventBridge` can say no with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, stepwright_macros::TaskError)]
pub enum EventsError {
    /// Some event was refused; the cause says which.
    #[retriable]
    #[error_name("EventBridge.FailedEntry")]
    FailedEntry,
}

impl fmt::Display for EventsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FailedEntry => f.write_str("an event was refused"),
        }
    }
}
