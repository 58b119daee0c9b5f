//! `TestState`: one state alone, as somebody who tests it sees it.

use expect_test::{Expect, expect};
use proptest::prelude::*;
use stepwright_engine::{
    Command, Completion, HttpRequest, InspectionData, InspectionLevel, Mock, MockOutcome,
    StateConfiguration, TestState, TestStateAnswer, TestStateHost, TestStateRequest,
};
use stepwright_json::Value;

/// What a request is answered, or why it is refused.
#[track_caller]
fn check(request: TestStateRequest, expect: Expect) {
    let request = TestStateRequest { inspection_level: InspectionLevel::Debug, ..request };
    let text = match TestState::start(&request, &host()) {
        Ok((test, _)) => test.answer().map_or_else(|| "no answer yet".to_owned(), |it| show(&it)),
        Err(error) => format!("{}: {error}", error.code()),
    };
    expect.assert_eq(&text);
}

fn host() -> TestStateHost {
    TestStateHost {
        region: "us-east-1".to_owned(),
        account_id: "123456789012".to_owned(),
        now: "2026-01-01T00:00:00Z".parse().unwrap(),
        seed: 0,
    }
}

fn of(definition: &str, input: &str) -> TestStateRequest {
    TestStateRequest {
        definition: definition.to_owned(),
        input: Some(input.to_owned()),
        ..TestStateRequest::default()
    }
}

fn result(json: &str) -> Mock {
    Mock::of(MockOutcome::Result(json.to_owned()))
}

fn error(name: &str, cause: &str) -> Mock {
    Mock::of(MockOutcome::Error(name.to_owned(), Some(cause.to_owned())))
}

/// The answer, a line for each thing that is there.
fn show(answer: &TestStateAnswer) -> String {
    let TestStateAnswer { status, output, error, cause, next_state, inspection_data } = answer;
    let mut lines = vec![status.as_str().to_owned()];
    let mut line = |name: &str, text: Option<String>| {
        lines.extend(text.map(|it| format!("{name}: {it}")));
    };
    line("output", output.as_ref().map(ToString::to_string));
    line("error", error.as_deref().map(str::to_owned));
    line("cause", cause.as_deref().map(str::to_owned));
    line("next", next_state.as_deref().map(str::to_owned));
    let data: &InspectionData = inspection_data.as_ref().unwrap();
    let text = |it: &Option<Value>| it.as_ref().map(ToString::to_string);
    line("  input", text(&data.input));
    line("  after Arguments", text(&data.after_arguments));
    line("  result", text(&data.result));
    line("  after ItemsPointer", text(&data.after_items_pointer));
    line("  after ItemSelector", text(&data.after_item_selector));
    line("  after ItemBatcher", text(&data.after_item_batcher));
    line("  variables", data.variables.clone().map(|it| Value::from(it).to_string()));
    line("  error details", data.error_details.map(|it| format!("{it:?}")));
    line("  MaxConcurrency", data.max_concurrency.map(|it| it.to_string()));
    line("  ToleratedFailureCount", data.tolerated_failure_count.map(|it| it.to_string()));
    line("  request", data.request.as_ref().map(|it| format!("{it:?}")));
    lines.join("\n")
}

const TASK: &str = r#"{
    "Type": "Task",
    "QueryLanguage": "JSONata",
    "Resource": "arn:aws:states:::lambda:invoke",
    "Arguments": {"FunctionName": "f", "Payload": "{% $states.input.n %}"},
    "Output": "{% $states.result.Payload %}",
    "Assign": {"last": "{% $states.result.Payload %}"},
    "Retry": [
        {"ErrorEquals": ["Busy"], "IntervalSeconds": 2, "BackoffRate": 3, "MaxAttempts": 2},
        {"ErrorEquals": ["Broken"], "MaxAttempts": 0}
    ],
    "Catch": [{"ErrorEquals": ["Broken"], "Next": "Repair", "Output": "{% $states.errorOutput %}"}],
    "Next": "Done"
}"#;

