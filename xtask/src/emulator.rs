//! `cargo xtask emulator`: installs what stands in for AWS in the tests of deployments.
//!
//! It is moto, from the Python package index, with the versions that `crates/deploy/tests/requirements.txt` pins, in a virtual
//! environment in `target`. What is installed is not installed again.

use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::{env, fs};

use anyhow::{Context, ensure};

use crate::workspace;

/// Where it is installed.
const FOLDER: &str = "target/stepwright/emulator";
/// Which versions of what.
const REQUIREMENTS: &str = "crates/deploy/tests/requirements.txt";

/// Installs the emulator of AWS for the tests of deployments, where there is Python.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

/// # Errors
///
/// Where it cannot be installed; where there is no Python, only in CI, since tests that nobody runs prove
/// nothing.
pub(crate) fn run(_args: &Args) -> anyhow::Result<ExitCode> {
    let root = workspace::root()?;
    let requirements = fs::read_to_string(root.join(REQUIREMENTS))
        .with_context(|| format!("cannot read `{REQUIREMENTS}`"))?;
    let folder = root.join(FOLDER);
    let stamp = folder.join("installed.txt");
    if fs::read_to_string(&stamp).is_ok_and(|it| it == requirements) {
        println!("{FOLDER} is up to date");
        return Ok(ExitCode::SUCCESS);
    }
    if !has_python() {
        ensure!(
            env::var("CI").as_deref() != Ok("true"),
            "there is no Python 3 with `venv`, and CI needs it"
        );
        println!(
            "skipped: there is no Python 3 with `venv`; the tests of deployments will say that they skip"
        );
        return Ok(ExitCode::SUCCESS);
    }
    // An installation that was interrupted is begun anew.
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("cannot remove `{FOLDER}`"))?;
    }
    python(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
    python(
        Command::new(folder.join("bin/python"))
            .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"])
            .arg("--requirement")
            .arg(root.join(REQUIREMENTS)),
    )?;
    fs::write(&stamp, requirements)
        .with_context(|| format!("cannot write `{}`", stamp.display()))?;
    println!("{FOLDER} has the emulator");
    Ok(ExitCode::SUCCESS)
}

fn has_python() -> bool {
    let mut python = Command::new("python3");
    python.args(["-c", "import ensurepip, venv"]).stdout(Stdio::null()).stderr(Stdio::null());
    python.status().is_ok_and(|it| it.success())
}

fn python(command: &mut Command) -> anyhow::Result<()> {
    let shown = Path::new(command.get_program()).display().to_string();
    let status = command.status().with_context(|| format!("`{shown}` could not be started"))?;
    ensure!(status.success(), "`{shown}` failed, see above");
    Ok(())
}
