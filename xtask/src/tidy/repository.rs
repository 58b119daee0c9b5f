//! [`Repository`]: the files and packages that the rules look at.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, ensure};
use serde::Deserialize;

/// What there is.
#[derive(Debug, Default)]
pub(super) struct Repository {
    /// Every text file.
    pub(super) files: Vec<File>,
    /// The crates of this workspace.
    pub(super) members: Vec<Member>,
    /// What they depend on, and what that depends on.
    pub(super) dependencies: Vec<Dependency>,
}

/// A text file, by its path from the root, with `/`.
#[derive(Debug)]
pub(super) struct File {
    pub(super) path: String,
    pub(super) text: String,
}

/// A crate of this workspace.
#[derive(Debug, Default)]
pub(super) struct Member {
    /// From the root, with `/`.
    pub(super) folder: String,
    pub(super) license: Option<String>,
    /// The folders' names of the crates of this workspace that it imports outside its tests.
    pub(super) imports: Vec<String>,
}

/// A crate from elsewhere.
#[derive(Debug)]
pub(super) struct Dependency {
    pub(super) name: String,
    pub(super) license: Option<String>,
}

impl Repository {
    /// Reads what the root holds, and asks Cargo about packages.
    pub(super) fn read(root: &Path) -> anyhow::Result<Self> {
        let mut it = Self::default();
        files(root, Path::new(""), &mut it.files)?;
        for package in metadata(root)?.packages {
            if package.source.is_some() {
                it.dependencies.push(Dependency { name: package.name, license: package.license });
                continue;
            }
            let folder = package.manifest_path.parent().and_then(|it| it.strip_prefix(root).ok());
            let folder = slashed(folder.context("Cargo names a member outside the workspace")?);
            let ours = package.dependencies.into_iter().filter(|it| it.kind.is_none());
            let mut imports: Vec<String> = ours
                .filter_map(|it| Some(it.path?.file_name()?.to_string_lossy().into_owned()))
                .collect();
            imports.sort();
            imports.dedup();
            it.members.push(Member { folder, license: package.license, imports });
        }
        Ok(it)
    }

    /// The text of the file at this path.
    pub(super) fn text(&self, path: &str) -> Option<&str> {
        self.files.iter().find(|file| file.path == path).map(|file| file.text.as_str())
    }

    /// The files whose names end so.
    pub(super) fn ending(&self, end: &str) -> impl Iterator<Item = &File> {
        self.files.iter().filter(move |file| file.path.ends_with(end))
    }
}

/// Every text file below the folder, in the order of names.
fn files(root: &Path, folder: &Path, found: &mut Vec<File>) -> anyhow::Result<()> {
    let here = root.join(folder);
    let entries =
        fs::read_dir(&here).with_context(|| format!("`{}` cannot be read", here.display()))?;
    let mut entries: Vec<_> = entries.collect::<Result<_, _>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name();
        let path = folder.join(&name);
        let kind = entry.file_type()?;
        if name == ".git" || name == "target" {
            continue;
        }
        if kind.is_dir() {
            files(root, &path, found)?;
        } else if kind.is_file()
            && let Ok(text) = fs::read_to_string(entry.path())
        {
            found.push(File { path: slashed(&path), text });
        }
    }
    Ok(())
}

fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|it| it.to_string_lossy()).collect();
    parts.join("/")
}

#[derive(Debug, Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Debug, Deserialize)]
struct Package {
    name: String,
    manifest_path: PathBuf,
    source: Option<String>,
    license: Option<String>,
    dependencies: Vec<PackageDependency>,
}

#[derive(Debug, Deserialize)]
struct PackageDependency {
    kind: Option<String>,
    path: Option<PathBuf>,
}

fn metadata(root: &Path) -> anyhow::Result<Metadata> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut query = Command::new(cargo);
    query.args(["metadata", "--format-version=1"]).current_dir(root);
    let answer = query.output().context("`cargo metadata` could not be started")?;
    ensure!(
        answer.status.success(),
        "`cargo metadata` failed: {}",
        String::from_utf8_lossy(&answer.stderr).trim()
    );
    serde_json::from_slice(&answer.stdout).context("the answer of `cargo metadata` cannot be read")
}
