//! The escape hatches: raw states and branches, raw expressions, tweaks.

use expect_test::expect;
use stepwright::{
    Expr, Flow, Step, Workflow, asl, map, parallel, pass, raw_branch, raw_state, raw_task, task,
};

use super::contracts::{Fetch, Request, check};

#[test]
fn a_raw_state_is_wired_into_the_flow() {
    check(
        |w: &mut Flow, input: Expr<Request>| {
            let state = asl::Task {
                resource: Some("arn:aws:states:::http:invoke".to_owned()),
                next: Some("Nowhere".to_owned()),
                ..asl::Task::default()
            };
            let answer = raw_state::<serde_json::Value>("Call", state).run(w);
            w.wait("Rest", input.tries);
            answer.at::<u32>("StatusCode")
        },
        expect![[r#"
            {
              "QueryLanguage": "JSONata",
              "StartAt": "Call",
              "States": {
                "Call": {
                  "Type": "Task",
                  "Resource": "arn:aws:states:::http:invoke",
                  "Assign": {
                    "call": "{% $states.result %}"
                  },
                  "Next": "Rest"
                },
                "Rest": {
                  "Type": "Wait",
                  "Seconds": "{% $states.context.Execution.Input.tries %}",
                  "Output": "{% $call.StatusCode %}",
                  "End": true
                }
              }
            }
        "#]],
    );
}

#[test]
fn a_raw_branch_is_the_whole_of_its_scope() {
    let machine = || -> asl::StateMachine {
        r#"{"StartAt": "Same", "States": {"Same": {"Type": "Pass", "End": true}}}"#.parse().unwrap()
    };
    check(
        |w: &mut Flow, numbers: Expr<Vec<u32>>| {
            let (a, b) = parallel("Both")
                .branch("a", |w| raw_branch::<u32>(machine()).run(w))
                .branch("b", |w| map("Each", numbers, |w, n| pass("Item").value(n).run(w)).run(w))
                .run(w);
            pass("Sum").value(b.sum() + a).run(w)
        },
        expect![[r#"
            {
              "QueryLanguage": "JSONata",
              "StartAt": "Both",
              "States": {
                "Both": {
                  "Type": "Parallel",
                  "Branches": [
                    {
                      "StartAt": "Same",
                      "States": {
                        "Same": {
                          "Type": "Pass",
                          "End": true
                        }
                      }
                    },
                    {
                      "StartAt": "Each",
                      "States": {
                        "Each": {
                          "Type": "Map",
                          "Items": "{% $states.input %}",
                          "ItemProcessor": {
                            "ProcessorConfig": {
                              "Mode": "INLINE"
                            },
                            "StartAt": "Item",
                            "States": {
                              "Item": {
                                "Type": "Pass",
                                "Output": "{% $states.input %}",
                                "End": true
                              }
                            }
                          },
                          "End": true
                        }
                      }
                    }
                  ],
                  "Assign": {
                    "a": "{% $states.result[0] %}",
                    "b": "{% $states.result[1] %}"
                  },
                  "Next": "Sum"
                },
                "Sum": {
                  "Type": "Pass",
                  "Output": "{% $sum([$b]) + $a %}",
                  "End": true
                }
              }
            }
        "#]],
    );
}

#[test]
fn a_tweak_has_the_last_say_but_for_the_wiring() {
    // Not by `check`: the service does not know the field yet.
    let workflow = Workflow::new("test", |w: &mut Flow, input: Expr<Request>| {
        task("Fetch", Fetch)
            .input(input)
            .tweak(|state| {
                state.extra.insert("Future", true);
                state.next = Some("Nowhere".to_owned());
                state.comment = Some("Tweaked.".to_owned());
            })
            .run(w);
    });
    expect![[r#"
            {
              "QueryLanguage": "JSONata",
              "StartAt": "Fetch",
              "States": {
                "Fetch": {
                  "Type": "Task",
                  "Comment": "Tweaked.",
                  "Resource": "arn:aws:states:::lambda:invoke",
                  "Arguments": {
                    "FunctionName": "${FetchPageArn}",
                    "Payload": "{% $states.input %}"
                  },
                  "End": true,
                  "Future": true
                }
              }
            }
    "#]]
    .assert_eq(&workflow.build().unwrap().to_string());
}

#[test]
fn placeholders_in_raw_parts_are_known_too() {
    let machine: asl::StateMachine =
        r#"{"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "${OneArn}", "End": true}}}"#
            .parse()
            .unwrap();
    let workflow = Workflow::new("test", |w: &mut Flow, _: Expr<()>| {
        raw_task::<u32>("Raw", "${TwoArn}", "${}").run(w);
        parallel("One").branch("a", |w| raw_branch::<u32>(machine).run(w)).run(w)
    });
    let names = workflow.placeholders().into_iter().map(|it| it.name).collect::<Vec<_>>();
    assert_eq!(names, ["TwoArn", "OneArn"]);
}
