//! The emulator: one for all tests of this binary. It ends with it, since it listens on a pipe.

use std::env;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

/// Where it listens; nothing where it is not installed.
pub(crate) fn port() -> Option<u16> {
    static EMULATOR: OnceLock<Option<(Child, u16)>> = OnceLock::new();
    let emulator = EMULATOR.get_or_init(start);
    if emulator.is_none() {
        assert!(
            env::var("CI").as_deref() != Ok("true"),
            "there is no emulator: `cargo xtask emulator` installs it"
        );
        eprintln!("skipped: there is no emulator; `cargo xtask emulator` installs it");
    }
    emulator.as_ref().map(|(_, port)| *port)
}

fn start() -> Option<(Child, u16)> {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let python = here.join("../../target/stepwright/emulator/bin/python");
    if !python.is_file() {
        return None;
    }
    let mut child = Command::new(python)
        .arg(here.join("tests/emulator.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    let port = line.trim().parse().unwrap();
    Some((child, port))
}
