//! W18

use super::check::{ByHand, Fetch, check};
use expect_test::expect;
use stepwright::{Expr, Flow, Step, task};

fn activities(w: &mut Flow, text: Expr<String>) {
    task("By Hand", ByHand).input(text).credentials("arn:aws:iam::1:role/r").run(w);
    task("With Token", ByHand).input_with_token(|token| token.assert()).run(w);
}

fn an_unused_token(w: &mut Flow, text: Expr<String>) {
    task("Fetch", Fetch).input_with_token(|_| text).run(w);
}

#[test]
fn an_activity_has_neither_token_nor_credentials() {
    check(
        activities,
        expect![[r#"
        error[W18]: "By Hand" is an activity, and has credentials
          --> crates/stepwright/tests/mistakes/w18_tasks.rs:8:78
          help: an activity is polled for, not called: take `.credentials(..)` away

        error[W18]: "With Token" is an activity, and asks for a task token
          --> crates/stepwright/tests/mistakes/w18_tasks.rs:9:73
          help: whoever does an activity's work gets a token with it: use `.input(..)`"#]],
    );
}

#[test]
fn a_token_is_given_to_nobody() {
    check(
        an_unused_token,
        expect![[r#"
        error[W18]: "Fetch" waits for an answer to a token that nobody is given
          --> crates/stepwright/tests/mistakes/w18_tasks.rs:13:53
          help: put the token into the input: whoever answers has to know it"#]],
    );
}
