//! `cargo xtask start-execution`: runs a state machine of this workspace on this machine.
//!
//! Puts the parts together (definition, schema, default input, the Lambda's binary) and becomes
//! `stepwright-local`, which runs them: so xtask itself compiles neither the engine nor a server.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{fs, io};

use anyhow::{Context, bail};
use serde_json::Value;
use stepwright::{Account, Target};
use stepwright_deploy::cli;
use workflows::Entry;

use crate::build_lambda::{self, Arch};
use crate::{child, deploy, machines, workspace};

/// The region and the account that names have here. The account is the one of AWS's own examples.
const REGION: &str = "us-east-1";
const ACCOUNT: &str = "123456789012";

/// The page that ships with the repository, and the place in the input of the address that it stands
/// in for.
const PAGE: &str = "lambdas/benner/fixtures/delta_v.rendezvous.html";
const PAGE_AT: &str = "/benner/url";

/// Runs a state machine on this machine, with its real Lambdas.
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(crate) struct Args {
    /// Which one.
    #[arg(default_value = "get-asteroid-data")]
    workflow: String,

    /// The execution's input: a JSON file, or the JSON itself. Without it, the workflow's own default.
    #[arg(long, value_name = "FILE|JSON")]
    input: Option<String>,

    /// Run it on AWS, where `cargo xtask deploy` put it.
    #[arg(long, conflicts_with_all = ["live", "page", "fail", "fast_forward", "data_dir", "s3_port"])]
    aws: bool,

    /// Ask the addresses in the input, and not the page that ships with this repository.
    #[arg(long)]
    live: bool,

    /// The page that stands in for the address in the input, another than the one that ships.
    #[arg(long, value_name = "FILE", conflicts_with = "live")]
    page: Option<PathBuf>,

    /// Fail the first N calls of a state or function: part of its name is enough. Repeatable.
    #[arg(long, value_name = "STATE_OR_FUNCTION=N:ERROR")]
    fail: Vec<String>,

    /// Skip waits and the delays of retries.
    #[arg(long)]
    fast_forward: bool,

    /// The stage whose names the default input has; with `--aws`, the one that is deployed.
    #[arg(long, value_name = "NAME")]
    stage: Option<String>,

    /// The AWS region, with `--aws`.
    #[arg(long, value_name = "REGION", requires = "aws")]
    region: Option<String>,

    /// The profile of the AWS configuration, with `--aws`.
    #[arg(long, value_name = "PROFILE", requires = "aws")]
    profile: Option<String>,

    /// Where objects and messages are kept; without it, in `target/stepwright`.
    #[arg(long, value_name = "FOLDER")]
    data_dir: Option<PathBuf>,

    /// The port of S3, so that other tools can look at the objects; without it, one that is free.
    #[arg(long, value_name = "PORT")]
    s3_port: Option<u16>,
}

/// The stage of names where nobody says otherwise, and nothing is deployed.
const STAGE: &str = "dev";

/// What cannot be started ends as a command line that cannot be read does: only an execution that
/// did not succeed ends with 1.
const NOT_STARTED: u8 = 2;

/// Runs it. Where it cannot be started, that is told here, and is the exit code.
pub(crate) fn run(args: &Args) -> ExitCode {
    start(args).unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::from(NOT_STARTED)
    })
}

/// # Errors
///
/// Where there is no such workflow, it needs what is not there on one machine, or a part of it does
/// not build.
fn start(args: &Args) -> anyhow::Result<ExitCode> {
    if args.aws {
        return start_on_aws(args);
    }
    let root = workspace::root()?;
    let entry = find(&args.workflow)?;
    let functions = functions(&entry)?;
    let local = child::binary(&root, "stepwright-local")?;
    let run = Run { args, files: write(&root, &entry)?, entry, local, root };

    // What is wrong with the input is not to be found out after minutes of building.
    let names: Vec<_> = functions.iter().map(|(name, _)| (*name, PathBuf::new())).collect();
    let check = run.command(&names)?.arg("--check").status();
    let check = check.context("could not run `stepwright-local`")?;
    if !check.success() {
        return Ok(child::exit_code(check));
    }
    let build_one = |(function, package): (&'static str, &str)| {
        let arch = Arch::of_this_machine();
        Ok((function, build_lambda::build(&run.root, package, arch)?))
    };
    let binaries: Vec<_> = functions.into_iter().map(build_one).collect::<anyhow::Result<_>>()?;
    child::become_it(run.command(&binaries)?)
}

/// Becomes `stepwright-deploy`, which starts it and shows it likewise.
fn start_on_aws(args: &Args) -> anyhow::Result<ExitCode> {
    let Args { workflow, input, stage, region, profile, .. } = args;
    let mut words: Vec<OsString> = vec!["start-execution".into(), workflow.into()];
    let given =
        [("--input", input), ("--stage", stage), ("--region", region), ("--profile", profile)];
    for (flag, value) in given {
        words.extend(value.iter().flat_map(|it| [flag.into(), it.into()]));
    }
    let settings = cli::Settings {
        stage: stage.clone(),
        region: region.clone(),
        profile: profile.clone(),
        ..cli::Settings::default()
    };
    let (workflow, input) = (workflow.clone(), input.clone());
    let command = cli::StartExecution { settings, workflow, input };
    deploy::run_as(&cli::Command::StartExecution(command), words)
}

