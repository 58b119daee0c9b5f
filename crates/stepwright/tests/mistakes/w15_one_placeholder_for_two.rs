//! W15

use super::check::{Fetch, check};
use expect_test::expect;
use stepwright::{Callable, Expr, Flow, Step, task};

#[derive(Callable)]
#[machine(name = "Fetch", input = String)]
struct FetchMachine;

fn two(w: &mut Flow, url: Expr<String>) {
    task("One", Fetch).input(url).run(w);
    task("Two", FetchMachine).input(url).run(w);
}

#[test]
fn a_function_and_a_machine_share_a_placeholder() {
    check(
        two,
        expect![[r#"
        error[W15]: `${FetchArn}` would stand for two things
          --> crates/stepwright/tests/mistakes/w15_one_placeholder_for_two.rs:12:35
          --> crates/stepwright/tests/mistakes/w15_one_placeholder_for_two.rs:13:42
          help: placeholders are made of names: give one of the callables another"#]],
    );
}
