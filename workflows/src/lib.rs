//! The state machines of this repository, written in Rust: one file each.
//!
//! Owns what they do and the input that each is started with by default. Knows nothing of how they
//! are run: `cargo xtask build-definition` writes their definitions, `cargo xtask start-execution`
//! runs one.

pub mod get_asteroid_data;

/// The README's example, run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}

use std::fmt;

use stepwright::{AnyWorkflow, Workflow};

/// A state machine, and what it is started with where nobody says otherwise.
pub struct Entry {
    /// The state machine.
    pub workflow: Box<dyn AnyWorkflow>,
    /// Its default input in a stage, such as `dev`: names of buckets and the like differ by stage.
    pub default_input: fn(stage: &str) -> serde_json::Result<serde_json::Value>,
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry").field("workflow", &self.workflow.name()).finish_non_exhaustive()
    }
}

/// All state machines there are.
pub fn all() -> Vec<Entry> {
    vec![Entry {
        workflow: Box::new(get_asteroid_data()),
        default_input: |stage| serde_json::to_value(get_asteroid_data::Input::default_for(stage)),
    }]
}

/// `get-asteroid-data`, ready to be built.
pub fn get_asteroid_data() -> Workflow<get_asteroid_data::Input, get_asteroid_data::Report> {
    Workflow::new("get-asteroid-data", get_asteroid_data::get_asteroid_data).comment(
        "Downloads the delta-v table of near-Earth asteroids, stores it as CSV, and makes sure of what was stored.",
    )
}
