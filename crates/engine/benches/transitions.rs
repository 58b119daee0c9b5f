//! What a transition costs: chains, loops, maps. Run with `cargo bench -p stepwright-engine`.

use std::hint::black_box;
use std::sync::Arc;

use divan::Bencher;
use divan::counter::ItemsCount;
use stepwright_asl::StateMachine;
use stepwright_compiler::{Program, compile};
use stepwright_json::Value;
use stepwright_testkit::{Answer, World};

fn main() {
    divan::main();
}

#[divan::bench]
fn chain_of_1000_pass(bencher: Bencher<'_, '_>) {
    let states = (0..1000).map(|at| {
        let next = if at < 999 {
            format!(r#""Next": "P{}""#, at + 1)
        } else {
            r#""End": true"#.to_owned()
        };
        format!(r#""P{at}": {{"Type": "Pass", {next}}}"#)
    });
    let states: Vec<String> = states.collect();
    let machine = format!(
        r#"{{"QueryLanguage": "JSONata", "StartAt": "P0", "States": {{{}}}}}"#,
        states.join(",")
    );
    run(bencher, &machine, Value::from(1), 1000);
}

#[divan::bench]
fn counting_loop_to_1000(bencher: Bencher<'_, '_>) {
    let machine = r#"{"QueryLanguage": "JSONata", "StartAt": "Set", "States": {
        "Set": {"Type": "Pass", "Assign": {"n": 0}, "Next": "Enough?"},
        "Enough?": {"Type": "Choice", "Choices": [{"Condition": "{% $n >= 1000 %}", "Next": "Done"}], "Default": "Count"},
        "Count": {"Type": "Pass", "Assign": {"n": "{% $n + 1 %}"}, "Next": "Enough?"},
        "Done": {"Type": "Succeed"}
    }}"#;
    run(bencher, machine, Value::Null, 2002);
}

