//! W11

use super::check::check;
use expect_test::expect;
use stepwright::{Expr, Flow, Step, pass};

fn at_the_end(w: &mut Flow, _: Expr<()>) {
    pass("Start").run(w);
    w.label();
}

#[test]
fn nothing_follows_a_label() {
    check(
        at_the_end,
        expect![[r#"
        error[W11]: nothing follows a label
          --> crates/stepwright/tests/mistakes/w11_label_at_the_end.rs:9:7
          help: a label marks the place of the next state: add a step after it"#]],
    );
}
