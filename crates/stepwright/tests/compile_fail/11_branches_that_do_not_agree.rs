//! The branches of a Choice hand back different types.

#[path = "contracts.rs"]
mod contracts;

use contracts::*;
use stepwright::*;

fn flow(w: &mut Flow, stored: Expr<Stored>, loaded: Expr<Loaded>) -> Expr<Stored> {
    choice("Any Rows?")
        .when(expr!(stored.rows > 0), |_| stored)
        .otherwise(|_| loaded)
        .run(w)
}

fn main() {}
