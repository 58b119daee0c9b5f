//! The output of one step is not what the next one takes.

#[path = "contracts.rs"]
mod contracts;

use contracts::*;
use stepwright::*;

fn flow(w: &mut Flow, stored: Expr<Stored>) -> Expr<Loaded> {
    task("Load Chunk", LoadChunk).input(stored).run(w)
}

fn main() {}
