//! `cargo xtask export`: what would be deployed, as a template for another tool.

#![expect(clippy::print_stdout, reason = "what was written is the command's result")]

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use stepwright_deploy::cli;
use stepwright_deploy::desired;
use stepwright_deploy::export::{Format, export, place};

use crate::{deploy, workspace};

/// Where templates are written, each in a folder of its own.
const FOLDER: &str = "target/stepwright/export";

/// Writes what would be deployed as a template for another tool.
///
/// The template is for any account and region. What is made of it carries no marks of a deployment, and
/// `cargo xtask deploy` leaves it alone.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The tool: `cloudformation`, `sam`, `cdk` or `terraform`.
    #[arg(value_parser = |text: &str| text.parse::<Format>())]
    format: Format,

    /// Which stage, and with which settings.
    #[command(flatten)]
    settings: cli::Settings,

    /// How new executions move to a new version, where the tool can do that.
    #[arg(long, value_name = "STRATEGY")]
    strategy: Option<String>,

    /// The folder to write to; without it, one in `target/stepwright/export`.
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
}

/// # Errors
///
/// Where the settings are wrong, a part does not build, or the files cannot be written.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let Args { format, settings, strategy, out } = args;
    let root = workspace::root()?;
    // The same settings as a deployment's, from the same places.
    let command = cli::Command::Deploy(cli::Deploy {
        settings: settings.clone(),
        strategy: strategy.clone(),
        ..cli::Deploy::default()
    });
    let config = deploy::config(&root, &command)?;
    let bundle = deploy::bundle(&root, &config, &command)?;
    let desired = desired(&config, &bundle, &bundle.code()?, &place())?;
    let export = export(*format, &desired, &bundle, config.strategy);

    let folder = PathBuf::from(FOLDER).join(format.to_string());
    let folder = out.clone().unwrap_or_else(|| root.join(&folder));
    fs::create_dir_all(&folder).with_context(|| format!("cannot make `{}`", folder.display()))?;
    for file in &export.files {
        let path = folder.join(&file.path);
        fs::write(&path, &file.contents)
            .with_context(|| format!("cannot write `{}`", path.display()))?;
        println!("{}", path.strip_prefix(&root).unwrap_or(&path).display());
    }
    println!("\nto deploy it, in that folder:");
    for command in &export.commands {
        println!("  {command}");
    }
    Ok(ExitCode::SUCCESS)
}
