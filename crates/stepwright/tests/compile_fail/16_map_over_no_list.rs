//! A Map runs over something that is no list.

#[path = "contracts.rs"]
mod contracts;

use contracts::*;
use stepwright::*;

fn flow(w: &mut Flow, input: Expr<Input>, loaded: Expr<Loaded>) {
    map("Load Chunks", input.benner, |_, _| loaded).run(w);
}

fn main() {}
