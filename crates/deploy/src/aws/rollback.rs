//! [`rollback`]: new executions go back to the version before.
//!
//! Each alias says in its description what it served before, and when it was moved; what was moved at the
//! same time moves back together. Done twice, it is as it was.

use futures_util::future::join_all;

use super::call::{call, find as maybe};
use super::clients::Clients;
use super::error::{ApplyError, CallError};
use super::lock;
use super::observe::version_of;
use super::shift::{Mover, Way, route};
use crate::desired::{Desired, LIVE};
use crate::marks::{AliasMark, HASH_TAG};
use crate::resource::{Id, Kind};

/// An alias that can go back.
#[derive(Debug, Clone, PartialEq)]
pub struct WayBack {
    /// Which.
    pub id: Id,
    /// What it serves.
    pub from: String,
    /// What it served before.
    pub to: String,
    /// Whose alias it is.
    of: String,
    mark: AliasMark,
}

/// What would move back: the aliases that were moved last.
///
/// # Errors
///
/// The first call that fails.
pub async fn ways_back(clients: &Clients, desired: &Desired) -> Result<Vec<WayBack>, CallError> {
    let machines = join_all(desired.machines.iter().map(async |it| {
        let id = it.alias.id();
        let request = clients.sfn.describe_state_machine_alias();
        let request = request.state_machine_alias_arn(it.alias_arn()).send();
        let answer = maybe("states:DescribeStateMachineAlias", &id, request).await?;
        let way = answer.and_then(|alias| {
            let route = alias.routing_configuration().first()?;
            let from = version_of(route.state_machine_version_arn()).to_owned();
            way_back(desired, id, &it.name, from, alias.description()?)
        });
        Ok::<_, CallError>(way)
    }));
    let functions = join_all(desired.functions.iter().map(async |it| {
        let id = it.alias.id();
        let request = clients.lambda.get_alias().function_name(&it.name).name(LIVE).send();
        let answer = maybe("lambda:GetAlias", &id, request).await?;
        let way = answer.and_then(|alias| {
            way_back(
                desired,
                id,
                &it.name,
                alias.function_version()?.to_owned(),
                alias.description()?,
            )
        });
        Ok(way)
    }));
    let (machines, functions) = tokio::join!(machines, functions);
    let all = machines.into_iter().chain(functions).collect::<Result<Vec<_>, CallError>>()?;
    let all: Vec<WayBack> = all.into_iter().flatten().collect();
    let last = all.iter().map(|it| it.mark.at).max();
    Ok(all.into_iter().filter(|it| Some(it.mark.at) == last && it.from != it.to).collect())
}

fn way_back(
    desired: &Desired,
    id: Id,
    of: &str,
    from: String,
    description: &str,
) -> Option<WayBack> {
    let mark: AliasMark = description.parse().ok()?;
    let to = mark.before.clone()?;
    (mark.marks == desired.marks).then(|| WayBack { id, from, to, of: of.to_owned(), mark })
}

/// Moves them back.
///
/// # Errors
///
/// Where somebody else deploys, or a call fails.
pub async fn rollback(
    clients: &Clients,
    desired: &Desired,
    ways: &[WayBack],
    tell: &dyn Fn(&str),
) -> Result<(), ApplyError> {
    let held = lock::take(clients, desired, std::time::Duration::ZERO).await?;
    let ended = join_all(ways.iter().map(|it| go_back(clients, desired, it))).await;
    let given_back = held.give_back(clients).await;
    for (way, ended) in ways.iter().zip(ended) {
        ended?;
        tell(&format!("version {} serves as {}", way.to, way.id));
    }
    given_back
}

async fn go_back(clients: &Clients, desired: &Desired, way: &WayBack) -> Result<(), ApplyError> {
    let hash = match way.id.kind {
        Kind::StateMachineAlias => content(clients, desired, way).await?,
        _ => way.mark.hash.clone(),
    };
    let mark = AliasMark {
        hash,
        at: clients.clock.now_seconds(),
        before: Some(way.from.clone()),
        on_its_way: false,
        ..way.mark.clone()
    };
    let mover = Mover::back(way.id.clone(), &way.of, &way.from, &way.to, &mark);
    let there = Way { version: &way.to, part: None, mark: &mark };
    route(clients, &desired.place, &mover, &there).await
}

/// The hash of what the version before is, which stands in its description.
async fn content(clients: &Clients, desired: &Desired, way: &WayBack) -> Result<String, CallError> {
    let arn = format!("{}:{}", desired.place.state_machine_arn(&way.of), way.to);
    let request = clients.sfn.describe_state_machine().state_machine_arn(arn).send();
    let answer = call("states:DescribeStateMachine", &way.id, request).await?;
    let hash = answer.description().and_then(|it| it.strip_prefix(HASH_TAG)?.strip_prefix('='));
    Ok(hash.unwrap_or("unknown").to_owned())
}
