//! How a machine that is made in code is printed: every state, every field, in canonical order.

#![expect(
    clippy::unwrap_used,
    clippy::unnecessary_wraps,
    reason = "a test may panic; `some` makes the literals below readable"
)]

use expect_test::{Expect, expect, expect_file};
use stepwright_asl::*;

#[track_caller]
fn check(machine: &StateMachine, expect: Expect) {
    expect.assert_eq(&machine.to_string());
}

fn object(key: &str, value: impl Into<Value>) -> Object {
    [(key, value.into())].into_iter().collect()
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn machine(states: impl IntoIterator<Item = (&'static str, State)>) -> StateMachine {
    let states = states.into_iter().map(|(name, state)| (name.to_owned(), state));
    StateMachine { start_at: some("Task"), states: states.collect(), ..StateMachine::default() }
}

#[test]
fn an_empty_machine_says_what_it_lacks() {
    check(
        &StateMachine::default(),
        expect![[r#"
        {
          "States": {}
        }
    "#]],
    );
}

#[test]
fn a_number_is_printed_as_it_was_given() {
    let retrier = |rate: NumberOr| Retrier { backoff_rate: Some(rate), ..Retrier::default() };
    assert_eq!(retrier(2.into()).to_value().to_string(), r#"{"BackoffRate":2}"#);
    let read = |text: &str| Retrier::from_object(Value::parse(text).unwrap().as_object().unwrap());
    let (two, float) = (read(r#"{"BackoffRate":2}"#), read(r#"{"BackoffRate":2.0}"#));
    assert_eq!(float.to_value().to_string(), r#"{"BackoffRate":2.0}"#);
    assert_eq!(two, float);
}

#[test]
fn a_field_that_is_set_later_goes_to_its_canonical_place() {
    let text =
        r#"{"End":true,"Resource":"arn:aws:states:::sqs:sendMessage","Type":"Task","Mine":1}"#;
    let State::Task(mut task) = State::from_value(&Value::parse(text).unwrap()) else {
        panic!("a Task")
    };
    task.comment = some("new");
    task.timeout_seconds = Some(5.into());
    task.end = None;
    task.next = some("Done");
    task.extra.insert("Yours", 2);
    assert_eq!(
        task.to_value().to_string(),
        r#"{"Resource":"arn:aws:states:::sqs:sendMessage","TimeoutSeconds":5,"Next":"Done","Type":"Task","Comment":"new","Mine":1,"Yours":2}"#,
    );
    task.source_order = SourceOrder::default();
    assert_eq!(
        task.to_value().to_string(),
        r#"{"Type":"Task","Comment":"new","Resource":"arn:aws:states:::sqs:sendMessage","TimeoutSeconds":5,"Next":"Done","Mine":1,"Yours":2}"#,
    );
}

#[test]
fn a_field_of_the_wrong_type_is_kept_as_it_is() {
    let text = r#"{"Type":"Pass","End":"true","Next":null,"Comment":7,"ResultPath":null}"#;
    let State::Pass(pass) = State::from_value(&Value::parse(text).unwrap()) else {
        panic!("a Pass")
    };
    assert_eq!((pass.end, &pass.next, &pass.comment), (None, &None, &None));
    assert_eq!(pass.result_path, Some(None));
    assert_eq!(
        Value::from(pass.extra.clone()).to_string(),
        r#"{"End":"true","Next":null,"Comment":7}"#
    );
    assert_eq!(pass.to_value().to_string(), text);
}

#[test]
fn what_lies_too_deep_is_kept_unread_and_reported() {
    let mut text = r#"{"StartAt":"S","States":{"S":{"Type":"Succeed"}}}"#.to_owned();
    for level in 0..70 {
        text = format!(
            r#"{{"StartAt":"P{level}","States":{{"P{level}":{{"Type":"Parallel","Branches":[{text}],"End":true}}}}}}"#
        );
    }
    // Through a value: a text may not be nested so deeply.
    let value = nest(&text);
    let machine = StateMachine::from_value(&value).unwrap();
    assert_eq!(machine.to_value().to_string(), text);
    let codes: Vec<_> = machine.validate().iter().map(|it| it.code).collect();
    assert!(codes.contains(&code::TOO_DEEPLY_NESTED), "{codes:?}");
    assert_eq!(machine.transitions().count(), 0);
}

/// The value of the nested Parallel states, built from the inside.
fn nest(text: &str) -> Value {
    let mut value = Value::parse(r#"{"StartAt":"S","States":{"S":{"Type":"Succeed"}}}"#).unwrap();
    for level in 0..70 {
        let branches: Value = [value].into_iter().collect();
        let name = format!("P{level}");
        let state: Object =
            [("Type", Value::from("Parallel")), ("Branches", branches), ("End", true.into())]
                .into_iter()
                .collect();
        let machine: Object =
            [("StartAt", Value::from(name.as_str())), ("States", object(&name, state).into())]
                .into_iter()
                .collect();
        value = machine.into();
    }
    assert_eq!(value.to_string(), text);
    value
}

/// Every field that there is, in both languages at once: the model holds what no machine may say.
#[test]
fn every_field_has_its_place() {
    let work = || machine([("Work", Pass { end: Some(true), ..Pass::default() }.into())]);
    let mut whole = machine([
        ("Task", task().into()),
        ("Pass", pass().into()),
        ("Choice", choice().into()),
        ("Wait", wait().into()),
        ("Succeed", succeed().into()),
        ("Fail", fail().into()),
        ("Parallel", parallel(work()).into()),
        ("Map", map(work()).into()),
    ]);
    whole.comment = some("Every field.");
    whole.query_language = Some(QueryLanguage::Jsonata);
    whole.version = some("1.0");
    whole.timeout_seconds = Some(3600.into());
    whole.extra.insert("Mine", 1);
    expect_file!["every_field.asl.json"].assert_eq(&whole.to_string());
    let read: StateMachine = whole.to_string().parse().unwrap();
    assert_eq!(read, whole);
}

fn retry_and_catch() -> (Option<Vec<Retrier>>, Option<Vec<Catcher>>) {
    let retrier = Retrier {
        comment: some("Again."),
        error_equals: Some(vec![error_name::TIMEOUT.to_owned()]),
        interval_seconds: Some(1.into()),
        max_attempts: Some(3.into()),
        backoff_rate: Some(2.into()),
        max_delay_seconds: Some(60.into()),
        jitter_strategy: Some(JitterStrategy::Full),
        ..Retrier::default()
    };
    let catcher = Catcher {
        comment: some("Elsewhere."),
        error_equals: Some(vec![error_name::ALL.to_owned()]),
        result_path: Some(None),
        assign: Some(object("error", "{% $states.errorOutput %}")),
        output: Some("{% $states.errorOutput %}".into()),
        next: some("Fail"),
        ..Catcher::default()
    };
    (Some(vec![retrier]), Some(vec![catcher]))
}

fn task() -> Task {
    let (retry, catch) = retry_and_catch();
    Task {
        comment: some("Works."),
        query_language: Some(QueryLanguage::JsonPath),
        input_path: Some(None),
        resource: some("arn:aws:states:::lambda:invoke"),
        parameters: Some(object("FunctionName.$", "$.name").into()),
        arguments: Some(object("FunctionName", "{% $name %}").into()),
        credentials: Some(object("RoleArn", "arn:aws:iam::123456789012:role/work")),
        timeout_seconds: Some(60.into()),
        timeout_seconds_path: some("$.timeout"),
        heartbeat_seconds: Some("{% $heartbeat %}".into()),
        heartbeat_seconds_path: some("$.heartbeat"),
        result_selector: Some(object("a.$", "$.Payload").into()),
        result_path: Some(some("$.a")),
        assign: Some(object("a", 1)),
        output: Some("{% $states.result %}".into()),
        output_path: Some(some("$")),
        retry,
        catch,
        next: some("Pass"),
        end: Some(false),
        ..Task::default()
    }
}

fn pass() -> Pass {
    Pass {
        comment: some("Hands on."),
        query_language: Some(QueryLanguage::from("Prolog")),
        input_path: Some(some("$")),
        parameters: Some(object("a", 1).into()),
        result: Some(Value::Null),
        result_path: Some(None),
        assign: Some(Object::new()),
        output: Some(false.into()),
        output_path: Some(None),
        next: some("Choice"),
        end: Some(true),
        ..Pass::default()
    }
}

fn choice() -> Choice {
    let nested = |operator| ChoiceRule {
        test: Some(Test::comparison("$.a", operator, true)),
        ..ChoiceRule::default()
    };
    let rule = |test| ChoiceRule { test: Some(test), next: some("Wait"), ..ChoiceRule::default() };
    let jsonata = ChoiceRule {
        comment: some("This way."),
        condition: Some("{% $a > 0 %}".into()),
        assign: Some(object("way", 1)),
        output: Some(1.into()),
        next: some("Wait"),
        ..ChoiceRule::default()
    };
    Choice {
        comment: some("Decides."),
        query_language: Some(QueryLanguage::Jsonata),
        input_path: Some(some("$")),
        choices: Some(vec![
            jsonata,
            rule(Test::And(vec![nested(Operator::IsPresent), nested(Operator::IsNull)])),
            rule(Test::Or(vec![nested(Operator::BooleanEquals)])),
            rule(Test::Not(Box::new(nested(Operator::IsString)))),
        ]),
        default: some("Succeed"),
        assign: Some(object("way", 2)),
        output: Some(2.into()),
        output_path: Some(some("$")),
        ..Choice::default()
    }
}

fn wait() -> Wait {
    Wait {
        comment: some("Waits."),
        query_language: Some(QueryLanguage::Jsonata),
        input_path: Some(some("$")),
        seconds: Some(5.into()),
        seconds_path: some("$.seconds"),
        timestamp: some("2016-03-14T01:59:00Z"),
        timestamp_path: some("$.timestamp"),
        assign: Some(Object::new()),
        output: Some(1.into()),
        output_path: Some(some("$")),
        next: some("Parallel"),
        end: Some(false),
        ..Wait::default()
    }
}

fn succeed() -> Succeed {
    Succeed {
        comment: some("Ends well."),
        query_language: Some(QueryLanguage::Jsonata),
        input_path: Some(some("$")),
        output: Some("{% $states.input %}".into()),
        output_path: Some(some("$")),
        ..Succeed::default()
    }
}

fn fail() -> Fail {
    Fail {
        comment: some("Ends badly."),
        query_language: Some(QueryLanguage::Jsonata),
        error: some("Broken"),
        error_path: some("$.error"),
        cause: some("It broke."),
        cause_path: some("$.cause"),
        ..Fail::default()
    }
}

fn parallel(branch: StateMachine) -> Parallel {
    let (retry, catch) = retry_and_catch();
    Parallel {
        comment: some("Side by side."),
        query_language: Some(QueryLanguage::Jsonata),
        input_path: Some(some("$")),
        parameters: Some(object("a", 1).into()),
        arguments: Some(1.into()),
        branches: Some(vec![branch]),
        result_selector: Some(object("a", 1).into()),
        result_path: Some(some("$.a")),
        assign: Some(Object::new()),
        output: Some(1.into()),
        output_path: Some(some("$")),
        retry,
        catch,
        next: some("Map"),
        end: Some(false),
        ..Parallel::default()
    }
}

fn map(processor: StateMachine) -> Map {
    let (retry, catch) = retry_and_catch();
    let config = ProcessorConfig {
        mode: Some(ProcessorMode::Distributed),
        execution_type: Some(ExecutionType::Express),
        ..ProcessorConfig::default()
    };
    Map {
        comment: some("Each."),
        query_language: Some(QueryLanguage::Jsonata),
        input_path: Some(some("$")),
        parameters: Some(object("a", 1).into()),
        item_reader: Some(item_reader()),
        items: Some("{% $items %}".into()),
        items_path: some("$.items"),
        item_selector: Some(object("a", 1).into()),
        item_batcher: Some(item_batcher()),
        max_concurrency: Some(5.into()),
        max_concurrency_path: some("$.most"),
        tolerated_failure_count: Some(1.into()),
        tolerated_failure_count_path: some("$.count"),
        tolerated_failure_percentage: Some(5.into()),
        tolerated_failure_percentage_path: some("$.percentage"),
        label: some("Each"),
        item_processor: Some(StateMachine { processor_config: Some(config), ..processor.clone() }),
        iterator: Some(processor),
        result_writer: Some(result_writer()),
        result_selector: Some(object("a", 1).into()),
        result_path: Some(some("$.a")),
        assign: Some(Object::new()),
        output: Some(1.into()),
        output_path: Some(some("$")),
        retry,
        catch,
        next: some("Choice"),
        end: Some(false),
        ..Map::default()
    }
}

fn item_reader() -> ItemReader {
    ItemReader {
        resource: some("arn:aws:states:::s3:getObject"),
        parameters: Some(object("Bucket.$", "$.bucket").into()),
        arguments: Some(object("Bucket", "{% $bucket %}").into()),
        reader_config: Some(ReaderConfig {
            input_type: Some(InputType::Csv),
            manifest_type: Some(ManifestType::AthenaData),
            transformation: Some(ReaderTransformation::LoadAndFlatten),
            csv_header_location: Some(CsvHeaderLocation::Given),
            csv_headers: Some(vec!["a".to_owned()]),
            csv_delimiter: Some(CsvDelimiter::Pipe),
            items_pointer: some("/a"),
            max_items: Some(10.into()),
            max_items_path: some("$.most"),
            ..ReaderConfig::default()
        }),
        ..ItemReader::default()
    }
}

fn item_batcher() -> ItemBatcher {
    ItemBatcher {
        batch_input: Some(object("a", 1).into()),
        max_items_per_batch: Some(10.into()),
        max_items_per_batch_path: some("$.items"),
        max_input_bytes_per_batch: Some(1024.into()),
        max_input_bytes_per_batch_path: some("$.bytes"),
        ..ItemBatcher::default()
    }
}

fn result_writer() -> ResultWriter {
    ResultWriter {
        resource: some("arn:aws:states:::s3:putObject"),
        parameters: Some(object("Bucket.$", "$.bucket").into()),
        arguments: Some(object("Bucket", "{% $bucket %}").into()),
        writer_config: Some(WriterConfig {
            transformation: Some(WriterTransformation::Flatten),
            output_type: Some(OutputType::JsonLines),
            ..WriterConfig::default()
        }),
        ..ResultWriter::default()
    }
}
