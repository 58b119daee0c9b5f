//! An optional value stands where one is required.

#[path = "contracts.rs"]
mod contracts;

use contracts::*;
use stepwright::*;

fn request(input: Expr<Input>) -> Expr<BennerRequest> {
    expr!(BennerRequest { bucket_name: input.comment, benner: input.benner })
}

fn main() {}
