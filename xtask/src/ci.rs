//! `cargo xtask ci`: everything that has to hold before a change is merged, the cheap things first.
//!
//! Each step is a command that a person could type, and is printed as one: where it fails, the same
//! line repeats it. What the steps check is theirs to know.

use std::{
    env, fmt,
    path::Path,
    process::{Command, ExitCode},
    time::{Duration, Instant},
};

use anyhow::{Context, ensure};

use crate::workspace;

/// Runs every check, the cheap ones first, and stops at the first that fails.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

/// # Errors
///
/// Names the command that failed.
pub(crate) fn run(_args: &Args) -> anyhow::Result<ExitCode> {
    let root = workspace::root()?;
    let mut times = Vec::new();
    for step in &STEPS {
        println!("$ {step}");
        let start = Instant::now();
        step.run(&root)?;
        times.push((step, start.elapsed()));
    }
    println!("{}", summary(&times));
    Ok(ExitCode::SUCCESS)
}

/// One command of `ci`.
#[derive(Debug)]
struct Step {
    environment: Option<(&'static str, &'static str)>,
    arguments: &'static [&'static str],
}

const STEPS: [Step; 10] = [
    Step::new(&["fmt", "--all", "--", "--check"]),
    Step::new(&["xtask", "tidy"]),
    Step::new(&["xtask", "build-definition", "--check"]),
    Step::new(&["lint"]),
    // The fuzz targets are a workspace of their own.
    Step::new(&[
        "clippy",
        "--locked",
        "--manifest-path",
        "fuzz/Cargo.toml",
        "--target-dir",
        "target",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ]),
    Step::new(&["doc", "--workspace", "--no-deps"]).with("RUSTDOCFLAGS", "-D warnings"),
    Step::new(&["xtask", "emulator"]),
    // The tests of deployments deploy it.
    Step::new(&["xtask", "build-lambda"]),
    Step::new(&["test", "--workspace", "--all-features"]),
    Step::new(&[
        "bench",
        "--profile",
        "count",
        "-p",
        "stepwright-engine",
        "--bench",
        "instructions",
    ]),
];

impl Step {
    const fn new(arguments: &'static [&'static str]) -> Self {
        Self { environment: None, arguments }
    }

    const fn with(self, name: &'static str, value: &'static str) -> Self {
        Self { environment: Some((name, value)), ..self }
    }

    fn run(&self, root: &Path) -> anyhow::Result<()> {
        let Self { environment, arguments } = self;
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command.args(*arguments).envs(*environment).current_dir(root);
        let status = command.status().with_context(|| format!("`{self}` could not be started"))?;
        ensure!(status.success(), "a check failed, see above; repeat it with\n    {self}");
        Ok(())
    }
}

impl fmt::Display for Step {
    /// The step as a person would type it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { environment, arguments } = self;
        if let Some((name, value)) = environment {
            write!(f, "{name}=\"{value}\" ")?;
        }
        write!(f, "cargo {}", arguments.join(" "))
    }
}

/// A line for each step: how long it took.
fn summary(times: &[(&Step, Duration)]) -> String {
    let total: Duration = times.iter().map(|(_, time)| *time).sum();
    let mut lines = vec!["everything holds".to_owned()];
    lines.extend(times.iter().map(|(step, time)| format!("{:>8.1} s  {step}", time.as_secs_f64())));
    lines.push(format!("{:>8.1} s  in all", total.as_secs_f64()));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    #[test]
    fn the_steps_read_as_a_person_would_type_them_cheap_ones_first() {
        let steps: Vec<String> = STEPS.iter().map(ToString::to_string).collect();
        expect![[r#"
            cargo fmt --all -- --check
            cargo xtask tidy
            cargo xtask build-definition --check
            cargo lint
            cargo clippy --locked --manifest-path fuzz/Cargo.toml --target-dir target --all-targets -- -D warnings
            RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps
            cargo xtask emulator
            cargo xtask build-lambda
            cargo test --workspace --all-features
            cargo bench --profile count -p stepwright-engine --bench instructions"#]]
        .assert_eq(&steps.join("\n"));
    }

    #[test]
    fn the_summary_gives_each_step_its_time_and_the_sum() {
        let [first, second, ..] = &STEPS;
        let times = [(first, Duration::from_millis(1234)), (second, Duration::from_secs(61))];
        expect![[r#"
            everything holds
                 1.2 s  cargo fmt --all -- --check
                61.0 s  cargo xtask tidy
                62.2 s  in all"#]]
        .assert_eq(&summary(&times));
    }

    #[test]
    fn a_failing_step_says_how_to_repeat_it() {
        let folder = tempfile::tempdir().unwrap();
        let error = Step::new(&["xtask-there-is-no-such-command"]).run(folder.path()).unwrap_err();
        expect![[r#"
            a check failed, see above; repeat it with
                cargo xtask-there-is-no-such-command"#]]
        .assert_eq(&error.to_string());
    }
}
