//! What the feature `lambda` adds: the adapters, and the binary as a process. All servers are on
//! this machine.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests fail as tests do"
)]

mod download;
mod process;
mod server;