#[divan::bench]
fn chain_of_1000_pass_in_json_path(bencher: Bencher<'_, '_>) {
    let states = (0..1000).map(|at| {
        let next = if at < 999 {
            format!(r#""Next": "P{}""#, at + 1)
        } else {
            r#""End": true"#.to_owned()
        };
        format!(r#""P{at}": {{"Type": "Pass", {next}}}"#)
    });
    let states: Vec<String> = states.collect();
    let machine = format!(r#"{{"StartAt": "P0", "States": {{{}}}}}"#, states.join(","));
    run(bencher, &machine, Value::from(1), 1000);
}

#[divan::bench]
fn chain_of_1000_pass_with_result_path(bencher: Bencher<'_, '_>) {
    let states = (0..1000).map(|at| {
        let next = if at < 999 {
            format!(r#""Next": "P{}""#, at + 1)
        } else {
            r#""End": true"#.to_owned()
        };
        format!(
            r#""P{at}": {{"Type": "Pass", "InputPath": "$.a", "Parameters": {{"b.$": "$.b", "c": 1}}, "ResultPath": "$.d", {next}}}"#
        )
    });
    let states: Vec<String> = states.collect();
    let machine = format!(r#"{{"StartAt": "P0", "States": {{{}}}}}"#, states.join(","));
    let input = Value::parse(r#"{"a": {"b": [1, 2, 3]}, "d": null}"#).unwrap_or_default();
    run(bencher, &machine, input, 1000);
}

#[divan::bench]
fn counting_loop_to_1000_in_json_path(bencher: Bencher<'_, '_>) {
    let machine = r#"{"StartAt": "Set", "States": {
        "Set": {"Type": "Pass", "Assign": {"n": 0}, "Next": "Enough?"},
        "Enough?": {"Type": "Choice", "Choices": [{"Variable": "$n", "NumericGreaterThanEquals": 1000, "Next": "Done"}], "Default": "Count"},
        "Count": {"Type": "Pass", "Assign": {"n.$": "States.MathAdd($n, 1)"}, "Next": "Enough?"},
        "Done": {"Type": "Succeed"}
    }}"#;
    run(bencher, machine, Value::Null, 2002);
}

#[divan::bench]
fn four_states_with_paths_only(bencher: Bencher<'_, '_>) {
    let machine = r#"{"QueryLanguage": "JSONata", "StartAt": "A", "States": {
        "A": {"Type": "Pass", "Output": "{% $states.input.next %}", "Next": "B"},
        "B": {"Type": "Pass", "Output": {"next": "{% $states.input %}"}, "Next": "More?"},
        "More?": {"Type": "Choice", "Choices": [{"Condition": false, "Next": "A"}], "Default": "Z"},
        "Z": {"Type": "Succeed"}
    }}"#;
    run(bencher, machine, Value::parse(r#"{"next": {"a": 1}}"#).unwrap_or_default(), 4);
}

#[divan::bench]
fn map_of_4000(bencher: Bencher<'_, '_>) {
    // Five events an iteration: more would not fit into a history.
    let machine = r#"{"QueryLanguage": "JSONata", "StartAt": "Each", "States": {
        "Each": {"Type": "Map", "End": true, "ItemProcessor": {
            "StartAt": "One", "States": {"One": {"Type": "Pass", "End": true}}}}
    }}"#;
    run(bencher, machine, (0..4000).map(Value::from).collect(), 4000);
}

#[divan::bench]
fn payload_of_200_kib_through_10_states(bencher: Bencher<'_, '_>) {
    let states = (0..10).map(|at| {
        let next =
            if at < 9 { format!(r#""Next": "P{}""#, at + 1) } else { r#""End": true"#.to_owned() };
        format!(r#""P{at}": {{"Type": "Pass", "Output": "{{% $states.input %}}", {next}}}"#)
    });
    let states: Vec<String> = states.collect();
    let machine = format!(
        r#"{{"QueryLanguage": "JSONata", "StartAt": "P0", "States": {{{}}}}}"#,
        states.join(",")
    );
    let payload = (0..200).map(|_| Value::from("x".repeat(1020))).collect();
    run(bencher, &machine, payload, 10);
}

#[divan::bench]
fn a_year_of_waits(bencher: Bencher<'_, '_>) {
    let machine = r#"{"QueryLanguage": "JSONata", "StartAt": "Set", "States": {
        "Set": {"Type": "Pass", "Assign": {"day": 0}, "Next": "Day"},
        "Day": {"Type": "Wait", "Seconds": 86400, "Assign": {"day": "{% $day + 1 %}"}, "Next": "Year?"},
        "Year?": {"Type": "Choice", "Choices": [{"Condition": "{% $day = 365 %}", "Next": "Done"}], "Default": "Day"},
        "Done": {"Type": "Succeed"}
    }}"#;
    run(bencher, machine, Value::Null, 730);
}

#[divan::bench]
fn compile_100_states(bencher: Bencher<'_, '_>) {
    let states = (0..100).map(|at| {
        let next = if at < 99 { format!(r#""Next": "P{}""#, at + 1) } else { r#""End": true"#.to_owned() };
        format!(r#""P{at}": {{"Type": "Pass", "Output": {{"a": "{{% $states.input.a + 1 %}}"}}, {next}}}"#)
    });
    let states: Vec<String> = states.collect();
    let text = format!(
        r#"{{"QueryLanguage": "JSONata", "StartAt": "P0", "States": {{{}}}}}"#,
        states.join(",")
    );
    let machine = read(&text);
    bencher.bench(|| compile(black_box(&machine)).is_ok());
}

fn run(bencher: Bencher<'_, '_>, machine: &str, input: Value, transitions: usize) {
    let Some(program) = program(machine) else { return };
    bencher.counter(ItemsCount::new(transitions)).bench(|| {
        World::new(|request| Answer::success(request.input.clone()))
            .run(black_box(&program), input.clone())
    });
}

fn program(machine: &str) -> Option<Arc<Program>> {
    compile(&read(machine)).ok().map(Arc::new)
}

fn read(machine: &str) -> StateMachine {
    let value = Value::parse(machine).unwrap_or_default();
    StateMachine::from_value(&value).unwrap_or_default()
}
