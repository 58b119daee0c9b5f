//! `cargo xtask tidy`: what no compiler checks about the repository itself.

use std::process::ExitCode;

/// Checks the repository's own promises.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

/// # Errors
///
/// Where the command cannot do its work.
pub(crate) fn run(_args: &Args) -> anyhow::Result<ExitCode> {
    anyhow::bail!("`cargo xtask tidy` is not there yet")
}
