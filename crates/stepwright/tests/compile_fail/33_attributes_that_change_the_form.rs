//! serde attributes that give the JSON another form than the type has.

use serde::{Deserialize, Serialize};
use stepwright::Shape;

#[derive(Serialize, Deserialize, Shape)]
struct Fields {
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    rows: Vec<u64>,
    #[serde(rename(serialize = "written", deserialize = "read"))]
    name: String,
}

#[derive(Serialize, Deserialize, Shape)]
#[serde(tag = "kind")]
enum Tagged {
    A { a: u64 },
}

#[derive(Serialize, Deserialize, Shape)]
#[serde(from = "u64", into = "u64")]
#[derive(Clone)]
struct Converted(u64);

impl From<u64> for Converted {
    fn from(it: u64) -> Self {
        Self(it)
    }
}

impl From<Converted> for u64 {
    fn from(it: Converted) -> Self {
        it.0
    }
}

fn main() {}
