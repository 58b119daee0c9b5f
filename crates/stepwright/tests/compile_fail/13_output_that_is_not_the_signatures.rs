//! The value at the end is not what the function promises.

#[path = "contracts.rs"]
mod contracts;

use contracts::*;
use stepwright::*;

fn flow(w: &mut Flow, request: Expr<LoadRequest>) -> Expr<Stored> {
    task("Load Chunk", LoadChunk).input(request).run(w)
}

fn main() {}
