//! JSON in: where everything stands, and what is said of a text that is no definition.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use expect_test::{Expect, expect};
use stepwright_asl::{Document, Format, Pointer, StateMachine};

#[track_caller]
fn check(text: &str, expect: Expect) {
    let error = Document::parse("machine.asl.json", text).unwrap_err();
    expect.assert_eq(&error.to_string());
}

#[test]
fn comments_and_trailing_commas_are_refused_with_advice() {
    check(
        "{\n  // The first state.\n  \"StartAt\": \"A\"\n}",
        expect![
            "machine.asl.json:2:3: JSON has no comments; take it out, or write the definition in YAML"
        ],
    );
    check(
        "{\"StartAt\": \"A\", /* later */ \"States\": {}}",
        expect![
            "machine.asl.json:1:18: JSON has no comments; take it out, or write the definition in YAML"
        ],
    );
    check(
        "# A machine.\n{}",
        expect![
            "machine.asl.json:1:1: JSON has no comments; take it out, or write the definition in YAML"
        ],
    );
    check(
        "{\n  \"StartAt\": \"A\",\n}",
        expect!["machine.asl.json:2:17: a comma behind the last item; take it out"],
    );
    check(
        "{\"States\": {\"A\": {\"ErrorEquals\": [\"B\",]}}}",
        expect!["machine.asl.json:1:38: a comma behind the last item; take it out"],
    );
}

