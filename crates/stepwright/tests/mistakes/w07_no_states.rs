//! W07

use super::check::check;
use expect_test::expect;
use stepwright::{Expr, Flow, Step, choice, map, parallel, pass};

fn a_branch(w: &mut Flow, n: Expr<u32>) -> Expr<u32> {
    let (a, _) =
        parallel("Both").branch("a", |_| n).branch("b", |w| pass("B").value(n).run(w)).run(w);
    a
}

fn an_iteration(w: &mut Flow, items: Expr<Vec<u32>>) -> Expr<Vec<u32>> {
    map("Each", items, |_, item| item).run(w)
}

fn nothing_at_all(_: &mut Flow, n: Expr<u32>) -> Expr<u32> {
    n
}

fn nothing_to_choose(w: &mut Flow, _: Expr<()>) {
    choice::<()>("Which?").otherwise(|w| w.wait("Rest", 1)).run(w);
    parallel("None").run(w);
}

#[test]
fn a_branch_has_no_states() {
    check(
        a_branch,
        expect![[r#"
            error[W07]: a branch of "Both" has no states
              --> crates/stepwright/tests/mistakes/w07_no_states.rs:9:26
              help: put a step into it: `pass(..)` hands on a value and does nothing else"#]],
    );
}

#[test]
fn an_iteration_has_no_states() {
    check(
        an_iteration,
        expect![[r#"
            error[W07]: the iteration of "Each" has no states
              --> crates/stepwright/tests/mistakes/w07_no_states.rs:14:40
              help: put a step into it: `pass(..)` hands on a value and does nothing else"#]],
    );
}

#[test]
fn a_workflow_has_no_states() {
    check(
        nothing_at_all,
        expect![[r#"
        error[W07]: the workflow has no states
          --> crates/stepwright/tests/mistakes/check.rs:12:22
          help: put a step into it: `pass(..)` hands on a value and does nothing else"#]],
    );
}

#[test]
fn a_choice_has_no_rules_and_a_parallel_no_branches() {
    check(
        nothing_to_choose,
        expect![[r#"
            error[W07]: "Which?" has no way but its default
              --> crates/stepwright/tests/mistakes/w07_no_states.rs:22:61
              help: add one with `.when(..)`, or do without the Choice

            error[W07]: "None" has no branches
              --> crates/stepwright/tests/mistakes/w07_no_states.rs:23:22
              help: add one with `.branch(..)`"#]],
    );
}
