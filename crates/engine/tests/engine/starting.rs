//! What an execution, or a test of a state, may be started with.

use std::sync::Arc;

use expect_test::{Expect, expect};
use jiff::Timestamp;
use stepwright_engine::{
    Execution, Express, Mock, MockOutcome, Start, TestState, TestStateHost, TestStateRequest, quota,
};
use stepwright_json::Value;

use crate::common::program;

const MACHINE: &str = r#"{"StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}}"#;

/// Starts an execution of that name, Standard and Express, and gives why it is not started.
#[track_caller]
fn refused(name: &str, input: Value) -> Option<String> {
    let start = || Start {
        input: input.clone(),
        execution_name: name.to_owned(),
        execution_arn: "arn:aws:states:us-east-1:123456789012:execution:m:e".to_owned(),
        state_machine_arn: "arn:aws:states:us-east-1:123456789012:stateMachine:m".to_owned(),
        state_machine_name: "m".to_owned(),
        role_arn: "arn:aws:iam::123456789012:role/m".to_owned(),
        now: Timestamp::UNIX_EPOCH,
        seed: 0,
    };
    let program = program(MACHINE);
    let standard = Execution::start(Arc::clone(&program), start()).err();
    let express = Execution::start_express(program, start(), Express::Asynchronous).err();
    assert_eq!(standard, express, "both are started alike");
    standard.map(|error| format!("{}: {error}", error.code()))
}

/// What is said of names and inputs, a line for each.
#[track_caller]
fn check(starts: &[(&str, Value)], expect: Expect) {
    let ends = starts.iter().map(|(name, input)| refused(name, input.clone()));
    let lines: Vec<String> = ends.map(|it| it.unwrap_or_else(|| "started".to_owned())).collect();
    expect.assert_eq(&lines.join("\n"));
}

#[test]
fn a_name_has_1_to_80_characters() {
    let (most, more) = ("ä".repeat(80), "n".repeat(81));
    check(
        &[("n", Value::Null), (&most, Value::Null), (&more, Value::Null), ("", Value::Null)],
        expect![[r#"
            started
            started
            ValidationException: 1 validation error detected: Value 'nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn' at 'name' failed to satisfy constraint: Member must have length less than or equal to 80
            ValidationException: 1 validation error detected: Value '' at 'name' failed to satisfy constraint: Member must have length greater than or equal to 1"#]],
    );
}

#[test]
fn a_name_has_no_white_space_no_brackets_and_nothing_that_means_something_elsewhere() {
    let forbidden = "<>{}[]?*\"#%\\^|~`$&,;:/ \t\n\u{0}\u{1f}\u{7f}\u{9f}\u{a0}\u{fffe}\u{10ffff}";
    for it in forbidden.chars() {
        let name = format!("a{it}b");
        assert_eq!(
            refused(&name, Value::Null),
            Some(format!("InvalidName: Invalid Name: '{name}'"))
        );
    }
    let allowed = "aZ09-_.=+@!()'é名";
    assert_eq!(refused(allowed, Value::Null), None);
}

#[test]
fn an_input_is_256_kib_at_most() {
    let text = |characters: usize| Value::from("x".repeat(characters));
    check(
        &[("n", text(262_142)), ("n", text(262_143)), ("a b", text(262_143)), ("", text(262_143))],
        expect![[r#"
            started
            ValidationException: 1 validation error detected: Value at 'input' failed to satisfy constraint: Member must have length less than or equal to 262144
            ValidationException: 1 validation error detected: Value at 'input' failed to satisfy constraint: Member must have length less than or equal to 262144
            ValidationException: 2 validation errors detected: Value '' at 'name' failed to satisfy constraint: Member must have length greater than or equal to 1; Value at 'input' failed to satisfy constraint: Member must have length less than or equal to 262144"#]],
    );
}

/// What is longer than a test takes by one, and by nothing.
#[track_caller]
fn check_test(request: impl Fn(String) -> TestStateRequest, most: usize, expect: Expect) {
    let host = TestStateHost {
        region: "us-east-1".to_owned(),
        account_id: "123456789012".to_owned(),
        now: Timestamp::UNIX_EPOCH,
        seed: 0,
    };
    let end = |text: String| TestState::start(&request(text), &host).map(|_| ());
    let fits = end("x".repeat(most)).map_err(|it| it.to_string()).err().unwrap_or_default();
    assert!(!fits.contains("Member must have length"), "{fits}");
    expect.assert_eq(&end("x".repeat(most + 1)).unwrap_err().to_string());
}

#[test]
fn a_test_takes_texts_as_long_as_the_api_does() {
    let of = || TestStateRequest {
        definition:
            r#"{"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true}"#
                .to_owned(),
        ..TestStateRequest::default()
    };
    check_test(
        |text| TestStateRequest { definition: text, ..of() },
        quota::DEFINITION_CHARS_MAX,
        expect![
            "1 validation error detected: Value at 'definition' failed to satisfy constraint: Member must have length less than or equal to 1048576"
        ],
    );
    check_test(
        |text| TestStateRequest { input: Some(text), ..of() },
        quota::PAYLOAD_BYTES_MAX,
        expect![
            "1 validation error detected: Value at 'input' failed to satisfy constraint: Member must have length less than or equal to 262144"
        ],
    );
    check_test(
        |text| TestStateRequest { state_name: Some(text), ..of() },
        quota::NAME_CHARS_MAX,
        expect![
            "1 validation error detected: Value at 'stateName' failed to satisfy constraint: Member must have length less than or equal to 80"
        ],
    );
    let mock = |outcome| TestStateRequest { mock: Some(Mock::of(outcome)), ..of() };
    check_test(
        |text| mock(MockOutcome::Error(text, None)),
        quota::ERROR_CHARS_MAX,
        expect![
            "1 validation error detected: Value at 'mock.errorOutput.error' failed to satisfy constraint: Member must have length less than or equal to 256"
        ],
    );
    check_test(
        |text| mock(MockOutcome::Error("E".to_owned(), Some(text))),
        quota::CAUSE_CHARS_MAX,
        expect![
            "1 validation error detected: Value at 'mock.errorOutput.cause' failed to satisfy constraint: Member must have length less than or equal to 32768"
        ],
    );
}
