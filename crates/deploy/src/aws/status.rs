//! [`Status`]: what is deployed, which version serves, the last executions, and what differs from the
//! workspace.

use std::fmt;

use aws_smithy_types::date_time::Format;
use serde_json::{Value, json};

use super::call::find as maybe;
use super::clients::Clients;
use super::error::CallError;
use super::observe::{Identity, Look, look_and_plan};
use crate::desired::{Desired, StateMachine};
use crate::plan::Plan;
use crate::resource::Kind;

/// How many executions are shown.
const EXECUTIONS: i32 = 5;

/// What is deployed.
#[derive(Debug, Clone, PartialEq)]
pub struct Status {
    /// Where, in words.
    pub place: String,
    /// The state machines that should be there.
    pub machines: Vec<Machine>,
    /// What a deployment would do: the drift, and what is new here.
    pub plan: Plan,
}

/// A state machine that should be there.
#[derive(Debug, Clone, PartialEq)]
pub struct Machine {
    /// Its name.
    pub name: String,
    /// What serves; nothing where it is not there.
    pub serves: Option<String>,
    /// What served before.
    pub before: Option<String>,
    /// What a part of the executions goes to, in hundredths.
    pub shifting: Option<(String, u8)>,
    /// The last executions, newest first.
    pub executions: Vec<Execution>,
    /// Where it is in the console.
    pub console_url: String,
}

/// An execution, at a glance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Execution {
    /// Its name.
    pub name: String,
    /// Such as `SUCCEEDED`.
    pub status: String,
    /// When it started.
    pub started: String,
}

/// Looks at everything.
///
/// # Errors
///
/// The first call that fails.
pub async fn status(
    clients: &Clients,
    desired: &Desired,
    identity: &Identity,
) -> Result<Status, CallError> {
    let (observed, plan) = look_and_plan(clients, desired, identity, Look::Deep).await?;
    let mut machines = Vec::new();
    for machine in &desired.machines {
        let alias = observed.find(Kind::StateMachineAlias, &machine.alias.id().name);
        let is_there = observed.get(&machine.id()).is_some();
        machines.push(Machine {
            name: machine.name.clone(),
            serves: alias.and_then(|it| it.version.clone()),
            before: alias.and_then(|it| it.before().map(str::to_owned)),
            shifting: alias.and_then(|it| it.shifting.clone()),
            executions: if is_there { executions(clients, machine).await? } else { Vec::new() },
            console_url: desired.place.console_url(&machine.arn),
        });
    }
    let place =
        format!("{} in {}, account {}", desired.marks, desired.place.region, desired.place.account);
    Ok(Status { place, machines, plan })
}

async fn executions(
    clients: &Clients,
    machine: &StateMachine,
) -> Result<Vec<Execution>, CallError> {
    // Executions of express state machines are not listed.
    if machine.settings.r#type == "EXPRESS" {
        return Ok(Vec::new());
    }
    let request = clients.sfn.list_executions().state_machine_arn(&machine.arn);
    let request = request.max_results(EXECUTIONS).send();
    let answer = maybe("states:ListExecutions", machine.id(), request).await?;
    let executions = answer.map(|it| it.executions).unwrap_or_default();
    let executions = executions.into_iter().map(|it| Execution {
        name: it.name,
        status: it.status.as_str().to_owned(),
        started: it.start_date.fmt(Format::DateTime).unwrap_or_default(),
    });
    Ok(executions.collect())
}

impl Status {
    /// The same as JSON, for tools.
    pub fn to_json(&self) -> Value {
        let Self { place, machines, plan } = self;
        let machines: Vec<Value> = machines.iter().map(Machine::to_json).collect();
        json!({ "place": place, "stateMachines": machines, "plan": plan.to_json() })
    }
}

impl Machine {
    fn to_json(&self) -> Value {
        let Self { name, serves, before, shifting, executions, console_url } = self;
        let executions = executions.iter().map(|Execution { name, status, started }| {
            json!({ "name": name, "status": status, "started": started })
        });
        let shifting = shifting
            .as_ref()
            .map(|(version, percent)| json!({ "version": version, "percent": percent }));
        json!({
            "name": name,
            "serves": serves,
            "before": before,
            "shifting": shifting,
            "executions": executions.collect::<Vec<_>>(),
            "consoleUrl": console_url,
        })
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, machines, plan } = self;
        writeln!(f, "{place}")?;
        for machine in machines {
            write!(f, "\n{machine}")?;
        }
        if plan.is_done() {
            return writeln!(f, "\nEverything is as this workspace says.");
        }
        writeln!(f, "\nDifferent from this workspace:")?;
        let plan = plan.to_string();
        plan.lines().filter(|it| !it.starts_with("= ")).try_for_each(|it| writeln!(f, "{it}"))
    }
}

impl fmt::Display for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, serves, before, shifting, executions, console_url } = self;
        let Some(serves) = serves else { return writeln!(f, "{name}: not deployed") };
        write!(f, "{name}: version {serves} serves")?;
        if let Some((version, percent)) = shifting {
            write!(f, ", {percent}% go to version {version}")?;
        }
        if let Some(before) = before {
            write!(f, "; before it was version {before}")?;
        }
        writeln!(f, "\n  {console_url}")?;
        if executions.is_empty() {
            return writeln!(f, "  no executions yet");
        }
        executions.iter().try_for_each(|it| writeln!(f, "  {it}"))
    }
}

impl fmt::Display for Execution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, status, started } = self;
        write!(f, "{started}  {status:<9}  {name}")
    }
}
