//! The command line: what `cargo xtask deploy` and its siblings take. `xtask` reads it to know what to
//! build, and `stepwright-deploy` to do it; what they do is not known here.

use std::path::PathBuf;

use crate::config::Sources;

/// What somebody wants done on AWS.
#[derive(Debug, Clone, clap::Subcommand)]
#[expect(missing_docs, reason = "what a command does, its arguments say, and clap shows that")]
pub enum Command {
    Deploy(Deploy),
    Status(Status),
    Rollback(Rollback),
    Destroy(Destroy),
    Logs(Logs),
    StartExecution(StartExecution),
}

/// Which stage, where, and with which settings: the command line goes over the environment, and that over
/// stepwright.toml.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Settings {
    /// The stage; without it, `default-stage` of stepwright.toml.
    #[arg(long, value_name = "NAME")]
    pub stage: Option<String>,

    /// The AWS region.
    #[arg(long, value_name = "REGION")]
    pub region: Option<String>,

    /// The profile of the AWS configuration.
    #[arg(long, value_name = "PROFILE")]
    pub profile: Option<String>,

    /// Sets a key of stepwright.toml, such as `lambda.memory-mb=512`. Repeatable.
    #[arg(long, value_name = "KEY=VALUE", value_parser = pair)]
    pub set: Vec<(String, String)>,

    /// The folder with stepwright.toml.
    #[arg(long, value_name = "FOLDER", default_value = ".", hide = true)]
    pub root: PathBuf,

    /// What the workspace has to deploy: `cargo xtask` writes it.
    #[arg(long, value_name = "FILE", hide = true)]
    pub bundle: Option<PathBuf>,
}

/// Puts the state machines and their Lambda functions on AWS.
///
/// Shows a plan first, and asks. Where nobody can be asked, it only plans, and ends with 2 where there is
/// something to do.
#[derive(Debug, Clone, Default, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub struct Deploy {
    /// Where, and how.
    #[command(flatten)]
    pub settings: Settings,

    /// Only plan.
    #[arg(long, conflicts_with = "yes")]
    pub dry_run: bool,

    /// Do not ask.
    #[arg(long, short)]
    pub yes: bool,

    /// Print the plan as JSON, and nothing else on the output.
    #[arg(long)]
    pub json: bool,

    /// How new executions move to a new version: `all-at-once`, `canary:10%,10m`, `linear:20%,5m`.
    #[arg(long, value_name = "STRATEGY")]
    pub strategy: Option<String>,

    /// Look at everything, also at what a deployment takes its tags' word for.
    #[arg(long)]
    pub deep: bool,

    /// Draw the state machine with what is new in green, what changes in amber and what goes in red, as SVG.
    /// Of several, each into a file with its name before the ending.
    #[arg(long, value_name = "FILE")]
    pub picture: Option<PathBuf>,

    /// Print what each role may do and why, and do nothing.
    #[arg(long)]
    pub explain_permissions: bool,
}

/// Shows what is deployed: which version serves, the last executions, and what differs from this workspace.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Status {
    /// Where, and how.
    #[command(flatten)]
    pub settings: Settings,

    /// Print it as JSON.
    #[arg(long)]
    pub json: bool,
}

/// Moves new executions back to the version before; once more, and they move forward again.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Rollback {
    /// Where, and how.
    #[command(flatten)]
    pub settings: Settings,

    /// Do not ask.
    #[arg(long, short)]
    pub yes: bool,
}

/// Deletes what was deployed: only what carries this deployment's marks.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Destroy {
    /// Where, and how.
    #[command(flatten)]
    pub settings: Settings,

    /// Leave the bucket and what is in it, and the logs.
    #[arg(long)]
    pub keep_data: bool,

    /// Do not ask.
    #[arg(long, short)]
    pub yes: bool,
}

/// Shows the logs of executions and Lambda functions.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Logs {
    /// Where, and how.
    #[command(flatten)]
    pub settings: Settings,

    /// Wait for more, until Ctrl-C.
    #[arg(long, short)]
    pub follow: bool,

    /// How far back.
    #[arg(long, value_name = "MINUTES", default_value_t = 60)]
    pub since_minutes: u32,
}

/// Starts an execution on AWS, follows it, and prints its output.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct StartExecution {
    /// Where, and how.
    #[command(flatten)]
    pub settings: Settings,

    /// Which state machine.
    #[arg(default_value = "get-asteroid-data")]
    pub workflow: String,

    /// The execution's input: a JSON file, or the JSON itself. Without it, the workflow's own default.
    #[arg(long, value_name = "FILE|JSON")]
    pub input: Option<String>,
}

impl Command {
    /// Which stage, where, and with which settings.
    pub fn settings(&self) -> &Settings {
        match self {
            Self::Deploy(it) => &it.settings,
            Self::Status(it) => &it.settings,
            Self::Rollback(it) => &it.settings,
            Self::Destroy(it) => &it.settings,
            Self::Logs(it) => &it.settings,
            Self::StartExecution(it) => &it.settings,
        }
    }

    /// Whether it has to know what the functions are: whoever takes away does not.
    pub fn needs_code(&self) -> bool {
        matches!(self, Self::Deploy(_) | Self::Status(_))
    }

    /// Where its settings come from, with the text of stepwright.toml and the environment.
    pub fn sources(
        &self,
        file: String,
        environment: impl Iterator<Item = (String, String)>,
    ) -> Sources {
        let Settings { stage, region, profile, set, root: _, bundle: _ } = self.settings();
        let strategy = match self {
            Self::Deploy(it) => it.strategy.clone(),
            _ => None,
        };
        let given = [("region", region), ("profile", profile), ("strategy", &strategy)];
        let given =
            given.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value.clone()?)));
        Sources {
            file,
            environment: environment.filter(|(name, _)| name.starts_with("STEPWRIGHT_")).collect(),
            flags: set.iter().cloned().chain(given).collect(),
            stage: stage.clone(),
        }
    }
}

fn pair(text: &str) -> Result<(String, String), String> {
    let pair = text.split_once('=').filter(|(key, _)| !key.is_empty());
    let pair = pair.map(|(key, value)| (key.to_owned(), value.to_owned()));
    pair.ok_or_else(|| "it has to be of the form KEY=VALUE".to_owned())
}

#[cfg(test)]
mod tests {
    use clap::{Parser, error::ErrorKind};

    use super::*;

    #[derive(Debug, Parser)]
    struct Cli {
        #[command(subcommand)]
        command: Command,
    }

    #[test]
    fn flags_become_settings_of_the_highest_layer() {
        let line =
            "x deploy --stage prod --region eu-west-1 --strategy canary:5%,1m --set tags.a=b=c";
        let Cli { command } = Cli::parse_from(line.split(' '));
        let variables = [("STEPWRIGHT_REGION", "x"), ("PATH", "y")];
        let variables = variables.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let sources = command.sources("project = \"p\"".to_owned(), variables.into_iter());
        let config = crate::Config::load(&sources, &[]).unwrap();
        assert_eq!((config.stage.as_str(), config.region.as_deref()), ("prod", Some("eu-west-1")));
        assert_eq!(config.strategy.to_string(), "canary:5%,1m");
        assert_eq!(config.tags["a"], "b=c");
        assert_eq!(sources.environment.len(), 1);
    }

    #[test]
    fn planning_only_and_not_asking_exclude_one_another() {
        let error = Cli::try_parse_from(["x", "deploy", "--dry-run", "--yes"]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ArgumentConflict);
    }
}
