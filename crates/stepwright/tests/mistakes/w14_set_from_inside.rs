//! W14

use super::check::check;
use expect_test::expect;
use stepwright::{Expr, Flow, Step, map, pass};

fn from_inside(w: &mut Flow, items: Expr<Vec<u32>>) -> Expr<u32> {
    pass("Start").run(w);
    let n = w.var("n", 0u32);
    map("Each", items, |w, item| {
        pass("Same").run(w);
        w.set(&n, item);
    })
    .run(w);
    n.get()
}

#[test]
fn an_iteration_sets_a_variable_from_outside() {
    check(
        from_inside,
        expect![[r#"
            error[W14]: `$n` is made outside of the iteration in which it is set
              made here
              --> crates/stepwright/tests/mistakes/w14_set_from_inside.rs:9:15
              set here
              --> crates/stepwright/tests/mistakes/w14_set_from_inside.rs:12:11
              help: hand the value back from the branch, and set the variable after the Parallel or Map"#]],
    );
}
