//! The difference of two definitions: what is said, and what is no difference.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::Path;

use expect_test::{Expect, expect};
use stepwright_asl::{StateDiff, StateMachine, Value};

const OLD: &str = r#"{
    "StartAt": "Load",
    "States": {
        "Load": {
            "Type": "Task",
            "Resource": "arn:aws:states:::lambda:invoke",
            "Parameters": { "FunctionName": "load", "Payload.$": "$", "Next": "x" },
            "Retry": [
                { "ErrorEquals": ["HTTPError"], "IntervalSeconds": 10, "MaxAttempts": 3 },
                { "ErrorEquals": ["States.ALL"], "MaxAttempts": 1 }
            ],
            "Catch": [{ "ErrorEquals": ["States.ALL"], "Next": "Broken" }],
            "Next": "Each"
        },
        "Each": {
            "Type": "Map",
            "ItemProcessor": {
                "StartAt": "Rate",
                "States": { "Rate": { "Type": "Pass", "Result": 1, "End": true } }
            },
            "Next": "Empty?"
        },
        "Empty?": {
            "Type": "Choice",
            "Choices": [{ "Variable": "$.rows", "NumericEquals": 0, "Next": "Broken" }],
            "Default": "Done"
        },
        "Done": { "Type": "Succeed" },
        "Broken": { "Type": "Fail", "Error": "LoadFailed" }
    }
}"#;

/// Replaces parts of the old definition, and shows the difference.
#[track_caller]
fn check(replace: &[(&str, &str)], expect: Expect) {
    let (old, new) = (machine(OLD), machine(&replaced(replace)));
    let diff = old.diff(&new);
    expect.assert_eq(&diff.to_string());
    assert!(new.diff(&new).is_empty());
    assert_eq!(diff.is_empty(), new.diff(&old).is_empty());
    // Each place is one of the definition that it is said to be in.
    let (old, new) = (old.to_value(), new.to_value());
    let of_states = diff.states.iter().flat_map(StateDiff::fields);
    for field in diff.fields.iter().chain(of_states) {
        let definition = if field.new.is_some() { &new } else { &old };
        let expected = field.new.as_ref().or(field.old.as_ref());
        assert_eq!(definition.pointer(&field.at), expected, "{}", field.at);
    }
}

fn replaced(replace: &[(&str, &str)]) -> String {
    replace.iter().fold(OLD.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    })
}

fn machine(text: &str) -> StateMachine {
    text.parse().unwrap()
}

