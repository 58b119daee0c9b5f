//! A function's process: started in a group of its own, and never left behind.

use std::process::Stdio;
use std::time::{Duration, Instant};

use tokio::process::{Child, Command};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::launch::LAUNCH;
use super::{FunctionConfig, log_lines};
use crate::happening::Happening;

/// A running process and the tasks that read what it prints. Dropping it kills the process, and all
/// that it started.
#[derive(Debug)]
pub(super) struct Process {
    child: Child,
    // Its id, until it was told to end: later, the number may be another's.
    #[cfg(unix)]
    group: Option<rustix::process::Pid>,
    // Not aborted when the process ends: its last lines are often the ones that say why.
    logs: JoinSet<()>,
}

impl Process {
    /// Starts a function's binary.
    pub(super) fn start(
        config: &FunctionConfig,
        variables: impl IntoIterator<Item = (String, String)>,
        lines: &mpsc::Sender<Happening>,
    ) -> std::io::Result<Self> {
        let mut command = match &config.launcher {
            Some(launcher) => {
                let mut command = Command::new(launcher);
                command.arg(LAUNCH).arg("--parent").arg(std::process::id().to_string());
                command.arg(&config.binary);
                command
            }
            None => Command::new(&config.binary),
        };
        command
            .env_clear()
            .envs(variables)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        // A Ctrl-C at the terminal goes to the foreground's group. The function is not in it: it ends
        // when we end it, after what it has half done was put away.
        #[cfg(unix)]
        command.process_group(0);
        let mut child = command.spawn()?;
        #[cfg(unix)]
        let group = child
            .id()
            .and_then(|id| i32::try_from(id).ok())
            .and_then(rustix::process::Pid::from_raw);

        let mut logs = JoinSet::new();
        if let Some(output) = child.stdout.take() {
            logs.spawn(log_lines::forward(config.name.clone(), output, lines.clone()));
        }
        if let Some(output) = child.stderr.take() {
            logs.spawn(log_lines::forward(config.name.clone(), output, lines.clone()));
        }
        Ok(Self {
            child,
            #[cfg(unix)]
            group,
            logs,
        })
    }

    /// Waits for the process to end, and says how, in the Lambda service's words. May be dropped and
    /// asked again.
    pub(super) async fn ended(&mut self) -> String {
        let status = self.child.wait().await;
        // What it has started itself would hold the pipes open.
        self.kill_group();
        while self.logs.join_next().await.is_some() {}
        match status {
            Ok(status) => in_words(status),
            Err(error) => error.to_string(),
        }
    }

    /// Ends the process, and hands on what it printed until then.
    pub(super) async fn kill(&mut self) {
        self.kill_group();
        // Where there are no groups, this is what ends it.
        drop(self.child.start_kill());
        self.ended().await;
    }

    /// Whether it still runs.
    pub(super) fn is_running(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    fn kill_group(&mut self) {
        #[cfg(unix)]
        if let Some(group) = self.group.take() {
            // It may have ended in this moment, which is what was wanted.
            let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        }
    }
}

/// How long a process that was killed is waited for: the system has it gone in a millisecond.
const GONE_AFTER: Duration = Duration::from_millis(500);

impl Drop for Process {
    fn drop(&mut self) {
        self.kill_group();
        drop(self.child.start_kill());
        // Gone when this returns, and not a moment later: whoever looks finds no process of ours.
        let patience = Instant::now() + GONE_AFTER;
        while self.is_running() && Instant::now() < patience {
            std::thread::sleep(Duration::from_micros(200));
        }
    }
}

/// "exit status 1", "signal: killed": as Go prints it, which the service is written in.
#[cfg(unix)]
fn in_words(status: std::process::ExitStatus) -> String {
    use std::os::unix::process::ExitStatusExt;

    match (status.code(), status.signal()) {
        (Some(code), _) => format!("exit status {code}"),
        (None, Some(9)) => "signal: killed".to_owned(),
        (None, Some(6)) => "signal: aborted".to_owned(),
        (None, Some(11)) => "signal: segmentation fault".to_owned(),
        (None, Some(signal)) => format!("signal: {signal}"),
        (None, None) => status.to_string(),
    }
}

#[cfg(not(unix))]
fn in_words(status: std::process::ExitStatus) -> String {
    status.code().map_or_else(|| status.to_string(), |code| format!("exit status {code}"))
}
