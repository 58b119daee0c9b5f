//! `rollback`: new executions go back to the version before.

use std::process::ExitCode;

use anyhow::bail;
use stepwright_deploy::aws::rollback::{rollback, ways_back};
use stepwright_deploy::cli::Rollback;

use super::ask::{Answer, ask};
use super::{Session, TO_DO};

pub(super) async fn run(session: &Session, args: &Rollback) -> anyhow::Result<ExitCode> {
    let Session { clients, desired, .. } = session;
    let ways = ways_back(clients, desired).await?;
    if ways.is_empty() {
        bail!("there is no version to go back to: nothing was deployed before what serves now");
    }
    for way in ways.iter().filter(|it| it.moves()) {
        println!("~ {}: version {} → {}", way.id, way.from, way.to);
    }
    if ask("Move back?", args.yes) != Answer::Yes {
        return Ok(ExitCode::from(TO_DO));
    }
    rollback(clients, desired, &ways, &|text| eprintln!("{text}")).await?;
    Ok(ExitCode::SUCCESS)
}
