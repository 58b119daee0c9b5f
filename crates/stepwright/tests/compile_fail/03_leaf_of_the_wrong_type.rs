//! A field is given a value of another type.

#[path = "contracts.rs"]
mod contracts;

use contracts::*;
use stepwright::*;

fn request(input: Expr<Input>) -> Expr<BennerRequest> {
    expr!(BennerRequest { bucket_name: input.benner, benner: input.benner })
}

fn main() {}
