//! `cargo xtask conformance`: how the engine stands against recordings of AWS.
//!
//! Becomes `stepwright-conformance`, which runs them: xtask itself does not compile the engine.

use std::path::PathBuf;
use std::process::ExitCode;

use crate::{child, workspace};

/// Runs the recorded cases of AWS, and prints which ones pass.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Only cases that have this in their name; each is printed with what differs.
    #[arg(long, value_name = "ID")]
    case: Option<String>,

    /// Only cases of this topic; those that do not pass are named.
    #[arg(long, value_name = "TOPIC")]
    topic: Option<String>,

    /// Also write what the engine makes of each case to a folder, in the form that the corpus' own
    /// comparer reads.
    #[arg(long, value_name = "FOLDER")]
    actual: Option<PathBuf>,

    /// Add the cases that pass now to the lists of those that may no longer fail.
    #[arg(long, conflicts_with_all = ["case", "topic"])]
    update: bool,
}

/// # Errors
///
/// Where the binary does not build or cannot be started.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let Args { case, topic, actual, update } = args;
    let mut command = child::build(&workspace::root()?, "stepwright-conformance")?;
    for (flag, value) in [("--case", case), ("--topic", topic)] {
        if let Some(value) = value {
            command.args([flag, value]);
        }
    }
    if let Some(folder) = actual {
        command.arg("--actual").arg(std::path::absolute(folder)?);
    }
    command.args(update.then_some("--update"));
    child::become_it(command)
}
