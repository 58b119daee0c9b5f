//! W03

use super::check::{Fetch, check};
use expect_test::expect;
use std::cell::Cell;
use stepwright::{Expr, Flow, Step, Workflow, distributed_map, map, parallel, pass, task};

fn out_of_a_branch(w: &mut Flow, url: Expr<String>) -> Expr<u32> {
    let mut leak = None;
    parallel("Both")
        .branch("a", |w| {
            let page = task("Download Benner", Fetch).input(url).run(w);
            leak = Some(page);
            page
        })
        .run(w);
    pass("After").value(leak.unwrap().rows).run(w)
}

fn out_of_an_iteration(w: &mut Flow, urls: Expr<Vec<String>>) -> Expr<String> {
    let mut leak = None;
    map("Each", urls, |w, url| {
        leak = Some(url);
        pass("Same").value(url).run(w)
    })
    .run(w);
    w.wait("Rest", 1);
    leak.unwrap()
}

thread_local! {
    static LEAK: Cell<Option<Expr<String>>> = const { Cell::new(None) };
}

fn into_a_distributed_map(w: &mut Flow, input: Expr<String>) -> Expr<Vec<String>> {
    LEAK.set(Some(input));
    distributed_map("Many", vec![1u32, 2], (), |w, _, _: Expr<()>| {
        pass("Same").value(LEAK.get().unwrap()).run(w)
    })
    .run(w)
}

fn from_another_workflow(w: &mut Flow, _: Expr<()>) -> Expr<u32> {
    let mut leak = None;
    let _ = Workflow::new("other", |_: &mut Flow, input: Expr<u32>| leak = Some(input));
    pass("After").value(leak.unwrap()).run(w)
}

#[test]
fn a_value_leaves_its_branch() {
    check(
        out_of_a_branch,
        expect![[r#"
        error[W03]: the value of "Download Benner" is used in "After", outside the branch that makes it
          made here
          --> crates/stepwright/tests/mistakes/w03_value_leaves.rs:12:66
          used here
          --> crates/stepwright/tests/mistakes/w03_value_leaves.rs:17:45
          help: hand it back as the value of the branch: only that leaves a Parallel branch or a Map iteration"#]],
    );
}

#[test]
fn an_item_leaves_its_iteration() {
    check(
        out_of_an_iteration,
        expect![[r#"
        error[W03]: the item of "Each" is used in "Rest", outside the iteration that makes it
          made here
          --> crates/stepwright/tests/mistakes/w03_value_leaves.rs:26:6
          used here
          --> crates/stepwright/tests/mistakes/w03_value_leaves.rs:27:7
          help: hand it back as the value of the branch: only that leaves a Parallel branch or a Map iteration"#]],
    );
}

#[test]
fn a_value_comes_into_a_distributed_map() {
    check(
        into_a_distributed_map,
        expect![[r#"
        error[W03]: the input of the workflow is used in "Same", inside a Distributed Map, whose child executions see nothing from outside
          given here
          --> crates/stepwright/tests/mistakes/check.rs:12:22
          used here
          --> crates/stepwright/tests/mistakes/w03_value_leaves.rs:38:49
          help: give it to `distributed_map` as what is shared"#]],
    );
}

#[test]
fn a_value_comes_from_another_workflow() {
    check(
        from_another_workflow,
        expect![[r#"
        error[W03]: a value of another workflow is used in "After"
          --> crates/stepwright/tests/mistakes/w03_value_leaves.rs:46:40
          help: a value belongs to the workflow whose function makes it; make it here too"#]],
    );
}
