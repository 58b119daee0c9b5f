//! A string is taken for a truth value.

#[path = "contracts.rs"]
mod contracts;

use contracts::*;
use stepwright::*;

fn both(input: Expr<Input>) -> Expr<bool> {
    expr!(input.bucket_name && input.bucket_name == "a")
}

fn main() {}
