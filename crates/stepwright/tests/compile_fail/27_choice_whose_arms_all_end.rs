//! Every arm of a Choice ends its path, and nothing says which type it has.

#[path = "contracts.rs"]
mod contracts;

use contracts::*;
use stepwright::*;

fn flow(w: &mut Flow, stored: Expr<Stored>) {
    choice("Any Rows?")
        .when(expr!(stored.rows > 0), |w| w.succeed("Done", stored.rows))
        .otherwise(|w| w.fail("No Rows", "NoRows", "the table is empty"))
        .run(w);
}

fn main() {}
