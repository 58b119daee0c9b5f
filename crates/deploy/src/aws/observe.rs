//! [`observe`]: what is on AWS, of what a deployment is about.
//!
//! The quick look is what `deploy` does each time: one or two requests for each resource, side by side.
//! What it does not see, of a bucket first of all, the deep look does, which `status` does. Whose
//! something is, is asked only of what is about to be changed: see [`ask_owners`].

mod bucket;
mod extras;
mod function;
mod identity;
mod log_groups;
mod owners;
mod role;
mod state_machine;

use futures_util::future::try_join_all;

pub(crate) use self::bucket::owner as bucket_owner;
pub use self::identity::{Identity, IdentityError, identify};
pub use self::owners::ask_owners;
pub(crate) use self::owners::owner;
pub(crate) use self::state_machine::version_of;
use super::clients::Clients;
use super::error::CallError;
use crate::desired::Desired;
use crate::observed::{Found, Observed};
use crate::plan::Plan;
use crate::resource::Id;

/// How closely somebody looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// As few requests as tell what is to be done.
    Quick,
    /// At everything.
    Deep,
}

/// What was found of some resources.
type Findings = Vec<(Id, Found)>;

/// Looks at everything that is wanted, and at what is there from earlier settings.
///
/// # Errors
///
/// The first call that fails.
pub async fn observe(
    clients: &Clients,
    desired: &Desired,
    identity: &Identity,
    look: Look,
) -> Result<Observed, CallError> {
    let marks = &desired.marks;
    let roles = desired
        .roles
        .iter()
        .map(|it| role::find(clients, marks, &it.name, identity.role_of(&it.name)));
    let functions = desired.functions.iter().map(|it| function::find(clients, marks, it));
    let machines =
        desired.machines.iter().map(|it| state_machine::find(clients, desired, it, look));
    // In a box: the SDK's futures are large.
    let looks = Box::pin(async {
        tokio::try_join!(
            bucket::find(clients, desired, look),
            try_join_all(roles),
            log_groups::find(clients, desired),
            try_join_all(functions),
            try_join_all(machines),
        )
    });
    let (bucket, roles, log_groups, functions, machines) = looks.await?;
    // Whoever moves aliases says so on those of state machines first, and takes it off there last.
    let nobody_moves = !machines.is_empty() && machines.iter().all(|it| it.tells_of_all);
    let functions = desired.functions.iter().zip(functions).map(async |(function, found)| {
        let is_told = nobody_moves && look == Look::Quick && function::serves(function, &found);
        // Of what is not there, there is nothing closer to be seen.
        if found.is_empty() || is_told {
            return Ok(found);
        }
        Box::pin(function::closer(clients, marks, function, look, found)).await
    });
    let functions = try_join_all(functions).await?;
    let with: Vec<String> = machines.iter().flat_map(|it| it.with.clone()).collect();
    let extras = Box::pin(extras::find(clients, desired, &with)).await?;

    let machines = machines.into_iter().map(|it| it.findings);
    let all =
        [bucket, log_groups, extras].into_iter().chain(roles).chain(functions).chain(machines);
    Ok(Observed { found: all.flatten().collect() })
}

/// Looks, and plans; what the plan would change, it first asks whose it is.
///
/// # Errors
///
/// The first call that fails.
pub async fn look_and_plan(
    clients: &Clients,
    desired: &Desired,
    identity: &Identity,
    look: Look,
) -> Result<(Observed, Plan), CallError> {
    let mut observed = observe(clients, desired, identity, look).await?;
    let plan = Plan::new(desired, &observed);
    if !ask_owners(clients, desired, &plan, look, &mut observed).await? {
        return Ok((observed, plan));
    }
    let plan = Plan::new(desired, &observed);
    Ok((observed, plan))
}
