//! A step gets another type than its callable takes.

#[path = "contracts.rs"]
mod contracts;

use contracts::*;
use stepwright::*;

fn flow(w: &mut Flow, input: Expr<Input>) -> Expr<Stored> {
    task("Download Benner", DownloadBenner)
        .input(expr!(DownloadRequest { bucket_name: input.bucket_name, source: input.benner }))
        .run(w)
}

fn main() {}
