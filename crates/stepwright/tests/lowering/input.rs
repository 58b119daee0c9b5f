//! R1, R5, R6: where things start, and what their input is.

use expect_test::expect;
use stepwright::{Expr, Flow, Step, choice, expr, map, map_indexed, parallel, pass, task};

use super::contracts::{Fetch, Page, Request, check};

#[test]
fn r01_the_language_is_said_once_at_the_top() {
    check(
        |w: &mut Flow, numbers: Expr<Vec<u32>>| {
            map("Each", numbers, |w, n| pass("Same").value(n).run(w)).run(w)
        },
        expect![[r#"
            {
              "QueryLanguage": "JSONata",
              "StartAt": "Each",
              "States": {
                "Each": {
                  "Type": "Map",
                  "Items": "{% $states.input %}",
                  "ItemProcessor": {
                    "ProcessorConfig": {
                      "Mode": "INLINE"
                    },
                    "StartAt": "Same",
                    "States": {
                      "Same": {
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
        "#]],
    );
}

#[test]
fn r05_the_input_is_the_state_input_at_the_start_only() {
    check(
        |w: &mut Flow, input: Expr<Request>| {
            let first = pass("First").value(input.url).run(w);
            pass("Second").value(first.concat(input.url)).run(w)
        },
        expect![[r#"
            {
              "QueryLanguage": "JSONata",
              "StartAt": "First",
              "States": {
                "First": {
                  "Type": "Pass",
                  "Assign": {
                    "first": "{% $states.input.url %}"
                  },
                  "Next": "Second"
                },
                "Second": {
                  "Type": "Pass",
                  "Output": "{% $first & $states.context.Execution.Input.url %}",
                  "End": true
                }
              }
            }
        "#]],
    );
}

#[test]
fn r05_a_parallel_at_the_start_hands_the_input_to_its_branches_starts() {
    check(
        |w: &mut Flow, input: Expr<Request>| {
            let (a, _) = parallel("Outer")
                .branch("a", |w| {
                    pass("A1").value(input.url).run(w);
                    pass("A2").value(input.url).run(w)
                })
                .branch("inner", |w| {
                    parallel("Inner")
                        .branch("b", |w| pass("B").value(input.url).run(w))
                        .branch("c", |w| pass("C").value(input.tries).run(w))
                        .run(w)
                })
                .run(w);
            a
        },
        expect![[r#"
            {
              "QueryLanguage": "JSONata",
              "StartAt": "Outer",
              "States": {
                "Outer": {
                  "Type": "Parallel",
                  "Branches": [
                    {
                      "StartAt": "A1",
                      "States": {
                        "A1": {
                          "Type": "Pass",
                          "Next": "A2"
                        },
                        "A2": {
                          "Type": "Pass",
                          "Output": "{% $states.context.Execution.Input.url %}",
                          "End": true
                        }
                      }
                    },
                    {
                      "StartAt": "Inner",
                      "States": {
                        "Inner": {
                          "Type": "Parallel",
                          "Branches": [
                            {
                              "StartAt": "B",
                              "States": {
                                "B": {
                                  "Type": "Pass",
                                  "Output": "{% $states.input.url %}",
                                  "End": true
                                }
                              }
                            },
                            {
                              "StartAt": "C",
                              "States": {
                                "C": {
                                  "Type": "Pass",
                                  "Output": "{% $states.input.tries %}",
                                  "End": true
                                }
                              }
                            }
                          ],
                          "End": true
                        }
                      }
                    }
                  ],
                  "Output": "{% $states.result[0] %}",
                  "End": true
                }
              }
            }
        "#]],
    );
}

#[test]
fn r05_a_jump_back_to_the_start_takes_the_input_away() {
    check(
        |w: &mut Flow, input: Expr<Request>| {
            let again = w.label();
            let page = task("Fetch", Fetch).input(input).run(w);
            choice::<Page>("Any?")
                .when(expr!(page.rows > 0), |_| page)
                .otherwise(|w| {
                    w.wait("Later", 5);
                    w.go_to(&again)
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
                    "Payload": "{% $states.context.Execution.Input %}"
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
                      "Output": "{% $fetch %}",
                      "Next": "Any? - Done"
                    }
                  ],
                  "Default": "Later"
                },
                "Later": {
                  "Type": "Wait",
                  "Seconds": 5,
                  "Next": "Fetch"
                },
                "Any? - Done": {
                  "Type": "Succeed"
                }
              }
            }
        "#]],
    );
}

#[test]
fn r06_the_item_is_the_input_of_the_start_and_then_a_variable() {
    check(
        |w: &mut Flow, urls: Expr<Vec<String>>| {
            map("Fetch All", urls, |w, url| {
                let page = task("Fetch", Fetch).input(expr!(Request { url, tries: 1 })).run(w);
                pass("Tell").value(url.concat(page.rows.to_text())).run(w)
            })
            .run(w)
        },
        expect![[r#"
            {
              "QueryLanguage": "JSONata",
              "StartAt": "Fetch All",
              "States": {
                "Fetch All": {
                  "Type": "Map",
                  "Items": "{% $states.input %}",
                  "ItemProcessor": {
                    "ProcessorConfig": {
                      "Mode": "INLINE"
                    },
                    "StartAt": "Fetch",
                    "States": {
                      "Fetch": {
                        "Type": "Task",
                        "Resource": "arn:aws:states:::lambda:invoke",
                        "Arguments": {
                          "FunctionName": "${FetchPageArn}",
                          "Payload": {
                            "url": "{% $states.input %}",
                            "tries": 1
                          }
                        },
                        "Assign": {
                          "fetchAllItem": "{% $states.input %}",
                          "fetch": "{% $states.result.Payload %}"
                        },
                        "Next": "Tell"
                      },
                      "Tell": {
                        "Type": "Pass",
                        "Output": "{% $fetchAllItem & $string($fetch.rows) %}",
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
fn r06_a_start_that_is_a_map_gets_a_pass_in_front() {
    check(
        |w: &mut Flow, pages: Expr<Vec<Page>>| {
            map("Pages", pages, |w, page| {
                map("Chunks", page.chunks, |w, chunk| {
                    pass("Name").value(chunk.concat(page.rows.to_text())).run(w)
                })
                .run(w)
            })
            .run(w)
        },
        expect![[r#"
            {
              "QueryLanguage": "JSONata",
              "StartAt": "Pages",
              "States": {
                "Pages": {
                  "Type": "Map",
                  "Items": "{% $states.input %}",
                  "ItemProcessor": {
                    "ProcessorConfig": {
                      "Mode": "INLINE"
                    },
                    "StartAt": "Pages - Item",
                    "States": {
                      "Pages - Item": {
                        "Type": "Pass",
                        "Assign": {
                          "pagesItem": "{% $states.input %}"
                        },
                        "Next": "Chunks"
                      },
                      "Chunks": {
                        "Type": "Map",
                        "Items": "{% $pagesItem.chunks %}",
                        "ItemProcessor": {
                          "ProcessorConfig": {
                            "Mode": "INLINE"
                          },
                          "StartAt": "Name",
                          "States": {
                            "Name": {
                              "Type": "Pass",
                              "Output": "{% $states.input & $string($pagesItem.rows) %}",
                              "End": true
                            }
                          }
                        },
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
fn r06_a_start_that_is_a_parallel_hands_the_item_to_its_branches_starts() {
    check(
        |w: &mut Flow, pages: Expr<Vec<Page>>| {
            map("Pages", pages, |w, page| {
                let (rows, chunks) = parallel("Both")
                    .branch("rows", |w| pass("Rows").value(page.rows).run(w))
                    .branch("chunks", |w| pass("Chunks").value(page.chunks.len()).run(w))
                    .run(w);
                pass("Put Together").value(expr!(rows == 0 || chunks == 0)).run(w)
            })
            .run(w)
        },
        expect![[r#"
            {
              "QueryLanguage": "JSONata",
              "StartAt": "Pages",
              "States": {
                "Pages": {
                  "Type": "Map",
                  "Items": "{% $states.input %}",
                  "ItemProcessor": {
                    "ProcessorConfig": {
                      "Mode": "INLINE"
                    },
                    "StartAt": "Both",
                    "States": {
                      "Both": {
                        "Type": "Parallel",
                        "Branches": [
                          {
                            "StartAt": "Rows",
                            "States": {
                              "Rows": {
                                "Type": "Pass",
                                "Output": "{% $states.input.rows %}",
                                "End": true
                              }
                            }
                          },
                          {
                            "StartAt": "Chunks",
                            "States": {
                              "Chunks": {
                                "Type": "Pass",
                                "Output": "{% $count($states.input.chunks) %}",
                                "End": true
                              }
                            }
                          }
                        ],
                        "Assign": {
                          "rows": "{% $states.result[0] %}",
                          "chunks": "{% $states.result[1] %}"
                        },
                        "Next": "Put Together"
                      },
                      "Put Together": {
                        "Type": "Pass",
                        "Output": "{% $rows = 0 or $chunks = 0 %}",
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
fn r06_a_jump_back_to_the_start_puts_a_pass_in_front() {
    check(
        |w: &mut Flow, urls: Expr<Vec<String>>| {
            map("Fetch All", urls, |w, url| {
                let again = w.label();
                let page = task("Fetch", Fetch).input(expr!(Request { url, tries: 1 })).run(w);
                choice::<Page>("Any?")
                    .when(expr!(page.rows > 0), |_| page)
                    .otherwise(|w| {
                        w.wait("Later", 5);
                        w.go_to(&again)
                    })
                    .run(w)
            })
            .item_name("url")
            .run(w)
        },
        expect![[r#"
            {
              "QueryLanguage": "JSONata",
              "StartAt": "Fetch All",
              "States": {
                "Fetch All": {
                  "Type": "Map",
                  "Items": "{% $states.input %}",
                  "ItemProcessor": {
                    "ProcessorConfig": {
                      "Mode": "INLINE"
                    },
                    "StartAt": "Fetch All - Item",
                    "States": {
                      "Fetch All - Item": {
                        "Type": "Pass",
                        "Assign": {
                          "url": "{% $states.input %}"
                        },
                        "Next": "Fetch"
                      },
                      "Fetch": {
                        "Type": "Task",
                        "Resource": "arn:aws:states:::lambda:invoke",
                        "Arguments": {
                          "FunctionName": "${FetchPageArn}",
                          "Payload": {
                            "url": "{% $url %}",
                            "tries": 1
                          }
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
                            "Output": "{% $fetch %}",
                            "Next": "Any? - Done"
                          }
                        ],
                        "Default": "Later"
                      },
                      "Later": {
                        "Type": "Wait",
                        "Seconds": 5,
                        "Next": "Fetch"
                      },
                      "Any? - Done": {
                        "Type": "Succeed"
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
fn r06_the_index_is_the_context_at_the_start_and_then_a_variable() {
    check(
        |w: &mut Flow, urls: Expr<Vec<String>>| {
            map_indexed("Number", urls, |w, url, index| {
                let first = pass("First").value(index.to_text().concat(url)).run(w);
                pass("Second").value(first.concat(index.to_text())).run(w)
            })
            .run(w)
        },
        expect![[r#"
            {
              "QueryLanguage": "JSONata",
              "StartAt": "Number",
              "States": {
                "Number": {
                  "Type": "Map",
                  "Items": "{% $states.input %}",
                  "ItemProcessor": {
                    "ProcessorConfig": {
                      "Mode": "INLINE"
                    },
                    "StartAt": "First",
                    "States": {
                      "First": {
                        "Type": "Pass",
                        "Assign": {
                          "numberIndex": "{% $states.context.Map.Item.Index %}",
                          "first": "{% $string($states.context.Map.Item.Index) & $states.input %}"
                        },
                        "Next": "Second"
                      },
                      "Second": {
                        "Type": "Pass",
                        "Output": "{% $first & $string($numberIndex) %}",
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
