//! Ours beside `jsonata-core`, in one run: parsed once, evaluated on values that are there already.

use divan::{Bencher, black_box};
use jsonata_core::evaluator::Evaluator;
use jsonata_core::value::JValue;
use stepwright_json::{Value, json};
use stepwright_jsonata::{Environment, Expression};

fn main() {
    divan::main();
}

const NAMES: [&str; 9] = [
    "small path",
    "choice condition",
    "object constructor",
    "filter 100",
    "map 100",
    "sort 100",
    "fib(15)",
    "count over 110 KB",
    "range and sum",
];

fn expression(name: &str) -> &'static str {
    match name {
        "small path" => "order.customer.address.city",
        "choice condition" => "order.total > 100 and order.status = \"open\"",
        "object constructor" => {
            "{\"id\": order.id, \"city\": order.customer.address.city, \"total\": order.total * 1.2}"
        }
        "filter 100" => "items[price > 50].name",
        "map 100" => "$map(items, function($i){ $i.price * $i.n })",
        "sort 100" => "items^(>price).name",
        "fib(15)" => {
            "($fib := function($n){ $n < 2 ? $n : $fib($n - 1) + $fib($n - 2) }; $fib(15))"
        }
        "count over 110 KB" => "$count(rows[flag])",
        _ => "$sum([1..100])",
    }
}

fn input() -> Value {
    let items: Value = (0..100_u32)
        .map(|n| json!({ "name": format!("item {n}"), "price": n * 37 % 101, "n": n % 7 }))
        .collect();
    let rows: Value = (0..1200_u32)
        .map(|n| json!({ "id": n, "flag": n % 3 == 0, "text": "some text that fills a row with what rows have" }))
        .collect();
    json!({
        "order": { "id": "a1", "status": "open", "total": 120, "customer": { "address": { "city": "Ulm", "zip": "89073" } } },
        "items": items,
        "rows": rows
    })
}

#[divan::bench(args = NAMES)]
fn ours(bencher: Bencher<'_, '_>, name: &str) {
    let Ok(expression) = Expression::parse(expression(name)) else { return };
    let input = input();
    bencher
        .bench_local(|| expression.evaluate(black_box(&input), &[], &mut Environment::standard()));
}

#[divan::bench(args = NAMES)]
fn core(bencher: Bencher<'_, '_>, name: &str) {
    let Ok(ast) = jsonata_core::parser::parse(expression(name)) else { return };
    let Ok(input) = JValue::from_json_str(&input().to_string()) else { return };
    bencher.bench_local(|| Evaluator::new().evaluate(black_box(&ast), black_box(&input)));
}
