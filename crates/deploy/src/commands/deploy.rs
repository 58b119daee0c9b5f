//! `deploy`: shows the plan, asks, and applies it.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::Context;
use stepwright_deploy::aws::apply::Options;
use stepwright_deploy::aws::{Look, apply, look_and_plan};
use stepwright_deploy::cli::Deploy;
use stepwright_deploy::{Desired, Plan, Strategy, watch as watching};
use tokio::sync::watch;

use super::ask::{Answer, ask};
use super::{Session, TO_DO};

pub(super) async fn run(
    session: &Session,
    args: &Deploy,
    stop: watch::Receiver<bool>,
) -> anyhow::Result<ExitCode> {
    let Session { config, clients, identity, desired, .. } = session;
    if args.explain_permissions {
        println!("{}", permissions(desired));
        return Ok(ExitCode::SUCCESS);
    }
    let look = if args.deep { Look::Deep } else { Look::Quick };
    let (observed, plan) = look_and_plan(clients, desired, identity, look).await?;
    if args.json {
        println!("{:#}", plan.to_json());
    } else {
        println!(
            "{} in {}, account {}\n\n{plan}",
            desired.marks, identity.place.region, identity.place.account
        );
        for line in watching::told(desired, &plan, config.strategy, config.error_rate_percent_max) {
            println!("{line}");
        }
    }
    if let Some(file) = &args.picture {
        draw(&plan, desired, file)?;
    }
    if let Some(id) = plan.refused().next() {
        return Err(stepwright_deploy::aws::ApplyError::Foreign(id.clone()).into());
    }
    if plan.is_done() {
        eprintln!("nothing to do; {}\n", took(session, Duration::ZERO));
        return Ok(told(desired, args));
    }
    if args.dry_run {
        return Ok(ExitCode::from(TO_DO));
    }
    let asked = Instant::now();
    match ask(&question(config.strategy), args.yes) {
        Answer::Yes => {}
        Answer::No => return Ok(ExitCode::from(TO_DO)),
        Answer::Nobody => {
            eprintln!("nothing was done: `--yes` does it without being asked");
            return Ok(ExitCode::from(TO_DO));
        }
    }
    let started = Instant::now();
    let waited = started - asked;
    let options = Options {
        strategy: config.strategy,
        error_rate_percent_max: config.error_rate_percent_max,
        stop,
        tell: &|text| eprintln!("{:>7.1} s  {text}", started.elapsed().as_secs_f64()),
    };
    apply(clients, desired, &observed, &plan, &options).await?;
    eprintln!("deployed; {}\n", took(session, waited));
    Ok(told(desired, args))
}

/// Writes the plan's pictures: one into the file, several into files beside it.
fn draw(plan: &Plan, desired: &Desired, file: &Path) -> anyhow::Result<()> {
    let pictures = plan.pictures(desired);
    for (name, picture) in &pictures {
        let mut file = file.to_owned();
        if pictures.len() > 1 {
            let (stem, ending) = (file.file_stem(), file.extension());
            let text = |it: Option<&OsStr>| it.unwrap_or_default().to_string_lossy().into_owned();
            file.set_file_name(format!("{}.{name}.{}", text(stem), text(ending)));
        }
        fs::write(&file, picture)
            .with_context(|| format!("`{}` cannot be written", file.display()))?;
        eprintln!("drawn: {}", file.display());
    }
    Ok(())
}

/// How long all of it took, without the time that somebody thought about the plan, and how many requests.
fn took(session: &Session, waited: Duration) -> String {
    let took = session.started.elapsed().saturating_sub(waited).as_secs_f64();
    format!("{} requests in {took:.1} s", session.clients.requests())
}

fn question(strategy: Strategy) -> String {
    match strategy {
        Strategy::AllAtOnce => "Apply?".to_owned(),
        other => format!("Apply, with new executions moving as `{other}` says?"),
    }
}

/// What each role may do, and why.
fn permissions(desired: &Desired) -> String {
    let roles = desired.roles.iter();
    let roles = roles.map(|it| format!("{}, of {}\n\n{}", it.id(), it.of, it.policy.explanation));
    roles.collect::<Vec<_>>().join("\n")
}

/// Where to go from here.
fn told(desired: &Desired, args: &Deploy) -> ExitCode {
    if !args.json {
        for machine in &desired.machines {
            println!("{}", machine.alias_arn());
            println!("  start an execution: {}", desired.place.console_url(&machine.arn));
            println!("  with this input:    {}", machine.default_input);
        }
    }
    ExitCode::SUCCESS
}