/// A run with all its parts but the functions.
struct Run<'a> {
    args: &'a Args,
    entry: Entry,
    files: Files,
    root: PathBuf,
    /// The binary of `stepwright-local`.
    local: PathBuf,
}

impl Run<'_> {
    fn command(&self, functions: &[(&str, PathBuf)]) -> anyhow::Result<Command> {
        let Self { args, entry, files, root, local } = self;
        let mut command = Command::new(local);
        command.current_dir(root).arg("run").args(["--name", entry.workflow.name()]);
        command.args(["--region", REGION, "--account", ACCOUNT]);
        command.arg("--definition").arg(&files.definition).arg("--schema").arg(&files.schema);
        for (function, binary) in functions {
            command.arg("--lambda").arg(named(function, binary));
        }
        // The page, S3 and whatever else the input names are on this machine.
        command.args(["--lambda-env", "BENNER_ALLOW_PRIVATE_ADDRESSES=true"]);
        give_input(&mut command, args, entry)?;
        if !args.live {
            let page = args.page.as_deref().map_or_else(|| Ok(PAGE.into()), std::path::absolute)?;
            command.arg("--page").arg(page).args(["--page-at", PAGE_AT]);
        }
        for fail in &args.fail {
            command.arg("--fail").arg(fail);
        }
        command.args(args.fast_forward.then_some("--fast-forward"));
        if let Some(folder) = &args.data_dir {
            command.arg("--data-dir").arg(std::path::absolute(folder)?);
        }
        if let Some(port) = args.s3_port {
            command.arg("--s3-port").arg(port.to_string());
        }
        Ok(command)
    }
}

/// The functions that packages of this workspace are.
pub(crate) const LAMBDAS: [(&str, &str); 1] = [("download-benner", "benner")];

fn find(name: &str) -> anyhow::Result<Entry> {
    let mut entries = workflows::all();
    match entries.iter().position(|it| it.workflow.name() == name) {
        Some(index) => Ok(entries.swap_remove(index)),
        None => Err(machines::unknown(name, entries.iter().map(|it| it.workflow.name()))),
    }
}

/// The Lambda functions that a workflow calls, each with its package.
fn functions(entry: &Entry) -> anyhow::Result<Vec<(&'static str, &'static str)>> {
    let mut functions = Vec::new();
    for placeholder in entry.workflow.placeholders() {
        let Some(Target::Lambda(function)) = placeholder.target else {
            bail!("`${{{}}}` stands for nothing that there is on one machine", placeholder.name);
        };
        let found = LAMBDAS.iter().find(|(name, _)| *name == function);
        let Some(found) = found else {
            bail!("no package of this workspace is known to be the Lambda function `{function}`");
        };
        functions.push(*found);
    }
    Ok(functions)
}

/// What `stepwright-local` reads.
struct Files {
    definition: PathBuf,
    schema: PathBuf,
}

fn write(root: &Path, entry: &Entry) -> anyhow::Result<Files> {
    let folder = root.join("target/stepwright/definitions");
    let name = entry.workflow.name();
    let machine = entry.workflow.build_for(&Account::new(REGION, ACCOUNT))?;
    let schema = serde_json::to_string_pretty(&entry.workflow.input_schema())?;
    let files = Files {
        definition: folder.join(format!("{name}.asl.json")),
        schema: folder.join(format!("{name}.input.schema.json")),
    };
    fs::create_dir_all(&folder)
        .with_context(|| format!("could not make `{}`", folder.display()))?;
    for (path, text) in [(&files.definition, machine.to_string()), (&files.schema, schema)] {
        replace(path, &text).with_context(|| format!("could not write `{}`", path.display()))?;
    }
    Ok(files)
}

fn give_input(command: &mut Command, args: &Args, entry: &Entry) -> anyhow::Result<()> {
    let default = (entry.default_input)(args.stage.as_deref().unwrap_or(STAGE))?;
    if let Some(bucket) = default.get("bucketName").and_then(Value::as_str) {
        command.args(["--create-bucket", bucket]);
    }
    command.arg("--input");
    match &args.input {
        None => command.arg(default.to_string()),
        Some(text) if Path::new(text).is_file() => command.arg(std::path::absolute(text)?),
        Some(text) => command.arg(text),
    };
    Ok(())
}

/// `NAME=BINARY`.
fn named(function: &str, binary: &Path) -> OsString {
    let mut text = OsString::from(function);
    text.push("=");
    text.push(binary);
    text
}

/// Puts a text into a file in one step: two runs at a time read the old file or the new one, never
/// half of it.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let unfinished = path.with_extension(format!("{}.unfinished", std::process::id()));
    fs::write(&unfinished, text)?;
    fs::rename(&unfinished, path)
}
