//! A field is forgotten.

#[path = "contracts.rs"]
mod contracts;

use contracts::*;
use stepwright::*;

fn request(input: Expr<Input>) -> Expr<BennerRequest> {
    expr!(BennerRequest { bucket_name: input.bucket_name })
}

fn main() {}
