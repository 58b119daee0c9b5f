//! `stepwright-deploy`: what `cargo xtask deploy` and its siblings become. Reads the command line, and
//! ends with an exit code: 0 where all is done, 2 where something is to be done and nobody said yes, 130
//! where somebody stopped it, 1 where it failed.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "what a command finds is its result, and what it does is told"
)]

mod commands;

use std::process::ExitCode;

use clap::Parser;
use stepwright_deploy::cli::Command;

/// Puts state machines and their Lambda functions on AWS, and takes them away again.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

fn main() -> ExitCode {
    let Cli { command } = Cli::parse();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let ended = match runtime {
        Ok(runtime) => runtime.block_on(commands::run(&command)),
        Err(error) => Err(error.into()),
    };
    ended.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}
