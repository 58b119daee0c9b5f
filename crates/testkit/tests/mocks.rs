//! Mocks: which one answers, in which form, and what is said where none does.

use std::cell::Cell;
use std::error::Error;

use expect_test::{Expect, expect};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use stepwright::services::sqs::{SendMessage, SendMessageRequest};
use stepwright::{
    AsExpr, Backoff, Callable, ErrorName, Expr, Flow, LambdaFaults, Shape, States, Step, TaskError,
    TaskToken, Workflow, expr, pass, raw_task, task,
};
use stepwright_testkit::{Mocks, RunError, RunLocally, shape_agrees};

#[derive(Debug, TaskError, thiserror::Error)]
enum AddError {
    #[retriable]
    #[error("come back later")]
    Busy,
    #[error("{0} is too much")]
    TooMuch(u32),
}

#[derive(Callable, Clone, Copy)]
#[lambda(name = "add-one", input = u32, output = u32, error = AddError)]
struct AddOne;

#[derive(Callable, Clone, Copy)]
#[machine(name = "double", input = u32, output = u32, error = AddError)]
struct Double;

#[derive(Callable, Clone, Copy)]
#[activity(name = "ask", input = u32, output = u32, error = AddError)]
struct Ask;

#[derive(Serialize, Deserialize, Shape)]
struct Question {
    n: u32,
    token: TaskToken,
}

#[derive(Callable, Clone, Copy)]
#[lambda(name = "ask-somebody", input = Question, output = u32, error = AddError)]
struct AskSomebody;

#[derive(Callable, Clone, Copy)]
#[service(resource = "arn:aws:states:::aws-sdk:sfn:sendTaskHeartbeat", input = u32, output = u32)]
struct Heartbeat;

fn add_one() -> Workflow<u32, u32> {
    Workflow::new("add", |w: &mut Flow, n: Expr<u32>| {
        let backoff = Backoff::every_secs(10).max_attempts(5).rate(1.0);
        task("Add One", AddOne).input(n).retry((AddError::BUSY, LambdaFaults), backoff).run(w)
    })
}

fn double() -> Workflow<u32, u32> {
    Workflow::new("double", |w: &mut Flow, n: Expr<u32>| task("Double", Double).input(n).run(w))
}

fn ask_somebody() -> Workflow<u32, u32> {
    Workflow::new("ask", |w: &mut Flow, n: Expr<u32>| {
        task("Ask", AskSomebody)
            .input_with_token(|token| expr!(Question { n, token }))
            .timeout_secs(86_400)
            .run(w)
    })
}

/// The output and the seconds, or the error and everything that it is caused by.
#[track_caller]
fn check(workflow: &Workflow<u32, u32>, mocks: &Mocks<'_>, expect: Expect) {
    let text = match workflow.run_locally(mocks, 1) {
        Ok(run) => format!("{} after {} s", run.output, run.elapsed().as_secs()),
        Err(RunError::Ended(failed)) => {
            let (error, cause) = (failed.error(), failed.cause());
            let seconds = failed.elapsed().as_secs();
            let parts: Vec<&str> = error.into_iter().chain(cause).collect();
            format!("{} after {seconds} s: {}", failed.status().as_str(), parts.join(": "))
        }
        Err(error) => {
            let mut text = error.to_string();
            let mut source = error.source();
            while let Some(it) = source {
                text = format!("{text}\ncaused by: {it}");
                source = it.source();
            }
            text
        }
    };
    expect.assert_eq(&text);
}

#[test]
fn several_once_queue_up_whether_they_are_said_before_or_after_the_rest() {
    let busy = |mocks: Mocks<'static>| mocks.once(AddOne, |_| Err(AddError::Busy));
    let usual = Mocks::new().on(AddOne, |n| Ok(n + 1));
    check(&add_one(), &busy(busy(usual)), expect!["2 after 20 s"]);
    let usual = busy(busy(Mocks::new())).on(AddOne, |n| Ok(n + 1));
    check(&add_one(), &usual, expect!["2 after 20 s"]);
}

#[test]
fn the_last_word_counts() {
    let mocks = Mocks::new().on(AddOne, |_| Ok(0)).on(AddOne, |n| Ok(n + 1));
    check(&add_one(), &mocks, expect!["2 after 0 s"]);
}

