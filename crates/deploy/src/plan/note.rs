//! What somebody should know of a resource besides what is to be done with it: where an alias comes from,
//! and what was taken on trust.

use crate::marks::Back;
use crate::observed::Found;
use crate::resource::{Id, Kind, Properties};

use super::Action;

/// A sentence; nothing where there is nothing to know.
pub(super) fn of(id: &Id, desired: &Properties, action: &Action, found: &Found) -> Option<String> {
    match id.kind {
        Kind::FunctionAlias | Kind::StateMachineAlias if action.is_change() => alias(found),
        Kind::Bucket if *action == Action::Nothing => {
            let unseen = desired.keys().any(|it| !found.properties.contains_key(it));
            unseen.then(|| "by its tags; `--deep` looks at what it is like".to_owned())
        }
        _ => None,
    }
}

/// Why an alias does not serve what was deployed last.
fn alias(found: &Found) -> Option<String> {
    let mark = found.mark.as_ref()?;
    let version = found.version.as_deref()?;
    if let Some((other, percent)) = &found.shifting {
        let rest = 100_u8.saturating_sub(*percent);
        return Some(format!(
            "a deployment ended on the way: {rest}% go to version {version}, {percent}% to version {other}; deploying goes on, `rollback` takes it back"
        ));
    }
    if mark.on_its_way {
        return Some(format!(
            "a deployment ended while it moved others; this one serves version {version}"
        ));
    }
    Some(match mark.back? {
        Back::Rollback => format!(
            "version {version} serves since a `rollback` from version {}; deploying moves on again",
            found.before().unwrap_or("?")
        ),
        Back::Watch => format!(
            "version {version} serves since the one after it was taken back; deploying tries again"
        ),
    })
}
