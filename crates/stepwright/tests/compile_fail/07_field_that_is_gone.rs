//! A field is misspelt where it is read.

#[path = "contracts.rs"]
mod contracts;

use contracts::*;
use stepwright::*;

fn url(input: Expr<Input>) -> Expr<String> {
    input.benner.uri
}

fn main() {}
