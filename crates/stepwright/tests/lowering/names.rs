//! R19, R20: names of variables, and the order of things.

use expect_test::expect;
use stepwright::{Expr, Flow, States, Step, expr, map, parallel, pass, task};

use super::contracts::{Fetch, Request, check};

#[test]
fn r19_names_are_unique_along_a_chain_of_scopes_and_siblings_may_share() {
    check(
        |w: &mut Flow, numbers: Expr<Vec<u32>>| {
            let n = pass("N!").value(1u32).run(w);
            let m = pass("N?").value(2u32).run(w);
            let (a, b) = parallel("Both")
                .branch("a", |w| {
                    let x = pass("X").value(expr!(n + m)).run(w);
                    pass("XX").value(expr!(x + 1)).run(w)
                })
                .branch("b", |w| {
                    let x = pass("X-").value(expr!(n + m)).run(w);
                    let n = pass("n").value(3u32).run(w);
                    pass("YY").value(expr!(x + n)).run(w)
                })
                .run(w);
            map("States", numbers, |w, i| pass("Sum").value(expr!(i + a + b)).run(w)).run(w).sum()
        },
        expect![[r#"
            {
              "QueryLanguage": "JSONata",
              "StartAt": "N!",
              "States": {
                "N!": {
                  "Type": "Pass",
                  "Assign": {
                    "n": 1
                  },
                  "Next": "N?"
                },
                "N?": {
                  "Type": "Pass",
                  "Assign": {
                    "n2": 2
                  },
                  "Next": "Both"
                },
                "Both": {
                  "Type": "Parallel",
                  "Branches": [
                    {
                      "StartAt": "X",
                      "States": {
                        "X": {
                          "Type": "Pass",
                          "Assign": {
                            "x": "{% $n + $n2 %}"
                          },
                          "Next": "XX"
                        },
                        "XX": {
                          "Type": "Pass",
                          "Output": "{% $x + 1 %}",
                          "End": true
                        }
                      }
                    },
                    {
                      "StartAt": "X-",
                      "States": {
                        "X-": {
                          "Type": "Pass",
                          "Assign": {
                            "x": "{% $n + $n2 %}"
                          },
                          "Next": "n"
                        },
                        "n": {
                          "Type": "Pass",
                          "Assign": {
                            "n3": 3
                          },
                          "Next": "YY"
                        },
                        "YY": {
                          "Type": "Pass",
                          "Output": "{% $x + $n3 %}",
                          "End": true
                        }
                      }
                    }
                  ],
                  "Assign": {
                    "a": "{% $states.result[0] %}",
                    "b": "{% $states.result[1] %}"
                  },
                  "Next": "States"
                },
                "States": {
                  "Type": "Map",
                  "Items": "{% $states.context.Execution.Input %}",
                  "ItemProcessor": {
                    "ProcessorConfig": {
                      "Mode": "INLINE"
                    },
                    "StartAt": "Sum",
                    "States": {
                      "Sum": {
                        "Type": "Pass",
                        "Output": "{% $states.input + $a + $b %}",
                        "End": true
                      }
                    }
                  },
                  "Output": "{% $sum([$states.result]) %}",
                  "End": true
                }
              }
            }
        "#]],
    );
}

#[test]
fn r20_states_stand_in_the_order_in_which_they_are_added_and_handlers_last() {
    check(
        |w: &mut Flow, input: Expr<Request>| {
            let give_up = w.handler("failure", |w, failure| {
                pass("Note Down").value(failure.cause).run(w);
                w.fail("Given Up", failure.error, failure.cause)
            });
            task("First", Fetch)
                .input(input)
                .catch(super::contracts::FetchError::BUSY, |w, _| {
                    w.wait("Calm Down", 1);
                    task("First Again", Fetch).input(input).run(w)
                })
                .catch_to(States::All, &give_up)
                .run(w);
            task("Second", Fetch).input(input).catch_to(States::All, &give_up).run(w);
        },
        expect![[r#"
            {
              "QueryLanguage": "JSONata",
              "StartAt": "First",
              "States": {
                "First": {
                  "Type": "Task",
                  "Resource": "arn:aws:states:::lambda:invoke",
                  "Arguments": {
                    "FunctionName": "${FetchPageArn}",
                    "Payload": "{% $states.input %}"
                  },
                  "Catch": [
                    {
                      "ErrorEquals": [
                        "Busy"
                      ],
                      "Next": "Calm Down"
                    },
                    {
                      "ErrorEquals": [
                        "States.ALL"
                      ],
                      "Assign": {
                        "failure": "{% $states.errorOutput %}"
                      },
                      "Next": "Note Down"
                    }
                  ],
                  "Next": "Second"
                },
                "Calm Down": {
                  "Type": "Wait",
                  "Seconds": 1,
                  "Next": "First Again"
                },
                "First Again": {
                  "Type": "Task",
                  "Resource": "arn:aws:states:::lambda:invoke",
                  "Arguments": {
                    "FunctionName": "${FetchPageArn}",
                    "Payload": "{% $states.context.Execution.Input %}"
                  },
                  "Next": "Second"
                },
                "Second": {
                  "Type": "Task",
                  "Resource": "arn:aws:states:::lambda:invoke",
                  "Arguments": {
                    "FunctionName": "${FetchPageArn}",
                    "Payload": "{% $states.context.Execution.Input %}"
                  },
                  "Catch": [
                    {
                      "ErrorEquals": [
                        "States.ALL"
                      ],
                      "Assign": {
                        "failure": "{% $states.errorOutput %}"
                      },
                      "Next": "Note Down"
                    }
                  ],
                  "End": true
                },
                "Note Down": {
                  "Type": "Pass",
                  "Next": "Given Up"
                },
                "Given Up": {
                  "Type": "Fail",
                  "Error": "{% $failure.Error %}",
                  "Cause": "{% $failure.Cause %}"
                }
              }
            }
        "#]],
    );
}
