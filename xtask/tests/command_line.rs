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
fn conformance_is_asked_of_a_workspace_and_updated_as_a_whole() {
    let folder = tempfile::tempdir().unwrap();
    check(
        folder.path(),
        &["conformance", "--case", "a"],
        expect![[r#"
        error: `[folder]` is in no Cargo workspace
        exit code 1"#]],
    );
    let update = xtask(folder.path(), &["conformance", "--update", "--case", "a"]);
    assert_eq!(update.status.code(), Some(2));
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

#[test]
fn build_definition_writes_what_check_then_finds_fresh() {
    let folder = workspace();
    let run = |arguments: &[&str]| {
        let Output { status, stdout, .. } = xtask(folder.path(), arguments);
        (status.code(), String::from_utf8(stdout).unwrap())
    };
    let (code, text) = run(&["build-definition", "--check"]);
    assert_eq!(code, Some(1), "{text}");
    assert!(!folder.path().join("workflows").exists(), "check writes nothing");

    let (code, text) = run(&["build-definition"]);
    assert_eq!(code, Some(0), "{text}");
    assert!(
        text.contains("wrote     workflows/definitions/get-asteroid-data.asl.json\n"),
        "{text}"
    );
    let (code, text) = run(&["build-definition"]);
    assert_eq!(code, Some(0), "{text}");
    assert!(!text.contains("wrote"), "{text}");
    let (code, text) = run(&["build-definition", "--check"]);
    assert_eq!(code, Some(0), "{text}");
    let (code, text) = run(&["build-definition", "--check", "--workflow", "get-asteroid-data"]);
    assert_eq!(code, Some(0), "{text}");
}

#[test]
fn a_stale_definition_fails_the_check_with_a_diff() {
    let folder = workspace();
    xtask(folder.path(), &["build-definition"]);
    let path = folder.path().join("workflows/definitions/get-asteroid-data.asl.json");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replacen("\"JSONata\"", "\"JSONPath\"", 1)).unwrap();
    let Output { status, stdout, stderr } = xtask(folder.path(), &["build-definition", "--check"]);
    let stdout = String::from_utf8(stdout).unwrap();
    assert_eq!(status.code(), Some(1));
    assert!(
        stdout.starts_with("--- workflows/definitions/get-asteroid-data.asl.json\n"),
        "{stdout}"
    );
    assert!(
        stdout.contains(
            "\n-  \"QueryLanguage\": \"JSONPath\",\n+  \"QueryLanguage\": \"JSONata\",\n"
        ),
        "{stdout}"
    );
    expect![[r#"
        error: 1 file in `workflows/definitions` is not what the Rust says; write with
            cargo xtask build-definition
    "#]]
    .assert_eq(&String::from_utf8(stderr).unwrap());
}

#[test]
fn a_definition_of_a_machine_that_is_gone_fails_the_check() {
    let folder = workspace();
    xtask(folder.path(), &["build-definition"]);
    fs::write(folder.path().join("workflows/definitions/gone.asl.json"), "{}").unwrap();
    check(
        folder.path(),
        &["build-definition", "--check"],
        expect![[r#"
        left over workflows/definitions/gone.asl.json: there is no such state machine; delete the file
        error: `workflows/definitions` holds files of no state machine; delete them
        exit code 1"#]],
    );
}

#[test]
fn an_unknown_name_is_told_with_the_one_that_may_be_meant() {
    let folder = workspace();
    let message =
        "error: there is no state machine `get-asteriod-data`; did you mean `get-asteroid-data`?\n";
    let commands: [&[&str]; 2] =
        [&["graph", "get-asteriod-data"], &["build-definition", "--workflow", "get-asteriod-data"]];
    for arguments in commands {
        let Output { status, stderr, .. } = xtask(folder.path(), arguments);
        let stderr = String::from_utf8(stderr).unwrap();
        assert_eq!(status.code(), Some(1));
        assert!(
            stderr.starts_with(message) && stderr.contains("\n    get-asteroid-data"),
            "{stderr}"
        );
    }
}

#[test]
fn graph_writes_the_same_picture_to_standard_output_and_to_a_file() {
    let folder = workspace();
    let printed = xtask(folder.path(), &["graph", "get-asteroid-data"]).stdout;
    assert!(printed.starts_with(b"<svg "));
    check(
        folder.path(),
        &["graph", "get-asteroid-data", "--out", "machine.svg"],
        expect![[r#"
        wrote machine.svg
        exit code 0"#]],
    );
    assert_eq!(fs::read(folder.path().join("machine.svg")).unwrap(), printed);
    check(
        folder.path(),
        &["graph", "get-asteroid-data", "--out", "gone/machine.svg"],
        expect![[r#"
        error: `gone/machine.svg` cannot be written: No such file or directory (os error 2)
        exit code 1"#]],
    );
}

#[test]
fn the_picture_in_the_documents_is_what_graph_draws() {
    let folder = workspace();
    let drawn = xtask(folder.path(), &["graph", "get-asteroid-data"]).stdout;
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/get-asteroid-data.svg");
    assert!(
        fs::read(docs).unwrap() == drawn,
        "cargo xtask graph get-asteroid-data --out docs/get-asteroid-data.svg"
    );
}

#[test]
fn a_template_is_for_a_tool_that_is_known() {
    check(
        workspace().path(),
        &["export", "pulumi"],
        expect![[r#"
        error: invalid value 'pulumi' for '<FORMAT>': `pulumi` is no format: one of `cloudformation`, `sam`, `cdk`, `terraform`

        For more information, try '--help'.
        exit code 2"#]],
    );
}
