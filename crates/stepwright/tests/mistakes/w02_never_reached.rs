//! W02

use super::check::{Fetch, check};
use expect_test::expect;
use stepwright::{Expr, Flow, Step, choice, expr, task};

fn after_the_end(w: &mut Flow, url: Expr<String>) {
    let _ = w.fail("Give Up", "GivenUp", "no reason");
    task("Download Benner", Fetch).input(url).run(w);
    // Lost for the same reason, which is told once.
    w.wait("Rest", 1);
}

fn after_arms_that_all_end(w: &mut Flow, n: Expr<u32>) {
    choice::<()>("Which?")
        .when(expr!(n > 1), |w| w.fail("One", "One", ""))
        .otherwise(|w| w.succeed("Other", ()))
        .run(w);
    w.wait("Rest", 1);
}

fn handler_without_catchers(w: &mut Flow, url: Expr<String>) {
    w.handler("failure", |w, error| w.fail("Give Up", error.error, error.cause));
    task("Fetch", Fetch).input(url).run(w);
}

fn set_after_the_end(w: &mut Flow, _: Expr<()>) {
    let n = w.var("n", 1u32);
    let end = w.succeed("Done", ());
    w.set(&n, 2);
    drop(end);
}

#[test]
fn a_state_stands_behind_the_end() {
    check(
        after_the_end,
        expect![[r#"
        error[W02]: state "Download Benner" can never be reached: the path before it has already ended
          --> crates/stepwright/tests/mistakes/w02_never_reached.rs:9:47
          the path ends here
          --> crates/stepwright/tests/mistakes/w02_never_reached.rs:8:15
          help: move the step before the end of the path, or into another branch"#]],
    );
}

#[test]
fn a_state_stands_behind_arms_that_all_end() {
    check(
        after_arms_that_all_end,
        expect![[r#"
        error[W02]: state "Rest" can never be reached: the path before it has already ended
          --> crates/stepwright/tests/mistakes/w02_never_reached.rs:19:7
          the path ends here
          --> crates/stepwright/tests/mistakes/w02_never_reached.rs:17:26
          help: move the step before the end of the path, or into another branch"#]],
    );
}

#[test]
fn no_catcher_leads_to_a_handler() {
    check(
        handler_without_catchers,
        expect![[r#"
        error[W02]: state "Give Up" can never be reached: no Catcher leads to its handler
          --> crates/stepwright/tests/mistakes/w02_never_reached.rs:23:39
          the handler is made here
          --> crates/stepwright/tests/mistakes/w02_never_reached.rs:23:7
          help: lead a Catcher to it with `.catch_to(..)`, or take it away"#]],
    );
}

#[test]
fn a_variable_is_set_behind_the_end() {
    check(
        set_after_the_end,
        expect![[r#"
        error[W02]: "Set n" can never be reached: the path before it has already ended
          --> crates/stepwright/tests/mistakes/w02_never_reached.rs:30:7
          the path ends here
          --> crates/stepwright/tests/mistakes/w02_never_reached.rs:29:17
          help: move the step before the end of the path, or into another branch"#]],
    );
}
