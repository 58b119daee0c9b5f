//! [`destroy`]: takes away what was deployed, and nothing else. Everything is asked for its marks first.

use futures_util::future::try_join_all;

use super::clients::Clients;
use super::delete::delete;
use super::error::{ApplyError, CallError};
use super::lock;
use super::observe::{self, Identity, Look, owner};
use crate::desired::Desired;
use crate::observed::{Observed, Ownership};
use crate::resource::{Id, Kind};

/// What there is to take away, in the order in which it goes.
///
/// # Errors
///
/// The first call that fails.
pub async fn inventory(
    clients: &Clients,
    desired: &Desired,
    identity: &Identity,
    keep_data: bool,
) -> Result<Vec<Id>, CallError> {
    let observed = observe::observe(clients, desired, identity, Look::Quick).await?;
    let lock = desired.lock_name();
    let candidates = observed.found.keys().filter(|it| {
        let is_data = matches!(it.kind, Kind::Bucket | Kind::LogGroup);
        let goes_with_another = matches!(it.kind, Kind::FunctionAlias | Kind::StateMachineAlias);
        let is_kept = keep_data && is_data;
        !(goes_with_another || is_kept || it.name == lock)
    });
    let mut ids: Vec<Id> = candidates.cloned().collect();
    ids.extend(left_over(desired, &observed));
    let owners = try_join_all(ids.iter().map(|it| async {
        match observed.get(it).map(|it| it.ownership) {
            // Whoever made these looked at their tags.
            Some(known) if matches!(it.kind, Kind::Bucket | Kind::Role) => Ok(known),
            _ => match owner(clients, desired, it).await {
                Err(error) if error.is_not_found() => Ok(Ownership::Foreign),
                other => other.map(|it| it.ownership),
            },
        }
    }));
    let owners = owners.await?;
    // What carries no tags may have been made by somebody else, however much it looks like ours.
    let own = ids.into_iter().zip(owners).filter(|(_, owner)| *owner == Ownership::Ours);
    let mut own: Vec<Id> = own.map(|(id, _)| id).collect();
    // What uses others goes first.
    own.sort_by(|a, b| b.cmp(a));
    Ok(own)
}

/// What earlier deployments made under names that nobody wants any more: log groups remember them. Which
/// of the two it was, a function or a state machine, is asked.
fn left_over(desired: &Desired, observed: &Observed) -> Vec<Id> {
    let plan = crate::Plan::new(desired, observed);
    let kinds = [Kind::Function, Kind::StateMachine];
    let ids = plan.left_over.iter().flat_map(|name| {
        let name = desired.name_of(name);
        kinds.map(|kind| Id::new(kind, name.clone()))
    });
    let roles = plan.left_over.iter().map(|it| Id::new(Kind::Role, desired.role_name_of(it)));
    ids.chain(roles).collect()
}

/// Takes it all away, under the lock.
///
/// # Errors
///
/// Where somebody else deploys, or a call fails: then what comes after it stays, and the next time goes on.
pub async fn destroy(
    clients: &Clients,
    desired: &Desired,
    ids: &[Id],
    tell: &dyn Fn(&str),
) -> Result<(), ApplyError> {
    let held = lock::take(clients, desired, std::time::Duration::ZERO).await?;
    let mut ended = Ok(());
    for id in ids {
        ended = delete(clients, desired, id).await;
        if ended.is_err() {
            break;
        }
        tell(&format!("deleted {id}"));
    }
    let given_back = held.give_back(clients).await;
    ended?;
    given_back
}
