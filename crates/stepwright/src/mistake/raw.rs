//! W17: a raw state or branch cannot be part of the flow as it is.

use super::Mistake;
use crate::graph::Location;

pub(crate) fn not_alone(location: Location) -> Mistake {
    Mistake::error("W17", "a raw branch is not the whole of its branch".to_owned())
        .at(location)
        .help(
            "a raw branch is a definition of its own: put it alone into a branch, or an iteration",
        )
}

pub(crate) fn other_value(location: Location) -> Mistake {
    Mistake::error("W17", "a raw branch is given another value than its own".to_owned())
        .at(location)
        .help("what a raw branch hands back is its own output: hand on what its `.run(w)` gave")
}

pub(crate) fn unwirable(name: &str, location: Location) -> Mistake {
    Mistake::error("W17", format!("\"{name}\" has no one way out that a flow could go on from"))
        .at(location)
        .help("write a Choice with `choice(..)`; its conditions may be `Expr::jsonata(..)`")
}

pub(crate) fn no_result(what: &str, reader: &str, made: Location, read: Location) -> Mistake {
    Mistake::error("W17", format!("\"{reader}\" reads {what}, which has no result"))
        .labelled("made here", made)
        .labelled("read here", read)
        .help("only a Task, a Parallel and a Map have a result; keep a value with `w.keep(..)`")
}
