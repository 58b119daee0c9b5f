//! Policies: each as a snapshot, and what is true of all of them.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test may panic and tell why it skips"
)]

mod arguments;
mod corpus;
mod get_asteroid_data;
mod integrations;
mod proof;
mod requests;
mod roles;
