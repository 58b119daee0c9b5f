//! [`ask_owners`]: before something is changed, its tags have to say that it is ours. They also say the
//! hash of what was deployed.

use std::collections::BTreeMap;

use futures_util::future::try_join_all;

use super::Look;
use crate::aws::call::call;
use crate::aws::clients::Clients;
use crate::aws::error::CallError;
use crate::desired::Desired;
use crate::marks::HASH_TAG;
use crate::observed::{Found, Observed, Ownership};
use crate::place::Place;
use crate::plan::{Plan, Step};
use crate::resource::{Id, Kind};
use crate::tagging::{self, Tags};

/// Asks whose everything is that the plan would change, where nobody has asked yet; at a deep look, and where
/// other tags are wanted than were, whose everything is. `true` where anybody had to be asked.
///
/// # Errors
///
/// The first call that fails.
pub async fn ask_owners(
    clients: &Clients,
    desired: &Desired,
    plan: &Plan,
    look: Look,
    observed: &mut Observed,
) -> Result<bool, CallError> {
    let unasked = |id: &Id| observed.get(id).is_some_and(|it| it.ownership == Ownership::Unasked);
    let changes = |it: &Step| it.action.is_change();
    // A schedule is its group's: whoever makes one asks whose the group is.
    let in_group = plan.steps.iter().any(|it| it.id.kind == Kind::Schedule && changes(it));
    let touches = |it: &Step| changes(it) || it.id.kind == Kind::ScheduleGroup && in_group;
    // Nobody sees the tags of these at a quick look; the bucket gets its own after all the others.
    let are_told = are_told(desired, observed);
    let has_unseen =
        |id: &Id| id.kind.has_tags() && observed.get(id).is_some_and(|it| it.tags.is_none());
    let is_in_doubt = |it: &Step| !are_told && has_unseen(&it.id);
    let ids: Vec<Id> = plan
        .steps
        .iter()
        .filter(|it| (look == Look::Deep || touches(it)) && unasked(&it.id) || is_in_doubt(it))
        .map(|it| it.id.clone())
        .collect();
    let asked = try_join_all(ids.iter().map(|it| owner(clients, desired, it))).await?;
    for (id, owner) in ids.iter().zip(asked) {
        if let Some(found) = observed.found.get_mut(id) {
            *found = owner.of(found.clone());
        }
    }
    Ok(!ids.is_empty())
}

/// Whether the bucket says that everything has the tags that are wanted.
fn are_told(desired: &Desired, observed: &Observed) -> bool {
    let bucket = observed.get(&desired.bucket.id()).filter(|it| it.ownership == Ownership::Ours);
    let tags = bucket.and_then(|it| it.tags.as_ref());
    tags.is_some_and(|it| tagging::change(&desired.tags, it).is_none())
}

/// What the tags of something say.
#[derive(Debug, Clone)]
pub(crate) struct Owner {
    /// Whose it is.
    pub(crate) ownership: Ownership,
    hash: Option<String>,
    tags: Tags,
}

impl Owner {
    /// What was found of it, and what its tags say.
    pub(super) fn of(self, found: Found) -> Found {
        let Self { ownership, hash, tags } = self;
        Found { ownership, hash, tags: Some(tags), ..found }
    }
}

/// Whose something is, by its tags, and what else they say.
pub(crate) async fn owner(
    clients: &Clients,
    desired: &Desired,
    id: &Id,
) -> Result<Owner, CallError> {
    let tags = tags(clients, &desired.place, id).await?;
    let ownership = if desired.marks.own(&tags) { Ownership::Ours } else { Ownership::Foreign };
    // The tags of a schedule are its group's.
    let hash = tags.get(HASH_TAG).filter(|_| id.kind != Kind::Schedule).cloned();
    Ok(Owner { ownership, hash, tags })
}

async fn tags(
    clients: &Clients,
    place: &Place,
    id: &Id,
) -> Result<BTreeMap<String, String>, CallError> {
    let name = &id.name;
    match id.kind {
        Kind::LogGroup => {
            let request = clients.logs.list_tags_for_resource();
            let request = request.resource_arn(place.log_group_arn(name)).send();
            let answer = call("logs:ListTagsForResource", id, request).await?;
            Ok(answer.tags.unwrap_or_default().into_iter().collect())
        }
        Kind::Function => {
            let request = clients.lambda.list_tags().resource(place.function_arn(name)).send();
            let answer = call("lambda:ListTags", id, request).await?;
            Ok(answer.tags.unwrap_or_default().into_iter().collect())
        }
        Kind::StateMachine => {
            let request = clients.sfn.list_tags_for_resource();
            let request = request.resource_arn(place.state_machine_arn(name)).send();
            let answer = call("states:ListTagsForResource", id, request).await?;
            Ok(pairs(answer.tags(), |it| (it.key(), it.value())))
        }
        Kind::ScheduleGroup | Kind::Schedule => {
            // A schedule has no tags: its group has them.
            let group = name.split('/').next().unwrap_or_default();
            let request = clients.scheduler.list_tags_for_resource();
            let request = request.resource_arn(place.schedule_group_arn(group)).send();
            let answer = call("scheduler:ListTagsForResource", id, request).await?;
            Ok(pairs(answer.tags(), |it| (Some(it.key()), Some(it.value()))))
        }
        Kind::Alarm => {
            let request = clients.cloudwatch.list_tags_for_resource();
            let request = request.resource_arn(place.alarm_arn(name)).send();
            let answer = call("cloudwatch:ListTagsForResource", id, request).await?;
            Ok(pairs(answer.tags(), |it| (it.key(), it.value())))
        }
        Kind::Role => {
            let request = clients.iam.list_role_tags().role_name(name).send();
            let answer = call("iam:ListRoleTags", id, request).await?;
            Ok(pairs(answer.tags(), |it| (Some(it.key()), Some(it.value()))))
        }
        // Whoever looked at a bucket saw its tags; aliases have none, and are their owners'.
        Kind::Bucket | Kind::FunctionAlias | Kind::StateMachineAlias => Ok(BTreeMap::new()),
    }
}

fn pairs<'a, T>(
    tags: &'a [T],
    pair: impl Fn(&'a T) -> (Option<&'a str>, Option<&'a str>),
) -> BTreeMap<String, String> {
    let tags = tags.iter().filter_map(|it| match pair(it) {
        (Some(key), Some(value)) => Some((key.to_owned(), value.to_owned())),
        _ => None,
    });
    tags.collect()
}
