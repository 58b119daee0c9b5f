//! A scripted outside on a virtual clock, for tests of state machines.
//!
//! [`World`] drives an execution: it answers tasks as it is told, and when there is nothing left to
//! do at one time it jumps to the next, so that a year of waits takes no longer than a second of
//! them. Nothing here has a network or a clock.

mod world;

pub use world::{Answer, Outcome, World};
