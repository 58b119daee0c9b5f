//! What the stories go through.

use std::sync::Arc;

use expect_test::Expect;
use jiff::Timestamp;
use stepwright_asl::StateMachine;
use stepwright_compiler::{Program, compile};
use stepwright_engine::{Command, Execution, ScheduleTask, Start};
use stepwright_json::{Object, Value};
use stepwright_testkit::{Answer, World};

/// Runs a machine in JSONata whose tasks answer with their input, and compares its story.
#[track_caller]
pub(crate) fn check(machine: &str, input: &str, expect: Expect) {
    check_with(machine, input, |request| Answer::success(request.input.clone()), expect);
}

/// Runs a machine in JSONata and compares its story: the events, and how it ended.
#[track_caller]
pub(crate) fn check_with(
    machine: &str,
    input: &str,
    script: impl FnMut(&ScheduleTask) -> Answer,
    expect: Expect,
) {
    let input = Value::parse(input).unwrap();
    let execution = World::new(script).run(&program(machine), input);
    expect.assert_eq(&story(&execution));
}

/// Compiles a machine, in JSONata unless it says otherwise.
#[track_caller]
pub(crate) fn program(machine: &str) -> Arc<Program> {
    let mut definition = Object::from_iter([("QueryLanguage", "JSONata")]);
    for (key, value) in Value::parse(machine).unwrap().as_object().unwrap() {
        definition.insert(key, value.clone());
    }
    let machine = StateMachine::from_value(&definition.into()).unwrap();
    match compile(&machine) {
        Ok(program) => Arc::new(program),
        Err(diagnostics) => {
            let lines: Vec<String> = diagnostics.iter().map(ToString::to_string).collect();
            panic!("{}", lines.join("\n"))
        }
    }
}

/// Begins an execution that the test itself answers to: in 1970, with `null`.
#[track_caller]
pub(crate) fn begin(machine: &str) -> (Execution, Vec<Command>) {
    let start = Start {
        input: Value::Null,
        execution_name: "e".to_owned(),
        execution_arn: "arn:aws:states:us-east-1:123456789012:execution:m:e".to_owned(),
        state_machine_arn: "arn:aws:states:us-east-1:123456789012:stateMachine:m".to_owned(),
        state_machine_name: "m".to_owned(),
        role_arn: "arn:aws:iam::123456789012:role/m".to_owned(),
        now: Timestamp::UNIX_EPOCH,
        seed: 0,
    };
    Execution::start(program(machine), start).unwrap()
}

/// A history as text: the id and that of the event before, then the event's line without its id.
pub(crate) fn story(execution: &Execution) -> String {
    let mut lines: Vec<String> = execution
        .history()
        .iter()
        .map(|event| {
            let line = event.to_string();
            let (_, rest) = line.trim_start().split_once("  ").unwrap();
            let ids = format!("{}<{}", event.id, event.previous_event_id);
            format!("{ids:<7}{}", rest.trim_end())
        })
        .collect();
    lines.push(execution.status().as_str().to_owned());
    if let Some(output) = execution.output() {
        lines.push(output.to_string());
    }
    lines.join("\n")
}
