//! `cargo xtask emulator`: installs what the tests of deployments need besides Rust, into `target`.
//!
//! From the Python package index moto, which stands in for AWS, and cfn-lint; from npm the library of the AWS Cloud
//! Development Kit. Versions are pinned below `crates/deploy/tests`. What is installed is not installed again.

use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::{env, fs};

use anyhow::{Context, ensure};

use crate::workspace;

/// A folder in `target` with tools in it, and the file that says which versions of what.
struct Tools {
    folder: &'static str,
    pinned: &'static str,
    /// What has to be there to install them, and whether it is.
    needs: &'static str,
    is_there: fn() -> bool,
    /// Installs them into the folder, which does not exist yet; the other path is that of what is pinned.
    install: fn(&Path, &Path) -> anyhow::Result<()>,
}

const TOOLS: [Tools; 2] = [
    Tools {
        folder: "target/stepwright/emulator",
        pinned: "crates/deploy/tests/requirements.txt",
        needs: "Python 3 with `venv`",
        is_there: || runs("python3", &["-c", "import ensurepip, venv"]),
        install: install_python,
    },
    Tools {
        folder: "target/stepwright/cdk",
        pinned: "crates/deploy/tests/cdk/package-lock.json",
        needs: "Node.js with `npm`",
        is_there: || runs("node", &["--version"]) && runs("npm", &["--version"]),
        install: install_node,
    },
];

/// Installs the emulator of AWS and other tools for the tests of deployments, where there are Python and Node.js.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

/// # Errors
///
/// Where something cannot be installed; where there is no Python or no Node.js, only in CI, since tests that nobody
/// runs prove nothing.
pub(crate) fn run(_args: &Args) -> anyhow::Result<ExitCode> {
    let root = workspace::root()?;
    TOOLS.iter().try_for_each(|it| it.install(&root))?;
    Ok(ExitCode::SUCCESS)
}

impl Tools {
    fn install(&self, root: &Path) -> anyhow::Result<()> {
        let Self { folder: name, pinned, needs, is_there, install } = self;
        let path = root.join(pinned);
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read `{pinned}`"))?;
        let folder = root.join(name);
        let stamp = folder.join("installed.txt");
        if fs::read_to_string(&stamp).is_ok_and(|it| it == text) {
            println!("{name} is up to date");
            return Ok(());
        }
        if !is_there() {
            let is_ci = env::var("CI").as_deref() == Ok("true");
            ensure!(!is_ci, "there is no {needs}, and CI needs it");
            println!(
                "skipped: there is no {needs}; the tests that need it will say that they skip"
            );
            return Ok(());
        }
        // An installation that was interrupted is begun anew.
        if folder.exists() {
            fs::remove_dir_all(&folder).with_context(|| format!("cannot remove `{name}`"))?;
        }
        install(&folder, &path)?;
        fs::write(&stamp, text).with_context(|| format!("cannot write `{}`", stamp.display()))?;
        println!("{name} is installed");
        Ok(())
    }
}

fn install_python(folder: &Path, requirements: &Path) -> anyhow::Result<()> {
    succeed(Command::new("python3").args(["-m", "venv"]).arg(folder))?;
    succeed(
        Command::new(folder.join("bin/python"))
            .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"])
            .arg("--requirement")
            .arg(requirements),
    )
}

fn install_node(folder: &Path, lock: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make `{}`", folder.display()))?;
    for name in ["package.json", "package-lock.json"] {
        let from = lock.with_file_name(name);
        fs::copy(&from, folder.join(name))
            .with_context(|| format!("cannot copy `{}`", from.display()))?;
    }
    let mut npm = Command::new("npm");
    npm.args(["ci", "--loglevel", "error", "--no-audit", "--no-fund", "--ignore-scripts"]);
    succeed(npm.current_dir(folder))
}

/// Whether a program is there, and ends well.
fn runs(program: &str, args: &[&str]) -> bool {
    let mut command = Command::new(program);
    command.args(args).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|it| it.success())
}

fn succeed(command: &mut Command) -> anyhow::Result<()> {
    let shown = Path::new(command.get_program()).display().to_string();
    let status = command.status().with_context(|| format!("`{shown}` could not be started"))?;
    ensure!(status.success(), "`{shown}` failed, see above");
    Ok(())
}
