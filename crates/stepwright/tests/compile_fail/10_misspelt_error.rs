//! An error is misspelt.

#[path = "contracts.rs"]
mod contracts;

use contracts::*;
use stepwright::*;

fn flow(w: &mut Flow, request: Expr<BennerRequest>) -> Expr<Stored> {
    task("Download Benner", DownloadBenner)
        .input(request)
        .retry(DownloadError::HTPP, Backoff::every_secs(1))
        .run(w)
}

fn main() {}
