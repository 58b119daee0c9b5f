//! R7, R8, R13: errors, joins, and the values of a Parallel.

use expect_test::expect;
use stepwright::{
    AsExpr, Expr, Flow, States, Step, branch, choice, expr, parallel, parallel_list, pass, task,
};

use super::contracts::{Fetch, FetchError, Page, Request, check};

#[test]
fn r07_a_caught_error_is_a_variable_if_it_is_read() {
    check(
        |w: &mut Flow, input: Expr<Request>| {
            let give_up = w.handler("failure", |w, failure| {
                w.wait("Calm Down", 5);
                w.fail("Given Up", failure.error, failure.cause)
            });
            let page = task("Fetch", Fetch)
                .input(input)
                .catch(FetchError::NOT_FOUND, |w, _| w.fail("Gone", "Gone", "it is gone"))
                .catch(FetchError::BUSY, |w, error| {
                    let message = error.lambda().error_message;
                    w.fail("Busy", FetchError::BUSY, message)
                })
                .catch_to(States::All, &give_up)
                .run(w);
            task("Fetch Again", Fetch)
                .input(expr!(Request { url: "again", tries: page.rows }))
                .catch_to(States::All, &give_up)
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
                  "Catch": [
                    {
                      "ErrorEquals": [
                        "NotFound"
                      ],
                      "Next": "Gone"
                    },
                    {
                      "ErrorEquals": [
                        "Busy"
                      ],
                      "Assign": {
                        "error": "{% $states.errorOutput %}"
                      },
                      "Next": "Busy"
                    },
                    {
                      "ErrorEquals": [
                        "States.ALL"
                      ],
                      "Assign": {
                        "failure": "{% $states.errorOutput %}"
                      },
                      "Next": "Calm Down"
                    }
                  ],
                  "Next": "Fetch Again"
                },
                "Gone": {
                  "Type": "Fail",
                  "Error": "Gone",
                  "Cause": "it is gone"
                },
                "Busy": {
                  "Type": "Fail",
                  "Error": "Busy",
                  "Cause": "{% $parse($error.Cause).errorMessage %}"
                },
                "Fetch Again": {
                  "Type": "Task",
                  "Resource": "arn:aws:states:::lambda:invoke",
                  "Arguments": {
                    "FunctionName": "${FetchPageArn}",
                    "Payload": {
                      "url": "again",
                      "tries": "{% $fetch.rows %}"
                    }
                  },
                  "Output": "{% $states.result.Payload %}",
                  "Catch": [
                    {
                      "ErrorEquals": [
                        "States.ALL"
                      ],
                      "Assign": {
                        "failure": "{% $states.errorOutput %}"
                      },
                      "Next": "Calm Down"
                    }
                  ],
                  "End": true
                },
                "Calm Down": {
                  "Type": "Wait",
                  "Seconds": 5,
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

#[test]
fn r08_the_last_state_of_each_arm_sets_the_joined_value() {
    check(
        |w: &mut Flow, input: Expr<Request>| {
            let rows = choice("How?")
                .when(expr!(input.tries > 3), |w| task("Fetch", Fetch).input(input).run(w).rows)
                .when(expr!(input.tries > 1), |_| input.tries)
                .otherwise(|w| pass("None").value(0u32).run(w))
                .bind("rows")
                .run(w);
            pass("Twice").value(expr!(rows * 2)).run(w)
        },
        expect![[r#"
            {
              "QueryLanguage": "JSONata",
              "StartAt": "How?",
              "States": {
                "How?": {
                  "Type": "Choice",
                  "Choices": [
                    {
                      "Condition": "{% $states.input.tries > 3 %}",
                      "Next": "Fetch"
                    },
                    {
                      "Condition": "{% $states.input.tries > 1 %}",
                      "Assign": {
                        "rows": "{% $states.input.tries %}"
                      },
                      "Next": "Twice"
                    }
                  ],
                  "Default": "None"
                },
                "Fetch": {
                  "Type": "Task",
                  "Resource": "arn:aws:states:::lambda:invoke",
                  "Arguments": {
                    "FunctionName": "${FetchPageArn}",
                    "Payload": "{% $states.context.Execution.Input %}"
                  },
                  "Assign": {
                    "rows": "{% $states.result.Payload.rows %}"
                  },
                  "Next": "Twice"
                },
                "None": {
                  "Type": "Pass",
                  "Assign": {
                    "rows": 0
                  },
                  "Next": "Twice"
                },
                "Twice": {
                  "Type": "Pass",
                  "Output": "{% $rows * 2 %}",
                  "End": true
                }
              }
            }
        "#]],
    );
}

#[test]
fn r08_a_catcher_that_recovers_sets_the_value_of_the_task() {
    check(
        |w: &mut Flow, input: Expr<Request>| {
            let page = task("Fetch", Fetch)
                .input(input)
                .catch(FetchError::NOT_FOUND, |_, _| expr!(Page { rows: 0u32, chunks: [] }))
                .catch(States::All, |w, _| task("Fetch Elsewhere", Fetch).input(input).run(w))
                .run(w);
            pass("Rows").value(page.rows).run(w)
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
                  "Catch": [
                    {
                      "ErrorEquals": [
                        "NotFound"
                      ],
                      "Assign": {
                        "fetch": {
                          "rows": 0,
                          "chunks": []
                        }
                      },
                      "Next": "Rows"
                    },
                    {
                      "ErrorEquals": [
                        "States.ALL"
                      ],
                      "Next": "Fetch Elsewhere"
                    }
                  ],
                  "Next": "Rows"
                },
                "Fetch Elsewhere": {
                  "Type": "Task",
                  "Resource": "arn:aws:states:::lambda:invoke",
                  "Arguments": {
                    "FunctionName": "${FetchPageArn}",
                    "Payload": "{% $states.context.Execution.Input %}"
                  },
                  "Assign": {
                    "fetch": "{% $states.result.Payload %}"
                  },
                  "Next": "Rows"
                },
                "Rows": {
                  "Type": "Pass",
                  "Output": "{% $fetch.rows %}",
                  "End": true
                }
              }
            }
        "#]],
    );
}

#[test]
fn r08_choices_within_choices_join_once() {
    check(
        |w: &mut Flow, input: Expr<Request>| {
            let size = choice("Many?")
                .when(expr!(input.tries > 10), |w| {
                    choice("Too Many?")
                        .when(expr!(input.tries > 100), |w| {
                            w.fail("Refuse", "TooMany", "nobody tries so often")
                        })
                        .otherwise(|_| "many".as_expr())
                        .run(w)
                })
                .otherwise(|_| "few".as_expr())
                .run(w);
            pass("Tell").value(size).run(w)
        },
        expect![[r#"
            {
              "QueryLanguage": "JSONata",
              "StartAt": "Many?",
              "States": {
                "Many?": {
                  "Type": "Choice",
                  "Choices": [
                    {
                      "Condition": "{% $states.input.tries > 10 %}",
                      "Next": "Too Many?"
                    }
                  ],
                  "Default": "Tell",
                  "Assign": {
                    "many": "few"
                  }
                },
                "Too Many?": {
                  "Type": "Choice",
                  "Choices": [
                    {
                      "Condition": "{% $states.context.Execution.Input.tries > 100 %}",
                      "Next": "Refuse"
                    }
                  ],
                  "Default": "Tell",
                  "Assign": {
                    "many": "many"
                  }
                },
                "Refuse": {
                  "Type": "Fail",
                  "Error": "TooMany",
                  "Cause": "nobody tries so often"
                },
                "Tell": {
                  "Type": "Pass",
                  "Output": "{% $many %}",
                  "End": true
                }
              }
            }
        "#]],
    );
}

#[test]
fn r13_a_parallels_branches_have_the_input_and_give_a_variable_each() {
    check(
        |w: &mut Flow, input: Expr<Request>| {
            let (a, _, c) = parallel("Three")
                .branch("a", |w| task("Fetch A", Fetch).input(input).run(w))
                .branch("b", |w| task("Fetch B", Fetch).input(input).run(w))
                .branch("c", |w| pass("C").value(3u32).run(w))
                .run(w);
            pass("Sum").value(expr!(a.rows + c)).run(w)
        },
        expect![[r#"
            {
              "QueryLanguage": "JSONata",
              "StartAt": "Three",
              "States": {
                "Three": {
                  "Type": "Parallel",
                  "Branches": [
                    {
                      "StartAt": "Fetch A",
                      "States": {
                        "Fetch A": {
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
                    },
                    {
                      "StartAt": "Fetch B",
                      "States": {
                        "Fetch B": {
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
                    },
                    {
                      "StartAt": "C",
                      "States": {
                        "C": {
                          "Type": "Pass",
                          "Output": 3,
                          "End": true
                        }
                      }
                    }
                  ],
                  "Assign": {
                    "a": "{% $states.result[0] %}",
                    "c": "{% $states.result[2] %}"
                  },
                  "Next": "Sum"
                },
                "Sum": {
                  "Type": "Pass",
                  "Output": "{% $a.rows + $c %}",
                  "End": true
                }
              }
            }
        "#]],
    );
}

#[test]
fn r13_a_catcher_that_recovers_hands_back_the_tuple() {
    check(
        |w: &mut Flow, input: Expr<Request>| {
            let (a, b) = parallel("Two")
                .branch("a", |w| task("Fetch A", Fetch).input(input).run(w).rows)
                .branch("b", |w| task("Fetch B", Fetch).input(input).run(w).rows)
                .catch(FetchError::BUSY, |w, _| {
                    let a = pass("Zero").value(0u32).run(w);
                    (a, expr!(a + 1))
                })
                .catch(States::All, |w, _| pass("Both").value((1u32, 2u32)).run(w))
                .run(w);
            pass("Sum").value(expr!(a + b)).run(w)
        },
        expect![[r#"
            {
              "QueryLanguage": "JSONata",
              "StartAt": "Two",
              "States": {
                "Two": {
                  "Type": "Parallel",
                  "Branches": [
                    {
                      "StartAt": "Fetch A",
                      "States": {
                        "Fetch A": {
                          "Type": "Task",
                          "Resource": "arn:aws:states:::lambda:invoke",
                          "Arguments": {
                            "FunctionName": "${FetchPageArn}",
                            "Payload": "{% $states.input %}"
                          },
                          "Output": "{% $states.result.Payload.rows %}",
                          "End": true
                        }
                      }
                    },
                    {
                      "StartAt": "Fetch B",
                      "States": {
                        "Fetch B": {
                          "Type": "Task",
                          "Resource": "arn:aws:states:::lambda:invoke",
                          "Arguments": {
                            "FunctionName": "${FetchPageArn}",
                            "Payload": "{% $states.input %}"
                          },
                          "Output": "{% $states.result.Payload.rows %}",
                          "End": true
                        }
                      }
                    }
                  ],
                  "Assign": {
                    "a": "{% $states.result[0] %}",
                    "b": "{% $states.result[1] %}"
                  },
                  "Catch": [
                    {
                      "ErrorEquals": [
                        "Busy"
                      ],
                      "Next": "Zero"
                    },
                    {
                      "ErrorEquals": [
                        "States.ALL"
                      ],
                      "Next": "Both"
                    }
                  ],
                  "Next": "Sum"
                },
                "Zero": {
                  "Type": "Pass",
                  "Assign": {
                    "a": 0,
                    "b": "{% 0 + 1 %}"
                  },
                  "Next": "Sum"
                },
                "Both": {
                  "Type": "Pass",
                  "Assign": {
                    "a": "{% [1, 2][0] %}",
                    "b": "{% [1, 2][1] %}"
                  },
                  "Next": "Sum"
                },
                "Sum": {
                  "Type": "Pass",
                  "Output": "{% $a + $b %}",
                  "End": true
                }
              }
            }
        "#]],
    );
}

#[test]
fn r13_the_whole_tuple_as_output_is_the_result() {
    check(
        |w: &mut Flow, _: Expr<()>| {
            parallel("Two")
                .branch("a", |w| pass("A").value(1u32).run(w))
                .branch("b", |w| pass("B").value("b").run(w))
                .run(w)
        },
        expect![[r#"
            {
              "QueryLanguage": "JSONata",
              "StartAt": "Two",
              "States": {
                "Two": {
                  "Type": "Parallel",
                  "Branches": [
                    {
                      "StartAt": "A",
                      "States": {
                        "A": {
                          "Type": "Pass",
                          "Output": 1,
                          "End": true
                        }
                      }
                    },
                    {
                      "StartAt": "B",
                      "States": {
                        "B": {
                          "Type": "Pass",
                          "Output": "b",
                          "End": true
                        }
                      }
                    }
                  ],
                  "End": true
                }
              }
            }
        "#]],
    );
}

#[test]
fn r13_branches_of_one_type_give_a_list() {
    check(
        |w: &mut Flow, input: Expr<Request>| {
            let branches = (0..2u32).map(|n| {
                branch(move |w| {
                    let tries = expr!(input.tries + n);
                    let request = expr!(Request { url: input.url, tries });
                    task(&format!("Fetch {n}"), Fetch).input(request).run(w).rows
                })
            });
            let rows = parallel_list("All", branches.collect()).bind("rows").run(w);
            pass("Sum").value(rows.sum()).run(w)
        },
        expect![[r#"
            {
              "QueryLanguage": "JSONata",
              "StartAt": "All",
              "States": {
                "All": {
                  "Type": "Parallel",
                  "Branches": [
                    {
                      "StartAt": "Fetch 0",
                      "States": {
                        "Fetch 0": {
                          "Type": "Task",
                          "Resource": "arn:aws:states:::lambda:invoke",
                          "Arguments": {
                            "FunctionName": "${FetchPageArn}",
                            "Payload": {
                              "url": "{% $states.input.url %}",
                              "tries": "{% $states.input.tries + 0 %}"
                            }
                          },
                          "Output": "{% $states.result.Payload.rows %}",
                          "End": true
                        }
                      }
                    },
                    {
                      "StartAt": "Fetch 1",
                      "States": {
                        "Fetch 1": {
                          "Type": "Task",
                          "Resource": "arn:aws:states:::lambda:invoke",
                          "Arguments": {
                            "FunctionName": "${FetchPageArn}",
                            "Payload": {
                              "url": "{% $states.input.url %}",
                              "tries": "{% $states.input.tries + 1 %}"
                            }
                          },
                          "Output": "{% $states.result.Payload.rows %}",
                          "End": true
                        }
                      }
                    }
                  ],
                  "Assign": {
                    "rows": "{% $states.result %}"
                  },
                  "Next": "Sum"
                },
                "Sum": {
                  "Type": "Pass",
                  "Output": "{% $sum([$rows]) %}",
                  "End": true
                }
              }
            }
        "#]],
    );
}
