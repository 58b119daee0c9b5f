//! `cargo xtask start-execution`: runs a state machine of this workspace on this machine.

use std::process::ExitCode;

/// Runs a state machine on this machine, with its real Lambdas.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

/// # Errors
///
/// Where the command cannot do its work.
pub(crate) fn run(_args: &Args) -> anyhow::Result<ExitCode> {
    anyhow::bail!("`cargo xtask start-execution` is not there yet")
}
