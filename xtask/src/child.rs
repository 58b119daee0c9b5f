//! Binaries of this workspace that a command starts, so that xtask need not compile what they are made
//! of.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, ExitStatus, Stdio};

use anyhow::{Context, bail};
use serde_json::Value;

/// Builds a package's binary of the same name, and has it ready to start in the workspace.
///
/// # Errors
///
/// Where it does not build.
pub(crate) fn build(root: &Path, package: &str) -> anyhow::Result<Command> {
    let mut command = Command::new(binary(root, package)?);
    command.current_dir(root);
    Ok(command)
}

/// Builds a package's binary of the same name, and says where it is.
///
/// # Errors
///
/// Where it does not build.
pub(crate) fn binary(root: &Path, package: &str) -> anyhow::Result<PathBuf> {
    binary_with(root, package, &[])
}

/// The same, with features.
///
/// # Errors
///
/// Where it does not build.
pub(crate) fn binary_with(
    root: &Path,
    package: &str,
    features: &[&str],
) -> anyhow::Result<PathBuf> {
    let output = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .current_dir(root)
        .args(["build", "--package", package, "--bin", package])
        .args(["--features", &features.join(",")])
        .args(["--message-format", "json-render-diagnostics"])
        .stderr(Stdio::inherit())
        .output()
        .context("cannot run Cargo")?;
    if !output.status.success() {
        bail!("`{package}` does not build");
    }
    let messages = serde_json::Deserializer::from_slice(&output.stdout).into_iter::<Value>();
    let binaries =
        messages.filter_map(|it| it.ok()?.get("executable")?.as_str().map(PathBuf::from));
    binaries.last().with_context(|| format!("Cargo did not say where `{package}` is"))
}

/// Becomes the command: its signals and its exit code are ours, without anybody in between.
///
/// # Errors
///
/// Where it cannot be started.
#[cfg(unix)]
pub(crate) fn become_it(mut command: Command) -> anyhow::Result<ExitCode> {
    use std::os::unix::process::CommandExt;

    let error = command.exec();
    Err(error).with_context(|| format!("could not run `{}`", command.get_program().display()))
}

/// Runs the command, and ends as it does.
///
/// # Errors
///
/// Where it cannot be started.
#[cfg(not(unix))]
pub(crate) fn become_it(mut command: Command) -> anyhow::Result<ExitCode> {
    let status = command.status();
    let status =
        status.with_context(|| format!("could not run `{}`", command.get_program().display()))?;
    Ok(exit_code(status))
}

/// A child's exit code as ours.
pub(crate) fn exit_code(status: ExitStatus) -> ExitCode {
    let code = status.code().and_then(|it| u8::try_from(it).ok());
    code.map_or(ExitCode::FAILURE, ExitCode::from)
}
