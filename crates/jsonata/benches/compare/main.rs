//! Ours beside other implementations, in one run: parsed once, evaluated on values that are there
//! already.
//!
//! ```console
//! $ cargo bench -p stepwright-jsonata --bench compare
//! $ JSONATA_JS=path/to/node_modules/jsonata cargo bench -p stepwright-jsonata --bench compare
//! $ cargo bench -p stepwright-jsonata --bench compare -- condition
//! ```
//!
//! The implementations take turns, many short ones, all cases several times over, and of each the
//! best turn counts: so a machine that is busy for a while disturbs them all alike, and not one case
//! alone. The table is Markdown.

#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "it prints a table, for people")]

mod cases;

use std::hint::black_box;
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::Instant;

use cases::Case;
use jsonata_core::evaluator::{Context, Evaluator};
use jsonata_core::value::JValue;
use stepwright_json::{Value, json};
use stepwright_jsonata::{Environment, Expression};

/// How often all cases are gone through, how many turns each implementation has then, and how long
/// one takes.
const PASSES: usize = 4;
const TURNS: usize = 150;
const TURN_NANOSECONDS: f64 = 2.5e5;

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|it| !it.starts_with("--")).collect();
    let cases = cases::all();
    let cases: Vec<&Case> = cases
        .iter()
        .filter(|it| wanted.is_empty() || wanted.iter().any(|word| it.name.contains(word.as_str())))
        .collect();
    println!("| expression | ours, ns | jsonata-core | its bytecode | JavaScript |");
    println!("| --- | ---: | ---: | ---: | ---: |");
    let mut all_best = vec![[f64::INFINITY; 3]; cases.len()];
    for _ in 0..PASSES {
        for (case, best) in cases.iter().zip(&mut all_best) {
            rust(case, best);
        }
    }
    for (case, [ours, walker, bytecode]) in cases.into_iter().zip(all_best) {
        println!(
            "| {} | {ours:.0} | {} | {} | {} |",
            case.name,
            times(Some(walker), ours),
            times(bytecode.is_finite().then_some(bytecode), ours),
            times(javascript(case), ours),
        );
    }
}

/// How many times as long as ours.
fn times(other: Option<f64>, ours: f64) -> String {
    other.map_or_else(|| "–".to_owned(), |it| format!("{:.1}×", it / ours))
}

/// The fewest nanoseconds of one evaluation, by each of the implementations in Rust.
fn rust(case: &Case, best: &mut [f64; 3]) {
    let expression = Expression::parse(case.text).unwrap();
    let ours = || {
        let mut environment = Environment::standard();
        drop(black_box(expression.evaluate(
            black_box(&case.input),
            &case.bindings,
            &mut environment,
        )));
    };

    let ast = jsonata_core::parser::parse(case.text).unwrap();
    let foreign = |it: &Value| JValue::from_json_str(&it.to_string()).unwrap();
    let input = foreign(&case.input);
    let bindings: Vec<(&str, JValue)> =
        case.bindings.iter().map(|(name, it)| (*name, foreign(it))).collect();
    let walker = || {
        let mut evaluator = if bindings.is_empty() {
            Evaluator::new()
        } else {
            let mut context = Context::new();
            for (name, value) in &bindings {
                context.bind((*name).to_owned(), value.clone());
            }
            Evaluator::with_context(context)
        };
        drop(black_box(evaluator.evaluate(black_box(&ast), black_box(&input))));
    };

    let compiled = jsonata_core::Expression::compile(case.text).unwrap();
    // Its bytecode knows no variables from outside.
    let has_bytecode = bindings.is_empty();
    let bytecode = || {
        if has_bytecode {
            drop(black_box(compiled.evaluate(black_box(&input))));
        }
    };

    let all: [&dyn Fn(); 3] = [&ours, &walker, &bytecode];
    let rounds = all.map(rounds_in_a_turn);
    for _ in 0..TURNS {
        for ((run, rounds), best) in all.iter().zip(rounds).zip(&mut *best) {
            *best = best.min(turn(run, rounds));
        }
    }
    if let (false, [_, _, bytecode]) = (has_bytecode, best) {
        *bytecode = f64::INFINITY;
    }
}

fn rounds_in_a_turn(run: &dyn Fn()) -> u32 {
    let mut rounds = 1;
    loop {
        let took = turn(run, rounds) * f64::from(rounds);
        if took > TURN_NANOSECONDS / 2.0 || rounds > 1 << 24 {
            return rounds;
        }
        rounds *= 2;
    }
}

fn turn(run: &dyn Fn(), rounds: u32) -> f64 {
    let start = Instant::now();
    for _ in 0..rounds {
        run();
    }
    start.elapsed().as_secs_f64() * 1e9 / f64::from(rounds)
}

/// The same by the reference under Node.js, where `JSONATA_JS` says where it lies.
fn javascript(case: &Case) -> Option<f64> {
    let package = std::env::var("JSONATA_JS").ok()?;
    let bindings: Value =
        case.bindings.iter().map(|(name, it)| json!([*name, it.clone()])).collect();
    let task = json!({
        "package": package, "text": case.text, "input": case.input.clone(), "bindings": bindings
    });
    let mut node = Command::new("node")
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/benches/compare/reference.js"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    node.stdin.take()?.write_all(task.to_string().as_bytes()).ok()?;
    let output = node.wait_with_output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}
