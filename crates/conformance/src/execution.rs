//! Cases of whole executions: a definition, an input, what the tasks answer, and what AWS did.

pub(crate) mod functions;
mod log;
mod tasks;

use std::sync::Arc;

use jiff::SignedDuration;
use stepwright_engine::{Execution, ExecutionStatus, Express, Failure, Start};
use stepwright_json::{Object, Value};
use stepwright_testkit::{Answer, World};

use crate::case::{Case, program};
use crate::compare::{Binding, Difference, compare_events, diff};
use crate::wire;

/// What the engine makes of the case, or why it does not run.
pub(crate) fn actual(case: &Case) -> Result<Value, String> {
    let definition = match case.text("definition_text") {
        "" => case.get("definition").cloned().unwrap_or_default(),
        text => Value::parse(text).map_err(|it| it.to_string())?,
    };
    let program = Arc::new(program(&definition)?);
    let mut world = world(case);
    let start = start(case, world.now());
    start.check().map_err(|it| it.to_string())?;
    let is_sync = case.get("sync").and_then(Value::as_bool).unwrap_or_default();
    let execution = match (case.text("type"), is_sync) {
        ("EXPRESS", true) => world.run_express(&program, start, Express::Synchronous),
        ("EXPRESS", false) => world.run_express(&program, start, Express::Asynchronous),
        _ => world.run_from(&program, start),
    };
    Ok(outcome(case, &execution))
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
    // An execution that nobody names has a UUID for a name.
    let name = Some(case.text("execution_name")).filter(|it| !it.is_empty());
    let name = name.unwrap_or("00000000-0000-4000-8000-000000000000");
    Start {
        input: case.get("input").cloned().unwrap_or_else(|| Object::new().into()),
        execution_name: name.to_owned(),
        execution_arn: case.text("execution_arn").to_owned(),
        state_machine_arn: machine.to_owned(),
        state_machine_name: machine.rsplit(':').next().unwrap_or_default().to_owned(),
        role_arn: case.text("role_arn").to_owned(),
        now,
        seed: 0,
    }
}

/// How an execution has ended, its events, and whatever else the case may have recorded.
fn outcome(case: &Case, execution: &Execution) -> Value {
    let failure = execution.failure();
    let text = |it: Option<&Arc<str>>| it.map(|it| Value::String(it.clone()));
    // Whoever succeeds has an output: where there is none, it was not recorded.
    let succeeded = expected(case, "status").and_then(Value::as_str) == Some("SUCCEEDED");
    let is_recorded = !succeeded || expected(case, "output").is_some();
    let ended = [
        ("output", execution.output().filter(|_| is_recorded).cloned()),
        ("error", text(failure.and_then(|it| it.error.as_ref()))),
        ("cause", text(failure.and_then(|it| it.cause.as_ref()))),
    ];
    let watched = watched(case).unwrap_or(usize::MAX);
    let events: Value = execution.history().iter().take(watched).map(wire::event).collect();
    let status = execution.status().as_str().into();
    let mut actual = Object::from_iter([("status", status), ("events", events)]);
    let ended = ended.into_iter().filter_map(|(key, it)| Some((key, it?)));
    for (key, it) in ended.chain(offered(case, execution)) {
        actual.insert(key, it);
    }
    actual.into()
}

/// How many events were seen of an execution that had not ended while it was watched. What came after
/// them is not known.
fn watched(case: &Case) -> Option<usize> {
    let events = expected(case, "events").and_then(Value::as_array)?;
    expected(case, "status").is_none().then_some(events.len())
}

/// How an execution has ended.
const ENDED: [&str; 4] = ["status", "output", "error", "cause"];

/// Holds it against what AWS did.
pub(crate) fn compare(case: &Case, actual: &Value) -> Vec<Difference> {
    let mut binding = Binding::default();
    let mut differences = Vec::new();
    let nothing = Object::new();
    let expected = case.get("expected").and_then(Value::as_object).unwrap_or(&nothing);
    if let Some(events) = expected.get("events").and_then(Value::as_array) {
        let actual = actual.get("events").and_then(Value::as_array).cloned().unwrap_or_default();
        let ordering = case.text("ordering");
        differences.extend(compare_events(events, &actual, ordering, &mut binding));
    }
    for key in ENDED {
        if expected.contains_key(key) || expected.contains_key("status") {
            let place = (&*format!("$.{key}"), key);
            diff(expected.get(key), actual.get(key), place, &mut binding, &mut differences);
        }
    }
    for (key, expected) in expected.iter().filter(|(key, _)| !ENDED.contains(key)) {
        if let Some(actual) = actual.get(key).filter(|_| key != "events") {
            let place = (&*format!("$.{key}"), key);
            diff(Some(expected), Some(actual), place, &mut binding, &mut differences);
        }
    }
    differences
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
