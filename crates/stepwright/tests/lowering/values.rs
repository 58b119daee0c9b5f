//! R2, R3, R4: what a step's value is, where, and whether it is kept.

use expect_test::expect;
use stepwright::{Expr, Flow, Step, expr, pass, task};

use super::contracts::{Fetch, Page, Request, check};

#[test]
fn r02_the_value_of_a_step_is_set_on_its_way_out() {
    check(
        |w: &mut Flow, input: Expr<Request>| {
            let page = task("Fetch Page", Fetch).input(input).run(w);
            w.wait("Rest", 1);
            page
        },
        expect![[r#"
            {
              "QueryLanguage": "JSONata",
              "StartAt": "Fetch Page",
              "States": {
                "Fetch Page": {
                  "Type": "Task",
                  "Resource": "arn:aws:states:::lambda:invoke",
                  "Arguments": {
                    "FunctionName": "${FetchPageArn}",
                    "Payload": "{% $states.input %}"
                  },
                  "Assign": {
                    "fetchPage": "{% $states.result.Payload %}"
                  },
                  "Next": "Rest"
                },
                "Rest": {
                  "Type": "Wait",
                  "Seconds": 1,
                  "Output": "{% $fetchPage %}",
                  "End": true
                }
              }
            }
        "#]],
    );
}

#[test]
fn r03_on_the_way_that_sets_it_a_value_is_what_it_is_set_to() {
    check(
        |w: &mut Flow, input: Expr<Request>| {
            let page = task("Fetch", Fetch).input(input).run(w);
            let rows = w.keep("rows", page.rows);
            let more = w.keep("more", expr!(rows + 1));
            w.wait("Rest", 1);
            let last = task("Fetch Again", Fetch).input(input).run(w);
            expr!(more + last.rows)
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
                    "more": "{% $states.result.Payload.rows + 1 %}"
                  },
                  "Next": "Rest"
                },
                "Rest": {
                  "Type": "Wait",
                  "Seconds": 1,
                  "Next": "Fetch Again"
                },
                "Fetch Again": {
                  "Type": "Task",
                  "Resource": "arn:aws:states:::lambda:invoke",
                  "Arguments": {
                    "FunctionName": "${FetchPageArn}",
                    "Payload": "{% $states.context.Execution.Input %}"
                  },
                  "Output": "{% $more + $states.result.Payload.rows %}",
                  "End": true
                }
              }
            }
        "#]],
    );
}

#[test]
fn r04_what_nothing_reads_is_not_kept() {
    check(
        |w: &mut Flow, input: Expr<Request>| {
            let unread = task("Fetch", Fetch).input(input).run(w);
            // Read only by a value that is not kept itself.
            w.keep("unused", unread.rows);
            let read = task("Fetch Again", Fetch).input(input).run(w);
            w.wait("Rest", 1);
            pass("Rows").value(read.rows).run(w)
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
                  "Next": "Fetch Again"
                },
                "Fetch Again": {
                  "Type": "Task",
                  "Resource": "arn:aws:states:::lambda:invoke",
                  "Arguments": {
                    "FunctionName": "${FetchPageArn}",
                    "Payload": "{% $states.context.Execution.Input %}"
                  },
                  "Assign": {
                    "fetchAgain": "{% $states.result.Payload %}"
                  },
                  "Next": "Rest"
                },
                "Rest": {
                  "Type": "Wait",
                  "Seconds": 1,
                  "Next": "Rows"
                },
                "Rows": {
                  "Type": "Pass",
                  "Output": "{% $fetchAgain.rows %}",
                  "End": true
                }
              }
            }
        "#]],
    );
}

#[test]
fn r04_a_value_that_only_leaves_is_no_variable() {
    check(
        |w: &mut Flow, input: Expr<Request>| -> Expr<Page> {
            task("Fetch", Fetch).input(input).run(w)
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
                  "End": true
                }
              }
            }
        "#]],
    );
}
