//! `cargo xtask build-definition`: writes the JSON of the state machines that are written in Rust.

use std::process::ExitCode;

/// Writes the definitions of the state machines to workflows/definitions.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Write nothing; fail with a diff where a file is not what the Rust says.
    #[arg(long)]
    check: bool,

    /// Only this state machine.
    #[arg(long, value_name = "NAME")]
    workflow: Option<String>,
}

/// # Errors
///
/// Where the command cannot do its work.
pub(crate) fn run(_args: &Args) -> anyhow::Result<ExitCode> {
    anyhow::bail!("`cargo xtask build-definition` is not there yet")
}
