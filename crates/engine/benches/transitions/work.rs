//! The work that the engine is measured on: what the peers were measured on, and what the budgets name.
//!
//! The benchmark and the test of costs share it.

use std::fmt;
use std::sync::Arc;

use stepwright_asl::StateMachine;
use stepwright_compiler::{Program, compile};
use stepwright_engine::{Execution, Express, ScheduleTask, Start};
use stepwright_json::{Value, json};
use stepwright_testkit::{Answer, World};

/// A machine, what it is started with, and how many transitions that makes.
pub(crate) struct Work {
    pub(crate) name: String,
    pub(crate) definition: String,
    pub(crate) input: Value,
    pub(crate) transitions: usize,
    answer: fn(&ScheduleTask) -> Answer,
    /// It takes longer than an Express execution may.
    is_long: bool,
}

impl fmt::Display for Work {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl Work {
    fn new(name: String, definition: String, input: Value, transitions: usize) -> Self {
        let answer = |request: &ScheduleTask| Answer::success(request.input.clone());
        Self { name, definition, input, transitions, answer, is_long: false }
    }

    pub(crate) fn program(&self) -> Arc<Program> {
        match compile(&machine(&self.definition)) {
            Ok(program) => Arc::new(program),
            Err(diagnostics) => panic!("{}: {diagnostics:?}", self.name),
        }
    }

    /// The input as nobody has seen it: a value remembers how long its text is, once it was measured.
    pub(crate) fn fresh_input(&self) -> Value {
        Value::parse(&self.input.to_string()).unwrap_or_default()
    }

    /// Runs it from start to end, as an Express execution where it may be: the history of a Standard
    /// one is full after 12,500 transitions.
    pub(crate) fn run(&self, program: &Arc<Program>, input: Value) -> Execution {
        if self.is_long {
            return World::new(self.answer).run(program, input);
        }
        let start = Start {
            input,
            execution_name: "e".to_owned(),
            execution_arn: "arn:aws:states:us-east-1:123456789012:express:m:e:1".to_owned(),
            state_machine_arn: "arn:aws:states:us-east-1:123456789012:stateMachine:m".to_owned(),
            state_machine_name: "m".to_owned(),
            role_arn: "arn:aws:iam::123456789012:role/m".to_owned(),
            now: jiff::Timestamp::UNIX_EPOCH,
            seed: 0,
        };
        World::new(self.answer).run_express(program, start, Express::Asynchronous)
    }
}

/// All of it, in both query languages where both have it.
pub(crate) fn all() -> Vec<Work> {
    let languages = ["JSONPath", "JSONata"];
    languages.into_iter().flat_map(in_language).chain([year_of_waits()]).collect()
}

fn in_language(language: &str) -> Vec<Work> {
    let is_path = language == "JSONPath";
    let work = |what: &str, states: String, start: &str, input: Value, transitions| {
        let definition = format!(
            r#"{{"QueryLanguage": "{language}", "StartAt": "{start}", "States": {{{states}}}}}"#
        );
        Work::new(format!("{what}, {language}"), definition, input, transitions)
    };
    let hands_on = if is_path {
        r#", "Parameters": {"all.$": "$"}, "OutputPath": "$.all""#
    } else {
        r#", "Output": "{% $states.input %}""#
    };
    let looks = if is_path {
        r#", "InputPath": "$.a", "Parameters": {"b.$": "$.b", "c": 1}, "ResultPath": "$.d""#
    } else {
        r#", "Output": {"a": "{% $states.input.a %}", "d": {"b": "{% $states.input.a.b %}", "c": 1}}"#
    };
    let looked_at = json!({ "a": { "b": [1, 2, 3] }, "d": null });
    let numbers: Value = (0..10_000).map(Value::from).collect();
    let large: Value = (0..200).map(|_| Value::from("x".repeat(1020))).collect();
    let retries = work("1,000 retries", RETRIES.to_owned(), "Try", json!({}), 1000);
    let answer = |_: &ScheduleTask| Answer::failure("Busy", "later");
    vec![
        work("trivial execution", chain("P", 1, ""), "P0", json!({}), 1),
        work("chain of 1,000 Pass", chain("P", 1000, ""), "P0", json!({ "a": 1 }), 1000),
        work("1,000 Pass that look", chain("P", 1000, looks), "P0", looked_at, 1000),
        work("counting loop to 10,000", counting_loop(is_path), "Count", json!({ "n": 0 }), 20_001),
        work("Map over 10,000", MAP.to_owned(), "Each", numbers, 10_001),
        work("Parallel 10×10", parallel(), "All", json!({ "a": 1 }), 111),
        work("200 KiB through ten states", chain("P", 10, hands_on), "P0", large, 10),
        Work { answer, is_long: true, ..retries },
    ]
}

/// What takes longer than an Express execution may.
fn year_of_waits() -> Work {
    let definition = r#"{"QueryLanguage": "JSONata", "StartAt": "Set", "States": {
        "Set": {"Type": "Pass", "Assign": {"day": 0}, "Next": "Day"},
        "Day": {"Type": "Wait", "Seconds": 86400, "Assign": {"day": "{% $day + 1 %}"}, "Next": "Year?"},
        "Year?": {"Type": "Choice", "Choices": [{"Condition": "{% $day = 365 %}", "Next": "Done"}], "Default": "Day"},
        "Done": {"Type": "Succeed"}}}"#;
    let work = Work::new("a year of waits".to_owned(), definition.to_owned(), Value::Null, 732);
    Work { is_long: true, ..work }
}

