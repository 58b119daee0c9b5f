//! Rust that says nothing in a workflow expression.

#[path = "contracts.rs"]
mod contracts;

use contracts::*;
use stepwright::*;

fn rest(input: Expr<Input>, other: Expr<Source>) {
    let _ = expr!(Source { url: input.benner.url, ..other });
}

fn matched(stored: Expr<Stored>) {
    let _ = expr!(stored.rows > match stored.rows { _ => 1 });
}

fn assigned(stored: Expr<Stored>) {
    let _ = expr!(stored.rows += 1);
}

fn without_else(w: &mut Flow, stored: Expr<Stored>) {
    let _ = expr!(if stored.rows > 0 { w.wait("Wait", 1) });
}

fn with_statements(stored: Expr<Stored>) {
    let _ = expr!(if stored.rows > 0 { let rows = stored.rows; rows } else { 0 });
}

fn main() {}
