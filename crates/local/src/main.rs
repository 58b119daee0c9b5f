//! `stepwright-local`: AWS on a desk. Reads the command line, and ends with an exit code.

#![expect(clippy::print_stderr, reason = "what ends a command is told here")]

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use stepwright_local::lambda_host::{LAUNCH, launch};
use stepwright_local::run::{Outcome, RunArgs, run};

/// AWS on a desk.
#[derive(Debug, Parser)]
#[command(name = "stepwright-local", disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Run(Box<RunArgs>),
    /// Becomes a Lambda function that ends with the process that started it.
    #[command(name = LAUNCH, hide = true)]
    Launch {
        #[arg(long)]
        parent: u32,
        binary: PathBuf,
    },
}

/// What a shell reports for a program that Ctrl-C has ended.
const STOPPED: u8 = 130;

/// What was asked for cannot be done; nothing was started.
const BAD_INPUT: u8 = 2;

/// The function's binary cannot be run, as a shell reports it.
const NOT_LAUNCHED: u8 = 126;

fn main() -> ExitCode {
    match Cli::parse().command {
        Command::Run(args) => run_to_the_end(*args),
        Command::Launch { parent, binary } => {
            let error = launch(&binary, parent);
            eprintln!("could not start `{}`: {error}", binary.display());
            ExitCode::from(NOT_LAUNCHED)
        }
    }
}

fn run_to_the_end(args: RunArgs) -> ExitCode {
    // One thread: a function's process ends with the thread that started it, see `launch`.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let outcome = runtime.map_err(Into::into).and_then(|it| it.block_on(run(args)));
    match outcome {
        Ok(Outcome::Succeeded) => ExitCode::SUCCESS,
        Ok(Outcome::NotSucceeded) => ExitCode::FAILURE,
        Ok(Outcome::Stopped) => ExitCode::from(STOPPED),
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(BAD_INPUT)
        }
    }
}
