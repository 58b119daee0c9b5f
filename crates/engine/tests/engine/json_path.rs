//! Data flow in JSONPath, as those who write definitions know it.

mod distributed_map;
mod forks;
mod stages;
mod tasks;
mod variables;

use std::sync::Arc;

use expect_test::Expect;
use stepwright_engine::{Execution, ScheduleTask};
use stepwright_json::{Object, Value};
use stepwright_testkit::{Answer, World};

use crate::common::{program, story};

/// A machine in JSONPath with these states, of which `S` is the first.
fn machine(states: &str) -> String {
    format!(r#"{{"QueryLanguage": "JSONPath", "StartAt": "S", "States": {states}}}"#)
}

fn run(states: &str, input: &str, script: impl FnMut(&ScheduleTask) -> Answer) -> Execution {
    World::new(script).run(&program(&machine(states)), Value::parse(input).unwrap())
}

/// A task that answers with what it is asked.
fn echo(request: &ScheduleTask) -> Answer {
    Answer::success(request.input.clone())
}

/// How an execution has ended: its output, or its error and cause.
fn end(execution: &Execution) -> String {
    match (execution.output(), execution.failure()) {
        (Some(output), _) => output.to_string(),
        (None, Some(failure)) => {
            let part = |it: &Option<Arc<str>>| it.as_deref().unwrap_or("–").to_owned();
            format!("{}: {}", part(&failure.error), part(&failure.cause))
        }
        (None, None) => execution.status().as_str().to_owned(),
    }
}

/// What a machine of one state with these fields ends with, for each of several inputs.
#[track_caller]
fn check(fields: &str, inputs: &[&str], expect: Expect) {
    let mut state = Object::from_iter([("End", true)]);
    for (key, value) in Value::parse(fields).unwrap().as_object().unwrap() {
        state.insert(key, value.clone());
    }
    if matches!(state.get("Type").and_then(Value::as_str), Some("Succeed" | "Fail")) {
        state.remove("End");
    }
    let states = Value::from(Object::from_iter([("S", Value::from(state))])).to_string();
    let ends: Vec<String> = inputs.iter().map(|it| end(&run(&states, it, echo))).collect();
    expect.assert_eq(&ends.join("\n"));
}

/// The whole story of a machine.
#[track_caller]
fn check_story(
    states: &str,
    input: &str,
    script: impl FnMut(&ScheduleTask) -> Answer,
    expect: Expect,
) {
    expect.assert_eq(&story(&run(states, input, script)));
}
