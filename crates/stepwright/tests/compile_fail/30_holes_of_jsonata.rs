//! Holes of a JSONata text that do not fit what is given.

#[path = "contracts.rs"]
mod contracts;

use contracts::*;
use stepwright::*;

fn unknown(stored: Expr<Stored>) -> Expr<f64> {
    jsonata!(f64, "{rows} / {n}", rows = stored.rows)
}

fn unused(stored: Expr<Stored>) -> Expr<f64> {
    jsonata!(f64, "{rows} / 2", rows = stored.rows, n = 2)
}

fn brace() -> Expr<Source> {
    jsonata!(Source, "{ 'url': 'a' }")
}

fn main() {}
