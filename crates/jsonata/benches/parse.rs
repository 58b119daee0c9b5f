//! How long an expression takes to parse, beside `jsonata-core`:
//! `cargo bench -p stepwright-jsonata --bench parse`.
#![expect(clippy::unwrap_used, reason = "a bench may fail")]

use divan::{Bencher, black_box};
use stepwright_jsonata::Expression;

const TEXTS: [&str; 5] = [
    "$states.input.id",
    "$states.input.total > 100 and $exists($states.input.orders)",
    "$merge([$states.input, {\"total\": $sum(lines.(price * n))}])",
    "($f := function($n) { $n < 2 ? 1 : $n * $f($n - 1) }; $f(10))",
    "orders[status = \"open\"]^(>total){customer: $sum(total)} ~> |$|{}, \"x\"|",
];

fn main() {
    divan::main();
}

#[divan::bench(args = TEXTS)]
fn ours(bencher: Bencher<'_, '_>, text: &str) {
    bencher.bench(|| Expression::parse(black_box(text)).unwrap());
}

/// Without positions in its tree.
#[divan::bench(args = TEXTS)]
fn jsonata_core(bencher: Bencher<'_, '_>, text: &str) {
    bencher.bench(|| jsonata_core::parser::parse(black_box(text)).unwrap());
}
