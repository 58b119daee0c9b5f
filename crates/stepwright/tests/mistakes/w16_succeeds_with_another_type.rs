//! W16

use super::check::check;
use expect_test::expect;
use stepwright::{Expr, Flow, Step, choice, expr, pass};

fn another_type(w: &mut Flow, n: Expr<u32>) -> Expr<u32> {
    choice("Which?")
        .when(expr!(n > 1), |w| w.succeed("Done", "text"))
        .otherwise(|w| pass("Same").value(n).run(w))
        .run(w)
}

#[test]
fn a_succeed_state_hands_back_another_type() {
    check(
        another_type,
        expect![[r#"
        error[W16]: "Done" succeeds with `alloc::string::String` where `u32` is handed back
          --> crates/stepwright/tests/mistakes/w16_succeeds_with_another_type.rs:9:35
          help: a Succeed state ends its scope, so its output is the scope's value: give it that type"#]],
    );
}
