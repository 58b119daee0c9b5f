//! [`prune`]: old versions that nobody uses are removed, so that there is always room for the next.
//!
//! A deployment that could not do it is still a deployment: what went wrong is told, and the next one
//! tries again.

use aws_sdk_sfn::types::{ExecutionStatus, StateMachineVersionListItem};

use super::call::call;
use super::error::CallError;
use super::observe::version_of;
use super::work::Work;
use crate::desired::{Function, StateMachine};
use crate::resource::Id;

/// How many pages of versions are read.
const PAGES_MAX: usize = 20;

pub(crate) async fn prune(work: Work<'_>, serving: &[(Id, String)]) {
    let newest = |id: Id| serving.iter().find(|(it, _)| *it == id)?.1.parse::<u64>().ok();
    for machine in &work.desired.machines {
        let ended = match newest(machine.alias.id()) {
            Some(newest) => of_machine(work, machine, newest).await,
            None => Ok(()),
        };
        told(work, ended);
    }
    for function in &work.desired.functions {
        let ended = match newest(function.alias.id()) {
            Some(newest) => of_function(work, function, newest).await,
            None => Ok(()),
        };
        told(work, ended);
    }
}

fn told(work: Work<'_>, ended: Result<(), CallError>) {
    if let Err(error) = ended {
        work.note(&format!("note: old versions stay for now: {error}"));
    }
}

fn keep(work: Work<'_>) -> u64 {
    work.desired.machines.first().map_or(5, |it| u64::from(it.settings.keep_versions))
}

async fn of_machine(work: Work<'_>, machine: &StateMachine, newest: u64) -> Result<(), CallError> {
    let keep = keep(work);
    // Numbers are given once: below this there cannot be too many.
    if newest <= keep + 1 {
        return Ok(());
    }
    let sfn = &work.clients.sfn;
    let (mut versions, mut next) = (Vec::new(), None);
    for _ in 0..PAGES_MAX {
        let request = sfn.list_state_machine_versions().state_machine_arn(&machine.arn);
        let request = request.set_next_token(next).send();
        let page = call("states:ListStateMachineVersions", machine.id(), request).await?;
        let arns = page
            .state_machine_versions()
            .iter()
            .map(StateMachineVersionListItem::state_machine_version_arn);
        versions.extend(arns.filter_map(|it| version_of(it).parse::<u64>().ok()));
        next = page.next_token;
        if next.is_none() {
            break;
        }
    }
    for version in too_old(versions, newest, keep) {
        let arn = format!("{}:{version}", machine.arn);
        if machine.settings.r#type == "STANDARD" {
            let request = sfn.list_executions().state_machine_arn(&arn);
            let request = request.status_filter(ExecutionStatus::Running).max_results(1).send();
            let running = call("states:ListExecutions", machine.id(), request).await?;
            if !running.executions().is_empty() {
                continue;
            }
        }
        let request = sfn.delete_state_machine_version().state_machine_version_arn(&arn).send();
        match call("states:DeleteStateMachineVersion", machine.id(), request).await {
            // An alias uses it.
            Err(error) if error.code() == "ConflictException" => {}
            other => {
                other?;
                work.note(&format!("removed version {version} of {}", machine.id()));
            }
        }
    }
    Ok(())
}

async fn of_function(work: Work<'_>, function: &Function, newest: u64) -> Result<(), CallError> {
    let keep = keep(work);
    if newest <= keep + 1 {
        return Ok(());
    }
    let lambda = &work.clients.lambda;
    let (mut versions, mut next) = (Vec::new(), None);
    for _ in 0..PAGES_MAX {
        let request = lambda.list_versions_by_function().function_name(&function.name);
        let request = request.set_marker(next).send();
        let page = call("lambda:ListVersionsByFunction", function.id(), request).await?;
        versions.extend(page.versions().iter().filter_map(|it| it.version()?.parse::<u64>().ok()));
        next = page.next_marker;
        if next.is_none() {
            break;
        }
    }
    for version in too_old(versions, newest, keep) {
        let request = lambda.delete_function().function_name(&function.name);
        let request = request.qualifier(version.to_string()).send();
        match call("lambda:DeleteFunction", function.id(), request).await {
            // An alias uses it.
            Err(error) if error.code() == "ResourceConflictException" => {}
            other => {
                other?;
                work.note(&format!("removed version {version} of {}", function.id()));
            }
        }
    }
    Ok(())
}

/// The versions beside the newest and those that are kept, oldest first.
fn too_old(mut versions: Vec<u64>, newest: u64, keep: u64) -> Vec<u64> {
    versions.retain(|it| *it < newest);
    versions.sort_unstable();
    let kept = usize::try_from(keep).unwrap_or(usize::MAX);
    versions.truncate(versions.len().saturating_sub(kept));
    versions
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_and_those_before_it_are_kept() {
        assert_eq!(too_old(vec![7, 6, 5, 3, 2, 9], 7, 2), [2, 3]);
        assert_eq!(too_old(vec![2, 1], 2, 5), [0; 0]);
    }
}
