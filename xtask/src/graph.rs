//! `cargo xtask graph`: a picture of a state machine.

use std::process::ExitCode;

/// Draws a state machine as SVG.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The state machine's name.
    name: String,

    /// Where to write the picture; to standard output without it.
    #[arg(long, value_name = "FILE")]
    out: Option<std::path::PathBuf>,
}

/// # Errors
///
/// Where the command cannot do its work.
pub(crate) fn run(_args: &Args) -> anyhow::Result<ExitCode> {
    anyhow::bail!("`cargo xtask graph` is not there yet")
}