#[test]
fn a_mocked_task_shows_every_step_and_where_it_leads() {
    check(
        TestStateRequest {
            mock: Some(result(r#"{"Payload": "seven"}"#)),
            variables: Some(r#"{"first": 1}"#.to_owned()),
            ..of(TASK, r#"{"n": 3}"#)
        },
        expect![[r#"
            SUCCEEDED
            output: "seven"
            next: Done
              input: {"n":3}
              after Arguments: {"FunctionName":"f","Payload":3}
              result: {"Payload":"seven"}
              variables: {"first":1,"last":"seven"}"#]],
    );
}

#[test]
fn an_error_is_retriable_until_its_retrier_is_used_up() {
    let busy = |count| TestStateRequest {
        mock: Some(error("Busy", "come back later")),
        state_configuration: StateConfiguration {
            retrier_retry_count: Some(count),
            ..StateConfiguration::default()
        },
        ..of(TASK, "{\"n\": 1}")
    };
    check(
        busy(1),
        expect![[r#"
            RETRIABLE
            error: Busy
            cause: come back later
              input: {"n":1}
              after Arguments: {"FunctionName":"f","Payload":1}
              error details: ErrorDetails { catch_index: None, retry_index: Some(0), retry_backoff_interval_seconds: Some(6) }"#]],
    );
    check(
        busy(2),
        expect![[r#"
            FAILED
            error: Busy
            cause: come back later
              input: {"n":1}
              after Arguments: {"FunctionName":"f","Payload":1}
              error details: ErrorDetails { catch_index: None, retry_index: Some(0), retry_backoff_interval_seconds: None }"#]],
    );
}

#[test]
fn an_error_that_is_caught_says_by_whom_and_where_it_leads() {
    check(
        TestStateRequest { mock: Some(error("Broken", "cracked")), ..of(TASK, "{\"n\": 1}") },
        expect![[r#"
            CAUGHT_ERROR
            output: {"Error":"Broken","Cause":"cracked"}
            error: Broken
            cause: cracked
            next: Repair
              input: {"n":1}
              after Arguments: {"FunctionName":"f","Payload":1}
              error details: ErrorDetails { catch_index: Some(0), retry_index: Some(1), retry_backoff_interval_seconds: None }"#]],
    );
}

#[test]
fn a_failed_expression_is_told_without_the_state_and_its_event() {
    check(
        of(
            r#"{
                "Type": "Pass",
                "QueryLanguage": "JSONata",
                "Output": "{% $states.input.nope %}",
                "End": true
            }"#,
            "{}",
        ),
        expect![[r#"
            FAILED
            error: States.QueryEvaluationError
            cause: The JSONata expression '$states.input.nope' specified for the field 'Output' returned nothing (undefined).
              input: {}"#]],
    );
}

const MAP: &str = r#"{
    "Type": "Map",
    "QueryLanguage": "JSONata",
    "Items": "{% $states.input %}",
    "ItemSelector": {"n": "{% $states.context.Map.Item.Value %}"},
    "ItemBatcher": {"MaxItemsPerBatch": 2},
    "MaxConcurrency": 5,
    "ToleratedFailureCount": 1,
    "ItemProcessor": {
        "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"},
        "StartAt": "Square",
        "States": {"Square": {"Type": "Pass", "QueryLanguage": "JSONata", "End": true}}
    },
    "End": true
}"#;

#[test]
fn a_mocked_map_shows_what_its_iterations_are_given() {
    check(
        TestStateRequest { mock: Some(result("[1, 4, 9]")), ..of(MAP, "[1, 2, 3]") },
        expect![[r#"
            SUCCEEDED
            output: [1,4,9]
              input: [1,2,3]
              after ItemSelector: [{"n":1},{"n":2},{"n":3}]
              after ItemBatcher: [{"Items":[{"n":1},{"n":2}]},{"Items":[{"n":3}]}]
              MaxConcurrency: 5
              ToleratedFailureCount: 1"#]],
    );
}

#[test]
fn a_map_reads_what_the_test_says_its_source_has() {
    let map = r#"{
        "Type": "Map",
        "ItemReader": {
            "Resource": "arn:aws:states:::s3:getObject",
            "ReaderConfig": {"InputType": "JSON", "ItemsPointer": "/rows"},
            "Parameters": {"Bucket": "b", "Key": "k"}
        },
        "ItemSelector": {"row.$": "$$.Map.Item.Value"},
        "ItemProcessor": {
            "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
            "StartAt": "Each",
            "States": {"Each": {"Type": "Pass", "End": true}}
        },
        "End": true
    }"#;
    let with = |data: &str| TestStateRequest {
        mock: Some(result("[1]")),
        state_configuration: StateConfiguration {
            map_item_reader_data: Some(data.to_owned()),
            ..StateConfiguration::default()
        },
        ..of(map, "{}")
    };
    check(
        with(r#"{"rows": [7, 8]}"#),
        expect![[r#"
        SUCCEEDED
        output: [1]
          input: {}
          after ItemsPointer: [7,8]
          after ItemSelector: [{"row":7},{"row":8}]
          MaxConcurrency: 0"#]],
    );
    check(
        with("no JSON"),
        expect![[r#"
        FAILED
        error: States.ItemReaderFailed
        cause: Attempting to map over non-iterable node.
          input: {}
          MaxConcurrency: 0"#]],
    );
}

#[test]
fn more_failed_iterations_than_are_tolerated_fail_the_map_and_more_than_there_are_are_refused() {
    let failed = |count| TestStateRequest {
        mock: Some(result("[1, 4, 9]")),
        state_configuration: StateConfiguration {
            map_iteration_failure_count: Some(count),
            ..StateConfiguration::default()
        },
        ..of(MAP, "[1, 2, 3]")
    };
    check(
        failed(2),
        expect![[r#"
            FAILED
            error: States.ExceedToleratedFailureThreshold
            cause: The specified tolerated failure threshold was exceeded
              input: [1,2,3]
              after ItemSelector: [{"n":1},{"n":2},{"n":3}]
              after ItemBatcher: [{"Items":[{"n":1},{"n":2}]},{"Items":[{"n":3}]}]
              MaxConcurrency: 5
              ToleratedFailureCount: 1"#]],
    );
    check(
        failed(4),
        expect![
            "ValidationException: Map iteration failure count must be less than or equal to the number of Map iterations"
        ],
    );
}

const MACHINE: &str = r#"{
    "QueryLanguage": "JSONata",
    "StartAt": "Each",
    "States": {
        "Each": {
            "Type": "Map",
            "ItemProcessor": {
                "StartAt": "Which?",
                "States": {
                    "Which?": {
                        "Type": "Choice",
                        "Choices": [{"Condition": "{% $states.input > 1 %}", "Next": "Big"}],
                        "Default": "Small",
                        "Output": "{% $states.context.Map.Item %}"
                    },
                    "Big": {"Type": "Succeed"},
                    "Small": {"Type": "Wait", "Seconds": 60, "Next": "Big"}
                }
            },
            "End": true
        }
    }
}"#;

#[test]
fn a_state_within_a_machine_is_tested_by_its_name_at_any_depth() {
    let named =
        |name: &str| TestStateRequest { state_name: Some(name.to_owned()), ..of(MACHINE, "1") };
    check(
        named("Which?"),
        expect![[r#"
            SUCCEEDED
            output: {"Index":0,"Value":1}
            next: Small
              input: 1"#]],
    );
    check(named("Which"), expect!["ValidationException: State not found in definition"]);
    check(
        named("Each"),
        expect![
            "InvalidDefinition: TestState API does not support Map or Parallel states. Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]"
        ],
    );
}

#[test]
fn a_wait_is_answered_when_its_time_has_passed() {
    let request = TestStateRequest { state_name: Some("Small".to_owned()), ..of(MACHINE, "1") };
    let (mut test, commands) = TestState::start(&request, &host()).unwrap();
    assert_eq!(test.answer(), None);
    let (timer, at) = commands
        .iter()
        .find_map(|it| match it {
            Command::StartTimer { timer, at }
                if *at == host().now + jiff::SignedDuration::from_secs(60) =>
            {
                Some((*timer, *at))
            }
            _ => None,
        })
        .unwrap();
    test.complete(Completion::TimerFired { timer }, at).unwrap();
    assert_eq!(test.answer().unwrap().next_state.as_deref(), Some("Big"));
    assert!(test.complete(Completion::TimerFired { timer }, at).is_err(), "it has been answered");
}

#[test]
fn work_that_is_not_mocked_is_asked_for_and_http_is_shown_to_who_traces() {
    let definition = r#"{
        "Type": "Task",
        "QueryLanguage": "JSONata",
        "Resource": "arn:aws:states:::http:invoke",
        "Arguments": {"ApiEndpoint": "https://example.com", "Method": "GET"},
        "End": true
    }"#;
    let request = TestStateRequest {
        role_arn: Some("arn:aws:iam::123456789012:role/r".to_owned()),
        inspection_level: InspectionLevel::Trace,
        ..of(definition, "{}")
    };
    let (mut test, commands) = TestState::start(&request, &host()).unwrap();
    let [.., Command::ScheduleTask(task)] = &commands[..] else { panic!("{commands:?}") };
    let sent = HttpRequest { method: Some("GET".to_owned()), ..HttpRequest::default() };
    test.exchanged(sent, None);
    let output = Value::parse(r#"{"StatusCode": 200}"#).unwrap();
    test.complete(Completion::TaskSucceeded { task: task.task, output }, host().now).unwrap();
    expect![[r#"
        SUCCEEDED
        output: {"StatusCode":200}
          input: {}
          after Arguments: {"ApiEndpoint":"https://example.com","Method":"GET"}
          result: {"StatusCode":200}
          request: HttpRequest { protocol: None, method: Some("GET"), url: None, headers: None, body: None }"#]]
    .assert_eq(&show(&test.answer().unwrap()));
}

proptest! {
    /// Whatever is asked: an answer, a refusal or something to do; and the same again the next time.
    #[test]
    fn any_request_is_answered_refused_or_has_something_to_do(
        definition in prop_oneof![
            Just(TASK.to_owned()), Just(MAP.to_owned()), Just(MACHINE.to_owned()), json_text(),
        ],
        texts in prop::array::uniform4(prop::option::of(json_text())),
        mock in prop::option::of((prop::option::of(json_text()), any::<bool>())),
        counts in (prop::option::of(0..5_u64), prop::option::of(0..5_u64)),
        name in prop::option::of("Which\\?|Each|Big|nothing"),
    ) {
        let [input, variables, context, map_item_reader_data] = texts;
        let request = TestStateRequest {
            definition,
            state_name: name,
            role_arn: Some("arn:aws:iam::123456789012:role/r".to_owned()),
            input,
            inspection_level: InspectionLevel::Trace,
            reveal_secrets: false,
            variables,
            context,
            mock: mock.map(|(result, fails)| Mock {
                result,
                error_output: fails.then(|| ("Broken".to_owned(), None)),
                ..Mock::default()
            }),
            state_configuration: StateConfiguration {
                retrier_retry_count: counts.0,
                map_iteration_failure_count: counts.1,
                map_item_reader_data,
                ..StateConfiguration::default()
            },
        };
        let run = || TestState::start(&request, &host()).map(|(it, todo)| (it.answer(), todo));
        let once = run();
        if let Ok((answer, todo)) = &once {
            prop_assert_ne!(answer.is_some(), !todo.is_empty(), "{:?} {:?}", answer, todo);
        }
        prop_assert_eq!(once, run());
    }
}

/// Texts that are JSON, nearly or not at all.
fn json_text() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        Just("\"x\"".to_owned()),
        (-9..99_i64).prop_map(|it| it.to_string()),
        Just("{\"Execution\": {\"Name\": \"n\"}}".to_owned()),
        Just("{".to_owned()),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        let items = prop::collection::vec(inner.clone(), 0..4);
        let key = prop_oneof![Just("Payload"), Just("Type"), Just("n"), Just("Items")];
        let fields = prop::collection::vec((key, inner), 0..3);
        prop_oneof![
            items.prop_map(|it| format!("[{}]", it.join(","))),
            fields.prop_map(|it| {
                let fields: Vec<_> = it.iter().map(|(k, v)| format!("\"{k}\": {v}")).collect();
                format!("{{{}}}", fields.join(","))
            }),
        ]
    })
}

#[test]
fn what_does_not_go_together_is_refused() {
    let task = |it: fn(&mut TestStateRequest)| {
        let mut request = of(TASK, "{\"n\": 1}");
        it(&mut request);
        request
    };
    check(
        task(|_| {}),
        expect!["ValidationException: RoleArn must be specified when testing a Task state"],
    );
    check(
        task(|it| it.input = Some("{".to_owned())),
        expect!["ValidationException: RoleArn must be specified when testing a Task state"],
    );
    check(
        task(|it| it.mock = Some(Mock::default())),
        expect![
            "ValidationException: A test mock should have only one of the following fields: [result, errorOutput]."
        ],
    );
    check(
        task(|it| {
            it.mock = Some(result("{}"));
            it.variables = Some("[]".to_owned());
        }),
        expect!["ValidationException: Invalid Variables provided: it must be a JSON object"],
    );
    check(
        task(|it| {
            it.mock = Some(result("{}"));
            it.context = Some(r#"{"Execution": {"Id": 1}}"#.to_owned());
        }),
        expect![
            "ValidationException: Invalid Context object provided: Execution.Id must be a string"
        ],
    );
    check(
        of(r#"{"Type": "Pass", "QueryLanguage": "JSONata"}"#, "{}"),
        expect![
            "InvalidDefinition: Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: This object should have only one of the following fields: [Next, End] at /States/StateName'"
        ],
    );
}

#[test]
fn a_definition_is_refused_in_the_services_words() {
    let machine = |states: &str| TestStateRequest {
        state_name: Some("A".to_owned()),
        ..of(&format!(r#"{{"StartAt": "A", "States": {{{states}}}}}"#), "{}")
    };
    check(
        machine(r#""A": {"Type": "Pass", "Next": "B"}, "C": {"Type": "Succeed"}"#),
        expect![[
            r#"InvalidDefinition: Invalid State Machine Definition: 'MISSING_TRANSITION_TARGET: Missing 'Next' target: B at /States/A/Next, MISSING_TRANSITION_TARGET: State "C" is not reachable. at /States/C'"#
        ]],
    );
    check(
        machine(r#""A": {"Type": "Pass", "Next": "A"}"#),
        expect![
            "InvalidDefinition: Invalid State Machine Definition: 'MISSING_END_STATE: Workflow has no terminal state at null'"
        ],
    );
    check(
        of(r#"{"Type": "Choice", "Choices": []}"#, "{}"),
        expect![
            "InvalidDefinition: Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: Value cannot be empty at /States/StateName/Choices'"
        ],
    );
    check(
        of(
            r#"{"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% 1 + %}", "End": true}"#,
            "{}",
        ),
        expect![
            "InvalidDefinition: Invalid State Machine Definition: 'INVALID_JSONATA_EXPRESSION: Unexpected end of expression at /States/StateName/Output'"
        ],
    );
}
