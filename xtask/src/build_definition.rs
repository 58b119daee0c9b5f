//! `cargo xtask build-definition`: the state machines that are written in Rust, as JSON.
//!
//! Each becomes two files in `workflows/definitions`: the definition, and the JSON Schema of its input. They
//! are committed, so that a change of what is deployed shows in its review.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context, bail, ensure};
use similar::TextDiff;

use crate::machines::{self, Machine, Mistakes};
use crate::workspace;

/// Writes the definitions of the state machines to workflows/definitions.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Write nothing; fail with a diff where a file is not what the Rust says.
    #[arg(long)]
    check: bool,

    /// Only this state machine.
    #[arg(long, value_name = "NAME")]
    workflow: Option<String>,
}

/// # Errors
///
/// Where there is no such state machine, or a file can not be written; with `--check`, where a file
/// is not what it should be.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let Args { check, workflow } = args;
    let folder = Folder { root: workspace::root()? };
    let machines = machines::all();
    let chosen: Vec<&dyn Machine> = match workflow {
        Some(name) => vec![machines::find(&machines, name)?],
        None => machines.iter().map(AsRef::as_ref).collect(),
    };
    let files = match files(&chosen)? {
        Ok(files) => files,
        Err(mistakes) => {
            for it in mistakes {
                eprintln!("{it}\n");
            }
            return Ok(ExitCode::FAILURE);
        }
    };
    for warning in chosen.iter().flat_map(|machine| machine.warnings()) {
        eprintln!("{warning}\n");
    }
    // With one machine chosen, nothing can be said about the files of others.
    let left_over = if workflow.is_none() { folder.left_over(&files)? } else { Vec::new() };
    if *check {
        folder.check(&files, &left_over)?;
    } else {
        folder.write(&files, &left_over)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// A file as it should be.
#[derive(Debug)]
struct File {
    name: String,
    text: String,
}

/// The files of these machines; or all mistakes of all of them.
fn files(machines: &[&dyn Machine]) -> anyhow::Result<Result<Vec<File>, Vec<Mistakes>>> {
    let (mut files, mut mistakes, mut names) = (Vec::new(), Vec::new(), BTreeSet::new());
    for machine in machines {
        let name = machine.name();
        ensure!(names.insert(name), "two state machines have the name `{name}`");
        match machine.build() {
            Ok(definition) => {
                let text = definition.to_string();
                files.push(File { name: format!("{name}{DEFINITION}"), text });
                let text = machine
                    .input_schema()
                    .with_context(|| format!("the input of `{name}` has no JSON Schema"))?;
                files.push(File { name: format!("{name}{INPUT_SCHEMA}"), text });
            }
            Err(it) => mistakes.push(it),
        }
    }
    Ok(if mistakes.is_empty() { Ok(files) } else { Err(mistakes) })
}

const DEFINITION: &str = ".asl.json";
const INPUT_SCHEMA: &str = ".input.schema.json";

/// `workflows/definitions`.
#[derive(Debug)]
struct Folder {
    root: PathBuf,
}

const FOLDER: &str = "workflows/definitions";

impl Folder {
    fn path(&self, name: &str) -> PathBuf {
        self.root.join(FOLDER).join(name)
    }

    /// What the file says now, if it is there.
    fn read(&self, name: &str) -> anyhow::Result<Option<String>> {
        match fs::read_to_string(self.path(name)) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).with_context(|| format!("`{FOLDER}/{name}` cannot be read")),
        }
    }

    fn write(&self, files: &[File], left_over: &[String]) -> anyhow::Result<()> {
        for File { name, text } in files {
            if self.read(name)?.as_ref() == Some(text) {
                println!("unchanged {FOLDER}/{name}");
                continue;
            }
            replace(&self.path(name), text)
                .with_context(|| format!("`{FOLDER}/{name}` cannot be written"))?;
            println!("wrote     {FOLDER}/{name}");
        }
        for name in left_over {
            println!("left over {FOLDER}/{name}: there is no such state machine; delete the file");
        }
        Ok(())
    }

    fn check(&self, files: &[File], left_over: &[String]) -> anyhow::Result<()> {
        let mut stale = 0;
        for File { name, text } in files {
            let path = format!("{FOLDER}/{name}");
            let now = self.read(name)?;
            if now.as_ref() != Some(text) {
                stale += 1;
                let now = now.unwrap_or_default();
                let diff = TextDiff::from_lines(now.as_str(), text.as_str());
                print!("{}", diff.unified_diff().header(&path, "what the Rust says"));
            }
        }
        for name in left_over {
            println!("left over {FOLDER}/{name}: there is no such state machine; delete the file");
        }
        if stale > 0 {
            let (files, are) = if stale == 1 { ("file", "is") } else { ("files", "are") };
            bail!(
                "{stale} {files} in `{FOLDER}` {are} not what the Rust says; write with\n    \
                 cargo xtask build-definition"
            );
        }
        ensure!(left_over.is_empty(), "`{FOLDER}` holds files of no state machine; delete them");
        println!("{} files in {FOLDER} are what the Rust says", files.len());
        Ok(())
    }

    /// Files of machines that are gone.
    fn left_over(&self, files: &[File]) -> anyhow::Result<Vec<String>> {
        let entries = match fs::read_dir(self.root.join(FOLDER)) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error).with_context(|| format!("`{FOLDER}` cannot be read")),
        };
        let mut left_over = Vec::new();
        for entry in entries {
            let name = entry?.file_name().to_string_lossy().into_owned();
            let ours = name.ends_with(DEFINITION) || name.ends_with(INPUT_SCHEMA);
            if ours && files.iter().all(|file| file.name != name) {
                left_over.push(name);
            }
        }
        left_over.sort();
        Ok(left_over)
    }
}

