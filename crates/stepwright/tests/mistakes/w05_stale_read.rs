//! W05

use super::check::check;
use expect_test::expect;
use stepwright::{Expr, Flow, Step, choice, expr, map, pass};

fn read_before_set(w: &mut Flow, _: Expr<()>) -> Expr<u32> {
    let n = w.var("n", 1u32);
    let old = n.get();
    w.set(&n, 2);
    pass("Stale").value(old).run(w)
}

fn inside_a_map(w: &mut Flow, items: Expr<Vec<u32>>) -> Expr<Vec<u32>> {
    let n = w.var("n", 1u32);
    let old = n.get();
    w.wait("Rest", 1);
    w.set(&n, 2);
    map("Each", items, |w, i| pass("Stale").value(expr!(i + old)).run(w)).run(w)
}

fn read_before_the_loop(w: &mut Flow, _: Expr<()>) {
    let n = w.var("n", 0u32);
    let first = n.get();
    let again = w.label();
    w.wait("Rest", first);
    choice::<()>("Enough?")
        .when(expr!(n.get() >= 3), |_| ())
        .otherwise(|w| {
            w.wait("Count", 1);
            w.set(&n, n.get() + 1);
            w.go_to(&again)
        })
        .run(w);
}

fn read_in_the_loop(w: &mut Flow, _: Expr<()>) {
    let n = w.var("n", 0u32);
    let again = w.label();
    w.wait("Rest", n.get());
    choice::<()>("Enough?")
        .when(expr!(n.get() >= 3), |_| ())
        .otherwise(|w| {
            w.wait("Count", 1);
            w.set(&n, n.get() + 1);
            w.go_to(&again)
        })
        .run(w);
}

fn kept(w: &mut Flow, _: Expr<()>) -> Expr<u32> {
    let n = w.var("n", 1u32);
    w.wait("Rest", 1);
    let old = w.keep("old", n.get());
    w.set(&n, 2);
    pass("Sum").value(expr!(old + n.get())).run(w)
}

#[test]
fn a_variable_is_read_before_it_is_set() {
    check(
        read_before_set,
        expect![[r#"
            error[W05]: "Stale" reads `$n` as it was before it was set
              read here
              --> crates/stepwright/tests/mistakes/w05_stale_read.rs:9:17
              set here
              --> crates/stepwright/tests/mistakes/w05_stale_read.rs:10:7
              help: call `.get()` after the `set`, or keep the old value under a name of its own with `w.keep(..)`"#]],
    );
}

#[test]
fn a_variable_is_read_inside_a_map_behind_the_set() {
    check(
        inside_a_map,
        expect![[r#"
            error[W05]: "Stale" reads `$n` as it was before it was set
              read here
              --> crates/stepwright/tests/mistakes/w05_stale_read.rs:16:17
              set here
              --> crates/stepwright/tests/mistakes/w05_stale_read.rs:18:7
              help: call `.get()` after the `set`, or keep the old value under a name of its own with `w.keep(..)`"#]],
    );
}

#[test]
fn a_variable_is_read_before_a_loop_that_sets_it() {
    check(
        read_before_the_loop,
        expect![[r#"
            error[W05]: "Rest" reads `$n` as it was before it was set
              read here
              --> crates/stepwright/tests/mistakes/w05_stale_read.rs:24:19
              set here
              --> crates/stepwright/tests/mistakes/w05_stale_read.rs:31:15
              help: call `.get()` after the `set`, or keep the old value under a name of its own with `w.keep(..)`"#]],
    );
}

#[test]
fn a_back_edge_does_not_count_where_the_read_is_done_again() {
    check(
        read_in_the_loop,
        expect![[r#"
        {
          "QueryLanguage": "JSONata",
          "StartAt": "Set n",
          "States": {
            "Set n": {
              "Type": "Pass",
              "Assign": {
                "n": 0
              },
              "Next": "Rest"
            },
            "Rest": {
              "Type": "Wait",
              "Seconds": "{% $n %}",
              "Next": "Enough?"
            },
            "Enough?": {
              "Type": "Choice",
              "Choices": [
                {
                  "Condition": "{% $n >= 3 %}",
                  "Next": "Enough? - Done"
                }
              ],
              "Default": "Count"
            },
            "Count": {
              "Type": "Wait",
              "Seconds": 1,
              "Assign": {
                "n": "{% $n + 1 %}"
              },
              "Next": "Rest"
            },
            "Enough? - Done": {
              "Type": "Succeed"
            }
          }
        }
    "#]],
    );
}

#[test]
fn an_old_value_that_is_kept_is_not_stale() {
    check(
        kept,
        expect![[r#"
        {
          "QueryLanguage": "JSONata",
          "StartAt": "Set n",
          "States": {
            "Set n": {
              "Type": "Pass",
              "Assign": {
                "n": 1
              },
              "Next": "Rest"
            },
            "Rest": {
              "Type": "Wait",
              "Seconds": 1,
              "Assign": {
                "old": "{% $n %}",
                "n": 2
              },
              "Next": "Sum"
            },
            "Sum": {
              "Type": "Pass",
              "Output": "{% $old + $n %}",
              "End": true
            }
          }
        }
    "#]],
    );
}
