//! [`apply`]: does what the plan says, what does not depend on one another side by side, under the lock.
//!
//! First bucket, roles and log groups; then functions and state machines, each published as a version;
//! then the aliases move; then schedules and alarms, what is not wanted any more, and old versions.
//! Nothing that serves changes before everything new is there.

mod alarm;
mod bucket;
mod function;
mod log_group;
mod role;
mod schedule;
mod state_machine;
mod validate;
pub(crate) mod wait;

use futures_util::future::join_all;
use tokio::sync::watch;

use super::clients::Clients;
use super::clock::Clock;
use super::error::{ApplyError, CallError};
use super::shift::{self, Mover};
use super::{lock, versions};
use crate::desired::Desired;
use crate::observed::{Found, Observed};
use crate::plan::{Action, Plan};
use crate::resource::{Id, Kind, Properties};
use crate::strategy::Strategy;

/// How a plan is applied.
pub struct Options<'a> {
    /// How new executions move to a new version.
    pub strategy: Strategy,
    /// How many in a hundred may fail before they move back.
    pub error_rate_percent_max: u8,
    /// `true` when somebody wants it to end.
    pub stop: watch::Receiver<bool>,
    /// Told of each thing that was done.
    pub tell: &'a dyn Fn(&str),
}

impl std::fmt::Debug for Options<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Options").field("strategy", &self.strategy).finish_non_exhaustive()
    }
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Applied {
    /// The versions that aliases serve now, where they moved.
    pub serving: Vec<(Id, String)>,
}

/// Everything that the parts of a deployment need.
#[derive(Clone, Copy)]
pub(crate) struct Work<'a> {
    pub(crate) clients: &'a Clients,
    pub(crate) desired: &'a Desired,
    pub(crate) observed: &'a Observed,
    pub(crate) plan: &'a Plan,
    pub(crate) options: &'a Options<'a>,
}

/// Does what the plan says.
///
/// # Errors
///
/// Where something is somebody else's, somebody else deploys, or a call fails. What was done until then
/// stays: the next deployment sees it, and goes on from there.
pub async fn apply(
    clients: &Clients,
    desired: &Desired,
    observed: &Observed,
    plan: &Plan,
    options: &Options<'_>,
) -> Result<Applied, ApplyError> {
    if let Some(id) = plan.refused().next() {
        return Err(ApplyError::Foreign(id.clone()));
    }
    if plan.is_done() {
        return Ok(Applied::default());
    }
    let work = Work { clients, desired, observed, plan, options };
    all(desired.machines.iter().map(|it| validate::check(work, it)).collect()).await?;
    let held = lock::take(clients, desired, options.strategy.takes()).await?;
    let ended = make(work).await;
    let given_back = held.give_back(clients).await;
    let applied = ended?;
    given_back?;
    Ok(applied)
}

async fn make(work: Work<'_>) -> Result<Applied, ApplyError> {
    let Desired { bucket, roles, log_groups, functions, machines, .. } = work.desired;
    let bucket = async { vec![bucket::make(work, bucket).await] };
    let roles = join_all(roles.iter().map(|it| role::make(work, it)));
    let log_groups = join_all(log_groups.iter().map(|it| log_group::make(work, it)));
    let (bucket, roles, log_groups) = tokio::join!(bucket, roles, log_groups);
    ended(bucket.into_iter().chain(roles).chain(log_groups).collect())?;

    let functions = join_all(functions.iter().map(|it| function::make(work, it)));
    let machines = join_all(machines.iter().map(|it| state_machine::make(work, it)));
    let (functions, machines) = tokio::join!(functions, machines);
    let movers: Vec<Option<Mover>> = ended(functions.into_iter().chain(machines).collect())?;
    let movers: Vec<Mover> = movers.into_iter().flatten().collect();
    let serving: Vec<(Id, String)> =
        movers.iter().map(|it| (it.id.clone(), it.to.clone())).collect();
    shift::shift(work, movers).await?;

    schedule::make_all(work).await?;
    all(work.desired.alarms.iter().map(|it| alarm::make(work, it)).collect()).await?;
    delete_unwanted(work).await?;
    versions::prune(work, &serving).await;
    Ok(Applied { serving })
}

/// Deletes what earlier settings wanted, in the plan's order: dependents first.
async fn delete_unwanted(work: Work<'_>) -> Result<(), ApplyError> {
    for step in work.plan.steps.iter().filter(|it| it.action == Action::Delete) {
        super::delete::delete(work.clients, work.desired, &step.id).await?;
        work.told("deleted", &step.id);
    }
    Ok(())
}

/// Waits for all of them, and then for nothing but the errors.
pub(crate) async fn all<T>(
    work: Vec<impl Future<Output = Result<T, ApplyError>>>,
) -> Result<Vec<T>, ApplyError> {
    ended(join_all(work).await)
}

/// What all came to; or everything that failed.
fn ended<T>(results: Vec<Result<T, ApplyError>>) -> Result<Vec<T>, ApplyError> {
    let (mut values, mut calls) = (Vec::new(), Vec::new());
    for result in results {
        match result {
            Ok(value) => values.push(value),
            Err(ApplyError::Calls(failed)) => calls.extend(failed),
            Err(other) => return Err(other),
        }
    }
    if calls.is_empty() { Ok(values) } else { Err(ApplyError::Calls(calls)) }
}

impl<'a> Work<'a> {
    pub(crate) fn action(self, id: &Id) -> &'a Action {
        self.plan.action(id)
    }

    pub(crate) fn found(self, kind: Kind, name: &str) -> Option<&'a Found> {
        self.observed.find(kind, name)
    }

    /// Whether the tags of a resource that is there say already that it has this content.
    pub(crate) fn is_marked(self, id: &Id, content: &Properties) -> bool {
        self.observed.get(id).is_some_and(|it| it.says(content))
    }

    pub(crate) fn clock(self) -> Clock {
        self.clients.clock
    }

    pub(crate) fn told(self, what: &str, id: &Id) {
        (self.options.tell)(&format!("{what} {id}"));
    }

    pub(crate) fn note(self, text: &str) {
        (self.options.tell)(text);
    }
}

/// That a call made something that is there already: somebody else did, since the look.
pub(crate) fn is_there_already(error: &CallError) -> bool {
    const CODES: [&str; 5] = [
        "BucketAlreadyOwnedByYou",
        "ConflictException",
        "EntityAlreadyExists",
        "ResourceAlreadyExistsException",
        "ResourceConflictException",
    ];
    CODES.contains(&error.code())
}
