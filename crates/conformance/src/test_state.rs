//! Cases of `TestState`: a state, what is asked, and what AWS answered.

use std::collections::VecDeque;

use jiff::Timestamp;
use stepwright_engine::{
    Command, Completion, ErrorDetails, Failure, FieldValidationMode, InspectionData,
    InspectionLevel, Mock, StateConfiguration, TaskId, TestState, TestStateAnswer, TestStateError,
    TestStateHost, TestStateRequest,
};
use stepwright_json::{Object, Value, json};
use stepwright_testkit::Outcome;

use crate::case::Case;
use crate::compare::{Binding, Difference, diff};
use crate::execution::functions;

/// Runs a case of somebody who measured it.
pub(crate) fn answer_measured(case: &Case) -> Result<TestStateAnswer, TestStateError> {
    let request = TestStateRequest {
        definition: case.get("definition").map(ToString::to_string).unwrap_or_default(),
        input: case.get("input").map(ToString::to_string),
        inspection_level: level(case.text("inspection_level")),
        ..TestStateRequest::default()
    };
    answer(case, &request)
}

fn level(text: &str) -> InspectionLevel {
    match text {
        "DEBUG" => InspectionLevel::Debug,
        "TRACE" => InspectionLevel::Trace,
        _ => InspectionLevel::Info,
    }
}

/// What the engine answers to the case.
pub(crate) fn actual(case: &Case) -> Value {
    match answer(case, &request(case)) {
        Ok(answer) => json!({"response": wire(&answer)}),
        Err(error) => {
            json!({"error": {"code": error.code(), "message": error.to_string()}})
        }
    }
}

/// Holds it against what AWS did.
pub(crate) fn compare(case: &Case, actual: &Value) -> Vec<Difference> {
    let (mut binding, mut acc) = (Binding::default(), Vec::new());
    let Some(expected) = case.get("expected_error") else {
        let (expected, place) = (case.get("expected"), ("$.response", ""));
        diff(expected, actual.get("response"), place, &mut binding, &mut acc);
        if let Some(error) = actual.get("error") {
            acc.push(Difference::new("$.error", "(absent)", error));
        }
        return acc;
    };
    if expected.get("client_side").is_some() {
        // The client's library raised it before anything was sent.
        return acc;
    }
    for key in ["code", "message"] {
        let actual = actual.get("error").and_then(|it| it.get(key));
        let place = (&*format!("$.error.{key}"), key);
        diff(expected.get(key), actual, place, &mut binding, &mut acc);
    }
    acc
}

fn request(case: &Case) -> TestStateRequest {
    let empty = Value::from(Object::new());
    let request = case.get("request").unwrap_or(&empty);
    let text = |it: &Value, key: &str| it.get(key).and_then(Value::as_str).map(str::to_owned);
    let of = |key: &str| text(request, key);
    let definition = case.get("definition").map(ToString::to_string).unwrap_or_default();
    let mock = request.get("mock").map(|mock| Mock {
        result: text(mock, "result"),
        error_output: mock
            .get("errorOutput")
            .map(|it| (text(it, "error").unwrap_or_default(), text(it, "cause"))),
        field_validation_mode: match text(mock, "fieldValidationMode").as_deref() {
            Some("PRESENT") => FieldValidationMode::Present,
            Some("NONE") => FieldValidationMode::None,
            _ => FieldValidationMode::Strict,
        },
    });
    let configuration = request.get("stateConfiguration").unwrap_or(&empty);
    let number = |key: &str| configuration.get(key).and_then(Value::as_u64);
    TestStateRequest {
        definition: match case.text("definition_text") {
            "" => definition,
            text => text.to_owned(),
        },
        state_name: of("stateName"),
        role_arn: of("roleArn"),
        input: of("input"),
        inspection_level: level(&of("inspectionLevel").unwrap_or_default()),
        reveal_secrets: request.get("revealSecrets").and_then(Value::as_bool).unwrap_or_default(),
        variables: of("variables"),
        context: of("context"),
        mock,
        state_configuration: StateConfiguration {
            retrier_retry_count: number("retrierRetryCount"),
            error_caused_by_state: text(configuration, "errorCausedByState"),
            map_iteration_failure_count: number("mapIterationFailureCount"),
            map_item_reader_data: text(configuration, "mapItemReaderData"),
        },
    }
}

