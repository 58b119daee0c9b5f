//! A branch adds a step to the flow outside of it.

#[path = "contracts.rs"]
mod contracts;

use contracts::*;
use stepwright::*;

fn flow(w: &mut Flow, stored: Expr<Stored>) {
    choice("Any Rows?")
        .when(expr!(stored.rows > 0), |_| w.wait("Wait", 1))
        .otherwise(|_| ())
        .run(w);
}

fn main() {}
