//! [`HistoryEvent`]: one thing that happened to an execution, as AWS's history tells it.
//!
//! Owns the 62 types of events, the shapes of their details, and their one-line form. Does not
//! decide when an event is recorded, nor how it looks on the wire.

mod details;
mod display;
mod events;
mod payload;

use std::sync::Arc;

use jiff::Timestamp;

pub(crate) use events::Events;
pub use payload::{Json, Payload};

pub use details::{
    ActivityScheduled, ActivityStarted, EvaluationFailed, ExecutionRedriven, ExecutionStarted,
    Failure, HistoryEventDetails, LambdaFunctionScheduled, MapIteration, MapRunRedriven,
    MapRunStarted, MapStateStarted, Output, StateEntered, StateExited, TaskCredentials,
    TaskFailure, TaskOutput, TaskResource, TaskScheduled,
};

/// One event of an execution's history.
///
/// Displayed, it is one line: its id, the time of day in UTC, its type, the state it belongs to,
/// and what matters most of its details. `{:#}` gives the whole date.
#[derive(Clone, Debug, PartialEq)]
pub struct HistoryEvent {
    /// Counts from 1, without gaps.
    pub id: u64,
    /// The event that led to this one; 0 for none.
    pub previous_event_id: u64,
    /// When, to the millisecond.
    pub timestamp: Timestamp,
    /// The state this belongs to, where it belongs to one. Not part of AWS's answer, which names
    /// the state only in some types of events.
    pub state_name: Option<Arc<str>>,
    /// What happened.
    pub details: HistoryEventDetails,
}