#[test]
fn what_is_no_json_is_told_what_should_stand_there() {
    check(
        "{'StartAt': 'A'}",
        expect![
            "machine.asl.json:1:2: strings and keys stand in double quotes, not in single ones"
        ],
    );
    check(
        "{\"StartAt\": 'A'}",
        expect![
            "machine.asl.json:1:13: strings and keys stand in double quotes, not in single ones"
        ],
    );
    check(
        "{StartAt: \"A\"}",
        expect!["machine.asl.json:1:2: found `S` where a key in double quotes was expected"],
    );
    check(
        "\u{feff}{\"StartAt\": \"A\"}",
        expect![
            "machine.asl.json:1:1: the text begins with a byte order mark; save it as UTF-8 without one"
        ],
    );
    check(
        "{\"StartAt\" \"A\"}",
        expect![[r#"machine.asl.json:1:12: found `"` where `:` was expected"#]],
    );
    check(
        "{\"StartAt\": \"A\" \"States\": {}}",
        expect![[r#"machine.asl.json:1:17: found `"` where `,` or `}` was expected"#]],
    );
    check(
        "{\"StartAt\": \"A",
        expect!["machine.asl.json:1:15: the text ends where the end of a string was expected"],
    );
    check(
        "{\"StartAt\": \"A\nB\"}",
        expect![[
            r#"machine.asl.json:1:15: a control character in a string; write it as `\n` or `\u000a`"#
        ]],
    );
    check("{\"End\": True}", expect!["machine.asl.json:1:9: found `T` where a value was expected"]);
    check(
        "{\"Seconds\": 010}",
        expect!["machine.asl.json:1:13: a number does not begin with a zero"],
    );
    check(
        "{\"StartAt\": \"A\"} {}",
        expect!["machine.asl.json:1:18: there is more text behind the value"],
    );
    check("", expect!["machine.asl.json:1:1: the text ends where a value was expected"]);
    check(
        &"[".repeat(100_000),
        expect!["machine.asl.json:1:257: arrays and objects are nested deeper than 256"],
    );
}

#[test]
fn what_is_json_but_no_object_is_refused() {
    check(
        "[]",
        expect![[
            r#"machine.asl.json:1:1: a definition must be a JSON object, such as `{"StartAt": …, "States": {…}}`"#
        ]],
    );
    check(
        "\n  \"{\\\"StartAt\\\": \\\"A\\\"}\"",
        expect![[
            r#"machine.asl.json:2:3: a definition must be a JSON object, such as `{"StartAt": …, "States": {…}}`"#
        ]],
    );
    let error = "null".parse::<StateMachine>().unwrap_err();
    expect![[
        r#"1:1: a definition must be a JSON object, such as `{"StartAt": …, "States": {…}}`"#
    ]]
    .assert_eq(&error.to_string());
}

const MACHINE: &str = r#"{
  "StartAt": "Größe",
  "States": {
    "Größe": { "Type": "Pass", "Next": "a/b" },
    "a/b": {
      "Type": "Task",
      "Retry": [
        { "ErrorEquals": ["A"] },
        { "MaxAttempts": -1, "ErrorEquals": ["B"] }
      ]
    }
  }
}
"#;

#[test]
fn everything_has_its_place() {
    let document = Document::parse("machine.json", MACHINE).unwrap();
    let place = |at: &str| document.source.locate(&at.parse().unwrap()).to_string();
    let key = |at: &str| document.source.locate_key(&at.parse().unwrap()).to_string();
    assert_eq!(place(""), "machine.json:1:1");
    assert_eq!(key("/States/Größe"), "machine.json:4:5");
    assert_eq!(place("/States/Größe/Next"), "machine.json:4:40");
    assert_eq!(place("/States/a~1b/Retry/1/MaxAttempts"), "machine.json:9:26");
    assert_eq!(key("/States/a~1b/Retry/1"), "machine.json:9:9");
    // What is not there is where it should be.
    assert_eq!(place("/States/a~1b/Next"), "machine.json:5:12");
    assert_eq!(place("/States/c/Next"), "machine.json:3:13");
}

#[test]
fn problems_are_told_with_their_places() {
    let document = Document::parse("machine.json", MACHINE).unwrap();
    let lines: Vec<String> = document
        .problems()
        .iter()
        .map(|it| format!("{}: {it}", document.source.locate(&it.at)))
        .collect();
    expect![[r#"
        machine.json:5:12: error[SCHEMA_VALIDATION_FAILED] /States/a~1b: These fields are required: [Resource]
        machine.json:5:12: error[SCHEMA_VALIDATION_FAILED] /States/a~1b: This object should have only one of the following fields: [Next, End]
        machine.json:9:26: error[SCHEMA_VALIDATION_FAILED] /States/a~1b/Retry/1/MaxAttempts: Minimum value is 0
        machine.json:1:1: error[MISSING_END_STATE] /: Workflow has no terminal state (give some state `"End": true`, or add a Succeed or Fail state)"#]].assert_eq(&lines.join("\n"));
}

#[test]
fn a_key_that_stands_twice_is_told() {
    let text = "{\"StartAt\": \"A\",\n\"States\": {\"A\": {\"Type\": \"Succeed\", \"Type\": \"Succeed\"}}}";
    let document = Document::parse("m.json", text).unwrap();
    let problems = document.problems();
    let lines: Vec<String> =
        problems.iter().map(|it| format!("{}: {it}", document.source.locate(&it.at))).collect();
    expect!["m.json:2:45: warning[DUPLICATE_KEY] /States/A/Type: the key stands here a second time; the first one is at m.json:2:18 (only the last one counts: leave one of them out)"].assert_eq(&lines.join("\n"));
    let at: Pointer = "/States/A/Type".parse().unwrap();
    assert_eq!(document.source.locate_key(&at).to_string(), "m.json:2:37");
}

#[test]
fn the_name_of_a_file_says_its_format() {
    for (name, format) in [
        ("machine.json", Format::Json),
        ("machine.asl.json", Format::Json),
        ("machine.asl", Format::Json),
        ("machine", Format::Json),
        ("machine.yaml", Format::Yaml),
        ("machine.asl.YML", Format::Yaml),
        ("yaml/machine.json", Format::Json),
    ] {
        assert_eq!(Format::of_file(name), format, "{name}");
    }
}
