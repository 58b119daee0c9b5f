//! `stepwright-local run` as a person runs it: real processes, real signals, real files.

#![expect(clippy::unwrap_used, clippy::panic, reason = "what a test cannot do, fails it")]

mod bad_input;
mod desk;
mod distributed_map;
mod outcome;
mod stopping;
