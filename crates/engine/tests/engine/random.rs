//! Executions that nobody thought of: a machine, an input and what happens, all made of bytes.
//!
//! The properties here and the fuzz targets share it, so what one finds, the other repeats. The paths
//! are spelled out because a fuzz target includes this file from elsewhere.

#[path = "random/bytes.rs"]
pub(crate) mod bytes;
#[path = "random/expressions.rs"]
mod expressions;
#[path = "random/frames.rs"]
mod frames;
#[path = "random/invariants.rs"]
pub(crate) mod invariants;
#[path = "random/journal.rs"]
pub(crate) mod journal;
#[path = "random/json_path.rs"]
mod json_path;
#[path = "random/machine.rs"]
pub(crate) mod machine;
#[path = "random/outside.rs"]
pub(crate) mod outside;
#[path = "random/test_state.rs"]
pub(crate) mod test_state;
