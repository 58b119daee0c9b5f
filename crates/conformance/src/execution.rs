//! Cases of whole executions: a definition, an input, what the tasks answer, and what AWS did.

pub(crate) mod functions;
mod log;
mod tasks;

use std::sync::Arc;

use jiff::SignedDuration;
use stepwright_engine::{Execution, ExecutionStatus, Express, Failure, Start};
use stepwright_json::{Object, Value};
use stepwright_testkit::{Answer, World};

use crate::case::{Case, Verdict, program};
use crate::compare::{Binding, compare_events, diff};
use crate::wire;

pub(crate) fn judge(case: &Case) -> Verdict {
    let definition = match case.text("definition_text") {
        "" => Ok(case.get("definition").cloned().unwrap_or_default()),
        text => Value::parse(text),
    };
    let program = match definition.map_err(|it| Verdict::NotRun(it.to_string())) {
        Ok(definition) => program(&definition),
        Err(verdict) => Err(verdict),
    };
    let program = match program {
        Ok(it) => Arc::new(it),
        Err(verdict) => return verdict,
    };
    let mut world = world(case);
    let start = start(case, world.now());
    let is_sync = case.get("sync").and_then(Value::as_bool).unwrap_or_default();
    let execution = match (case.text("type"), is_sync) {
        ("EXPRESS", true) => world.run_express(&program, start, Express::Synchronous),
        ("EXPRESS", false) => world.run_express(&program, start, Express::Asynchronous),
        _ => world.run_from(&program, start),
    };
    compare(case, &execution)
}

/// What the recording says about the outside.
fn world(case: &Case) -> World<'_> {
    let mut left: Vec<&Value> = case.items("tasks").collect();
    let functions: Vec<&Value> = case.items("functions").collect();
    let mut world = World::new(move |request| {
        let recorded = tasks::answer(&mut left, request);
        recorded.or_else(|| functions::answer(&functions, request)).unwrap_or_else(Answer::silence)
    });
    for object in case.items("s3_objects") {
        let text = |key| object.get(key).and_then(Value::as_str).unwrap_or_default();
        world = world.with_object(text("bucket"), text("key"), text("body"));
    }
    if let Ok(clock) = case.text("clock").parse() {
        world = world.beginning_at(clock);
    }
    if expected(case, "status").and_then(Value::as_str) == Some("ABORTED") {
        let of = |key| expected(case, key).and_then(Value::as_str).map(Arc::from);
        let failure = Failure { error: of("error"), cause: of("cause") };
        world = world.stopped_after(SignedDuration::from_secs(1), failure);
    }
    world
}

fn start(case: &Case, now: jiff::Timestamp) -> Start {
    let machine = case.text("state_machine_arn");
    Start {
        input: case.get("input").cloned().unwrap_or_else(|| Object::new().into()),
        execution_name: case.text("execution_name").to_owned(),
        execution_arn: case.text("execution_arn").to_owned(),
        state_machine_arn: machine.to_owned(),
        state_machine_name: machine.rsplit(':').next().unwrap_or_default().to_owned(),
        role_arn: case.text("role_arn").to_owned(),
        now,
        seed: 0,
    }
}

fn compare(case: &Case, execution: &Execution) -> Verdict {
    let mut binding = Binding::default();
    let mut differences = Vec::new();
    if let Some(events) = expected(case, "events").and_then(Value::as_array) {
        let actual: Vec<Value> = execution.history().iter().map(wire::event).collect();
        let ordering = case.text("ordering");
        differences.extend(compare_events(events, &actual, ordering, &mut binding));
    }
    let failure = execution.failure();
    let text = |it: Option<&Arc<str>>| it.map(|it| Value::String(it.clone()));
    let ended = [
        ("status", Some(Value::from(execution.status().as_str()))),
        ("output", execution.output().cloned()),
        ("error", text(failure.and_then(|it| it.error.as_ref()))),
        ("cause", text(failure.and_then(|it| it.cause.as_ref()))),
    ];
    // Whoever succeeds has an output: where there is none, it was not recorded.
    let has_no_output = execution.output().is_some() && expected(case, "output").is_none();
    for (key, actual) in ended {
        if key == "output" && has_no_output && expected(case, "error").is_none() {
            continue;
        }
        if expected(case, key).is_some() || expected(case, "status").is_some() {
            let (expected, actual) = (expected(case, key), actual.as_ref());
            diff(expected, actual, (&format!("$.{key}"), key), &mut binding, &mut differences);
        }
    }
    for (key, actual) in offered(case, execution) {
        if let Some(expected) = expected(case, key) {
            let place = (&*format!("$.{key}"), key);
            diff(Some(expected), Some(&actual), place, &mut binding, &mut differences);
        }
    }
    Verdict::of(differences)
}

/// What there is to compare besides: the log, and the answer to who has waited for the end.
fn offered(case: &Case, execution: &Execution) -> Vec<(&'static str, Value)> {
    let mut offered = Vec::new();
    if let Some(logging) = case.get("logging_configuration") {
        let log = log::of(execution, logging);
        // Some recordings have the log of several executions.
        let events = expected(case, "logged_execution_events").and_then(Value::as_array);
        let arn = |it: &Value| it.get("execution_arn").cloned();
        let is_of_one = events
            .into_iter()
            .flatten()
            .map(arn)
            .all(|it| log.first().is_none_or(|own| arn(own) == it));
        offered.extend(log.last().map(|it| ("end_log_event", it.clone())));
        if is_of_one {
            offered.push(("logged_execution_events", log.into_iter().collect()));
        }
    }
    if execution.status() != ExecutionStatus::Running {
        offered.push(("response", wire::sync_response(execution).into()));
    }
    offered
}

fn expected<'a>(case: &'a Case, key: &str) -> Option<&'a Value> {
    case.get("expected")?.get(key)
}
