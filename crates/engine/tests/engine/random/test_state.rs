//! `TestState`, asked what nobody thought of: a state of a random machine, a mock, what has happened
//! before, all made of bytes; and what is true of every answer.

use stepwright_engine::{
    FieldValidationMode, InspectionLevel, Mock, StateConfiguration, TestState, TestStateAnswer,
    TestStateError, TestStateHost, TestStateRequest, TestStateStatus,
};
use stepwright_json::{Object, Value};

use super::bytes::Bytes;
use super::outside::Outside;
use super::{expressions, machine};

/// How much a test is told before all that it waits for is answered.
const HAPPENINGS_MAX: usize = 50;

/// Asks, answers what is asked for, and looks at what is answered.
pub(crate) fn check(bytes: &mut Bytes<'_>) {
    let request = request(&mut bytes.split());
    let answer = ask(&request, bytes.clone());
    assert_eq!(answer, ask(&request, bytes.clone()), "asked again, and yet another answer");
    match answer {
        Ok(answer) => check_answer(&request, &answer),
        Err(error) => assert!(!error.to_string().is_empty(), "refused, and nobody knows why"),
    }
}

fn check_answer(request: &TestStateRequest, answer: &TestStateAnswer) {
    let TestStateAnswer { status, output, error, cause: _, next_state, inspection_data } = answer;
    let (is_good, is_caught) =
        (*status == TestStateStatus::Succeeded, *status == TestStateStatus::CaughtError);
    assert!(!is_good || output.is_some(), "{answer:?} has no output");
    assert!(!is_good || error.is_none(), "{answer:?} is good, and has an error");
    assert!(!is_caught || next_state.is_some(), "{answer:?} is caught, and leads nowhere");
    assert!(is_good || is_caught || next_state.is_none(), "{answer:?} leads somewhere");
    assert_eq!(inspection_data.is_some(), request.inspection_level != InspectionLevel::Info);
}

fn ask(
    request: &TestStateRequest,
    mut bytes: Bytes<'_>,
) -> Result<TestStateAnswer, TestStateError> {
    let host = TestStateHost {
        region: "eu-central-1".to_owned(),
        account_id: "123456789012".to_owned(),
        now: jiff::Timestamp::UNIX_EPOCH,
        seed: 7,
    };
    let (mut test, commands) = TestState::start(request, &host)?;
    let mut outside = Outside::default();
    outside.note(&commands);
    for turn in 0.. {
        if let Some(answer) = test.answer() {
            return Ok(answer);
        }
        let is_over = bytes.is_empty() || turn > HAPPENINGS_MAX;
        let completion = match outside.first_answer() {
            Some(answer) if is_over => answer,
            _ => outside.happening(&mut bytes),
        };
        let is_waited_for = outside.waits_for(&completion);
        let taken_in = test.complete(completion.clone(), host.now);
        assert_eq!(taken_in.is_ok(), is_waited_for, "{completion:?}: {taken_in:?}");
        if let Ok(commands) = taken_in {
            outside.told(&completion);
            outside.note(&commands);
        }
    }
    panic!("{request:?} is never answered")
}

