//! The value of a step is read, but the step was not run.

#[path = "contracts.rs"]
mod contracts;

use contracts::*;
use stepwright::*;

fn flow(request: Expr<BennerRequest>) -> Expr<u64> {
    let benner = task("Download Benner", DownloadBenner).input(request);
    benner.rows
}

fn main() {}
