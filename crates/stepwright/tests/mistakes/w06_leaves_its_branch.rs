//! W06

use super::check::{Fetch, check};
use expect_test::expect;
use stepwright::{Expr, Flow, States, Step, map, parallel, pass, task};

fn out_of_a_branch(w: &mut Flow, _: Expr<()>) {
    let start = w.label();
    pass("Start").run(w);
    parallel("Both")
        .branch::<(), _>("a", |w| {
            pass("A").run(w);
            w.go_to(&start)
        })
        .run(w);
}

fn to_an_outer_handler(w: &mut Flow, urls: Expr<Vec<String>>) {
    let give_up = w.handler("failure", |w, error| w.fail("Give Up", error.error, error.cause));
    map("Each", urls, |w, url| {
        task("Fetch", Fetch).input(url).catch_to(States::All, &give_up).run(w)
    })
    .catch_to(States::All, &give_up)
    .run(w);
}

#[test]
fn go_to_leaves_a_branch() {
    check(
        out_of_a_branch,
        expect![[r#"
            error[W06]: `go_to` leaves its branch
              goes from here
              --> crates/stepwright/tests/mistakes/w06_leaves_its_branch.rs:13:15
              to the label made here
              --> crates/stepwright/tests/mistakes/w06_leaves_its_branch.rs:8:19
              help: a transition stays among the states of one branch; hand back a value, or end the path, and go on from there outside"#]],
    );
}

#[test]
fn catch_to_leaves_an_iteration() {
    check(
        to_an_outer_handler,
        expect![[r#"
            error[W06]: `catch_to` of "Fetch" leaves its iteration
              caught here
              --> crates/stepwright/tests/mistakes/w06_leaves_its_branch.rs:21:41
              to the handler made here
              --> crates/stepwright/tests/mistakes/w06_leaves_its_branch.rs:19:21
              help: make a handler inside the branch, or catch the error at the Parallel or Map itself"#]],
    );
}
