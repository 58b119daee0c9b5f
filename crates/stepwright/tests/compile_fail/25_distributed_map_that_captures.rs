//! An iteration of a Distributed Map captures a value from outside.

#[path = "contracts.rs"]
mod contracts;

use contracts::*;
use stepwright::*;

fn flow(w: &mut Flow, stored: Expr<Stored>) {
    distributed_map("Load Chunks", stored.chunks, (), |w, chunk, _| {
        task("Load Chunk", LoadChunk)
            .input(expr!(LoadRequest { bucket: stored.key, chunk }))
            .run(w)
    })
    .run(w);
}

fn main() {}
