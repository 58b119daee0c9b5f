//! A Parallel of two branches is taken apart into three values.

#[path = "contracts.rs"]
mod contracts;

use contracts::*;
use stepwright::*;

fn flow(w: &mut Flow, stored: Expr<Stored>) {
    let (a, b, c) = parallel("Both").branch("a", |_| stored).branch("b", |_| stored).run(w);
}

fn main() {}
