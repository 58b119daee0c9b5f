//! W04

use super::check::{Fetch, check};
use expect_test::expect;
use stepwright::{Expr, Flow, States, Step, choice, expr, pass, task};

fn set_in_one_arm(w: &mut Flow, url: Expr<String>) -> Expr<u32> {
    let mut leak = None;
    choice::<()>("Fetch It?")
        .when(expr!(url == ""), |_| ())
        .otherwise(|w| leak = Some(task("Download Benner", Fetch).input(url).run(w)))
        .run(w);
    pass("After").value(leak.unwrap().rows).run(w)
}

fn not_set_by_a_catcher(w: &mut Flow, url: Expr<String>) -> Expr<u32> {
    let mut leak = None;
    let give_up = w.handler("failure", |w, error| {
        leak = Some(error);
        w.fail("Give Up", error.error, error.cause)
    });
    let page = task("Fetch", Fetch).input(url).catch_to(States::All, &give_up).run(w);
    let leak = leak.unwrap();
    choice("Any?")
        .when(expr!(page.rows > 0), |_| page.rows)
        .otherwise(|w| w.fail("None", "None", leak.cause))
        .run(w)
}

fn jumped_over(w: &mut Flow, url: Expr<String>) -> Expr<u32> {
    let again = w.label();
    let first = pass("First").value(url).run(w);
    let page = task("Fetch", Fetch).input(first).run(w);
    choice("Any?").when(expr!(page.rows > 0), |_| page.rows).otherwise(|w| w.go_to(&again)).run(w)
}

#[test]
fn a_value_is_set_in_one_arm_only() {
    check(
        set_in_one_arm,
        expect![[r#"
        error[W04]: "After" reads `$downloadBenner`, which is not set on every path that leads to it
          --> crates/stepwright/tests/mistakes/w04_not_set_on_every_path.rs:13:45
          help: set it before the branches part, or hand it back from every branch"#]],
    );
}

#[test]
fn an_error_is_read_where_none_was_caught() {
    check(
        not_set_by_a_catcher,
        expect![[r#"
        error[W04]: "None" reads `$failure`, which is not set on every path that leads to it
          --> crates/stepwright/tests/mistakes/w04_not_set_on_every_path.rs:26:26
          help: set it before the branches part, or hand it back from every branch"#]],
    );
}

#[test]
fn a_jump_back_changes_nothing_for_what_is_set_in_the_loop() {
    check(
        jumped_over,
        expect![[r#"
        {
          "QueryLanguage": "JSONata",
          "StartAt": "First",
          "States": {
            "First": {
              "Type": "Pass",
              "Assign": {
                "first": "{% $states.context.Execution.Input %}"
              },
              "Next": "Fetch"
            },
            "Fetch": {
              "Type": "Task",
              "Resource": "arn:aws:states:::lambda:invoke",
              "Arguments": {
                "FunctionName": "${FetchArn}",
                "Payload": "{% $first %}"
              },
              "Assign": {
                "fetch": "{% $states.result.Payload %}"
              },
              "Next": "Any?"
            },
            "Any?": {
              "Type": "Choice",
              "Choices": [
                {
                  "Condition": "{% $fetch.rows > 0 %}",
                  "Output": "{% $fetch.rows %}",
                  "Next": "Any? - Done"
                }
              ],
              "Default": "First"
            },
            "Any? - Done": {
              "Type": "Succeed"
            }
          }
        }
    "#]],
    );
}
