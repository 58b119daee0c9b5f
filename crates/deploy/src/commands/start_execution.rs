//! `start-execution --aws`: starts an execution, and shows it as a run on this machine is shown.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, anyhow};
use stepwright_deploy::Desired;
use stepwright_deploy::aws::execution::{Ended, follow, start};
use stepwright_deploy::cli::StartExecution;
use stepwright_deploy::desired::StateMachine;
use tokio::sync::watch;

use super::{STOPPED, Session};

/// A column for states' names is not wider than this.
const STATE_WIDTH_MAX: usize = 32;

pub(super) async fn run(
    session: &Session,
    args: &StartExecution,
    stop: watch::Receiver<bool>,
) -> anyhow::Result<ExitCode> {
    let Session { clients, desired, .. } = session;
    let machine = find(desired, &args.workflow)?;
    let input = match &args.input {
        None => machine.default_input.to_string(),
        Some(text) if Path::new(text).is_file() => {
            fs::read_to_string(text).with_context(|| format!("cannot read `{text}`"))?
        }
        Some(text) => text.clone(),
    };
    let started = start(clients, machine, &input).await?;
    eprintln!("{}", started.arn);
    let width = machine.model.states.keys().map(|it| it.chars().count()).max().unwrap_or_default();
    let tell = |line: &str| {
        // Where nobody reads on, the execution still goes to its end.
        let _ = writeln!(anstream::stdout(), "{line}");
    };
    let ended = follow(clients, &started, width.min(STATE_WIDTH_MAX), stop, &tell).await?;
    Ok(match ended {
        Ended::Succeeded => ExitCode::SUCCESS,
        Ended::NotSucceeded => ExitCode::FAILURE,
        Ended::StillRuns => {
            eprintln!("it still runs on AWS; stop it there if it should not");
            ExitCode::from(STOPPED)
        }
    })
}

fn find<'a>(desired: &'a Desired, name: &str) -> anyhow::Result<&'a StateMachine> {
    let found = desired.machines.iter().find(|it| it.local_name == name);
    found.ok_or_else(|| {
        let names: Vec<&str> = desired.machines.iter().map(|it| it.local_name.as_str()).collect();
        anyhow!("there is no state machine `{name}`: there are {}", names.join(", "))
    })
}
