//! How long an expression takes to parse: `cargo bench -p stepwright-jsonata --bench parse`.
#![expect(clippy::unwrap_used, reason = "a bench may fail")]

use divan::{Bencher, black_box};
use stepwright_jsonata::Expression;

fn main() {
    divan::main();
}

#[divan::bench(args = [
    "$states.input.id",
    "$states.input.total > 100 and $exists($states.input.orders)",
    "$merge([$states.input, {\"total\": $sum(lines.(price * n))}])",
    "($f := function($n) { $n < 2 ? 1 : $n * $f($n - 1) }; $f(10))",
    "orders[status = \"open\"]^(>total){customer: $sum(total)} ~> |$|{}, \"x\"|",
])]
fn parse(bencher: Bencher<'_, '_>, text: &str) {
    bencher.bench(|| Expression::parse(black_box(text)).unwrap());
}
