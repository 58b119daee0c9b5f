//! Deployments against moto, an emulator of AWS, through a proxy that writes down every request, and that
//! can lose any of them.
//!
//! `cargo xtask emulator` installs it. Without it these tests say that they skip; where `CI` is `true`,
//! that is a failure.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "a test that cannot go on fails, and one that skips says so"
)]

mod bad_days;
#[cfg(unix)]
mod bad_days_seen;
mod command_line;
mod deploying;
mod desk;
mod destroying;
mod dialect;
mod emulator;
mod looking;
mod moving;
#[cfg(unix)]
mod page;
mod proxy;
mod recovering;
mod refusing;
mod stage;
mod tagging;
mod waiting;
