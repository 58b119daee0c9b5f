//! An execution on a terminal: a line for each event, and what came of it. The same whether it ran on
//! this machine or on AWS.
//!
//! Where events come from is not known here, nor when they are written where.
//!
//! ```
//! use jiff::SignedDuration;
//! use stepwright_view::Event;
//!
//! let offset = SignedDuration::from_millis(1_234);
//! let event = Event { id: 7, offset, name: "TaskSucceeded", state: "Load", glance: Some("{}".into()) };
//! let line = event.line(8);
//! assert!(line.contains("+1.234") && line.contains("TaskSucceeded") && line.contains("Load"));
//! ```

mod event_line;
mod outcome;
mod palette;

pub use event_line::{Event, OFFSET_WIDTH, is_bad, left};
pub use outcome::{Outcome, size};
pub use palette::{BOLD, DIM, FAILURE, NOTE, SUCCESS};
