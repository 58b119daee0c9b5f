//! A field is flattened.

use serde::{Deserialize, Serialize};
use stepwright::Shape;

#[derive(Serialize, Deserialize, Shape)]
struct Page {
    next: String,
    #[serde(flatten)]
    rest: Rest,
}

#[derive(Serialize, Deserialize, Shape)]
struct Rest {
    rows: u64,
}

fn main() {}
