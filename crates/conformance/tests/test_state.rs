//! A state that is tested alone does what it does in an execution: for the first states of all recorded
//! executions.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail by panic, in its helpers too"
)]

use stepwright_conformance::{Case, Corpus, Kind};
use stepwright_engine::{
    FieldValidationMode, Mock, TestState, TestStateHost, TestStateRequest, TestStateStatus,
};
use stepwright_json::Value;

#[test]
fn a_state_alone_does_what_it_does_in_an_execution() {
    let Some(corpus) = Corpus::find() else {
        eprintln!("skipped: {}", Corpus::ABSENT);
        return;
    };
    let cases = corpus.cases().expect("the corpus can be read");
    let executions = cases.iter().filter(|it| it.kind == Kind::Execution);
    let compared = executions.filter(|it| compare(it).is_some()).count();
    assert!(compared > 600, "only {compared} first states need so little");
}

/// A mock that answers as the service did when the state was run the first time.
fn mock(recorded: &Value, state: &str) -> Option<Mock> {
    let tasks = recorded.get("tasks")?.as_array()?;
    let task = tasks.iter().find(|it| it.get("state").and_then(Value::as_str) == Some(state))?;
    let text = |it: &Value, key: &str| it.get(key).and_then(Value::as_str).map(str::to_owned);
    let result = task.get("return").map(Value::to_string);
    let error_output =
        task.get("throw").and_then(|it| Some((text(it, "error")?, text(it, "cause"))));
    // What was recorded is what the service answers, or what a worker does.
    let mode = FieldValidationMode::None;
    let is_one = result.is_some() != error_output.is_some();
    is_one.then_some(Mock { result, error_output, field_validation_mode: mode })
}

/// Compares the case's first state, where it needs nothing but its input, or the answer of its task.
fn compare(case: &Case) -> Option<()> {
    let recorded = case.recorded();
    let definition = recorded.get("definition")?;
    let name = definition.get("StartAt")?.as_str()?;
    let state = definition.get("States")?.get(name)?;
    let kind = state.get("Type")?.as_str()?;
    let mock = match kind {
        "Pass" | "Choice" | "Succeed" | "Fail" => None,
        "Task" if state.get("Retry").is_none() => Some(mock(recorded, name)?),
        _ => return None,
    };
    // A test has another context object, another time and other dice.
    let written = state.to_string();
    let varies = ["$$", "$states.context", "UUID", "uuid", "andom", "$now", "$millis"];
    if varies.iter().any(|it| written.contains(it)) {
        return None;
    }
    let request = TestStateRequest {
        definition: definition.to_string(),
        state_name: Some(name.to_owned()),
        role_arn: Some("arn:aws:iam::111111111111:role/r".to_owned()),
        input: recorded.get("input").map(Value::to_string),
        mock,
        ..TestStateRequest::default()
    };
    let host = TestStateHost {
        region: "us-east-1".to_owned(),
        account_id: "111111111111".to_owned(),
        now: "2026-01-01T00:00:00Z".parse().ok()?,
        seed: 0,
    };
    let started = TestState::start(&request, &host);
    let (alone, _) = started.expect("what an execution runs can be tested");
    let answer = alone.answer().expect("it has nothing to wait for");

    let actual = case.actual().ok()?;
    let events = actual.get("events")?.as_array()?;
    let exited = events.iter().find_map(|it| it.get("stateExitedEventDetails"));
    let exited = exited.filter(|it| it.get("name").and_then(Value::as_str) == Some(name));
    match (answer.status, exited) {
        (TestStateStatus::Succeeded | TestStateStatus::CaughtError, Some(exited)) => {
            let output = answer.output.map(|it| it.to_string());
            assert_eq!(output.as_deref(), exited.get("output")?.as_str(), "{}", case.id);
            let next = events.iter().filter_map(|it| it.get("stateEnteredEventDetails")).nth(1);
            let next = next.and_then(|it| it.get("name")?.as_str());
            assert_eq!(answer.next_state.as_deref(), next, "{}", case.id);
        }
        (TestStateStatus::Failed, None) => {
            let text = |key| actual.get(key).and_then(Value::as_str);
            assert_eq!(answer.error.as_deref(), text("error"), "{}", case.id);
            let (bare, whole) = (answer.cause.unwrap_or_default(), text("cause"));
            assert!(whole.unwrap_or_default().ends_with(&*bare), "{}: {bare}", case.id);
        }
        (status, exited) => panic!("{}: {status:?}, and exited: {exited:?}", case.id),
    }
    Some(())
}
