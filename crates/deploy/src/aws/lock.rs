//! [`Lock`]: two deployments of one stage refuse each other.
//!
//! The lock is an empty log group: making one fails where it is there already, whoever asks from
//! wherever, it needs nothing that a first deployment does not have yet, and it costs nothing. Its tags
//! say who holds it and for how long; who was killed does not hold it any more.

use std::collections::HashMap;
use std::time::Duration;

use super::call::{call, find as maybe};
use super::clients::Clients;
use super::error::{ApplyError, CallError};
use super::who::{host, is_alive};
use crate::desired::Desired;
use crate::marks::Marks;
use crate::resource::Properties;

/// Who holds it.
const HOLDER_TAG: &str = "stepwright:holder";
/// Until when, in seconds since 1970.
const UNTIL_TAG: &str = "stepwright:until";
/// How long a deployment has beside what its strategy takes.
const LEASE: Duration = Duration::from_mins(30);

/// That nobody else deploys.
#[derive(Debug)]
#[must_use = "it has to be given back"]
pub struct Lock {
    name: String,
}

/// Takes the lock, for as long as a deployment with this strategy takes.
///
/// # Errors
///
/// Where somebody else has it, or a call fails.
pub async fn take(
    clients: &Clients,
    desired: &Desired,
    takes: Duration,
) -> Result<Lock, ApplyError> {
    let name = desired.lock_name();
    if create(clients, desired, &name, takes).await? {
        return Ok(Lock { name });
    }
    let request = clients.logs.list_tags_for_resource();
    let request = request.resource_arn(desired.place.log_group_arn(&name)).send();
    let tags = maybe("logs:ListTagsForResource", on(&name), request).await?;
    let tags = tags.and_then(|it| it.tags).unwrap_or_default();
    if let Some(holder) = Holder::of(&tags, &desired.marks)
        && holder.who != clients.who
        && holder.still_holds(clients.clock.now_seconds())
    {
        return Err(ApplyError::Locked(holder.told(clients.clock.now_seconds())));
    }
    remove(clients, &name).await?;
    if create(clients, desired, &name, takes).await? {
        return Ok(Lock { name });
    }
    Err(ApplyError::Locked(
        "somebody else began to deploy at the same time; nothing was changed".to_owned(),
    ))
}

impl Lock {
    /// Gives it back.
    ///
    /// # Errors
    ///
    /// Where the call fails. Then it ends with the process that had it.
    pub async fn give_back(self, clients: &Clients) -> Result<(), ApplyError> {
        Ok(remove(clients, &self.name).await?)
    }
}

/// Whether it was free.
async fn create(
    clients: &Clients,
    desired: &Desired,
    name: &str,
    takes: Duration,
) -> Result<bool, CallError> {
    let until = clients.clock.now_seconds().saturating_add((takes + LEASE).as_secs());
    let mut tags: HashMap<String, String> =
        desired.tags_of(&Properties::new()).into_iter().collect();
    tags.insert(HOLDER_TAG.to_owned(), clients.who.clone());
    tags.insert(UNTIL_TAG.to_owned(), until.to_string());
    let request = clients.logs.create_log_group().log_group_name(name).set_tags(Some(tags)).send();
    match call("logs:CreateLogGroup", on(name), request).await {
        Ok(_) => Ok(true),
        Err(error) if error.is_there_already() => Ok(false),
        Err(error) => Err(error),
    }
}

async fn remove(clients: &Clients, name: &str) -> Result<(), CallError> {
    let request = clients.logs.delete_log_group().log_group_name(name).send();
    maybe("logs:DeleteLogGroup", on(name), request).await.map(drop)
}

fn on(name: &str) -> String {
    format!("the lock `{name}`")
}

/// Who has the lock.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Holder {
    /// `host/process`.
    who: String,
    until: u64,
}

impl Holder {
    /// Who the tags say that has it; nobody where they are not a lock's.
    fn of(tags: &HashMap<String, String>, marks: &Marks) -> Option<Self> {
        let own = tags.clone().into_iter().collect();
        let who = tags.get(HOLDER_TAG)?.clone();
        let until = tags.get(UNTIL_TAG)?.parse().ok()?;
        marks.own(&own).then_some(Self { who, until })
    }

    /// Whether its time is not over, and it is not a process of this machine that has ended.
    fn still_holds(&self, now: u64) -> bool {
        let here = self.who.strip_prefix(&format!("{}/", host()));
        let ended = here.and_then(|it| it.parse().ok()).is_some_and(|pid: i32| !is_alive(pid));
        now < self.until && !ended
    }

    fn told(&self, now: u64) -> String {
        let minutes = self.until.saturating_sub(now).div_ceil(60);
        format!(
            "somebody else deploys this stage: {} (machine/process). Nothing was changed. Should that deployment be dead, its lock ends by itself, at the latest in {minutes} min",
            self.who
        )
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::aws::who::me;

    fn holder(who: &str) -> Holder {
        Holder { who: who.to_owned(), until: 1000 }
    }

    #[test]
    fn whoever_lives_or_cannot_be_asked_holds_it_until_its_time_is_over() {
        for who in [me(), "elsewhere/1".to_owned()] {
            assert!(holder(&who).still_holds(999));
            assert!(!holder(&who).still_holds(1000));
        }
    }

    #[test]
    fn a_process_of_this_machine_that_has_ended_does_not_hold_it() {
        let mut child = std::process::Command::new("true").spawn().unwrap();
        child.wait().unwrap();
        assert!(!holder(&format!("{}/{}", host(), child.id())).still_holds(0));
    }

    #[test]
    fn whoever_comes_second_is_told_who_came_first() {
        expect!["somebody else deploys this stage: elsewhere/1 (machine/process). Nothing was changed. Should that deployment be dead, its lock ends by itself, at the latest in 2 min"].assert_eq(&holder("elsewhere/1").told(900));
    }
}
