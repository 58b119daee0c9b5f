//! [`follow`]: the logs of executions and functions, as one stream in the order of time.

use std::collections::BTreeSet;
use std::time::Duration;

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use futures_util::future::try_join_all;
use tokio::sync::watch;

use super::call::find as maybe;
use super::clients::Clients;
use super::error::CallError;
use crate::desired::{Desired, LogGroup};
use crate::resource::Id;

/// How often somebody looks for more.
const LOOKS_EVERY: Duration = Duration::from_secs(2);
/// Logs arrive late, and out of order: this far back is looked at again.
const LATE_MILLIS: i64 = 30_000;
/// How many pages one look reads.
const PAGES_MAX: usize = 50;

/// A line of a log.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    /// Milliseconds since 1970.
    pub at: i64,
    /// Who wrote it: the name that it has in the workspace.
    pub from: String,
    /// What.
    pub text: String,
    id: String,
}

impl std::fmt::Display for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let at = DateTime::from_millis(self.at).fmt(Format::DateTime).unwrap_or_default();
        write!(f, "{at}  {:<18}  {}", self.from, self.text.trim_end())
    }
}

/// Which lines somebody wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// From when on, in milliseconds since 1970.
    pub since: i64,
    /// Whether those that come are wanted too.
    pub follows: bool,
}

/// Tells of every line that is wanted, where more may come until `stop`.
///
/// # Errors
///
/// The first call that fails.
pub async fn follow(
    clients: &Clients,
    desired: &Desired,
    wanted: Wanted,
    mut stop: watch::Receiver<bool>,
    tell: &dyn Fn(&Line),
) -> Result<(), CallError> {
    let mut told = BTreeSet::new();
    let mut from = wanted.since;
    loop {
        let groups = desired.log_groups.iter().map(|it| lines(clients, desired, it, from));
        let mut lines: Vec<Line> = try_join_all(groups).await?.into_iter().flatten().collect();
        lines.sort();
        for line in &lines {
            if told.insert((line.at, line.id.clone())) {
                tell(line);
            }
        }
        if !wanted.follows {
            return Ok(());
        }
        if let Some(last) = lines.last() {
            from = from.max(last.at.saturating_sub(LATE_MILLIS));
            told.retain(|(at, _)| *at >= from);
        }
        tokio::select! {
            biased;
            _ = stop.wait_for(|it| *it) => return Ok(()),
            () = clients.clock.sleep(LOOKS_EVERY) => {}
        }
    }
}

async fn lines(
    clients: &Clients,
    desired: &Desired,
    group: &LogGroup,
    since: i64,
) -> Result<Vec<Line>, CallError> {
    let id: Id = group.id();
    let prefix = desired.log_group_prefix();
    let from = group.name.strip_prefix(&prefix).unwrap_or(&group.name);
    let (mut lines, mut next) = (Vec::new(), None);
    for _ in 0..PAGES_MAX {
        let request =
            clients.logs.filter_log_events().log_group_name(&group.name).start_time(since);
        let request = request.set_next_token(next).send();
        let Some(page) = maybe("logs:FilterLogEvents", &id, request).await? else { break };
        lines.extend(page.events().iter().filter_map(|it| {
            Some(Line {
                at: it.timestamp()?,
                from: from.to_owned(),
                text: it.message()?.to_owned(),
                id: it.event_id()?.to_owned(),
            })
        }));
        next = page.next_token;
        if next.is_none() {
            break;
        }
    }
    Ok(lines)
}
