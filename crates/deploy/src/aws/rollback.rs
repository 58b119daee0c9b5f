//! [`rollback`]: new executions go back to the version before.
//!
//! Each alias says in its description what it served before, and when it was moved; what was moved at the
//! same time moves back together. Done twice, it is as it was. What a deployment that was killed left on
//! its way goes back to the version that it came from.

use futures_util::future::try_join_all;

use super::call::{call, find as maybe};
use super::clients::Clients;
use super::error::{ApplyError, CallError};
use super::lock;
use super::observe::version_of;
use super::shift::{Mover, Way, route};
use crate::desired::{Desired, Function, LIVE, StateMachine};
use crate::marks::{AliasMark, Back, HASH_TAG};
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
    /// When the others went that it goes with; now, where they have not.
    at: Option<u64>,
}

impl WayBack {
    /// Whether anything moves: an alias may only have to stop saying that something does.
    pub fn moves(&self) -> bool {
        self.from != self.to
    }
}

/// What would move back: the aliases that were moved last, or those that a deployment left on their way.
///
/// # Errors
///
/// The first call that fails.
pub async fn ways_back(clients: &Clients, desired: &Desired) -> Result<Vec<WayBack>, CallError> {
    let machines = desired.machines.iter().map(|it| of_machine(clients, desired, it));
    let functions = desired.functions.iter().map(|it| of_function(clients, desired, it));
    // Functions first, as they settle.
    let (functions, machines) = tokio::try_join!(try_join_all(functions), try_join_all(machines))?;
    let all: Vec<WayBack> = functions.into_iter().chain(machines).flatten().collect();
    Ok(last_moved(all))
}

/// Those of them that move together.
fn last_moved(mut all: Vec<WayBack>) -> Vec<WayBack> {
    if let Some(moving) = all.iter().find(|it| it.mark.on_its_way).map(|it| it.mark.at) {
        // Some may have come to where they were to go.
        all.retain(|it| it.mark.on_its_way || it.mark.at == moving && it.moves());
        return all;
    }
    let last = all.iter().map(|it| it.mark.at).max();
    let is_last = |it: &WayBack| Some(it.mark.at) == last;
    let undone = all.iter().filter(|it| is_last(it)).find_map(|it| it.mark.undoes);
    // Whoever moved some of them back did not come to the rest.
    let is_rest = |it: &WayBack| {
        undone.is_some_and(|undone| it.mark.at == undone && it.mark.undoes != Some(undone))
    };
    if all.iter().any(is_rest) {
        all.retain(|it| is_rest(it) && it.moves());
        for way in &mut all {
            way.at = last;
        }
    } else {
        all.retain(|it| is_last(it) && it.moves());
    }
    all
}

async fn of_machine(
    clients: &Clients,
    desired: &Desired,
    machine: &StateMachine,
) -> Result<Option<WayBack>, CallError> {
    let id = machine.alias.id();
    let request = clients.sfn.describe_state_machine_alias();
    let request = request.state_machine_alias_arn(machine.alias_arn()).send();
    let alias = maybe("states:DescribeStateMachineAlias", &id, request).await?;
    Ok(alias.and_then(|alias| {
        let mut versions: Vec<&str> = alias
            .routing_configuration()
            .iter()
            .map(|it| version_of(it.state_machine_version_arn()))
            .collect();
        // The version that has served longest is the one that serves.
        versions.sort_by_key(|it| it.parse::<u64>().unwrap_or(u64::MAX));
        let (serves, part) = (versions.first()?, versions.get(1).copied());
        way_back(desired, id, serves, part, alias.description()?)
    }))
}

async fn of_function(
    clients: &Clients,
    desired: &Desired,
    function: &Function,
) -> Result<Option<WayBack>, CallError> {
    let id = function.alias.id();
    let request = clients.lambda.get_alias().function_name(&function.name).name(LIVE).send();
    let alias = maybe("lambda:GetAlias", &id, request).await?;
    Ok(alias.and_then(|alias| {
        let weights = alias.routing_config().and_then(|it| it.additional_version_weights());
        let part = weights.and_then(|it| it.keys().next()).map(String::as_str);
        let serves = alias.function_version()?;
        way_back(desired, id, serves, part, alias.description()?)
    }))
}

/// The way of an alias that serves this version, and a part of another; nothing where there is none.
fn way_back(
    desired: &Desired,
    id: Id,
    serves: &str,
    part: Option<&str>,
    description: &str,
) -> Option<WayBack> {
    let mark: AliasMark = description.parse().ok()?;
    let (from, to) = if mark.on_its_way {
        (part.unwrap_or(serves), serves)
    } else {
        (serves, mark.before.as_deref()?)
    };
    let (from, to) = (from.to_owned(), to.to_owned());
    let of = id.name.split(':').next()?.to_owned();
    (mark.marks == desired.marks).then_some(WayBack { id, from, to, of, mark, at: None })
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
    let ended = go_all_back(clients, desired, ways, tell).await;
    let given_back = held.give_back(clients).await;
    ended?;
    given_back
}

/// One after the other, functions first: as long as a state machine's alias says that something moves, the
/// next deployment looks at all.
async fn go_all_back(
    clients: &Clients,
    desired: &Desired,
    ways: &[WayBack],
    tell: &dyn Fn(&str),
) -> Result<(), ApplyError> {
    let now = clients.clock.now_seconds();
    let is_taken_back = ways.iter().any(|it| it.mark.on_its_way);
    for way in ways {
        let before = match (is_taken_back, way.mark.on_its_way) {
            (false, _) => Some(way.from.clone()),
            (true, true) => way.mark.before.clone(),
            // It has forgotten what it served before that.
            (true, false) => None,
        };
        let mark = AliasMark {
            hash: content(clients, desired, way).await?,
            at: way.at.unwrap_or(now),
            before,
            on_its_way: false,
            // Done twice, it serves what was deployed last again.
            back: (way.moves() && way.mark.back != Some(Back::Rollback)).then_some(Back::Rollback),
            undoes: Some(way.mark.at).filter(|_| !is_taken_back),
            ..way.mark.clone()
        };
        go_back(clients, desired, way, &mark).await?;
        if way.moves() {
            tell(&format!("version {} serves as {}", way.to, way.id));
        }
    }
    Ok(())
}

async fn go_back(
    clients: &Clients,
    desired: &Desired,
    way: &WayBack,
    mark: &AliasMark,
) -> Result<(), ApplyError> {
    let mover = Mover::back(way.id.clone(), &way.of, &way.from, &way.to, mark);
    let there = Way { version: &way.to, part: None, mark };
    route(clients, &desired.place, &mover, &there).await
}

/// The hash of what the version is, which stands in its description.
async fn content(clients: &Clients, desired: &Desired, way: &WayBack) -> Result<String, CallError> {
    let description = if way.id.kind == Kind::StateMachineAlias {
        let arn = format!("{}:{}", desired.place.state_machine_arn(&way.of), way.to);
        let request = clients.sfn.describe_state_machine().state_machine_arn(arn).send();
        call("states:DescribeStateMachine", &way.id, request).await?.description
    } else {
        let request = clients.lambda.get_function_configuration().function_name(&way.of);
        let request = request.qualifier(&way.to).send();
        call("lambda:GetFunctionConfiguration", &way.id, request).await?.description
    };
    let hash = description.as_deref().and_then(|it| it.strip_prefix(HASH_TAG)?.strip_prefix('='));
    Ok(hash.unwrap_or("unknown").to_owned())
}
