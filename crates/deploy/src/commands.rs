//! The commands: each puts the parts of the library together, and talks with whoever sits there.

mod ask;
mod deploy;
mod destroy;
mod logs;
mod rollback;
mod session;
mod start_execution;
mod status;

use std::process::ExitCode;

use stepwright_deploy::cli::Command;
use tokio::sync::watch;

use self::session::Session;

/// What a shell reports for a program that Ctrl-C has ended.
const STOPPED: u8 = 130;
/// There is something to do, and nobody said yes.
const TO_DO: u8 = 2;

/// Runs a command.
pub(crate) async fn run(command: &Command) -> anyhow::Result<ExitCode> {
    let stop = stop_on_ctrl_c();
    let session = Session::open(command).await?;
    match command {
        Command::Deploy(args) => deploy::run(&session, args, stop).await,
        Command::Status(args) => status::run(&session, args).await,
        Command::Rollback(args) => rollback::run(&session, args).await,
        Command::Destroy(args) => destroy::run(&session, args).await,
        Command::Logs(args) => logs::run(&session, args, stop).await,
        Command::StartExecution(args) => start_execution::run(&session, args, stop).await,
    }
}

/// `true` from the first Ctrl-C on; the second ends the process at once.
fn stop_on_ctrl_c() -> watch::Receiver<bool> {
    let (stop, stopped) = watch::channel(false);
    tokio::spawn(async move {
        while tokio::signal::ctrl_c().await.is_ok() {
            if *stop.borrow() {
                eprintln!(
                    "ended on the way; the next deployment sees what was done, and goes on from there"
                );
                end();
            }
            eprintln!("stopping: what has begun is ended first. Once more, and it ends at once");
            stop.send_replace(true);
        }
    });
    stopped
}

#[expect(clippy::exit, reason = "whoever presses Ctrl-C twice means it")]
fn end() {
    std::process::exit(i32::from(STOPPED));
}
