//! `logs`: shows the logs of executions and functions.

use std::process::ExitCode;
use std::time::{Duration, SystemTime};

use stepwright_deploy::aws::logs::{Line, Wanted, follow};
use stepwright_deploy::cli::Logs;
use tokio::sync::watch;

use super::Session;

pub(super) async fn run(
    session: &Session,
    args: &Logs,
    stop: watch::Receiver<bool>,
) -> anyhow::Result<ExitCode> {
    let back = Duration::from_secs(u64::from(args.since_minutes) * 60);
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?.saturating_sub(back);
    let since = i64::try_from(since.as_millis())?;
    let tell = |line: &Line| println!("{line}");
    let wanted = Wanted { since, follows: args.follow };
    follow(&session.clients, &session.desired, wanted, stop, &tell).await?;
    Ok(ExitCode::SUCCESS)
}
