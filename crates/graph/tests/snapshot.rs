//! One picture, byte for byte: a change of the layout or of the drawing shows here first.

#![expect(clippy::unwrap_used, reason = "a test that cannot prepare has failed")]

use expect_test::expect_file;
use stepwright_asl::{StateMachine, Value};
use stepwright_graph::{Options, Status, Theme, svg};

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
