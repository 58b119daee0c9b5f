//! `cargo xtask deploy` and its siblings: what talks to AWS.
//!
//! Puts together what there is to deploy (definitions, default inputs, zips) and becomes
//! `stepwright-deploy`, which reads the same command line: so xtask itself compiles no AWS SDK.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::{env, fs, io};

use anyhow::Context;
use serde_json::Value;
use stepwright::Placeholder;
use stepwright_deploy::bundle::{self, Bundle, Target};
use stepwright_deploy::config::FILE_NAME;
use stepwright_deploy::{Config, cli};
use workflows::Entry;

use crate::build_lambda::{self, Arch};
use crate::start_execution::LAMBDAS;
use crate::{child, workspace};

/// Where what the child reads is, for each stage: two can be deployed at the same time.
const BUNDLES: &str = "target/stepwright/deploy";

/// Names a `stepwright-deploy` that was built before, as on a build server: then none is built.
const READY: &str = "STEPWRIGHT_DEPLOY_BINARY";

/// Runs a command, with the words that this program was started with.
///
/// # Errors
///
/// Where the settings are wrong, or a part does not build.
pub(crate) fn run(command: &cli::Command) -> anyhow::Result<ExitCode> {
    run_as(command, env::args_os().skip(1).collect())
}

/// Runs a command, with these words.
///
/// # Errors
///
/// Where the settings are wrong, or a part does not build.
pub(crate) fn run_as(command: &cli::Command, words: Vec<OsString>) -> anyhow::Result<ExitCode> {
    let root = workspace::root()?;
    let config = config(&root, command)?;
    let bundle = bundle(&root, &config, command)?;
    let path = root.join(BUNDLES).join(format!("{}.json", config.stage));
    write(&path, &bundle).with_context(|| format!("could not write `{}`", path.display()))?;
    let program = match env::var_os(READY) {
        Some(ready) => ready.into(),
        None => child::binary_with(&root, "stepwright-deploy", &["aws"])?,
    };
    let mut child = Command::new(program);
    child.current_dir(&root).args(words).arg("--bundle").arg(path).arg("--root").arg(&root);
    child::become_it(child)
}

pub(crate) fn config(root: &Path, command: &cli::Command) -> anyhow::Result<Config> {
    let file = match fs::read_to_string(root.join(FILE_NAME)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        other => other.with_context(|| format!("`{FILE_NAME}` cannot be read"))?,
    };
    let names: Vec<&str> = LAMBDAS.iter().map(|(name, _)| *name).collect();
    Ok(Config::load(&command.sources(file, env::vars()), &names)?)
}

pub(crate) fn bundle(
    root: &Path,
    config: &Config,
    command: &cli::Command,
) -> anyhow::Result<Bundle> {
    let entries = workflows::all();
    let machines = entries.iter().map(|it| machine(it, &config.stage));
    let machines: Vec<bundle::Machine> = machines.collect::<anyhow::Result<_>>()?;
    let mut functions = Vec::new();
    for (name, package) in LAMBDAS {
        let writes = machines.iter().flat_map(|it| written(&it.default_input)).collect();
        let settings = config.functions.get(name);
        let arch = arch(root, settings.map_or("auto", |it| &it.architecture))?;
        // Who takes away or looks at logs need not wait for a build.
        let zip = if command.needs_code() {
            let binary = build_lambda::build(root, package, arch)?;
            build_lambda::pack(root, package, arch, &binary)?.path
        } else {
            root.join(format!("target/stepwright/lambda/{package}-{arch}.zip"))
        };
        let (name, architecture) = (name.to_owned(), arch.to_string());
        functions.push(bundle::Function { name, zip, architecture, writes });
    }
    Ok(Bundle { machines, functions })
}

fn machine(entry: &Entry, stage: &str) -> anyhow::Result<bundle::Machine> {
    let target = |Placeholder { name, target }: Placeholder| {
        let target = match target? {
            stepwright::Target::Lambda(function) => Target::Lambda(function.to_owned()),
            stepwright::Target::Machine(machine) => Target::Machine(machine.to_owned()),
            stepwright::Target::Activity(activity) => Target::Activity(activity.to_owned()),
            stepwright::Target::Service(_) => return None,
        };
        Some((name, target))
    };
    let placeholders = entry.workflow.placeholders().into_iter();
    let placeholders: BTreeMap<String, Target> = placeholders.filter_map(target).collect();
    Ok(bundle::Machine {
        name: entry.workflow.name().to_owned(),
        definition: entry.workflow.build()?.to_string(),
        placeholders,
        default_input: (entry.default_input)(stage)?,
    })
}

/// The objects that the Benner Lambda writes: the one that is named in the input, and one for each band,
/// which has the band's name before the ending.
fn written(input: &Value) -> Vec<String> {
    let Some(name) = input.pointer("/benner/filename").and_then(Value::as_str) else {
        return Vec::new();
    };
    let of_bands = match name.rsplit_once('.') {
        Some((stem, ending)) => format!("{stem}.*.{ending}"),
        None => format!("{name}.*"),
    };
    vec![name.to_owned(), of_bands]
}

/// Graviton is cheaper: it is taken where it can be built.
fn arch(root: &Path, wanted: &str) -> anyhow::Result<Arch> {
    Ok(match wanted {
        "arm64" => Arch::Arm64,
        "x86_64" => Arch::X86_64,
        _ if build_lambda::has_target(root, Arch::Arm64)? => Arch::Arm64,
        _ => Arch::of_this_machine(),
    })
}

fn write(path: &Path, bundle: &Bundle) -> anyhow::Result<()> {
    let folder = path.parent().context("it is in no folder")?;
    fs::create_dir_all(folder)?;
    let unfinished = path.with_extension(format!("{}.unfinished", std::process::id()));
    fs::write(&unfinished, serde_json::to_vec(bundle)?)?;
    Ok(fs::rename(&unfinished, path)?)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_written_follows_from_the_input() {
        let check = |name: &str| written(&json!({ "benner": { "filename": name } }));
        assert_eq!(check("benner.csv"), ["benner.csv", "benner.*.csv"]);
        assert_eq!(check("a.b/table"), ["a.b/table", "a.*.b/table"]);
        assert_eq!(written(&json!({})), [""; 0]);
    }

    #[test]
    fn the_bundle_of_this_workspace_can_be_deployed() {
        let entries = workflows::all();
        let machine = machine(&entries[0], "dev").unwrap();
        assert_eq!(machine.name, "get-asteroid-data");
        let target = Target::Lambda("download-benner".to_owned());
        assert_eq!(machine.placeholders["DownloadBennerArn"], target);
    }

    /// The tests of `stepwright-deploy` hold the page's outputs, but do not know where this input comes from.
    #[test]
    fn the_page_prints_the_default_input() {
        let page = include_str!("../../docs/deploy.md");
        let mut input = machine(&workflows::all()[0], "dev").unwrap().default_input;
        input["bucketName"] = json!("stepwright-asteroids-dev-123456789012");
        let line = format!("\n  with this input:    {input}\n");
        assert!(page.contains(&line), "docs/deploy.md lacks {line}");
    }
}
