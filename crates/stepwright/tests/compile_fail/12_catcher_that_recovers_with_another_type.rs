//! A catcher hands back another type than its step.

#[path = "contracts.rs"]
mod contracts;

use contracts::*;
use stepwright::*;

fn flow(w: &mut Flow, request: Expr<BennerRequest>, loaded: Expr<Loaded>) -> Expr<Stored> {
    task("Download Benner", DownloadBenner)
        .input(request)
        .catch(DownloadError::HTTP, |_, _| loaded)
        .run(w)
}

fn main() {}
