//! R14: what a Task calls, and what its value is.

use expect_test::expect;
use stepwright::services::sns::{Publish, PublishRequest};
use stepwright::{
    Account, Backoff, Expr, Flow, LambdaFaults, Retriable, States, Step, Workflow, expr,
    placeholder, stub, task,
};

use super::contracts::{Ask, AskSomebody, ByHand, Fetch, ListBuckets, Rank, Request, Sweep, check};

#[test]
fn r14_a_lambda_function_is_invoked_and_its_payload_is_the_value() {
    check(
        |w: &mut Flow, input: Expr<Request>| {
            task("Fetch", Fetch)
                .input(input)
                .timeout_secs(60)
                .comment("Fetches it.")
                .retry(
                    (Retriable, LambdaFaults),
                    Backoff::every_secs(1)
                        .max_attempts(5)
                        .rate(1.5)
                        .max_delay_secs(60)
                        .full_jitter(),
                )
                .retry(States::Timeout, Backoff::every_secs(3))
                .run(w)
                .rows
        },
        expect![[r#"
            {
              "QueryLanguage": "JSONata",
              "StartAt": "Fetch",
              "States": {
                "Fetch": {
                  "Type": "Task",
                  "Comment": "Fetches it.",
                  "Resource": "arn:aws:states:::lambda:invoke",
                  "Arguments": {
                    "FunctionName": "${FetchPageArn}",
                    "Payload": "{% $states.input %}"
                  },
                  "TimeoutSeconds": 60,
                  "Output": "{% $states.result.Payload.rows %}",
                  "Retry": [
                    {
                      "ErrorEquals": [
                        "Busy",
                        "Lambda.ServiceException",
                        "Lambda.AWSLambdaException",
                        "Lambda.SdkClientException",
                        "Lambda.TooManyRequestsException"
                      ],
                      "IntervalSeconds": 1,
                      "MaxAttempts": 5,
                      "BackoffRate": 1.5,
                      "MaxDelaySeconds": 60,
                      "JitterStrategy": "FULL"
                    },
                    {
                      "ErrorEquals": [
                        "States.Timeout"
                      ],
                      "IntervalSeconds": 3
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
fn r14_a_machine_is_started_and_waited_for_and_its_output_is_the_value() {
    check(
        |w: &mut Flow, input: Expr<Request>| task("Rank", Rank).input(input).run(w).rows,
        expect![[r#"
            {
              "QueryLanguage": "JSONata",
              "StartAt": "Rank",
              "States": {
                "Rank": {
                  "Type": "Task",
                  "Resource": "arn:aws:states:::states:startExecution.sync:2",
                  "Arguments": {
                    "StateMachineArn": "${RankArn}",
                    "Input": "{% $states.input %}"
                  },
                  "Output": "{% $states.result.Output.rows %}",
                  "End": true
                }
              }
            }
        "#]],
    );
}

#[test]
fn r14_a_service_action_is_called_as_declared_and_its_answer_is_the_value() {
    check(
        |w: &mut Flow, message: Expr<String>| {
            let request = expr!(PublishRequest {
                topic_arn: placeholder("TopicArn"),
                subject: "news",
                message
            });
            task("Tell", Publish).input(request).run(w)
        },
        expect![[r#"
            {
              "QueryLanguage": "JSONata",
              "StartAt": "Tell",
              "States": {
                "Tell": {
                  "Type": "Task",
                  "Resource": "arn:aws:states:::sns:publish",
                  "Arguments": {
                    "TopicArn": "${TopicArn}",
                    "Subject": "news",
                    "Message": "{% $states.input %}"
                  },
                  "End": true
                }
              }
            }
        "#]],
    );
}

#[test]
fn r14_an_activity_is_its_own_resource() {
    check(
        |w: &mut Flow, input: Expr<Request>| {
            task("By Hand", ByHand).input(input).timeout_secs(3600).heartbeat_secs(60).run(w)
        },
        expect![[r#"
            {
              "QueryLanguage": "JSONata",
              "StartAt": "By Hand",
              "States": {
                "By Hand": {
                  "Type": "Task",
                  "Resource": "${ByHandArn}",
                  "Arguments": "{% $states.input %}",
                  "TimeoutSeconds": 3600,
                  "HeartbeatSeconds": 60,
                  "End": true
                }
              }
            }
        "#]],
    );
}

#[test]
fn r14_a_task_that_waits_for_its_token_has_the_answer_as_value() {
    check(
        |w: &mut Flow, question: Expr<String>| {
            task("Ask", AskSomebody)
                .input_with_token(|token| expr!(Ask { question, token }))
                .heartbeat_secs(600)
                .run(w)
        },
        expect![[r#"
            {
              "QueryLanguage": "JSONata",
              "StartAt": "Ask",
              "States": {
                "Ask": {
                  "Type": "Task",
                  "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
                  "Arguments": {
                    "FunctionName": "${AskArn}",
                    "Payload": {
                      "question": "{% $states.input %}",
                      "token": "{% $states.context.Task.Token %}"
                    }
                  },
                  "HeartbeatSeconds": 600,
                  "End": true
                }
              }
            }
        "#]],
    );
}

#[test]
fn r14_nothing_as_input_is_written_as_each_target_wants_it() {
    check(
        |w: &mut Flow, _: Expr<()>| {
            task("Sweep", Sweep).input(()).run(w);
            task("List", ListBuckets)
                .input(())
                .credentials("arn:aws:iam::111122223333:role/reader")
                .run(w)
        },
        expect![[r#"
            {
              "QueryLanguage": "JSONata",
              "StartAt": "Sweep",
              "States": {
                "Sweep": {
                  "Type": "Task",
                  "Resource": "arn:aws:states:::lambda:invoke",
                  "Arguments": {
                    "FunctionName": "${SweepArn}",
                    "Payload": null
                  },
                  "Next": "List"
                },
                "List": {
                  "Type": "Task",
                  "Resource": "arn:aws:states:::aws-sdk:s3:listBuckets",
                  "Arguments": {},
                  "Credentials": {
                    "RoleArn": "arn:aws:iam::111122223333:role/reader"
                  },
                  "End": true
                }
              }
            }
        "#]],
    );
}

#[test]
fn r14_a_stub_stands_for_its_task() {
    check(
        |w: &mut Flow, input: Expr<Request>| {
            let page = expr!(super::contracts::Page { rows: input.tries, chunks: [] });
            stub("Fetch", Fetch).returning(page).run(w)
        },
        expect![[r#"
            {
              "QueryLanguage": "JSONata",
              "StartAt": "Fetch",
              "States": {
                "Fetch": {
                  "Type": "Pass",
                  "Output": {
                    "rows": "{% $states.input.tries %}",
                    "chunks": []
                  },
                  "End": true
                }
              }
            }
        "#]],
    );
}

#[test]
fn an_account_knows_what_placeholders_stand_for() {
    let workflow = Workflow::new("test", |w: &mut Flow, input: Expr<Request>| {
        task("Fetch", Fetch).input(input).run(w);
        task("Rank", Rank).input(input).run(w);
        let request = expr!(PublishRequest {
            topic_arn: placeholder("TopicArn"),
            subject: "news",
            message: input.url
        });
        task("Tell", Publish).input(request).run(w);
    });
    let names = workflow.placeholders().into_iter().map(|it| it.name).collect::<Vec<_>>();
    assert_eq!(names, ["FetchPageArn", "RankArn", "TopicArn"]);
    let mut account = Account::new("cn-north-1", "111122223333");
    account.partition = "aws-cn".into();
    expect![[r#"
        {
          "QueryLanguage": "JSONata",
          "StartAt": "Fetch",
          "States": {
            "Fetch": {
              "Type": "Task",
              "Resource": "arn:aws-cn:states:::lambda:invoke",
              "Arguments": {
                "FunctionName": "arn:aws-cn:lambda:cn-north-1:111122223333:function:fetch-page",
                "Payload": "{% $states.input %}"
              },
              "Next": "Rank"
            },
            "Rank": {
              "Type": "Task",
              "Resource": "arn:aws-cn:states:::states:startExecution.sync:2",
              "Arguments": {
                "StateMachineArn": "arn:aws-cn:states:cn-north-1:111122223333:stateMachine:rank",
                "Input": "{% $states.context.Execution.Input %}"
              },
              "Next": "Tell"
            },
            "Tell": {
              "Type": "Task",
              "Resource": "arn:aws-cn:states:::sns:publish",
              "Arguments": {
                "TopicArn": "${TopicArn}",
                "Subject": "news",
                "Message": "{% $states.context.Execution.Input.url %}"
              },
              "End": true
            }
          }
        }
    "#]]
    .assert_eq(&workflow.build_for(&account).unwrap().to_string());
}
