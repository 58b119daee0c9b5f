//! A semicolon swallows the value of a branch.

#[path = "contracts.rs"]
mod contracts;

use contracts::*;
use stepwright::*;

fn flow(w: &mut Flow, request: Expr<LoadRequest>) -> Expr<Loaded> {
    choice("Load?")
        .when(expr!(request.bucket == "none"), |w| {
            pass("Nothing").value(Loaded { rows: 0 }).run(w)
        })
        .otherwise(|w| {
            task("Load Chunk", LoadChunk).input(request).run(w);
        })
        .run(w)
}

fn main() {}