#[test]
fn the_order_of_keys_and_of_states_is_no_difference() {
    check(
        &[
            (
                r#""IntervalSeconds": 10, "MaxAttempts": 3"#,
                r#""MaxAttempts": 3, "IntervalSeconds": 10.0"#,
            ),
            (r#""Done": { "Type": "Succeed" },"#, ""),
            (r#""Empty?": {"#, r#""Done": { "Type": "Succeed" }, "Empty?": {"#),
        ],
        expect![[r#"
            no difference
        "#]],
    );
}

#[test]
fn fields_are_told_by_their_place() {
    check(
        &[
            (r#""MaxAttempts": 3"#, r#""MaxAttempts": 5, "BackoffRate": 1.5"#),
            (r#""FunctionName": "load""#, r#""FunctionName": "load:live""#),
            (r#""Payload.$": "$","#, ""),
            (r#""StartAt": "Load""#, r#""Comment": "loads", "StartAt": "Each""#),
        ],
        expect![[r#"
            the state machine itself changed, 1 state changed

            ~ the state machine
                Comment: + "loads"
                StartAt: Load → Each
            ~ Load
                Parameters/FunctionName: "load" → "load:live"
                Parameters/Payload.$: - "$"
                Retry/0/MaxAttempts: 3 → 5
                Retry/0/BackoffRate: + 1.5
        "#]],
    );
}

#[test]
fn long_values_stand_one_below_the_other() {
    let long =
        r#""FunctionName": "arn:aws:lambda:us-east-1:123456789012:function:download-benner""#;
    check(
        &[(r#""FunctionName": "load""#, long)],
        expect![[r#"
        1 state changed

        ~ Load
            Parameters/FunctionName:
              - "load"
              + "arn:aws:lambda:us-east-1:123456789012:function:download-benner"
    "#]],
    );
}

#[test]
fn states_come_and_go() {
    check(
        &[
            (r#""Default": "Done""#, r#""Default": "Both""#),
            (
                r#""Done": { "Type": "Succeed" },"#,
                r#""Both": {
                    "Type": "Parallel",
                    "Branches": [
                        { "StartAt": "One", "States": { "One": { "Type": "Pass", "End": true } } },
                        { "StartAt": "Two", "States": { "Two": { "Type": "Succeed" } } }
                    ],
                    "End": true
                },"#,
            ),
        ],
        expect![[r#"
            3 states added, 1 removed, 1 changed

            ~ Empty?
                Default: Done → Both
            + Both (Parallel with 2 states in it)
            - Done (Succeed)
        "#]],
    );
}

#[test]
fn who_goes_to_a_renamed_state_is_not_changed() {
    check(
        &[(r#""Broken""#, r#""Failed""#)],
        expect![[r#"
        1 state renamed

        ~ Failed, until now Broken
    "#]],
    );
    // Renamed and sent elsewhere at the same time.
    check(
        &[
            (r#""Each": {"#, r#""For Each": {"#),
            (r#""Next": "Each""#, r#""Next": "For Each""#),
            (r#""Next": "Empty?""#, r#""Next": "Done""#),
        ],
        expect![[r#"
            1 state changed

            ~ For Each, until now Each
                Next: Empty? → Done
        "#]],
    );
}

#[test]
fn a_state_that_is_renamed_and_changed_is_another() {
    check(
        &[
            (
                r#""Broken": { "Type": "Fail", "Error": "LoadFailed" }"#,
                r#""Failed": { "Type": "Fail", "Error": "NotLoaded" }"#,
            ),
            (r#""Next": "Broken""#, r#""Next": "Failed""#),
        ],
        expect![[r#"
            1 state added, 1 removed, 2 changed

            ~ Load
                Catch/0/Next: Broken → Failed
            ~ Empty?
                Choices/0/Next: Broken → Failed
            + Failed (Fail)
            - Broken (Fail)
        "#]],
    );
}

#[test]
fn a_state_can_move() {
    check(
        &[(
            r#""StartAt": "Rate",
                "States": { "Rate": { "Type": "Pass", "Result": 1, "End": true } }"#,
            r#""StartAt": "Inner",
                "States": { "Inner": { "Type": "Map", "ItemProcessor": { "StartAt": "Rate", "States": { "Rate": { "Type": "Pass", "Result": 1, "End": true } } }, "End": true } }"#,
        )],
        expect![[r#"
            1 state added, 2 changed

            ~ Each
                ItemProcessor/StartAt: Rate → Inner
            + Inner (Map)
            ~ Rate, moved out of Each
        "#]],
    );
}

#[test]
fn an_item_at_the_front_of_a_list_does_not_change_the_others() {
    check(
        &[(r#""Retry": ["#, r#""Retry": [{ "ErrorEquals": ["Busy"], "MaxAttempts": 9 },"#)],
        expect![[r#"
            1 state changed

            ~ Load
                Retry/0: + {"ErrorEquals":["Busy"],"MaxAttempts":9}
        "#]],
    );
    check(
        &[(r#"{ "ErrorEquals": ["HTTPError"], "IntervalSeconds": 10, "MaxAttempts": 3 },"#, "")],
        expect![[r#"
            1 state changed

            ~ Load
                Retry/0: - {"ErrorEquals":["HTTPError"],"IntervalSeconds":10,"MaxAttempts":3}
        "#]],
    );
}

#[test]
fn a_state_of_another_type_is_changed() {
    check(
        &[(r#""Done": { "Type": "Succeed" }"#, r#""Done": { "Type": "Pass", "End": true }"#)],
        expect![[r#"
            1 state changed

            ~ Done
                Type: "Succeed" → "Pass"
                End: + true
        "#]],
    );
}

#[test]
fn transitions_are_known_as_such() {
    let new = machine(&replaced(&[
        (r#""Next": "Each""#, r#""Next": "Empty?""#),
        (r#""Next": "x""#, r#""Next": "y""#),
        (r#""Default": "Done""#, r#""Default": "Broken""#),
    ]));
    let diff = machine(OLD).diff(&new);
    let transitions: Vec<String> = diff
        .transitions()
        .map(|(state, it)| format!("{} {}", state.map_or("", |it| &it.name), it.at))
        .collect();
    assert_eq!(transitions, ["Load /States/Load/Next", "Empty? /States/Empty?/Default"]);
}

#[test]
fn tools_get_json() {
    let new = machine(&replaced(&[
        (r#""MaxAttempts": 3"#, r#""MaxAttempts": 5"#),
        (r#""Broken""#, r#""Failed""#),
        (r#""Done": { "Type": "Succeed" },"#, ""),
        (r#""Result": 1, "#, ""),
    ]));
    expect![[r#"
        {
          "fields": [],
          "states": [
            {
              "name": "Load",
              "at": "/States/Load",
              "type": "Task",
              "change": "changed",
              "fields": [
                {
                  "at": "/States/Load/Retry/0/MaxAttempts",
                  "old": 3,
                  "new": 5
                }
              ]
            },
            {
              "name": "Rate",
              "at": "/States/Each/ItemProcessor/States/Rate",
              "type": "Pass",
              "change": "changed",
              "fields": [
                {
                  "at": "/States/Each/ItemProcessor/States/Rate/Result",
                  "old": 1
                }
              ]
            },
            {
              "name": "Failed",
              "at": "/States/Failed",
              "type": "Fail",
              "change": "changed",
              "renamedFrom": "Broken",
              "fields": []
            },
            {
              "name": "Done",
              "at": "/States/Done",
              "type": "Succeed",
              "change": "removed"
            }
          ]
        }"#]]
    .assert_eq(&format!("{:#}", machine(OLD).diff(&new).to_value()));
}

/// A real definition differs from each of its damaged ones, and both ways alike.
#[test]
fn every_mutant_of_the_corpus_has_a_difference_that_says_where() {
    let shared = std::env::var_os("STEPWRIGHT_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), Into::into);
    let corpus = shared.join("corpus");
    if !corpus.is_dir() {
        eprintln!("skipped: no corpus in {}", shared.display());
        return;
    }
    let read = |path: &Path| fs::read_to_string(path).ok().map(|it| machine(&it));
    let index = fs::read_to_string(corpus.join("mutants/index.json")).unwrap();
    let mut compared = 0;
    for entry in Value::parse(&index).unwrap().as_array().unwrap() {
        let file = entry.get("file").and_then(Value::as_str).unwrap();
        let base = entry.get("base").and_then(Value::as_str).unwrap();
        let base = corpus.join(format!("definitions/{base}.json"));
        let (Some(old), Some(new)) = (read(&base), read(&corpus.join("mutants").join(file))) else {
            continue;
        };
        let diff = old.diff(&new);
        assert_eq!(diff.is_empty(), old.to_value() == new.to_value(), "{file}\n{diff}");
        assert_eq!(diff.is_empty(), new.diff(&old).is_empty(), "{file}");
        compared += 1;
    }
    assert!(compared > 500, "only {compared} mutants have their base here");
}
