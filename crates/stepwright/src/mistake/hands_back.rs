//! W16: `w.succeed(..)` hands back another type than its scope.
//!
//! A Succeed state ends its branch with its output, so that output is the branch's value.

use super::Mistake;
use crate::graph::{HandsBack, Location};

pub(crate) fn wrong(state: &str, wanted: HandsBack, found: &str, location: Location) -> Mistake {
    let wanted = wanted.name;
    Mistake::error(
        "W16",
        format!("\"{state}\" succeeds with `{found}` where `{wanted}` is handed back"),
    )
    .at(location)
    .help("a Succeed state ends its scope, so its output is the scope's value: give it that type")
}
