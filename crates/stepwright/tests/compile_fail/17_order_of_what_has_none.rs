//! What has no order is ordered, and what is no number is added.

#[path = "contracts.rs"]
mod contracts;

use contracts::*;
use stepwright::*;

fn before(input: Expr<Input>) -> Expr<bool> {
    expr!(input.benner > input.benner)
}

fn sum(input: Expr<Input>) -> Expr<String> {
    expr!(input.bucket_name + input.bucket_name)
}

fn main() {}