#[test]
fn a_fault_by_number_uses_nothing_up() {
    let mocks = Mocks::new()
        .fail_call(AddOne, 2, AddError::BUSY)
        .once(AddOne, |_| Err(AddError::Busy))
        .once(AddOne, |n| Ok(n + 10))
        .on(AddOne, |n| Ok(n + 1));
    check(&add_one(), &mocks, expect!["11 after 20 s"]);
}

#[test]
fn a_run_uses_nothing_up_for_the_next() {
    let calls = Cell::new(0);
    let mocks = Mocks::new().once(AddOne, |_| Err(AddError::Busy)).on(AddOne, |n| {
        calls.set(calls.get() + 1);
        Ok(n + 1)
    });
    let first = add_one().run_locally(&mocks, 1).unwrap().story();
    assert_eq!(add_one().run_locally(&mocks, 1).unwrap().story(), first);
    assert_eq!(calls.get(), 2);
}

#[test]
fn an_answer_takes_as_long_as_it_is_said_to() {
    let mocks = Mocks::new()
        .once(AddOne, |_| Err(AddError::Busy))
        .after_secs(3)
        .on(AddOne, |n| Ok(n + 1))
        .after_secs(5);
    check(&add_one(), &mocks, expect!["2 after 18 s"]);
}

#[test]
fn an_error_of_a_function_is_told_as_lambda_tells_it() {
    check(
        &add_one(),
        &Mocks::new().on(AddOne, |n| Err(AddError::TooMuch(n))),
        expect![[
            r#"FAILED after 0 s: TooMuch: {"errorMessage":"1 is too much","errorType":"TooMuch"}"#
        ]],
    );
    check(
        &add_one(),
        &Mocks::new().fail(AddOne, AddError::TOO_MUCH, "enough"),
        expect![[r#"FAILED after 0 s: TooMuch: {"errorMessage":"enough","errorType":"TooMuch"}"#]],
    );
}

#[test]
fn a_fault_of_lambda_itself_is_told_as_it_is() {
    let fault = ErrorName::new("Lambda.ServiceException");
    check(
        &add_one(),
        &Mocks::new().fail(AddOne, fault, "try again"),
        expect!["FAILED after 50 s: Lambda.ServiceException: try again"],
    );
}

#[test]
fn a_nested_execution_that_fails_shows_one_error_whatever_its_own() {
    check(&double(), &Mocks::new().on(Double, |n| Ok(2 * n)), expect!["2 after 0 s"]);
    check(
        &double(),
        &Mocks::new().on(Double, |n| Err(AddError::TooMuch(n))),
        expect![[
            r#"FAILED after 0 s: States.TaskFailed: {"Cause":"1 is too much","Error":"TooMuch","ExecutionArn":"arn:aws:states:us-east-1:123456789012:execution:double:00000000-0000-0000-0000-000000000001","Input":1,"InputDetails":{"Included":true},"Name":"00000000-0000-0000-0000-000000000001","StateMachineArn":"arn:aws:states:us-east-1:123456789012:stateMachine:double","Status":"FAILED"}"#
        ]],
    );
}

#[test]
fn a_nested_execution_that_cannot_be_started_shows_why() {
    let limit = ErrorName::new("StepFunctions.ExecutionLimitExceededException");
    check(
        &double(),
        &Mocks::new().fail(Double, limit, "too many"),
        expect!["FAILED after 0 s: StepFunctions.ExecutionLimitExceededException: too many"],
    );
}

#[test]
fn results_have_the_form_that_aws_gives_them() {
    let run = Workflow::new("raw", |w: &mut Flow, _: Expr<u32>| {
        let invoke = "arn:aws:states:::lambda:invoke";
        let function = expr!(serde_json::json!({"FunctionName": "add-one", "Payload": 1}));
        raw_task::<serde_json::Value>("Invoke", invoke, function).run(w)
    })
    .run_locally(&Mocks::new().on(AddOne, |n| Ok(n + 1)), 1)
    .unwrap();
    expect![[r#"
        {
          "ExecutedVersion": "$LATEST",
          "Payload": 2,
          "SdkHttpMetadata": {
            "AllHttpHeaders": {
              "Content-Length": [
                "1"
              ],
              "x-amzn-RequestId": [
                "00000000-0000-0000-0000-000000000001"
              ]
            },
            "HttpHeaders": {
              "Content-Length": "1",
              "x-amzn-RequestId": "00000000-0000-0000-0000-000000000001"
            },
            "HttpStatusCode": 200
          },
          "SdkResponseMetadata": {
            "RequestId": "00000000-0000-0000-0000-000000000001"
          },
          "StatusCode": 200
        }"#]]
    .assert_eq(&serde_json::to_string_pretty(&run.output).unwrap());

    let machine = "arn:aws:states:us-east-1:123456789012:stateMachine:double";
    let run = Workflow::new("raw", |w: &mut Flow, _: Expr<u32>| {
        let start = "arn:aws:states:::states:startExecution.sync";
        let arguments = serde_json::json!({"StateMachineArn": machine, "Input": 1, "Name": "one"});
        raw_task::<serde_json::Value>("Start", start, expr!(arguments)).run(w)
    })
    .run_locally(&Mocks::new().on(Double, |n| Ok(2 * n)), 1)
    .unwrap();
    expect![[r#"
        {
          "ExecutionArn": "arn:aws:states:us-east-1:123456789012:execution:double:one",
          "Input": "1",
          "InputDetails": {
            "Included": true
          },
          "Name": "one",
          "StateMachineArn": "arn:aws:states:us-east-1:123456789012:stateMachine:double",
          "Output": "2",
          "OutputDetails": {
            "Included": true
          },
          "Status": "SUCCEEDED"
        }"#]]
    .assert_eq(&serde_json::to_string_pretty(&run.output).unwrap());
}

#[test]
fn whoever_has_the_token_answers() {
    let mocks = Mocks::new()
        .on(AskSomebody, |it| {
            assert!(!it.token.as_str().is_empty());
            Ok(it.n + 41)
        })
        .after_secs(3600);
    check(&ask_somebody(), &mocks, expect!["42 after 3600 s"]);
    let run = ask_somebody().run_locally(&mocks, 1).unwrap();
    expect![[r#"
        00:00:00.000  ExecutionStarted        1
        00:00:00.000  TaskStateEntered        Ask
        00:00:00.000  TaskScheduled           Ask  lambda:invoke.waitForTaskToken
        00:00:00.000  TaskStarted             Ask
        00:00:00.000  TaskSubmitted           Ask  {}
        01:00:00.000  TaskSucceeded           Ask  42
        01:00:00.000  TaskStateExited         Ask
        01:00:00.000  ExecutionSucceeded      42
        SUCCEEDED"#]]
    .assert_eq(&run.story());
}

#[test]
fn whoever_has_the_token_can_say_no() {
    let no = Mocks::new().on(AskSomebody, |it| Err(AddError::TooMuch(it.n)));
    check(&ask_somebody(), &no, expect!["FAILED after 0 s: TooMuch: 1 is too much"]);
}

#[test]
fn a_token_that_nobody_returns_lets_the_time_pass() {
    check(
        &ask_somebody(),
        &Mocks::new().never(AskSomebody),
        expect!["FAILED after 86400 s: States.Timeout"],
    );
}

#[test]
fn a_message_with_a_token_is_answered_like_any_other() {
    let workflow = Workflow::new("ask", |w: &mut Flow, _: Expr<u32>| {
        task("Send", SendMessage)
            .input_with_token(|token| {
                expr!(SendMessageRequest { queue_url: "q", message_body: token.assert::<String>() })
            })
            .catch(States::TaskFailed, |w, error| w.fail("Fail", error.error, "not answered"))
            .run(w);
        7_u32.as_expr()
    });
    let refused = ErrorName::new("Refused");
    check(
        &workflow,
        &Mocks::new().fail(SendMessage, refused, "no"),
        expect!["FAILED after 0 s: Refused: not answered"],
    );
}

#[test]
fn an_activity_and_an_action_answer_what_their_contract_says() {
    let workflow = Workflow::new("two", |w: &mut Flow, n: Expr<u32>| {
        let asked = task("Ask", Ask).input(n).run(w);
        task("Heartbeat", Heartbeat).input(asked).run(w)
    });
    let mocks = Mocks::new().on(Ask, |n| Ok(n + 1)).on(Heartbeat, |n| Ok(n * 10));
    check(&workflow, &mocks, expect!["20 after 0 s"]);
    check(
        &workflow,
        &mocks.on(Ask, |n| Err(AddError::TooMuch(n))),
        expect!["FAILED after 0 s: TooMuch: 1 is too much"],
    );
}

#[test]
fn a_call_without_a_mock_is_told_with_those_that_have_one() {
    check(
        &add_one(),
        &Mocks::new(),
        expect![[
            r#"no mock answers, or is left to answer, the state `Add One`, which calls `arn:aws:states:::lambda:invoke` with {"FunctionName":"arn:aws:lambda:us-east-1:123456789012:function:add-one","Payload":1}; there are no mocks: add one with `Mocks::on`"#
        ]],
    );
    let others = Mocks::new()
        .on(Double, |n| Ok(2 * n))
        .on(Ask, Ok)
        .on(Heartbeat, Ok)
        .on(AskSomebody, |it| Ok(it.n));
    check(
        &add_one(),
        &others,
        expect![[
            r#"no mock answers, or is left to answer, the state `Add One`, which calls `arn:aws:states:::lambda:invoke` with {"FunctionName":"arn:aws:lambda:us-east-1:123456789012:function:add-one","Payload":1}; there are mocks of the Lambda function `ask-somebody`, the service action `arn:aws:states:::aws-sdk:sfn:sendTaskHeartbeat`, the state machine `double`, the activity `ask`"#
        ]],
    );
    // Used up is as good as not there.
    check(
        &add_one(),
        &Mocks::new().once(AddOne, |_| Err(AddError::Busy)),
        expect![[
            r#"no mock answers, or is left to answer, the state `Add One`, which calls `arn:aws:states:::lambda:invoke` with {"FunctionName":"arn:aws:lambda:us-east-1:123456789012:function:add-one","Payload":1}; there are mocks of the Lambda function `add-one`"#
        ]],
    );
}

#[test]
fn what_does_not_fit_is_told() {
    let workflow = Workflow::new("add", |w: &mut Flow, n: Expr<u32>| {
        task("Add One", AddOne).input(expr!(n - 2).assert::<u32>()).run(w)
    });
    check(
        &workflow,
        &Mocks::new().on(AddOne, |n| Ok(n + 1)),
        expect![[r#"
        what the state `Add One` calls with does not fit the callable: {"FunctionName":"arn:aws:lambda:us-east-1:123456789012:function:add-one","Payload":-1}
        caused by: invalid value: integer `-1`, expected u32"#]],
    );
    let workflow = Workflow::new("minus", |w: &mut Flow, n: Expr<u32>| {
        pass("Minus").value(expr!(n - 2).assert::<u32>()).run(w)
    });
    check(
        &workflow,
        &Mocks::new(),
        expect![[r#"
        the output is not what the workflow says: -1
        caused by: invalid value: integer `-1`, expected u32"#]],
    );
}

#[test]
fn a_workflow_that_does_not_build_says_why() {
    let workflow = Workflow::new("twice", |w: &mut Flow, n: Expr<u32>| {
        let one = task("Add One", AddOne).input(n).run(w);
        task("Add One", AddOne).input(one).run(w)
    });
    let error = workflow.run_locally(&Mocks::new(), 1).unwrap_err();
    assert!(error.to_string().starts_with("the workflow does not build:\nerror[W01]"), "{error}");
    assert!(error.ended().is_none());
}

#[test]
fn a_run_that_fails_tells_its_history() {
    let mocks = Mocks::new().on(AddOne, |n| Err(AddError::TooMuch(n)));
    let error = add_one().run_locally(&mocks, 1).unwrap_err();
    expect![[r#"
        the execution is FAILED: TooMuch: {"errorMessage":"1 is too much","errorType":"TooMuch"}
            1  00:00:00.000  ExecutionStarted        1
            2  00:00:00.000  TaskStateEntered        Add One
            3  00:00:00.000  TaskScheduled           Add One  lambda:invoke
            4  00:00:00.000  TaskStarted             Add One
            5  00:00:00.000  TaskFailed              Add One  TooMuch: {"errorMessage":"1 is too much","errorType":"TooMuch"}
            6  00:00:00.000  ExecutionFailed         TooMuch: {"errorMessage":"1 is too much","errorType":"TooMuch"}"#]].assert_eq(&error.to_string());
}

#[test]
fn a_schema_that_was_written_by_hand_can_disagree() {
    #[derive(Serialize, Deserialize, Shape)]
    struct Chunk {
        first: u32,
    }
    impl JsonSchema for Chunk {
        fn schema_name() -> std::borrow::Cow<'static, str> {
            "Chunk".into()
        }
        fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
            schemars::json_schema!({"properties": {"frist": {"type": "integer"}}})
        }
    }
    let error = shape_agrees(Chunk { first: 1 }).unwrap_err().to_string();
    expect![[r#"the keys of `mocks::a_schema_that_was_written_by_hand_can_disagree::Chunk` differ: `Shape` knows {"first"}, serde writes {"first"}, the schema has {"frist"}; an attribute is read in two ways"#]].assert_eq(&error);
}