/// A definition of 100 states with an expression each, as text.
pub(crate) fn hundred_states() -> StateMachine {
    let states = chain("P", 100, r#", "Output": {"a": "{% $states.input.a + 1 %}"}"#);
    machine(&format!(r#"{{"QueryLanguage": "JSONata", "StartAt": "P0", "States": {{{states}}}}}"#))
}

/// A definition out of its text.
pub(crate) fn machine(definition: &str) -> StateMachine {
    let value = Value::parse(definition).unwrap_or_default();
    StateMachine::from_value(&value).unwrap_or_default()
}

const MAP: &str = r#""Each": {"Type": "Map", "End": true, "ItemProcessor": {
    "StartAt": "One", "States": {"One": {"Type": "Pass", "End": true}}}}"#;

const RETRIES: &str = r#""Try": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true,
    "Retry": [{"ErrorEquals": ["Other"]}, {"ErrorEquals": ["States.ALL"], "MaxAttempts": 1000,
        "IntervalSeconds": 1, "BackoffRate": 1.0, "JitterStrategy": "FULL"}],
    "TimeoutSeconds": 60}"#;

fn chain(prefix: &str, count: usize, fields: &str) -> String {
    let states = (0..count).map(|at| {
        let next = match at + 1 {
            next if next < count => format!(r#""Next": "{prefix}{next}""#),
            _ => r#""End": true"#.to_owned(),
        };
        format!(r#""{prefix}{at}": {{"Type": "Pass", {next}{fields}}}"#)
    });
    states.collect::<Vec<String>>().join(",")
}

fn counting_loop(is_path: bool) -> String {
    let (count, enough) = if is_path {
        (
            r#""Parameters": {"n.$": "States.MathAdd($.n, 1)"}"#,
            r#""Variable": "$.n", "NumericGreaterThanEquals": 10000"#,
        )
    } else {
        (
            r#""Output": {"n": "{% $states.input.n + 1 %}"}"#,
            r#""Condition": "{% $states.input.n >= 10000 %}""#,
        )
    };
    format!(
        r#""Count": {{"Type": "Pass", {count}, "Next": "Enough?"}},
        "Enough?": {{"Type": "Choice", "Choices": [{{{enough}, "Next": "Done"}}], "Default": "Count"}},
        "Done": {{"Type": "Succeed"}}"#
    )
}

fn parallel() -> String {
    let branches = (0..10).map(|at| {
        let prefix = format!("B{at}P");
        format!(r#"{{"StartAt": "{prefix}0", "States": {{{}}}}}"#, chain(&prefix, 10, ""))
    });
    let branches: Vec<String> = branches.collect();
    format!(r#""All": {{"Type": "Parallel", "End": true, "Branches": [{}]}}"#, branches.join(","))
}
