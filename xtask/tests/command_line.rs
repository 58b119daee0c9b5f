//! What a person types, and what they see.

#![expect(clippy::unwrap_used, reason = "a test that cannot prepare has failed")]

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use expect_test::{Expect, expect};
use tempfile::TempDir;

/// Runs the command in the folder.
fn xtask(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(arguments).current_dir(folder).output().unwrap()
}

/// The exit code, and all that is printed.
#[track_caller]
fn check(folder: &Path, arguments: &[&str], expect: Expect) {
    let Output { status, stdout, stderr } = xtask(folder, arguments);
    let stdout = String::from_utf8(stdout).unwrap();
    let stderr = String::from_utf8(stderr).unwrap();
    let folder = folder.canonicalize().unwrap();
    let text = format!("{stdout}{stderr}exit code {}", status.code().unwrap());
    expect.assert_eq(&text.replace(&folder.display().to_string(), "[folder]"));
}

/// A workspace of one crate that keeps all promises.
fn workspace() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write(
        "Cargo.toml",
        "[workspace]\nmembers = [\"crates/*\"]\nresolver = \"3\"\n\n[workspace.lints]\n",
    );
    write(
        "crates/a/Cargo.toml",
        "[package]\nname = \"a\"\nedition = \"2024\"\nlicense = \"MIT\"\n\n[lints]\nworkspace = true\n",
    );
    write("crates/a/src/lib.rs", "//! Owns nothing.\n");
    write("ARCHITECTURE.md", "| folder | owns | may import |\n| `crates/a` | nothing | – |\n");
    folder
}

#[test]
fn a_command_line_that_cannot_be_read_ends_with_the_usage_and_code_2() {
    let folder = workspace();
    check(
        folder.path(),
        &["graph"],
        expect![[r#"
        error: the following required arguments were not provided:
          <NAME>

        Usage: cargo xtask graph <NAME>

        For more information, try '--help'.
        exit code 2"#]],
    );
    assert_eq!(xtask(folder.path(), &["grahp"]).status.code(), Some(2));
    assert_eq!(xtask(folder.path(), &[]).status.code(), Some(2));
}

#[test]
fn outside_of_a_workspace_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    check(
        folder.path(),
        &["build-definition"],
        expect![[r#"
        error: `[folder]` is in no Cargo workspace
        exit code 1"#]],
    );
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn tidy_says_which_promises_are_kept() {
    let folder = workspace();
    check(
        &folder.path().join("crates"),
        &["tidy"],
        expect![[r#"
        ok     the table of imports in ARCHITECTURE.md is true
        ok     every crate has the workspace's lints and license
        ok     every module opens with what it owns
        ok     no file is too long to read
        ok     every link in the documents leads somewhere
        ok     nothing is left to do, and no path is of one machine only
        ok     the licenses of all dependencies are on the list
        exit code 0"#]],
    );
}

#[test]
fn tidy_tells_everything_that_is_broken_at_once() {
    let folder = workspace();
    fs::write(folder.path().join("crates/a/src/lib.rs"), "// Owns nothing.\n").unwrap();
    fs::write(folder.path().join("README.md"), "[the map](MAP.md)\n").unwrap();
    check(
        folder.path(),
        &["tidy"],
        expect![[r#"
        ok     the table of imports in ARCHITECTURE.md is true
        ok     every crate has the workspace's lints and license
        BROKEN every module opens with what it owns
               crates/a/src/lib.rs: open it with `//!` and what it owns
        ok     no file is too long to read
        BROKEN every link in the documents leads somewhere
               README.md:1: the link `MAP.md` leads nowhere
        ok     nothing is left to do, and no path is of one machine only
        ok     the licenses of all dependencies are on the list
        error: 2 promises are broken, see above
        exit code 1"#]],
    );
}
