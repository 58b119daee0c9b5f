//! A step is made and forgotten.

#![deny(unused_must_use)]

#[path = "contracts.rs"]
mod contracts;

use contracts::*;
use stepwright::*;

fn flow(request: Expr<BennerRequest>) {
    task("Download Benner", DownloadBenner).input(request);
}

fn main() {}
