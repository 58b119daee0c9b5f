//! W18

use super::check::{ByHand, Fetch, Nested, check};
use expect_test::expect;
use stepwright::{Expr, Flow, Step, distributed_map, task};

fn activities(w: &mut Flow, text: Expr<String>) {
    task("By Hand", ByHand).input(text).credentials("arn:aws:iam::1:role/r").run(w);
    task("With Token", ByHand).input_with_token(|token| token.assert()).run(w);
}

fn an_unused_token(w: &mut Flow, text: Expr<String>) {
    task("Fetch", Fetch).input_with_token(|_| text).run(w);
}

fn in_express_executions(w: &mut Flow, texts: Expr<Vec<String>>) {
    distributed_map("Many", texts, (), |w, text, _: Expr<()>| {
        task("Nested", Nested).input(text).run(w);
        task("By Hand", ByHand).input(text).run(w);
        task("Wait For It", Fetch).input_with_token(|token| token.assert()).run(w);
    })
    .express()
    .run(w);
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

#[test]
fn an_express_execution_waits_for_nobody() {
    check(
        in_express_executions,
        expect![[r#"
        error[W18]: "Nested" waits for another execution, which an Express execution cannot
          --> crates/stepwright/tests/mistakes/w18_tasks.rs:18:44
          help: take `.express()` away from the Distributed Map around it

        error[W18]: "By Hand" is an activity, which an Express execution cannot
          --> crates/stepwright/tests/mistakes/w18_tasks.rs:19:45
          help: take `.express()` away from the Distributed Map around it

        error[W18]: "Wait For It" waits for a callback, which an Express execution cannot
          --> crates/stepwright/tests/mistakes/w18_tasks.rs:20:77
          help: take `.express()` away from the Distributed Map around it"#]],
    );
}
