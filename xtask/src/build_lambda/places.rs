//! Where things lie on this machine, so that a binary says something else.
//!
//! Panics name the file they are in. Without this, the folders of whoever built a function would be
//! in what is deployed, and the same sources would give another binary on every machine.

use std::{
    env,
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, ensure};
use serde::Deserialize;

use super::site::Site;

/// What stands between two flags in `CARGO_ENCODED_RUSTFLAGS`: paths can have blanks in them.
const BETWEEN: &str = "\x1f";

/// The folders that compiled code can name.
#[derive(Debug)]
pub(super) struct Places {
    root: PathBuf,
    target: PathBuf,
    cargo_home: Option<PathBuf>,
    /// The sources of the standard library, where they are installed, and what rustc calls them where
    /// they are not.
    library: (PathBuf, String),
}

impl Places {
    /// Asks Cargo and rustc.
    ///
    /// # Errors
    ///
    /// Where one of them cannot be run.
    pub(super) fn of(site: &Site) -> anyhow::Result<Self> {
        let metadata =
            ask("CARGO", "cargo", site, &["metadata", "--no-deps", "--format-version=1"])?;
        let Metadata { target_directory } =
            serde_json::from_str(&metadata).context("cannot read what Cargo says")?;
        let sysroot = ask("RUSTC", "rustc", site, &["--print", "sysroot"])?;
        let version = ask("RUSTC", "rustc", site, &["--version", "--verbose"])?;
        let commit = version.lines().find_map(|it| it.strip_prefix("commit-hash: "));
        let library = Path::new(sysroot.trim()).join("lib/rustlib/src/rust");
        Ok(Self {
            root: site.root.clone(),
            target: target_directory,
            cargo_home: site.cargo_home(),
            library: (library, format!("/rustc/{}", commit.unwrap_or("unknown"))),
        })
    }

    /// Each folder with what is written in its place. Where one is in another, the inner comes later:
    /// the last that fits is the one that rustc takes.
    fn names(&self) -> impl Iterator<Item = (&Path, &str)> {
        let Self { root, target, cargo_home, library: (library, name) } = self;
        let cargo_home = cargo_home.iter().map(|it| (it.as_path(), "/cargo"));
        let ours = [(root.as_path(), "/stepwright"), (target.as_path(), "/stepwright/target")];
        cargo_home.chain([(library.as_path(), name.as_str())]).chain(ours)
    }

    /// The flags for rustc, behind those that are there already: `CARGO_ENCODED_RUSTFLAGS` for a Cargo
    /// that builds with them.
    pub(super) fn encoded_rustflags(&self) -> OsString {
        let given = env::var_os("CARGO_ENCODED_RUSTFLAGS");
        self.behind(given, env::var("RUSTFLAGS").ok().as_deref())
    }

    fn behind(&self, encoded: Option<OsString>, plain: Option<&str>) -> OsString {
        let plain =
            || plain.map(|it| it.split_whitespace().collect::<Vec<_>>().join(BETWEEN).into());
        let mut flags: OsString = encoded.or_else(plain).unwrap_or_default();
        for (place, name) in self.names() {
            if !flags.is_empty() {
                flags.push(BETWEEN);
            }
            flags.push("--remap-path-prefix=");
            flags.push(place);
            flags.push("=");
            flags.push(name);
        }
        flags
    }
}

#[derive(Deserialize)]
struct Metadata {
    target_directory: PathBuf,
}

fn ask(variable: &str, program: &str, site: &Site, args: &[&str]) -> anyhow::Result<String> {
    let program = env::var_os(variable).unwrap_or_else(|| OsStr::new(program).to_owned());
    let mut command = Command::new(&program);
    let output = command.current_dir(&site.root).envs(site.environment()).args(args).output();
    let output = output.with_context(|| format!("cannot run `{}`", program.display()))?;
    ensure!(
        output.status.success(),
        "`{} {}` failed: {}",
        program.display(),
        args.join(" "),
        String::from_utf8_lossy(&output.stderr).trim()
    );
    String::from_utf8(output.stdout).context("its answer is no text")
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    fn places() -> Places {
        Places {
            root: PathBuf::from("/desk/my repository"),
            target: PathBuf::from("/desk/my repository/target"),
            cargo_home: Some(PathBuf::from("/desk/.cargo")),
            library: (PathBuf::from("/toolchain/lib/rustlib/src/rust"), "/rustc/abc".to_owned()),
        }
    }

    #[test]
    fn every_place_has_another_name_and_what_is_inside_comes_later() {
        let flags = places().behind(None, None).into_string().unwrap();
        expect![[r#"
            --remap-path-prefix=/desk/.cargo=/cargo
            --remap-path-prefix=/toolchain/lib/rustlib/src/rust=/rustc/abc
            --remap-path-prefix=/desk/my repository=/stepwright
            --remap-path-prefix=/desk/my repository/target=/stepwright/target"#]]
        .assert_eq(&flags.replace(BETWEEN, "\n"));
    }

    #[test]
    fn flags_that_are_there_are_kept() {
        let first = |encoded: Option<&str>, plain| {
            let flags = places().behind(encoded.map(OsString::from), plain).into_string().unwrap();
            let flags: Vec<String> = flags.split(BETWEEN).map(str::to_owned).collect();
            (flags.len(), flags.into_iter().take(2).collect::<Vec<_>>())
        };
        let flags = || vec!["-C".to_owned(), "debuginfo=0".to_owned()];
        assert_eq!(first(None, Some(" -C  debuginfo=0 ")), (6, flags()));
        assert_eq!(first(Some("-C\x1fdebuginfo=0"), Some("--cfg other")), (6, flags()));
    }
}
