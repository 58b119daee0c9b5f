//! [`Site`]: a place where a Lambda can be built: the sources, and the folders that Cargo keeps elsewhere.

use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::Context;

/// What is not a source, wherever it lies: what was built, and what git keeps.
const LEFT_OUT: [&str; 2] = [".git", "target"];

/// A copy of the workspace, or the workspace itself.
#[derive(Debug)]
pub(super) struct Site {
    /// The folder of the workspace.
    pub(super) root: PathBuf,
    /// Cargo's own folders, where they are not what the environment says.
    folders: Option<Folders>,
}

#[derive(Debug)]
struct Folders {
    home: PathBuf,
    target: PathBuf,
}

impl Site {
    /// The workspace itself.
    pub(super) fn here(root: &Path) -> Self {
        Self { root: root.to_owned(), folders: None }
    }

    /// A copy of the workspace in a folder that is empty, where nothing was ever built. Cargo's home is another,
    /// too, with the same packages in it: nothing is downloaded.
    ///
    /// # Errors
    ///
    /// Where something cannot be read or written.
    pub(super) fn copied(root: &Path, folder: &Path) -> anyhow::Result<Self> {
        let site = Self {
            root: folder.join("another place/of the sources"),
            folders: Some(Folders {
                home: folder.join("another home"),
                target: folder.join("another target"),
            }),
        };
        copy(root, &site.root)?;
        if let (Some(home), Some(folders)) = (Self::here(root).cargo_home(), &site.folders) {
            link_all(&home, &folders.home)?;
        }
        Ok(site)
    }

    /// Cargo's home; nothing where nobody knows.
    pub(super) fn cargo_home(&self) -> Option<PathBuf> {
        let own = self.folders.as_ref().map(|it| it.home.clone());
        let said = || env::var_os("CARGO_HOME").map(PathBuf::from);
        own.or_else(said).or_else(|| Some(env::home_dir()?.join(".cargo")))
    }

    /// What Cargo and rustc have to be told.
    pub(super) fn environment(&self) -> impl Iterator<Item = (&'static str, &Path)> {
        let folders = self.folders.iter();
        folders.flat_map(|Folders { home, target }| {
            [("CARGO_HOME", home.as_path()), ("CARGO_TARGET_DIR", target.as_path())]
        })
    }
}

fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(to).with_context(|| format!("cannot make `{}`", to.display()))?;
    let entries =
        fs::read_dir(from).with_context(|| format!("cannot read `{}`", from.display()))?;
    for entry in entries {
        let entry = entry?;
        let (name, kind) = (entry.file_name(), entry.file_type()?);
        let (from, to) = (entry.path(), to.join(&name));
        if LEFT_OUT.iter().any(|it| name == *it) {
            continue;
        }
        if kind.is_dir() {
            copy(&from, &to)?;
        } else if kind.is_file() {
            fs::copy(&from, &to).with_context(|| format!("cannot copy `{}`", from.display()))?;
        }
    }
    Ok(())
}

/// Everything in a folder is found in the other, too.
#[cfg(unix)]
fn link_all(from: &Path, to: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(to).with_context(|| format!("cannot make `{}`", to.display()))?;
    let Ok(entries) = fs::read_dir(from) else { return Ok(()) };
    for entry in entries {
        let entry = entry?;
        let link = to.join(entry.file_name());
        std::os::unix::fs::symlink(entry.path(), &link)
            .with_context(|| format!("cannot make `{}`", link.display()))?;
    }
    Ok(())
}

/// Where there are no links, packages are fetched anew.
#[cfg(not(unix))]
fn link_all(_from: &Path, to: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(to).with_context(|| format!("cannot make `{}`", to.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_has_the_sources_and_nothing_that_was_built() {
        let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        for path in [
            "Cargo.toml",
            ".cargo/config.toml",
            "crates/a/src/lib.rs",
            "target/debug/a",
            "fuzz/target/b",
            ".git/HEAD",
        ] {
            let path = from.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "text").unwrap();
        }
        let site = Site::copied(from.path(), to.path()).unwrap();
        for path in ["Cargo.toml", ".cargo/config.toml", "crates/a/src/lib.rs"] {
            assert_eq!(fs::read(site.root.join(path)).unwrap(), b"text");
        }
        for path in ["target", "fuzz/target", ".git"] {
            assert!(!site.root.join(path).exists(), "{path}");
        }
        let names: Vec<&str> = site.environment().map(|(name, _)| name).collect();
        assert_eq!(names, ["CARGO_HOME", "CARGO_TARGET_DIR"]);
        assert_eq!(Site::here(from.path()).environment().count(), 0);
    }
}
