//! An optional value is used as if it were there: `is_some`, `unwrap_or` and `map` are all it has.

#[path = "contracts.rs"]
mod contracts;

use contracts::*;
use stepwright::*;

fn length(input: Expr<Input>) -> Expr<u64> {
    input.comment.len()
}

fn loud(input: Expr<Input>) -> Expr<String> {
    input.comment.uppercase()
}

fn main() {}
