//! W13, W14: names of variables, and variables set from inside.

use super::Mistake;
use crate::graph::Location;
use crate::lower::VARIABLE_NAME_CHARS_MAX;

/// W14: a branch or iteration sets a variable from outside.
pub(crate) fn set_from_inside(name: &str, word: &str, set: Location, made: Location) -> Mistake {
    let message = format!("`${name}` is made outside of the {word} in which it is set");
    Mistake::error("W14", message)
        .labelled("made here", made)
        .labelled("set here", set)
        .help("hand the value back from the branch, and set the variable after the Parallel or Map")
}

/// W13: a name that no variable can have.
pub(crate) fn refused(name: &str, location: Location) -> Option<Mistake> {
    let mut letters = name.chars();
    let begins = letters.next().is_some_and(char::is_alphabetic);
    let is_name = begins && letters.all(|it| it.is_alphanumeric() || it == '_');
    let why = if name.chars().count() > VARIABLE_NAME_CHARS_MAX {
        "a name has at most 80 characters"
    } else if name == "states" {
        "it is reserved for what Step Functions provides"
    } else if !is_name {
        "a name is a letter, then letters, digits and `_`"
    } else {
        return None;
    };
    let mistake = Mistake::error("W13", format!("a variable cannot be named `{name}`: {why}"));
    Some(mistake.at(location).help("give it another name"))
}

/// W13: a name that is taken.
pub(crate) fn taken(name: &str, second: Location, first: Location) -> Mistake {
    Mistake::error("W13", format!("two variables are named `${name}`")).at(first).at(second).help(
        "names of variables are unique along the way from the workflow into its branches; give \
             one of them another name",
    )
}
