//! W02: a state can never be reached.

use super::Mistake;
use crate::graph::Location;

const HELP: &str = "move the step before the end of the path, or into another branch";

/// A variable set, or a value kept, where the path has ended.
pub(crate) fn set_after_end(pass: &str, location: Location, ended: Option<Location>) -> Mistake {
    let mistake = Mistake::error(
        "W02",
        format!("\"{pass}\" can never be reached: the path before it has already ended"),
    )
    .at(location);
    with_end(mistake, ended)
}

fn with_end(mistake: Mistake, ended: Option<Location>) -> Mistake {
    match ended {
        Some(ended) => mistake.labelled("the path ends here", ended),
        None => mistake,
    }
    .help(HELP)
}
