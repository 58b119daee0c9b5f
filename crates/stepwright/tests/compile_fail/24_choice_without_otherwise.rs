//! A Choice has no default.

#[path = "contracts.rs"]
mod contracts;

use contracts::*;
use stepwright::*;

fn flow(w: &mut Flow, stored: Expr<Stored>) {
    choice("Any Rows?").when(expr!(stored.rows > 0), |_| ()).run(w);
}

fn main() {}
