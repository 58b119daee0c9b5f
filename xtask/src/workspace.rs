//! Where the workspace is. What lies in it, each command knows for itself.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use anyhow::Context;

/// The folder of the workspace that the current directory is in, at any depth.
///
/// # Errors
///
/// Where the current directory is in no workspace.
pub(crate) fn root() -> anyhow::Result<PathBuf> {
    let here = env::current_dir().context("the current directory cannot be read")?;
    let root = here.ancestors().find(|it| is_root(it)).map(Path::to_owned);
    root.with_context(|| format!("`{}` is in no Cargo workspace", here.display()))
}

fn is_root(folder: &Path) -> bool {
    fs::read_to_string(folder.join("Cargo.toml"))
        .is_ok_and(|manifest| manifest.lines().any(|line| line.trim_end() == "[workspace]"))
}
