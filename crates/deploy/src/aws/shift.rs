//! [`shift()`]: aliases move from the version that serves to the new one, as the strategy says, watched;
//! and back, where it goes wrong.

mod metrics;
mod watch;

use aws_sdk_lambda::types::AliasRoutingConfiguration;
use aws_sdk_sfn::types::RoutingConfigurationListItem;
use futures_util::future::join_all;
use serde_json::Value;

use self::watch::Moved;
use super::call::call;
use super::clients::Clients;
use super::error::{ApplyError, CallError};
use super::wait::until;
use super::work::{Work, all};
use crate::desired::alias::{CONTENT, ON_ITS_WAY};
use crate::desired::{Alias, Desired, LIVE, StateMachine};
use crate::marks::{AliasMark, Back};
use crate::observed::Found;
use crate::place::Place;
use crate::resource::{Id, Kind};
use crate::strategy::Shift;

/// An alias that moves.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Mover {
    pub(crate) id: Id,
    /// Whose alias it is: a function's name, or a state machine's.
    of: String,
    /// What serves; nothing where the alias is new.
    pub(crate) from: Option<String>,
    /// What is to serve.
    pub(crate) to: String,
    /// What it says while it moves back: as before.
    was: AliasMark,
    /// What it says when it has moved.
    becomes: AliasMark,
}

impl Mover {
    pub(crate) fn new(work: Work<'_>, alias: Alias, found: Option<&Found>, to: String) -> Self {
        let Desired { marks, .. } = work.desired;
        let from = found.and_then(|it| it.version.clone());
        let before = found.and_then(Found::before).map(str::to_owned);
        let becomes = AliasMark {
            marks: marks.clone(),
            hash: alias.version.hash.clone(),
            at: work.clock().now_seconds(),
            before: from.clone().filter(|it| *it != to).or_else(|| before.clone()),
            with: work.desired.with(),
            on_its_way: false,
            back: None,
            undoes: None,
        };
        let was = AliasMark {
            hash: found.and_then(served).unwrap_or_else(|| "unknown".to_owned()),
            before,
            ..becomes.clone()
        };
        Self { id: alias.id(), of: alias.of, from, to, was, becomes }
    }

    /// An alias that goes from one version back to another.
    pub(crate) fn back(id: Id, of: &str, from: &str, to: &str, mark: &AliasMark) -> Self {
        Self {
            id,
            of: of.to_owned(),
            from: Some(from.to_owned()),
            to: to.to_owned(),
            was: mark.clone(),
            becomes: mark.clone(),
        }
    }

    /// An alias that only says that others move: the look at a state machine's alias tells of all.
    fn standing(work: Work<'_>, machine: &StateMachine) -> Option<Self> {
        let found = work.found(Kind::StateMachineAlias, &machine.alias.id().name)?;
        Some(Self::new(work, machine.alias.clone(), Some(found), found.version.clone()?))
    }

    fn leaves_at(&mut self, seconds: u64) {
        self.was.at = seconds;
        self.becomes.at = seconds;
    }

    /// Whether there is a version to move from.
    fn moves(&self) -> bool {
        self.from.as_ref().is_some_and(|it| *it != self.to)
    }

    fn is_of_machine(&self) -> bool {
        self.id.kind == Kind::StateMachineAlias
    }
}

/// The hash of what an alias serves, where it is known.
fn served(alias: &Found) -> Option<String> {
    let content = alias.properties.get(CONTENT).and_then(Value::as_str);
    let content = content.filter(|it| *it != ON_ITS_WAY).map(str::to_owned);
    content.or_else(|| alias.mark.as_ref().map(|it| it.hash.clone()))
}

