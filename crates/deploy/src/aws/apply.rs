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

use futures_util::future::join_all;

use super::clients::Clients;
use super::error::ApplyError;
use super::shift::{self, Mover};
pub use super::work::Options;
use super::work::{Work, all, ended};
use super::{lock, versions};
use crate::desired::Desired;
use crate::observed::Observed;
use crate::plan::{Action, Plan};
use crate::resource::Id;

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Applied {
    /// The versions that aliases serve now, where they moved.
    pub serving: Vec<(Id, String)>,
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
    bucket::mark(work, &work.desired.bucket).await?;
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
