//! Ending in the middle: nothing runs on, nothing half written stays.

use std::path::Path;
use std::time::{Duration, Instant};

use rustix::process::Signal;

use crate::desk::{Desk, Running};

const HALF: &str = r#"{"do":"store half and sleep","bucketName":"asteroids","key":"a"}"#;

/// The function's process, from the line that it printed.
fn process(line: &str) -> u64 {
    line.split_whitespace().find_map(|it| it.parse().ok()).unwrap()
}

fn is_there(process: u64) -> bool {
    Path::new(&format!("/proc/{process}")).exists()
}

fn check_stopped_by(signal: Signal) {
    let desk = Desk::new();
    let mut command = desk.command("store_and_verify.asl.json");
    let mut running = Running::start(command.args(["--input", HALF]));
    let function = process(&running.line_with("half stored as "));
    running.signal(signal);
    let (status, out) = running.end();
    assert_eq!(status.code(), Some(130), "{out}");
    assert!(out.contains(" ExecutionAborted "), "{out}");
    assert!(out.contains("\nABORTED after "), "{out}");
    assert!(out.ends_with("\n\nCause\nstopped by Ctrl-C or a signal\n"), "{out}");
    #[cfg(target_os = "linux")]
    assert!(!is_there(function));
    assert!(desk.files().is_empty(), "{:?}", desk.files());
}

#[test]
fn ctrl_c_stops_the_execution_and_leaves_nothing() {
    check_stopped_by(Signal::INT);
}

#[test]
fn a_kill_stops_the_execution_and_leaves_nothing() {
    check_stopped_by(Signal::TERM);
}

#[test]
fn a_terminal_that_is_closed_stops_the_execution_and_leaves_nothing() {
    check_stopped_by(Signal::HUP);
}

/// Nobody can put anything away after a `kill -9`; the system ends the function, and the next run
/// removes what was half written.
#[cfg(target_os = "linux")]
#[test]
fn a_kill_that_cannot_be_heard_leaves_no_process_either() {
    let desk = Desk::new();
    let mut command = desk.command("store_and_verify.asl.json");
    let mut running = Running::start(command.args(["--input", HALF]));
    let function = process(&running.line_with("half stored as "));
    running.signal(Signal::KILL);
    let (status, _) = running.end();
    assert_eq!(status.code(), None);
    let patience = Instant::now() + Duration::from_secs(10);
    while is_alive(function) {
        assert!(Instant::now() < patience, "still running: {function}");
        std::thread::yield_now();
    }
    assert!(!desk.data().join("s3/asteroids/a").exists());
    let ended = desk.run("echo.asl.json", &[]);
    assert_eq!(ended.code, Some(0), "{}", ended.log);
    assert!(desk.files().is_empty(), "{:?}", desk.files());
}

#[cfg(target_os = "linux")]
fn is_alive(process: u64) -> bool {
    let Ok(stat) = std::fs::read_to_string(format!("/proc/{process}/stat")) else { return false };
    !stat.rsplit(')').next().unwrap_or_default().trim_start().starts_with('Z')
}
