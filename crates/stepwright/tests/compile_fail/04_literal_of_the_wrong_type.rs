//! A field is given a literal of another type, here and one level down.

#[path = "contracts.rs"]
mod contracts;

use contracts::*;
use stepwright::*;

fn loaded() -> Expr<Loaded> {
    expr!(Loaded { rows: "three" })
}

fn request(input: Expr<Input>) -> Expr<LoadRequest> {
    expr!(LoadRequest { bucket: input.bucket_name, chunk: Chunk { key: 3 } })
}

fn main() {}