/// Writes all of the file or nothing: a full disk leaves what was there.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let beside = path.with_extension("part");
    let written = fs::write(&beside, text).and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        // The error that counts is the first one.
        let _ = fs::remove_file(&beside);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::machines::tests::Fake;

    #[test]
    fn mistakes_of_all_machines_are_told_at_once() {
        let (one, two) =
            (Fake("one", Some("error[W01]: one\n")), Fake("two", Some("error[W02]: two\n")));
        let mistakes = files(&[&one, &Fake("good", None), &two]).unwrap().unwrap_err();
        let mistakes: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
        assert_eq!(mistakes, ["error[W01]: one", "error[W02]: two"]);
    }

    #[test]
    fn two_machines_cannot_share_a_name() {
        let error = files(&[&Fake("one", None), &Fake("one", None)]).unwrap_err();
        assert_eq!(error.to_string(), "two state machines have the name `one`");
    }

    #[test]
    fn what_is_written_is_fresh_and_what_is_changed_is_stale() {
        let temporary = tempfile::tempdir().unwrap();
        let folder = Folder { root: temporary.path().to_owned() };
        let files = files(&[&Fake("one", None)]).unwrap().unwrap();
        folder.check(&files, &[]).unwrap_err();
        folder.write(&files, &[]).unwrap();
        folder.check(&files, &[]).unwrap();
        let names: BTreeSet<String> = fs::read_dir(folder.root.join(FOLDER))
            .unwrap()
            .map(|it| it.unwrap().file_name().into_string().unwrap())
            .collect();
        assert_eq!(Vec::from_iter(names), ["one.asl.json", "one.input.schema.json"]);

        fs::write(folder.path("one.asl.json"), "{}\n").unwrap();
        let error = folder.check(&files, &[]).unwrap_err();
        assert!(error.to_string().starts_with("1 file in `workflows/definitions` is not what"));
    }

    #[test]
    fn a_file_of_a_machine_that_is_gone_is_left_over() {
        let temporary = tempfile::tempdir().unwrap();
        let folder = Folder { root: temporary.path().to_owned() };
        let files = files(&[&Fake("one", None)]).unwrap().unwrap();
        folder.write(&files, &[]).unwrap();
        fs::write(folder.path("old.asl.json"), "{}").unwrap();
        fs::write(folder.path("README.md"), "about").unwrap();
        let left_over = folder.left_over(&files).unwrap();
        assert_eq!(left_over, ["old.asl.json"]);
        folder.check(&files, &left_over).unwrap_err();
    }
}
