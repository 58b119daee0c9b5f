//! A folder to run in, and the command with what every test gives it.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};

use tempfile::TempDir;

/// A folder of its own for each test.
pub(crate) struct Desk(TempDir);

/// What a run has said, and how it ended.
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) log: String,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.0.path().join("data")
    }

    /// The command, with a definition of the fixtures.
    pub(crate) fn command(&self, definition: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_stepwright-local"));
        self.args(&mut command, definition);
        command
    }

    pub(crate) fn args(&self, command: &mut Command, definition: &str) {
        command
            .arg("run")
            .arg("--definition")
            .arg(fixtures().join("definitions").join(definition))
            .arg("--data-dir")
            .arg(self.data())
            .arg("--lambda")
            .arg(format!("desk={}", env!("CARGO_BIN_EXE_desk-lambda")))
            .args(["--create-bucket", "asteroids", "--name", "store-and-verify"])
            .env_remove("NO_COLOR")
            .env_remove("CLICOLOR_FORCE")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
    }

    /// Runs the command to its end.
    pub(crate) fn run(&self, definition: &str, args: &[&str]) -> Ended {
        Ended::of(self.command(definition).args(args))
    }

    /// The files that are left, below the folder for data; those of the lock and of S3's own aside.
    pub(crate) fn files(&self) -> Vec<String> {
        let mut files = Vec::new();
        collect(&self.data(), &self.data(), &mut files);
        files.retain(|it| it != ".lock" && !it.starts_with("s3/.attributes/"));
        files.sort();
        files
    }
}

impl Ended {
    pub(crate) fn of(command: &mut Command) -> Self {
        let output = command.output().unwrap();
        Self {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            log: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// The history, without the times, which are another each run. How much of a long value a line
    /// shows is the engine's to say.
    pub(crate) fn history(&self) -> String {
        let lines = self.out.lines().take_while(|it| !it.is_empty());
        let lines = lines.map(|it| it.get(12..).unwrap_or_default().trim());
        let lines = lines.map(|it| it.chars().take(72).collect::<String>());
        lines.collect::<Vec<_>>().join("\n")
    }

    /// The types of the history's events, in order.
    pub(crate) fn types(&self) -> String {
        let history = self.history();
        let lines = history.lines().filter_map(|it| {
            let mut words = it.split_whitespace();
            words.next()?.parse::<u64>().ok()?;
            words.next().map(str::to_owned)
        });
        lines.collect::<Vec<_>>().join(" ")
    }
}

/// A run that goes on while the test looks at it. Ended with the test.
pub(crate) struct Running {
    child: Child,
    log: BufReader<std::process::ChildStderr>,
}

impl Running {
    pub(crate) fn start(command: &mut Command) -> Self {
        let mut child = command.spawn().unwrap();
        let log = BufReader::new(child.stderr.take().unwrap());
        Self { child, log }
    }

    /// Waits for a line that contains `text`, and gives it.
    pub(crate) fn line_with(&mut self, text: &str) -> String {
        let mut line = String::new();
        while self.log.read_line(&mut line).unwrap() > 0 {
            if line.contains(text) {
                return line;
            }
            line.clear();
        }
        panic!("it ended without `{text}`");
    }

    pub(crate) fn signal(&self, signal: rustix::process::Signal) {
        let id = i32::try_from(self.child.id()).unwrap();
        rustix::process::kill_process(rustix::process::Pid::from_raw(id).unwrap(), signal).unwrap();
    }

    /// Waits for the end, and gives what it wrote to its output.
    pub(crate) fn end(mut self) -> (ExitStatus, String) {
        let out = std::io::read_to_string(self.child.stdout.take().unwrap()).unwrap();
        (self.child.wait().unwrap(), out)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It has ended already, where the test passed.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

pub(crate) fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

fn collect(root: &Path, folder: &Path, acc: &mut Vec<String>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, acc);
        } else {
            acc.push(path.strip_prefix(root).unwrap().display().to_string());
        }
    }
}