/// Moves all aliases together, part by part.
pub(crate) async fn shift(work: Work<'_>, mut movers: Vec<Mover>) -> Result<(), ApplyError> {
    let began = work.clock().now_seconds();
    // By their time they are known to have moved together.
    for mover in &mut movers {
        mover.leaves_at(began);
    }
    let is_new = |it: &Mover| it.from.is_none();
    let (new, mut moving): (Vec<Mover>, Vec<Mover>) = movers.into_iter().partition(is_new);
    settle_all(work, &new).await?;
    let shifts = work.options.strategy.shifts();
    let in_parts = shifts.len() > 1 && moving.iter().any(Mover::moves);
    if in_parts {
        moving.extend(standing(work, &moving, &new));
        for mover in &mut moving {
            mover.leaves_at(began);
        }
    }
    for Shift { percent, watch } in shifts {
        let Some(watch) = watch.filter(|_| in_parts) else {
            settle_all(work, &moving).await?;
            break;
        };
        let ended = match part_all(work, &moving, percent).await {
            Ok(()) => {
                work.note(&format!(
                    "{percent}% of new executions go to the new version; watching for {} s",
                    watch.as_secs()
                ));
                watch::until_wrong(work, &Moved { movers: &moving, percent, began }, watch).await
            }
            Err(error) => Some(error.to_string()),
        };
        if let Some(why) = ended {
            return Err(take_back(work, &moving, why).await);
        }
    }
    for mover in moving.iter().chain(&new) {
        work.told(&format!("version {} serves as", mover.to), &mover.id);
    }
    Ok(())
}

/// The aliases of state machines that stay where they are while others move.
fn standing(work: Work<'_>, moving: &[Mover], new: &[Mover]) -> Vec<Mover> {
    let machines = work.desired.machines.iter();
    let standing = machines.filter_map(|it| {
        let id = it.alias.id();
        if moving.iter().any(|mover| mover.id == id) {
            return None;
        }
        let of_new = new.iter().find(|mover| mover.id == id);
        let stays = |new: &Mover| Mover { from: Some(new.to.clone()), ..new.clone() };
        of_new.map(stays).or_else(|| Mover::standing(work, it))
    });
    standing.collect()
}

/// All to the new versions: functions first, since what a new definition calls has to be there; and state
/// machines last, since as long as theirs say that something moves, the next deployment looks at all.
async fn settle_all(work: Work<'_>, movers: &[Mover]) -> Result<(), ApplyError> {
    for of_machines in [false, true] {
        let movers = movers.iter().filter(|it| it.is_of_machine() == of_machines);
        all(movers.map(|it| settle(work, it)).collect()).await?;
    }
    Ok(())
}

/// A part to the new versions: state machines first, whose aliases say so of all.
async fn part_all(work: Work<'_>, movers: &[Mover], percent: u8) -> Result<(), ApplyError> {
    for of_machines in [true, false] {
        let movers = movers.iter().filter(|it| it.is_of_machine() == of_machines);
        all(movers.map(|it| part(work, it, percent)).collect()).await?;
    }
    Ok(())
}

/// All to the new version.
async fn settle(work: Work<'_>, mover: &Mover) -> Result<(), ApplyError> {
    let way = Way { version: &mover.to, part: None, mark: &mover.becomes };
    route(work.clients, &work.desired.place, mover, &way).await
}

/// A part to the new version. The description says so: whoever comes after a deployment that was killed
/// on the way sees it.
async fn part(work: Work<'_>, mover: &Mover, percent: u8) -> Result<(), ApplyError> {
    let mark = AliasMark { on_its_way: true, ..mover.was.clone() };
    let from = mover.from.as_ref().unwrap_or(&mover.to);
    let part = mover.moves().then_some((mover.to.as_str(), percent));
    route(work.clients, &work.desired.place, mover, &Way { version: from, part, mark: &mark }).await
}

