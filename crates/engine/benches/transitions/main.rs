//! What the engine takes for the work of [`work`]. Run with `cargo bench -p stepwright-engine`.
//!
//! Time is in the hands of the machine; what does not depend on it is kept by `tests/costs`.

#![expect(clippy::panic, reason = "work that does not compile is a mistake in it")]

mod work;

use std::hint::black_box;

use divan::Bencher;
use divan::counter::ItemsCount;
use stepwright_compiler::compile;

use self::work::Work;

/// A small definition, in both query languages.
const SMALL: &str = r#"{"StartAt": "Ask", "States": {
    "Ask": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
        "Parameters": {"FunctionName": "ask", "Payload.$": "$"}, "ResultPath": "$.answer",
        "Retry": [{"ErrorEquals": ["States.TaskFailed"], "MaxAttempts": 2}], "Next": "Good?"},
    "Good?": {"Type": "Choice", "Default": "Done", "Choices": [
        {"Variable": "$.answer.StatusCode", "NumericEquals": 500, "Next": "Ask"}]},
    "Done": {"Type": "Pass", "QueryLanguage": "JSONata",
        "Output": {"said": "{% $states.input.answer.Payload %}"}, "End": true}}}"#;

fn main() {
    divan::main();
}

/// From start to end, every event kept. Items are transitions.
#[divan::bench(args = work::all())]
fn run(bencher: Bencher<'_, '_>, work: &Work) {
    let program = work.program();
    bencher
        .counter(ItemsCount::new(work.transitions))
        .with_inputs(|| work.fresh_input())
        .bench_values(|input| work.run(black_box(&program), input));
}

/// A definition of 100 states with an expression each.
#[divan::bench]
fn compile_100_states(bencher: Bencher<'_, '_>) {
    let machine = work::hundred_states();
    bencher.bench(|| compile(black_box(&machine)).is_ok());
}

/// A definition of three states, from its text: read, judged and compiled.
#[divan::bench]
fn validate_a_small_definition(bencher: Bencher<'_, '_>) {
    bencher.bench(|| compile(&work::machine(black_box(SMALL))).is_ok());
}