/// Runs the state, with the case's functions for what is not mocked.
fn answer(case: &Case, request: &TestStateRequest) -> Result<TestStateAnswer, TestStateError> {
    let mut now = case.text("clock").parse().unwrap_or(Timestamp::UNIX_EPOCH);
    let host = TestStateHost {
        region: "us-east-1".to_owned(),
        account_id: "111111111111".to_owned(),
        now,
        seed: 0,
    };
    let functions: Vec<&Value> = case.items("functions").collect();
    let (mut test, commands) = TestState::start(request, &host)?;
    let mut agenda: VecDeque<(Timestamp, Completion)> = VecDeque::new();
    let mut commands = commands;
    loop {
        for command in std::mem::take(&mut commands) {
            match command {
                Command::ScheduleTask(task) => {
                    let answer = functions::answer(&functions, &task);
                    let answer = answer.and_then(|it| completion(task.task, it.outcome));
                    agenda.extend(answer.map(|it| (now, it)));
                }
                Command::StartTimer { timer, at } => {
                    agenda.push_back((at, Completion::TimerFired { timer }));
                }
                _ => {}
            }
        }
        let next = agenda.iter().enumerate().min_by_key(|(_, (at, _))| *at).map(|(at, _)| at);
        if let Some(answer) = test.answer() {
            return Ok(answer);
        }
        let Some((at, completion)) = next.and_then(|it| agenda.remove(it)) else {
            return Err(TestStateError::Validation("nothing answers the state's task".to_owned()));
        };
        now = at;
        // A timer that was cancelled is refused, and that is as it should be.
        commands = test.complete(completion, now).unwrap_or_default();
    }
}

fn completion(task: TaskId, outcome: Outcome) -> Option<Completion> {
    match outcome {
        Outcome::Success(output) => Some(Completion::TaskSucceeded { task, output }),
        Outcome::Failure(Failure { error, cause }, stage) => {
            Some(Completion::TaskFailed { task, error, cause, stage })
        }
        Outcome::Silence => None,
    }
}

/// The answer as the API gives it, JSON in it as text.
fn wire(answer: &TestStateAnswer) -> Value {
    let TestStateAnswer { status, output, error, cause, next_state, inspection_data } = answer;
    let mut it = Object::from_iter([("status", Value::from(status.as_str()))]);
    if let Some(output) = output {
        it.insert("output", output.to_string());
    }
    for (key, text) in [("error", error), ("cause", cause), ("nextState", next_state)] {
        if let Some(text) = text {
            it.insert(key, Value::String(text.clone()));
        }
    }
    if let Some(data) = inspection_data {
        it.insert("inspectionData", wire_data(data));
    }
    it.into()
}

fn wire_data(data: &InspectionData) -> Object {
    let InspectionData {
        input,
        after_arguments,
        after_input_path,
        after_parameters,
        result,
        after_result_selector,
        after_result_path,
        after_items_path,
        after_items_pointer,
        after_item_selector,
        after_item_batcher,
        variables,
        request: _,
        response: _,
        error_details,
        tolerated_failure_count,
        tolerated_failure_percentage,
        max_concurrency,
    } = data;
    let mut it = Object::new();
    let texts = [
        ("input", input),
        ("afterArguments", after_arguments),
        ("afterInputPath", after_input_path),
        ("afterParameters", after_parameters),
        ("result", result),
        ("afterResultSelector", after_result_selector),
        ("afterResultPath", after_result_path),
        ("afterItemsPath", after_items_path),
        ("afterItemsPointer", after_items_pointer),
        ("afterItemSelector", after_item_selector),
        ("afterItemBatcher", after_item_batcher),
        ("variables", &variables.clone().map(Value::from)),
    ];
    for (key, value) in texts {
        if let Some(value) = value {
            it.insert(key, value.to_string());
        }
    }
    let number = |it: &mut Object, key: &str, number: Option<u64>| {
        if let Some(number) = number {
            it.insert(key, number);
        }
    };
    number(&mut it, "maxConcurrency", *max_concurrency);
    number(&mut it, "toleratedFailureCount", *tolerated_failure_count);
    if let Some(percentage) = tolerated_failure_percentage {
        it.insert("toleratedFailurePercentage", *percentage);
    }
    if let Some(details) = error_details {
        let ErrorDetails { catch_index, retry_index, retry_backoff_interval_seconds } = details;
        let mut object = Object::new();
        number(&mut object, "catchIndex", *catch_index);
        number(&mut object, "retryIndex", *retry_index);
        number(&mut object, "retryBackoffIntervalSeconds", *retry_backoff_interval_seconds);
        it.insert("errorDetails", object);
    }
    it
}
