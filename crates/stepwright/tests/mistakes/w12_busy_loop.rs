//! W12

use super::check::check_report;
use expect_test::expect;
use stepwright::{Expr, Flow, Step, choice, expr, pass};

fn busy(w: &mut Flow, n: Expr<u32>) {
    let again = w.label();
    pass("Nothing").run(w);
    choice::<()>("Enough?").when(expr!(n > 1), |_| ()).otherwise(|w| w.go_to(&again)).run(w);
}

fn counted(w: &mut Flow, _: Expr<()>) {
    let n = w.var("n", 0u32);
    let again = w.label();
    pass("Nothing").run(w);
    w.set(&n, n.get() + 1);
    choice::<()>("Enough?").when(expr!(n.get() > 1), |_| ()).otherwise(|w| w.go_to(&again)).run(w);
}

#[test]
fn a_loop_does_nothing() {
    check_report(
        busy,
        expect![[r#"
        warning[W12]: the loop through "Nothing" has no Wait, no Task and no counter
          --> crates/stepwright/tests/mistakes/w12_busy_loop.rs:9:21
          help: it ends only with the history's 25,000 events: wait in it, or count its rounds with `w.var(..)` and `w.set(..)`"#]],
    );
}

#[test]
fn a_loop_that_counts_is_no_matter() {
    check_report(counted, expect![]);
}
