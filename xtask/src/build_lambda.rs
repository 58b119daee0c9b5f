//! `cargo xtask build-lambda`: packs a Lambda of this workspace for AWS.

use std::process::ExitCode;

/// Builds a Lambda and packs it into a zip that AWS takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

/// # Errors
///
/// Where the command cannot do its work.
pub(crate) fn run(_args: &Args) -> anyhow::Result<ExitCode> {
    anyhow::bail!("`cargo xtask build-lambda` is not there yet")
}
