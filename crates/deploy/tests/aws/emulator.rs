//! The emulators: one for each processor, and each test's stages are in one of them. They end with the tests,
//! since they listen on a pipe.

use std::env;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::available_parallelism;

use tokio::sync::Mutex;

/// One that runs.
pub(crate) struct Emulator {
    /// Where it listens.
    pub(crate) port: u16,
    /// It answers several at a time, but not always well: one waits for the other.
    pub(crate) turn: Mutex<()>,
    /// It reads from this one until that ends.
    _process: Child,
}

/// More than this do not make it quicker.
const EMULATORS_MAX: usize = 4;

/// The next one; nothing where it is not installed.
pub(crate) fn next() -> Option<&'static Emulator> {
    static EMULATORS: OnceLock<Vec<Emulator>> = OnceLock::new();
    static TAKEN: AtomicUsize = AtomicUsize::new(0);
    let emulators = EMULATORS.get_or_init(start);
    if emulators.is_empty() {
        assert!(
            env::var("CI").as_deref() != Ok("true"),
            "there is no emulator: `cargo xtask emulator` installs it"
        );
        eprintln!("skipped: there is no emulator; `cargo xtask emulator` installs it");
        return None;
    }
    emulators.get(TAKEN.fetch_add(1, Ordering::Relaxed) % emulators.len())
}

fn start() -> Vec<Emulator> {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let python = here.join("../../target/stepwright/emulator/bin/python");
    if !python.is_file() {
        return Vec::new();
    }
    let count = available_parallelism().map_or(1, |it| it.get().min(EMULATORS_MAX));
    let processes = (0..count).map(|_| {
        let mut command = Command::new(&python);
        command.arg(here.join("tests/emulator.py")).stderr(Stdio::null());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap()
    });
    // All start at the same time.
    let processes: Vec<Child> = processes.collect();
    processes.into_iter().map(started).collect()
}

fn started(mut process: Child) -> Emulator {
    let mut line = String::new();
    BufReader::new(process.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    Emulator { port: line.trim().parse().unwrap(), turn: Mutex::new(()), _process: process }
}
