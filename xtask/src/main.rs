//! `cargo xtask`: what Cargo alone cannot say.
//!
//! This file reads the command line and hands over. Each command has a file of its own, with its
//! flags (`Args`) and its work (`run`). A command ends with an exit code, or with an error, which is
//! printed here, with its causes.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "what a command finds is its result, and what ends it is an error"
)]

mod build_definition;
mod build_lambda;
mod child;
mod ci;
mod conformance;
mod deploy;
mod emulator;
mod export;
mod graph;
mod machines;
mod start_execution;
mod tidy;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use stepwright_deploy::cli;

/// What Cargo alone cannot say.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    BuildDefinition(build_definition::Args),
    Graph(graph::Args),
    BuildLambda(build_lambda::Args),
    StartExecution(start_execution::Args),
    Conformance(conformance::Args),
    Deploy(cli::Deploy),
    Status(cli::Status),
    Rollback(cli::Rollback),
    Destroy(cli::Destroy),
    Logs(cli::Logs),
    Export(export::Args),
    Emulator(emulator::Args),
    Tidy(tidy::Args),
    Ci(ci::Args),
}

fn main() -> ExitCode {
    // A command line that cannot be read ends here, with the usage and exit code 2.
    let Cli { command } = Cli::parse();
    let ended = match command {
        Command::BuildDefinition(args) => build_definition::run(&args),
        Command::Graph(args) => graph::run(&args),
        Command::BuildLambda(args) => build_lambda::run(&args),
        Command::StartExecution(args) => Ok(start_execution::run(&args)),
        Command::Conformance(args) => conformance::run(&args),
        Command::Deploy(args) => deploy::run(&cli::Command::Deploy(args)),
        Command::Status(args) => deploy::run(&cli::Command::Status(args)),
        Command::Rollback(args) => deploy::run(&cli::Command::Rollback(args)),
        Command::Destroy(args) => deploy::run(&cli::Command::Destroy(args)),
        Command::Logs(args) => deploy::run(&cli::Command::Logs(args)),
        Command::Export(args) => export::run(&args),
        Command::Emulator(args) => emulator::run(&args),
        Command::Tidy(args) => tidy::run(&args),
        Command::Ci(args) => ci::run(&args),
    };
    ended.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn every_command_has_its_row_in_the_readme() {
        let readme = include_str!("../README.md");
        for command in Cli::command().get_subcommands() {
            let row = format!("| `cargo xtask {}` | ", command.get_name());
            assert!(readme.contains(&row), "xtask/README.md has no row that begins with `{row}`");
        }
    }
}
