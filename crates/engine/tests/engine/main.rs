//! The engine from outside: stories, and what is true of every execution.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fail by panic, in its helpers too"
)]

mod choice_rules;
mod common;
mod distributed_map;
mod errors;
mod express;
mod json_path;
mod long_history;
mod pending;
mod properties;
mod quotas;
mod random;
mod redrive;
mod redrive_map_run;
mod refusals;
mod starting;
mod stopped_map_run;
mod stories;
mod tasks;
mod test_state;
mod worked_example;
