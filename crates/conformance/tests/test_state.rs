//! A state that is tested alone does what it does in an execution: for the first states of all recorded
//! executions.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail by panic, in its helpers too"
)]

use stepwright_conformance::{Case, Corpus, Kind};
use stepwright_engine::{TestState, TestStateHost, TestStateRequest, TestStateStatus};
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
    assert!(compared > 500, "only {compared} first states need nothing but their input");
}

/// Compares the case's first state, where it needs nothing but its input.
fn compare(case: &Case) -> Option<()> {
    let recorded = case.recorded();
    let definition = recorded.get("definition")?;
    let name = definition.get("StartAt")?.as_str()?;
    let state = definition.get("States")?.get(name)?;
    let kind = state.get("Type")?.as_str()?;
    let is_alone = matches!(kind, "Pass" | "Choice" | "Succeed" | "Fail");
    // A test has another context object, another time and other dice.
    let written = state.to_string();
    let varies = ["$$", "$states.context", "UUID", "uuid", "andom", "$now", "$millis"];
    if !is_alone || varies.iter().any(|it| written.contains(it)) {
        return None;
    }
    let request = TestStateRequest {
        definition: definition.to_string(),
        state_name: Some(name.to_owned()),
        input: recorded.get("input").map(Value::to_string),
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
        (TestStateStatus::Succeeded, Some(exited)) => {
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