/// All back to the version before, in the order in which they settle.
async fn take_back(work: Work<'_>, movers: &[Mover], why: String) -> ApplyError {
    for of_machines in [false, true] {
        let movers = movers.iter().filter(|it| it.is_of_machine() == of_machines);
        let back = join_all(movers.map(async |mover| {
            let from = mover.from.as_ref().unwrap_or(&mover.to);
            let back = mover.moves().then_some(Back::Watch);
            let mark = AliasMark { back, ..mover.was.clone() };
            let way = Way { version: from, part: None, mark: &mark };
            route(work.clients, &work.desired.place, mover, &way).await
        }));
        if let Some(error) = back.await.into_iter().find_map(Result::err) {
            return ApplyError::NotTakenBack { why, error: Box::new(error) };
        }
    }
    let back = movers.iter().filter(|it| it.moves());
    let back = back.map(|it| format!("{} to version {}", it.id, it.from.as_deref().unwrap_or("?")));
    ApplyError::TakenBack { why, back: back.collect::<Vec<_>>().join(", ") }
}

/// Where an alias is sent.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Way<'a> {
    /// The version that serves.
    pub(crate) version: &'a str,
    /// Another that gets a part, in hundredths.
    pub(crate) part: Option<(&'a str, u8)>,
    /// What the alias says of itself.
    pub(crate) mark: &'a AliasMark,
}

/// Sends an alias to a version, and a part elsewhere.
pub(crate) async fn route(
    clients: &Clients,
    place: &Place,
    mover: &Mover,
    way: &Way<'_>,
) -> Result<(), ApplyError> {
    match mover.id.kind {
        Kind::FunctionAlias => route_function(clients, mover, way).await?,
        _ => route_machine(clients, place, mover, way).await?,
    }
    Ok(())
}

async fn route_function(clients: &Clients, mover: &Mover, way: &Way<'_>) -> Result<(), CallError> {
    let Way { version, part, mark } = *way;
    let lambda = &clients.lambda;
    let weights = part.map(|(version, percent)| (version.to_owned(), f64::from(percent) / 100.0));
    let weights = weights.into_iter().collect();
    let routing =
        AliasRoutingConfiguration::builder().set_additional_version_weights(Some(weights));
    let routing = routing.build();
    if mover.from.is_none() {
        let request = lambda.create_alias().function_name(&mover.of).name(LIVE);
        let request = request.function_version(version).description(mark.to_string()).send();
        match call("lambda:CreateAlias", &mover.id, request).await {
            Err(error) if error.code() != "ResourceConflictException" => return Err(error),
            Ok(_) => return Ok(()),
            // It is there: somebody made it since the look. It moves.
            Err(_) => {}
        }
    }
    let request =
        lambda.update_alias().function_name(&mover.of).name(LIVE).function_version(version);
    let request = request.routing_config(routing).description(mark.to_string()).send();
    call("lambda:UpdateAlias", &mover.id, request).await.map(drop)
}

async fn route_machine(
    clients: &Clients,
    place: &Place,
    mover: &Mover,
    way: &Way<'_>,
) -> Result<(), CallError> {
    let Way { version, part, mark } = *way;
    let arn = place.state_machine_arn(&mover.of);
    let item = |version: &str, percent: u8| {
        RoutingConfigurationListItem::builder()
            .state_machine_version_arn(format!("{arn}:{version}"))
            .weight(i32::from(percent))
            .build()
            .ok()
    };
    let rest = 100 - part.map_or(0, |(_, percent)| percent);
    let routes = [item(version, rest), part.and_then(|(version, percent)| item(version, percent))];
    let routes: Vec<_> = routes.into_iter().flatten().collect();
    let is_new = mover.from.is_none();
    // A version that was just published may not be known everywhere.
    until(clients.clock, CallError::is_not_found, async || {
        if is_new {
            let request = clients.sfn.create_state_machine_alias().name(LIVE);
            let request = request.set_routing_configuration(Some(routes.clone()));
            let request = request.description(mark.to_string()).send();
            call("states:CreateStateMachineAlias", &mover.id, request).await.map(drop)
        } else {
            let request = clients.sfn.update_state_machine_alias();
            let request = request.state_machine_alias_arn(format!("{arn}:{LIVE}"));
            let request = request.set_routing_configuration(Some(routes.clone()));
            let request = request.description(mark.to_string()).send();
            call("states:UpdateStateMachineAlias", &mover.id, request).await.map(drop)
        }
    })
    .await
}