fn request(bytes: &mut Bytes<'_>) -> TestStateRequest {
    let mut configuration = bytes.split();
    let (definition, state_name) = subject(bytes);
    let bytes = &mut configuration;
    let input = (!bytes.once_in(4)).then(|| expressions::input(bytes).to_string());
    TestStateRequest {
        definition,
        state_name,
        role_arn: (!bytes.once_in(6)).then(|| "arn:aws:iam::123456789012:role/r".to_owned()),
        input: if bytes.once_in(16) { Some("{".to_owned()) } else { input },
        inspection_level: bytes.one_of(&[
            InspectionLevel::Info,
            InspectionLevel::Debug,
            InspectionLevel::Trace,
        ]),
        reveal_secrets: bytes.once_in(8),
        variables: text(bytes, &[r#"{"v": 1}"#, r#"{"v": [{}], "w": {"deep": null}}"#, "[]", "{"]),
        context: text(bytes, CONTEXTS),
        mock: (!bytes.once_in(3)).then(|| mock(bytes)),
        state_configuration: state_configuration(bytes),
    }
}

const CONTEXTS: &[&str] = &[
    "{}",
    r#"{"Execution": {"Id": "e", "RedriveCount": 3}, "State": {"RetryCount": 1}}"#,
    r#"{"Task": {"Token": "t"}}"#,
    r#"{"Map": {}}"#,
    r#"{"State": 1}"#,
    "[",
];

/// A state alone, or a machine and the name of one in it; once in a while, neither.
fn subject(bytes: &mut Bytes<'_>) -> (String, Option<String>) {
    let definition = machine::definition(bytes);
    let mut states = Vec::new();
    collect(&definition, &mut states);
    let (name, state) = states.swap_remove(bytes.below(states.len()));
    match bytes.below(8) {
        0 => (definition.to_string(), None),
        1 => (definition.to_string(), Some("none of this name".to_owned())),
        2 => {
            let text = state.to_string();
            let at = text.floor_char_boundary(text.len() * bytes.below(256) / 256);
            (text.get(..at).unwrap_or_default().to_owned(), None)
        }
        3..=5 => (definition.to_string(), Some(name)),
        _ => {
            let mut state = state.as_object().cloned().unwrap_or_default();
            if !state.contains_key("QueryLanguage") && !speaks_json_path(&definition) {
                state.insert("QueryLanguage", "JSONata");
            }
            (Value::from(state).to_string(), None)
        }
    }
}

fn speaks_json_path(definition: &Value) -> bool {
    definition.get("QueryLanguage").is_none()
}

/// All states, at whatever depth.
fn collect(machine: &Value, states: &mut Vec<(String, Value)>) {
    let own = machine.get("States").and_then(Value::as_object).into_iter().flat_map(Object::iter);
    for (name, state) in own {
        states.push((name.to_owned(), state.clone()));
        let branches = state.get("Branches").and_then(Value::as_array).into_iter().flatten();
        branches.chain(state.get("ItemProcessor")).for_each(|it| collect(it, states));
    }
}

fn mock(bytes: &mut Bytes<'_>) -> Mock {
    let results = [
        "1",
        "[]",
        "[1, {\"a\": 2}, null]",
        "{}",
        r#"{"StatusCode": 200, "Payload": {"a": 1}}"#,
        r#"{"ExecutionArn": "x", "StartDate": 1}"#,
        "not JSON",
    ];
    let (error, cause) =
        (bytes.one_of(&["Boom", "States.Timeout", "States.Runtime", ""]), "it did");
    let error_output = || (error.to_owned(), Some(cause.to_owned()));
    Mock {
        result: (!bytes.once_in(3)).then(|| bytes.one_of(&results).to_owned()),
        error_output: bytes.once_in(3).then(error_output),
        field_validation_mode: bytes.one_of(&[
            FieldValidationMode::None,
            FieldValidationMode::Present,
            FieldValidationMode::Strict,
        ]),
    }
}

fn state_configuration(bytes: &mut Bytes<'_>) -> StateConfiguration {
    let mut count = |often| bytes.once_in(often).then(|| bytes.one_of(&[0, 1, 2, 7, u64::MAX]));
    StateConfiguration {
        retrier_retry_count: count(2),
        map_iteration_failure_count: count(4),
        error_caused_by_state: text(bytes, &["S1", "S0", "nobody"]),
        map_item_reader_data: text(bytes, &["[1, 2]", "{\"a\": [1]}", "a,b\n1,2\n", "[1", ""]),
    }
}

/// None, mostly; otherwise one of these.
fn text(bytes: &mut Bytes<'_>, texts: &[&str]) -> Option<String> {
    bytes.once_in(3).then(|| bytes.one_of(texts).to_owned())
}
