//! R12: `keep`, `var`, `set`.

use expect_test::expect;
use stepwright::{Expr, Flow, Step, choice, expr, map, pass, task};

use super::contracts::{Fetch, Request, check};

#[test]
fn r12_variables_ride_on_the_way_out_of_the_state_before() {
    check(
        |w: &mut Flow, input: Expr<Request>| {
            let page = task("Fetch", Fetch).input(input).run(w);
            let n = w.var("n", page.rows);
            w.set(&n, n.get() + 1);
            let n = n.get();
            pass("Tell").value(n).run(w)
        },
        expect![[r#"
            {
              "QueryLanguage": "JSONata",
              "StartAt": "Fetch",
              "States": {
                "Fetch": {
                  "Type": "Task",
                  "Resource": "arn:aws:states:::lambda:invoke",
                  "Arguments": {
                    "FunctionName": "${FetchPageArn}",
                    "Payload": "{% $states.input %}"
                  },
                  "Assign": {
                    "n": "{% $states.result.Payload.rows + 1 %}"
                  },
                  "Next": "Tell"
                },
                "Tell": {
                  "Type": "Pass",
                  "Output": "{% $n %}",
                  "End": true
                }
              }
            }
        "#]],
    );
}

#[test]
fn r12_at_a_start_a_pass_is_put_in() {
    check(
        |w: &mut Flow, input: Expr<Request>| {
            let n = w.var("n", 1u32);
            let m = w.keep("m", input.tries);
            map("Each", vec![1u32, 2], |w, i| {
                let k = w.keep("k", expr!(i + 1));
                pass("Sum").value(expr!(k + m + n.get())).run(w)
            })
            .run(w)
        },
        expect![[r#"
            {
              "QueryLanguage": "JSONata",
              "StartAt": "Set n",
              "States": {
                "Set n": {
                  "Type": "Pass",
                  "Assign": {
                    "n": 1,
                    "m": "{% $states.input.tries %}"
                  },
                  "Next": "Each"
                },
                "Each": {
                  "Type": "Map",
                  "Items": [
                    1,
                    2
                  ],
                  "ItemProcessor": {
                    "ProcessorConfig": {
                      "Mode": "INLINE"
                    },
                    "StartAt": "Keep k",
                    "States": {
                      "Keep k": {
                        "Type": "Pass",
                        "Assign": {
                          "k": "{% $states.input + 1 %}"
                        },
                        "Next": "Sum"
                      },
                      "Sum": {
                        "Type": "Pass",
                        "Output": "{% $k + $m + $n %}",
                        "End": true
                      }
                    }
                  },
                  "End": true
                }
              }
            }
        "#]],
    );
}

#[test]
fn r12_after_a_label_a_pass_is_put_in_that_a_jump_goes_through() {
    check(
        |w: &mut Flow, _: Expr<()>| {
            let n = w.var("n", 0u32);
            let again = w.label();
            w.set(&n, n.get() + 1);
            choice::<()>("Enough?")
                .when(expr!(n.get() >= 3), |_| ())
                .otherwise(|w| w.go_to(&again))
                .run(w);
            n.get()
        },
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
                  "Next": "Set n 2"
                },
                "Set n 2": {
                  "Type": "Pass",
                  "Assign": {
                    "n": "{% $n + 1 %}"
                  },
                  "Next": "Enough?"
                },
                "Enough?": {
                  "Type": "Choice",
                  "Choices": [
                    {
                      "Condition": "{% $n >= 3 %}",
                      "Output": "{% $n %}",
                      "Next": "Enough? - Done"
                    }
                  ],
                  "Default": "Set n 2"
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
fn r12_a_second_set_on_the_same_way_sees_the_first() {
    check(
        |w: &mut Flow, _: Expr<()>| {
            let n = w.var("n", 1u32);
            w.wait("Rest", 1);
            let before = n.get();
            w.set(&n, n.get() * 2);
            w.set(&n, n.get() + before);
            w.wait("Rest Again", 1);
            n.get()
        },
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
                    "n": "{% $n * 2 + $n %}"
                  },
                  "Next": "Rest Again"
                },
                "Rest Again": {
                  "Type": "Wait",
                  "Seconds": 1,
                  "Output": "{% $n %}",
                  "End": true
                }
              }
            }
        "#]],
    );
}

#[test]
fn a_value_that_is_not_the_same_twice_is_evaluated_once() {
    check(
        |w: &mut Flow, _: Expr<()>| {
            let id = pass("Make Id").value(Expr::<String>::jsonata("$uuid()")).run(w);
            let twice = w.keep("twice", id.concat(id));
            expr!([twice, id])
        },
        expect![[r#"
            {
              "QueryLanguage": "JSONata",
              "StartAt": "Make Id",
              "States": {
                "Make Id": {
                  "Type": "Pass",
                  "Assign": {
                    "makeId": "{% $uuid() %}"
                  },
                  "Next": "Keep twice"
                },
                "Keep twice": {
                  "Type": "Pass",
                  "Output": [
                    "{% $makeId & $makeId %}",
                    "{% $makeId %}"
                  ],
                  "End": true
                }
              }
            }
        "#]],
    );
    check(
        |w: &mut Flow, _: Expr<()>| {
            pass("Make Id").value(Expr::<String>::jsonata("$uuid()")).run(w)
        },
        expect![[r#"
            {
              "QueryLanguage": "JSONata",
              "StartAt": "Make Id",
              "States": {
                "Make Id": {
                  "Type": "Pass",
                  "Output": "{% $uuid() %}",
                  "End": true
                }
              }
            }
        "#]],
    );
}
