//! `cargo xtask graph`: a picture of a state machine.

use std::{
    fs,
    io::{self, Write as _},
    path::PathBuf,
    process::ExitCode,
};

use anyhow::Context;
use stepwright_graph::Options;

use crate::machines;

/// Draws a state machine as SVG.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The state machine's name.
    name: String,

    /// Where to write the picture; to standard output without it.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// # Errors
///
/// Where there is no such state machine, or the file cannot be written.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let Args { name, out } = args;
    let machines = machines::all();
    let machine = match machines::find(&machines, name)?.build() {
        Ok(machine) => machine,
        Err(mistakes) => {
            eprintln!("{mistakes}");
            return Ok(ExitCode::FAILURE);
        }
    };
    let options = Options { title: Some(name.clone()), ..Options::default() };
    let svg = stepwright_graph::svg(&machine, &options);
    match out {
        Some(path) => {
            fs::write(path, svg)
                .with_context(|| format!("`{}` cannot be written", path.display()))?;
            println!("wrote {}", path.display());
        }
        None => io::stdout().write_all(svg.as_bytes()).context("standard output was closed")?,
    }
    Ok(ExitCode::SUCCESS)
}
