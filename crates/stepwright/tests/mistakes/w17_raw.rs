//! W17

use super::check::check;
use expect_test::expect;
use stepwright::{Expr, Flow, Step, asl, parallel, pass, raw_branch, raw_state};

fn same() -> asl::StateMachine {
    r#"{"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}}}"#.parse().unwrap()
}

fn not_alone(w: &mut Flow, _: Expr<()>) {
    parallel("Both")
        .branch("a", |w| {
            pass("Before").run(w);
            raw_branch::<u32>(same()).run(w)
        })
        .branch("b", |w| {
            raw_branch::<u32>(same()).run(w);
            pass("After").value(1u32).run(w)
        })
        .run(w);
}

fn in_json_path(w: &mut Flow, _: Expr<()>) {
    let mut machine = same();
    machine.query_language = Some(asl::QueryLanguage::JsonPath);
    parallel("One").branch("a", |w| raw_branch::<u32>(machine).run(w)).run(w);
}

fn another_value(w: &mut Flow, n: Expr<u32>) {
    parallel("One")
        .branch("a", |w| {
            raw_branch::<u32>(same()).run(w);
            n
        })
        .run(w);
}

fn without_a_result(w: &mut Flow, _: Expr<()>) -> Expr<u32> {
    let value = raw_state::<u32>("Raw", asl::Pass::default()).run(w);
    pass("After").value(value).run(w)
}

fn a_choice(w: &mut Flow, _: Expr<()>) {
    raw_state::<()>("Which?", asl::Choice::default()).run(w);
}

#[test]
fn a_raw_branch_is_not_alone() {
    check(
        not_alone,
        expect![[r#"
            error[W02]: state "After" can never be reached: the path before it has already ended
              --> crates/stepwright/tests/mistakes/w17_raw.rs:19:39
              the path ends here
              --> crates/stepwright/tests/mistakes/w17_raw.rs:18:39
              help: move the step before the end of the path, or into another branch

            error[W17]: a raw branch is not the whole of its branch
              --> crates/stepwright/tests/mistakes/w17_raw.rs:15:39
              help: a raw branch is a definition of its own: put it alone into a branch, or an iteration

            error[W17]: a raw branch is not the whole of its branch
              --> crates/stepwright/tests/mistakes/w17_raw.rs:19:39
              help: a raw branch is a definition of its own: put it alone into a branch, or an iteration

            error[W17]: a raw branch is given another value than its own
              --> crates/stepwright/tests/mistakes/w17_raw.rs:17:10
              help: what a raw branch hands back is its own output: hand on what its `.run(w)` gave"#]],
    );
}

#[test]
fn a_raw_branch_speaks_json_path() {
    check(
        in_json_path,
        expect![[r#"
        error[W17]: a raw branch speaks JSONPath inside a workflow
          --> crates/stepwright/tests/mistakes/w17_raw.rs:27:64
          help: a workflow speaks JSONata throughout: translate it, or call it as a machine of its own

        error[W07]: a branch of "One" has no states
          --> crates/stepwright/tests/mistakes/w17_raw.rs:27:21
          help: put a step into it: `pass(..)` hands on a value and does nothing else"#]],
    );
}

#[test]
fn a_raw_branch_hands_back_something_else() {
    check(
        another_value,
        expect![[r#"
            error[W17]: a raw branch is given another value than its own
              --> crates/stepwright/tests/mistakes/w17_raw.rs:32:10
              help: what a raw branch hands back is its own output: hand on what its `.run(w)` gave"#]],
    );
}

#[test]
fn a_raw_state_has_no_result() {
    check(
        without_a_result,
        expect![[r#"
            error[W17]: "After" reads the value of "Raw", which has no result
              made here
              --> crates/stepwright/tests/mistakes/w17_raw.rs:40:63
              read here
              --> crates/stepwright/tests/mistakes/w17_raw.rs:41:32
              help: only a Task, a Parallel and a Map have one"#]],
    );
}

#[test]
fn a_raw_state_has_many_ways_out() {
    check(
        a_choice,
        expect![[r#"
            error[W17]: "Which?" has no one way out that a flow could go on from
              --> crates/stepwright/tests/mistakes/w17_raw.rs:45:55
              help: write a Choice with `choice(..)`; its conditions may be `Expr::jsonata(..)`"#]],
    );
}
