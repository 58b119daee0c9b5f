//! W08: a Retrier or Catcher that can never match, or `States.ALL` not alone and last.
//!
//! "The scan looks for the first that matches", so what an earlier one matches is lost for the
//! later ones.

use super::Mistake;
use crate::graph::{Graph, Location};

const ALL: &str = "States.ALL";

pub(super) fn check(acc: &mut Vec<Mistake>, graph: &Graph) {
    for (_, state) in graph.states.iter() {
        let retriers = state.retry.iter().map(|it| Matcher {
            word: "Retrier",
            state: state.name.as_str(),
            names: &it.names,
            location: it.location,
        });
        check_list(acc, &retriers.collect::<Vec<_>>());
        let catchers = state.catches.iter().map(|it| Matcher {
            word: "Catcher",
            state: state.name.as_str(),
            names: &it.names,
            location: it.location,
        });
        check_list(acc, &catchers.collect::<Vec<_>>());
    }
}

/// A Retrier or a Catcher.
struct Matcher<'a> {
    word: &'static str,
    state: &'a str,
    names: &'a [String],
    location: Location,
}

impl Matcher<'_> {
    fn has_all(&self) -> bool {
        self.names.iter().any(|it| it == ALL)
    }

    fn mistake(&self, what: &str) -> Mistake {
        let Self { word, state, location, .. } = self;
        Mistake::error("W08", format!("a {word} of \"{state}\" {what}")).at(location)
    }
}

fn check_list(acc: &mut Vec<Mistake>, list: &[Matcher<'_>]) {
    for (number, it) in list.iter().enumerate() {
        let (before, after) = list.split_at(number);
        if it.names.is_empty() {
            acc.push(it.mistake("names no error").help(
                "`Retriable` stands for the errors that their type marks `#[retriable]`, and it \
                 marks none",
            ));
        } else if it.has_all() && it.names.len() > 1 {
            acc.push(
                it.mistake("names States.ALL beside other errors")
                    .help("`States::All` matches the others too: name it alone"),
            );
        } else if let (true, Some(next)) = (it.has_all(), after.get(1)) {
            let word = it.word;
            acc.push(
                it.mistake("names States.ALL and is not the last")
                    .labelled("comes after it", next.location)
                    .help(format!("`States::All` matches everything: let it be the last {word}")),
            );
        } else if before.iter().any(Matcher::has_all) {
            // Told of the one that hides it.
        } else if let Some(hides) = hidden_by(it, before) {
            acc.push(
                it.mistake("can never match: what it names is matched before")
                    .labelled("matched here", hides.location)
                    .help("take it away, or put it first"),
            );
        }
    }
}

/// The last of those before, if together they match all that one names.
fn hidden_by<'m, 'a>(it: &Matcher<'a>, before: &'m [Matcher<'a>]) -> Option<&'m Matcher<'a>> {
    let mut hides = None;
    for name in it.names {
        hides = hides.max(Some(before.iter().position(|it| matches(it, name))?));
    }
    before.get(hides?)
}

fn matches(matcher: &Matcher<'_>, name: &str) -> bool {
    matcher.names.iter().any(|it| {
        it == name
            // "A reserved name that matches any error but States.Timeout": of a Task's own.
            || (it == "States.TaskFailed" && !name.starts_with("States."))
            || (it == "States.Timeout" && name == "States.HeartbeatTimeout")
    })
}
