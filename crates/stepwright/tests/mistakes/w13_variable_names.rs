//! W13

use super::check::check;
use expect_test::expect;
use stepwright::{Expr, Flow, Step, map, pass};

fn twice(w: &mut Flow, items: Expr<Vec<u32>>) {
    let _ = w.var("n", 1u32);
    map("Each", items, |w, item| {
        pass("Same").run(w);
        w.keep("n", item)
    })
    .run(w);
}

fn no_names(w: &mut Flow, _: Expr<()>) {
    pass("Start").run(w);
    w.keep("states", 1u32);
    w.keep("two words", 2u32);
    w.keep(&"a".repeat(81), 3u32);
}

#[test]
fn two_variables_have_one_name() {
    check(
        twice,
        expect![[r#"
        error[W13]: two variables are named `$n`
          --> crates/stepwright/tests/mistakes/w13_variable_names.rs:8:15
          --> crates/stepwright/tests/mistakes/w13_variable_names.rs:11:11
          help: names of variables are unique along the way from the workflow into its branches; give one of them another name"#]],
    );
}

#[test]
fn a_name_is_none() {
    check(
        no_names,
        expect![[r#"
            error[W13]: a variable cannot be named `states`: it is reserved for what Step Functions provides
              --> crates/stepwright/tests/mistakes/w13_variable_names.rs:18:7
              help: give it another name

            error[W13]: a variable cannot be named `two words`: a name is a letter, then letters, digits and `_`
              --> crates/stepwright/tests/mistakes/w13_variable_names.rs:19:7
              help: give it another name

            error[W13]: a variable cannot be named `aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa`: a name has at most 80 characters
              --> crates/stepwright/tests/mistakes/w13_variable_names.rs:20:7
              help: give it another name"#]],
    );
}
