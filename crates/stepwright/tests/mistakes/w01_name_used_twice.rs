//! W01

use super::check::check;
use expect_test::expect;
use stepwright::{Expr, Flow, Step, asl, parallel, pass, raw_branch};

fn twice(w: &mut Flow, _: Expr<()>) {
    pass("Download").run(w);
    pass("Download").run(w);
}

fn twice_in_different_branches(w: &mut Flow, _: Expr<()>) {
    let machine = r#"{"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}}}"#;
    let machine: asl::StateMachine = machine.parse().unwrap();
    parallel("Both")
        .branch("a", |w| pass("A").value(1u32).run(w))
        .branch("b", |w| raw_branch::<u32>(machine).run(w))
        .run(w);
}

#[test]
fn a_state_name_is_used_twice() {
    check(
        twice,
        expect![[r#"
        error[W01]: state name "Download" is used twice
          --> crates/stepwright/tests/mistakes/w01_name_used_twice.rs:8:22
          --> crates/stepwright/tests/mistakes/w01_name_used_twice.rs:9:22
          help: state names are unique in the whole state machine, branches included; give one of them another name"#]],
    );
}

#[test]
fn a_state_name_is_used_in_two_branches() {
    check(
        twice_in_different_branches,
        expect![[r#"
        error[W01]: state name "A" is used twice
          --> crates/stepwright/tests/mistakes/w01_name_used_twice.rs:16:48
          --> crates/stepwright/tests/mistakes/w01_name_used_twice.rs:17:10
          help: state names are unique in the whole state machine, branches included; give one of them another name"#]],
    );
}
