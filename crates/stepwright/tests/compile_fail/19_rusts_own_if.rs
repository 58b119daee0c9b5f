//! A Rust `if` decides on a value that is known only while the workflow runs.

#[path = "contracts.rs"]
mod contracts;

use contracts::*;
use stepwright::*;

fn flow(benner: Expr<Stored>) {
    if benner.rows > 0 {}
}

fn main() {}
