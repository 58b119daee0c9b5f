//! `cargo bench -p stepwright-jsonpath`

use divan::{Bencher, black_box};
use stepwright_json::{Value, json};
use stepwright_jsonpath::{Path, PayloadTemplate, Randomness, ReferencePath, Scope};

fn main() {
    divan::main();
}

fn input() -> Value {
    let items: Vec<Value> =
        (0..100).map(|n| json!({ "id": n, "name": "asteroid", "deltaV": 4.5 })).collect();
    json!({ "bucket": "asteroids", "benner": { "url": "https://example.com" }, "items": items })
}

#[divan::bench(args = ["$.benner.url", "$.items[50].name", "$.items[*].id", "$.items[?(@.id > 90)]", "$..name"])]
fn path(bencher: Bencher<'_, '_>, text: &str) {
    let (path, input) = (Path::parse(text).ok(), input());
    bencher.bench_local(|| path.as_ref().map(|it| it.evaluate(&Scope::of(black_box(&input)))));
}

#[divan::bench]
fn parse(bencher: Bencher<'_, '_>) {
    bencher.bench_local(|| Path::parse(black_box("$.items[?(@.id > 90 && @.name == 'a')].name")));
}

#[divan::bench]
fn result_path(bencher: Bencher<'_, '_>) {
    let (path, input) = (ReferencePath::parse("$.benner.rows").ok(), input());
    bencher.bench_local(|| path.as_ref().map(|it| it.write(black_box(&input), json!(9726))));
}

#[divan::bench]
fn template(bencher: Bencher<'_, '_>) {
    let template = PayloadTemplate::compile(&json!({
        "constant": { "a": [1, 2, 3] }, "key.$": "States.Format('{}.csv', $.bucket)", "url.$": "$.benner.url"
    }));
    let (input, mut chance) = (input(), Randomness::seeded(1));
    bencher.bench_local(|| {
        template
            .as_ref()
            .map(|it| it.evaluate(&Scope::of(black_box(&input)), &mut chance).is_ok())
            .is_ok()
    });
}
