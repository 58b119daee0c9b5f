//! R9, R10, R11: ends of scopes, and what a Choice assigns and hands back.

use expect_test::expect;
use stepwright::{AsExpr, Expr, Flow, States, Step, choice, expr, pass, task};

use super::contracts::{Fetch, FetchError, Page, Request, check};

#[test]
fn r09_the_last_state_hands_back_the_value() {
    check(
        |w: &mut Flow, input: Expr<Request>| {
            let first = task("Fetch", Fetch).input(input).run(w);
            choice("More?")
                .when(expr!(first.rows == 0), |w| pass("No").value(0u32).run(w))
                .otherwise(|w| {
                    let second = task("Fetch More", Fetch).input(input).run(w);
                    expr!(first.rows + second.rows)
                })
                .run(w)
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
                    "fetch": "{% $states.result.Payload %}"
                  },
                  "Next": "More?"
                },
                "More?": {
                  "Type": "Choice",
                  "Choices": [
                    {
                      "Condition": "{% $fetch.rows = 0 %}",
                      "Next": "No"
                    }
                  ],
                  "Default": "Fetch More"
                },
                "No": {
                  "Type": "Pass",
                  "Output": 0,
                  "End": true
                },
                "Fetch More": {
                  "Type": "Task",
                  "Resource": "arn:aws:states:::lambda:invoke",
                  "Arguments": {
                    "FunctionName": "${FetchPageArn}",
                    "Payload": "{% $states.context.Execution.Input %}"
                  },
                  "Output": "{% $fetch.rows + $states.result.Payload.rows %}",
                  "End": true
                }
              }
            }
        "#]],
    );
}

#[test]
fn r09_nothing_is_handed_back_for_unit_and_for_the_result_itself() {
    check(
        |w: &mut Flow, input: Expr<Request>| {
            task("Fetch", Fetch).input(input).run(w);
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
                  "End": true
                }
              }
            }
        "#]],
    );
    check(
        |w: &mut Flow, _: Expr<()>| {
            stepwright::raw_task::<serde_json::Value>("Raw", "arn:aws:states:::http:invoke", 1u32)
                .run(w)
        },
        expect![[r#"
            {
              "QueryLanguage": "JSONata",
              "StartAt": "Raw",
              "States": {
                "Raw": {
                  "Type": "Task",
                  "Resource": "arn:aws:states:::http:invoke",
                  "Arguments": 1,
                  "End": true
                }
              }
            }
        "#]],
    );
}

#[test]
fn r10_ways_out_of_a_choice_end_at_one_succeed_state() {
    check(
        |w: &mut Flow, input: Expr<Request>| {
            pass("Start").run(w);
            choice("How Many?")
                .when(expr!(input.tries > 10), |_| "many".as_expr())
                .when(expr!(input.tries > 5), |w| pass("Some").value("some").run(w))
                .otherwise(|_| input.url)
                .run(w)
        },
        expect![[r#"
            {
              "QueryLanguage": "JSONata",
              "StartAt": "Start",
              "States": {
                "Start": {
                  "Type": "Pass",
                  "Next": "How Many?"
                },
                "How Many?": {
                  "Type": "Choice",
                  "Choices": [
                    {
                      "Condition": "{% $states.context.Execution.Input.tries > 10 %}",
                      "Output": "many",
                      "Next": "How Many? - Done"
                    },
                    {
                      "Condition": "{% $states.context.Execution.Input.tries > 5 %}",
                      "Next": "Some"
                    }
                  ],
                  "Default": "How Many? - Done",
                  "Output": "{% $states.context.Execution.Input.url %}"
                },
                "Some": {
                  "Type": "Pass",
                  "Output": "some",
                  "End": true
                },
                "How Many? - Done": {
                  "Type": "Succeed"
                }
              }
            }
        "#]],
    );
}

#[test]
fn r10_a_catcher_that_recovers_at_the_end_hands_back_its_value() {
    check(
        |w: &mut Flow, input: Expr<Request>| {
            task("Fetch", Fetch)
                .input(input)
                .catch(FetchError::NOT_FOUND, |_, _| expr!(Page { rows: 0u32, chunks: [] }))
                .catch(States::All, |_, error| expr!(Page { rows: 1u32, chunks: [error.cause] }))
                .run(w)
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
                  "Output": "{% $states.result.Payload %}",
                  "Catch": [
                    {
                      "ErrorEquals": [
                        "NotFound"
                      ],
                      "Output": {
                        "rows": 0,
                        "chunks": []
                      },
                      "Next": "Fetch - Done"
                    },
                    {
                      "ErrorEquals": [
                        "States.ALL"
                      ],
                      "Output": {
                        "rows": 1,
                        "chunks": [
                          "{% $states.errorOutput.Cause %}"
                        ]
                      },
                      "Next": "Fetch - Done"
                    }
                  ],
                  "End": true
                },
                "Fetch - Done": {
                  "Type": "Succeed"
                }
              }
            }
        "#]],
    );
}

#[test]
fn r11_the_default_way_assigns_in_the_choice_itself() {
    check(
        |w: &mut Flow, input: Expr<Request>| {
            pass("Start").run(w);
            let tries = choice("Often?")
                .when(expr!(input.tries > 3), |_| 3u32.as_expr())
                .otherwise(|_| input.tries)
                .bind("tries")
                .run(w);
            w.wait("Rest", tries);
            tries
        },
        expect![[r#"
            {
              "QueryLanguage": "JSONata",
              "StartAt": "Start",
              "States": {
                "Start": {
                  "Type": "Pass",
                  "Next": "Often?"
                },
                "Often?": {
                  "Type": "Choice",
                  "Choices": [
                    {
                      "Condition": "{% $states.context.Execution.Input.tries > 3 %}",
                      "Assign": {
                        "tries": 3
                      },
                      "Next": "Rest"
                    }
                  ],
                  "Default": "Rest",
                  "Assign": {
                    "tries": "{% $states.context.Execution.Input.tries %}"
                  }
                },
                "Rest": {
                  "Type": "Wait",
                  "Seconds": "{% $tries %}",
                  "Output": "{% $tries %}",
                  "End": true
                }
              }
            }
        "#]],
    );
}
