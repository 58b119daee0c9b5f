//! One picture, byte for byte: a change of the layout or of the drawing shows here first.

#![expect(clippy::unwrap_used, reason = "a test that cannot prepare has failed")]

use expect_test::{expect, expect_file};
use stepwright_asl::{StateMachine, Value};
use stepwright_graph::{Change, Options, Status, Theme, svg};

const DEFINITION: &str = include_str!("snapshot/loop.asl.json");

fn machine() -> StateMachine {
    StateMachine::from_value(&Value::parse(DEFINITION).unwrap()).unwrap()
}

#[test]
fn a_loop_with_a_catch_in_a_map_is_drawn_like_this() {
    let options = Options { title: Some("loop".to_owned()), ..Options::default() };
    expect_file!["snapshot/loop.svg"].assert_eq(&svg(&machine(), &options));
}

#[test]
fn a_run_colours_its_states_and_moves_nothing() {
    let run = [
        ("Look".to_owned(), Status::Caught),
        ("Pause".to_owned(), Status::Running),
        ("Each <item>".to_owned(), Status::Failed),
        ("Done".to_owned(), Status::Succeeded),
        ("Weigh".to_owned(), Status::Aborted),
    ];
    let options = Options {
        theme: Theme::Dark,
        run: Some(run.into()),
        id_prefix: "first-".to_owned(),
        ..Options::default()
    };
    expect_file!["snapshot/run.svg"].assert_eq(&svg(&machine(), &options));
}

#[test]
fn what_is_new_is_coloured_and_nothing_else_is_different() {
    let old = DEFINITION.replace("\"Pause\": {", "\"Rest\": {");
    let old = StateMachine::from_value(&Value::parse(&old).unwrap()).unwrap();
    let changes = Change::of(&old.diff(&machine()));
    assert_eq!(changes.get("Pause"), Some(&Change::Changed));
    let colored = svg(&machine(), &Options { changes: Some(changes), ..Options::default() });
    let plain = svg(&machine(), &Options::default());
    let lines = |of: &str, other: &str| {
        let lines = of.lines().filter(|it| !other.contains(it)).map(str::to_owned);
        lines.collect::<Vec<_>>().join("\n")
    };
    expect![[r#"
        .stepwright-graph .added > .box { stroke: #1a7f37; fill: #dafbe1; stroke-width: 2 }
        .stepwright-graph .changed > .box { stroke: #bc4c00; fill: #fff1e5; stroke-width: 2 }
        .stepwright-graph .removed > .box { stroke: #cf222e; fill: #ffebe9; stroke-width: 2 }
        .stepwright-graph .added > .box { stroke: #3fb950; fill: #122b1b; stroke-width: 2 }
        .stepwright-graph .changed > .box { stroke: #f0883e; fill: #341d0b; stroke-width: 2 }
        .stepwright-graph .removed > .box { stroke: #ff7b72; fill: #3a1719; stroke-width: 2 }
        <g id="state-Pause" class="state wait changed" data-name="Pause">
        <title>Pause (Wait 5 s): changed</title>"#]]
    .assert_eq(&lines(&colored, &plain));
    expect![[r#"
        <g id="state-Pause" class="state wait" data-name="Pause">
        <title>Pause (Wait 5 s)</title>"#]]
    .assert_eq(&lines(&plain, &colored));
}
