//! A name stands where a callable is wanted.

use stepwright::*;

fn flow() {
    task("Download Benner", "download-benner");
}

fn main() {}
