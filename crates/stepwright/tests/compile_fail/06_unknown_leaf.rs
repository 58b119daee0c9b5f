//! A field is misspelt where a struct is built.

#[path = "contracts.rs"]
mod contracts;

use contracts::*;
use stepwright::*;

fn source(input: Expr<Input>) -> Expr<Source> {
    expr!(Source { uri: input.benner.url, filename: "benner.csv" })
}

fn main() {}
