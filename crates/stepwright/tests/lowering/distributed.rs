//! Distributed Maps: items from the workflow and from S3, batches, what is shared, results.

use std::collections::BTreeMap;

use expect_test::expect;
use serde::{Deserialize, Serialize};
use stepwright::items::{Batches, CsvFile, Delimiter, Entry, ResultsTo, S3Object, S3Objects};
use stepwright::{
    Backoff, Expr, Flow, Shape, States, Step, asl, distributed_map, expr, pass, raw_branch, task,
};

use super::contracts::{Fetch, Request, check};

#[derive(Serialize, Deserialize, Shape)]
struct Row {
    url: String,
}

#[test]
fn each_item_of_a_list_is_the_input_of_its_execution() {
    check(
        |w: &mut Flow, urls: Expr<Vec<String>>| {
            distributed_map("Fetch All", urls, (), |w, url, _: Expr<()>| {
                task("Fetch", Fetch).input(expr!(Request { url, tries: 1 })).run(w)
            })
            .max_concurrency(1000)
            .express()
            .label("fetch-all")
            .tolerate_failures(10)
            .retry(States::ExceedToleratedFailureThreshold, Backoff::every_secs(60))
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
                  "MaxConcurrency": 1000,
                  "ToleratedFailureCount": 10,
                  "Label": "fetch-all",
                  "ItemProcessor": {
                    "ProcessorConfig": {
                      "Mode": "DISTRIBUTED",
                      "ExecutionType": "EXPRESS"
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
                        "Output": "{% $states.result.Payload %}",
                        "End": true
                      }
                    }
                  },
                  "Retry": [
                    {
                      "ErrorEquals": [
                        "States.ExceedToleratedFailureThreshold"
                      ],
                      "IntervalSeconds": 60
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
fn what_is_shared_stands_beside_each_item() {
    check(
        |w: &mut Flow, bucket: Expr<String>| {
            distributed_map(
                "Rows",
                CsvFile::<Row>::new(bucket, "rows.csv")
                    .headers(["url"])
                    .delimiter(Delimiter::Semicolon)
                    .max_items(1_000_000),
                bucket,
                |w, row, bucket: Expr<String>| {
                    let first = pass("First").value(bucket.concat(row.url)).run(w);
                    pass("Second").value(first.concat(bucket).concat(row.url)).run(w)
                },
            )
            .tolerate_failure_percentage(2.5)
            .write_results_to(ResultsTo::s3(bucket).prefix("results").compact())
            .run(w)
            .result_writer_details
            .key
        },
        expect![[r#"
            {
              "QueryLanguage": "JSONata",
              "StartAt": "Rows",
              "States": {
                "Rows": {
                  "Type": "Map",
                  "ItemReader": {
                    "Resource": "arn:aws:states:::s3:getObject",
                    "Arguments": {
                      "Bucket": "{% $states.input %}",
                      "Key": "rows.csv"
                    },
                    "ReaderConfig": {
                      "InputType": "CSV",
                      "CSVHeaderLocation": "GIVEN",
                      "CSVHeaders": [
                        "url"
                      ],
                      "CSVDelimiter": "SEMICOLON",
                      "MaxItems": 1000000
                    }
                  },
                  "ItemSelector": {
                    "item": "{% $states.context.Map.Item.Value %}",
                    "shared": "{% $states.input %}"
                  },
                  "ToleratedFailurePercentage": 2.5,
                  "ItemProcessor": {
                    "ProcessorConfig": {
                      "Mode": "DISTRIBUTED",
                      "ExecutionType": "STANDARD"
                    },
                    "StartAt": "First",
                    "States": {
                      "First": {
                        "Type": "Pass",
                        "Assign": {
                          "rowsItem": "{% $states.input.item %}",
                          "rowsShared": "{% $states.input.shared %}",
                          "first": "{% $states.input.shared & $states.input.item.url %}"
                        },
                        "Next": "Second"
                      },
                      "Second": {
                        "Type": "Pass",
                        "Output": "{% $first & $rowsShared & $rowsItem.url %}",
                        "End": true
                      }
                    }
                  },
                  "ResultWriter": {
                    "Resource": "arn:aws:states:::s3:putObject",
                    "Arguments": {
                      "Bucket": "{% $states.input %}",
                      "Prefix": "results"
                    },
                    "WriterConfig": {
                      "Transformation": "COMPACT",
                      "OutputType": "JSON"
                    }
                  },
                  "Output": "{% $states.result.ResultWriterDetails.Key %}",
                  "End": true
                }
              }
            }
        "#]],
    );
}

#[test]
fn a_batch_is_a_list_and_has_what_is_shared_once() {
    check(
        |w: &mut Flow, bucket: Expr<String>| {
            let objects = Batches::of(S3Objects::new(bucket).prefix("in/")).max_items(50);
            let done = distributed_map(
                "Objects",
                objects,
                bucket,
                |w, batch: Expr<Vec<S3Object>>, bucket: Expr<String>| {
                    pass("Names").value(batch.map(|it| bucket.concat(it.key))).run(w)
                },
            )
            .run(w);
            pass("Count").value(done.len()).run(w)
        },
        expect![[r#"
            {
              "QueryLanguage": "JSONata",
              "StartAt": "Objects",
              "States": {
                "Objects": {
                  "Type": "Map",
                  "ItemReader": {
                    "Resource": "arn:aws:states:::s3:listObjectsV2",
                    "Arguments": {
                      "Bucket": "{% $states.input %}",
                      "Prefix": "in/"
                    }
                  },
                  "ItemBatcher": {
                    "BatchInput": {
                      "shared": "{% $states.input %}"
                    },
                    "MaxItemsPerBatch": 50
                  },
                  "ItemProcessor": {
                    "ProcessorConfig": {
                      "Mode": "DISTRIBUTED",
                      "ExecutionType": "STANDARD"
                    },
                    "StartAt": "Names",
                    "States": {
                      "Names": {
                        "Type": "Pass",
                        "Output": "{% [$states.input.Items.($states.input.BatchInput.shared & Key)] %}",
                        "End": true
                      }
                    }
                  },
                  "Assign": {
                    "objects": "{% $states.result %}"
                  },
                  "Next": "Count"
                },
                "Count": {
                  "Type": "Pass",
                  "Output": "{% $count($objects) %}",
                  "End": true
                }
              }
            }
        "#]],
    );
}

#[test]
fn the_items_of_an_object_are_its_entries() {
    check(
        |w: &mut Flow, pages: Expr<BTreeMap<String, u32>>| {
            distributed_map("Pages", pages, (), |w, page: Expr<Entry<u32>>, _: Expr<()>| {
                pass("Page").value(page.key.concat(page.value.to_text())).run(w)
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
                  "ItemSelector": {
                    "key": "{% $states.context.Map.Item.Key %}",
                    "value": "{% $states.context.Map.Item.Value %}"
                  },
                  "ItemProcessor": {
                    "ProcessorConfig": {
                      "Mode": "DISTRIBUTED",
                      "ExecutionType": "STANDARD"
                    },
                    "StartAt": "Page",
                    "States": {
                      "Page": {
                        "Type": "Pass",
                        "Output": "{% $states.input.key & $string($states.input.value) %}",
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
fn a_raw_branch_is_the_whole_of_a_child_execution() {
    check(
        |w: &mut Flow, rows: Expr<Vec<u32>>| {
            let doubled = distributed_map("Rows", rows, 2_u32, |w, _, _: Expr<u32>| {
                let machine: asl::StateMachine = r#"{
                    "Comment": "From elsewhere.",
                    "StartAt": "Times",
                    "States": {"Times": {
                        "Type": "Pass",
                        "Output": "{% $states.input.item * $states.input.shared %}",
                        "End": true
                    }}
                }"#
                .parse()
                .unwrap();
                raw_branch::<u32>(machine).run(w)
            })
            .max_concurrency(10)
            .run(w);
            pass("Sum").value(doubled.sum()).run(w)
        },
        expect![[r#"
            {
              "QueryLanguage": "JSONata",
              "StartAt": "Rows",
              "States": {
                "Rows": {
                  "Type": "Map",
                  "Items": "{% $states.input %}",
                  "ItemSelector": {
                    "item": "{% $states.context.Map.Item.Value %}",
                    "shared": 2
                  },
                  "MaxConcurrency": 10,
                  "ItemProcessor": {
                    "Comment": "From elsewhere.",
                    "ProcessorConfig": {
                      "Mode": "DISTRIBUTED",
                      "ExecutionType": "STANDARD"
                    },
                    "StartAt": "Times",
                    "States": {
                      "Times": {
                        "Type": "Pass",
                        "Output": "{% $states.input.item * $states.input.shared %}",
                        "End": true
                      }
                    }
                  },
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

#[test]
fn what_fails_in_a_distributed_map_is_caught_as_of_any_map() {
    check(
        |w: &mut Flow, urls: Expr<Vec<String>>| {
            let give_up =
                w.handler("failure", |w, failure| w.fail("Give Up", failure.error, failure.cause));
            let pages = distributed_map("Fetch All", urls, (), |w, url, _: Expr<()>| {
                task("Fetch", Fetch).input(expr!(Request { url, tries: 1 })).run(w).rows
            })
            .catch(States::ExceedToleratedFailureThreshold, |w, _| {
                pass("None").value(Vec::<u32>::new()).run(w)
            })
            .catch_to(States::All, &give_up)
            .bind("pages")
            .comment("Fetches them.")
            .run(w);
            pass("Sum").value(pages.sum()).run(w)
        },
        expect![[r#"
            {
              "QueryLanguage": "JSONata",
              "StartAt": "Fetch All",
              "States": {
                "Fetch All": {
                  "Type": "Map",
                  "Comment": "Fetches them.",
                  "Items": "{% $states.input %}",
                  "ItemProcessor": {
                    "ProcessorConfig": {
                      "Mode": "DISTRIBUTED",
                      "ExecutionType": "STANDARD"
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
                        "Output": "{% $states.result.Payload.rows %}",
                        "End": true
                      }
                    }
                  },
                  "Assign": {
                    "pages": "{% $states.result %}"
                  },
                  "Catch": [
                    {
                      "ErrorEquals": [
                        "States.ExceedToleratedFailureThreshold"
                      ],
                      "Next": "None"
                    },
                    {
                      "ErrorEquals": [
                        "States.ALL"
                      ],
                      "Assign": {
                        "failure": "{% $states.errorOutput %}"
                      },
                      "Next": "Give Up"
                    }
                  ],
                  "Next": "Sum"
                },
                "None": {
                  "Type": "Pass",
                  "Assign": {
                    "pages": []
                  },
                  "Next": "Sum"
                },
                "Sum": {
                  "Type": "Pass",
                  "Output": "{% $sum([$pages]) %}",
                  "End": true
                },
                "Give Up": {
                  "Type": "Fail",
                  "Error": "{% $failure.Error %}",
                  "Cause": "{% $failure.Cause %}"
                }
              }
            }
        "#]],
    );
}
