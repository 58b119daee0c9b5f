//! Asking whoever sits there, where anybody does.

use std::io::{IsTerminal, Write, stderr, stdin};

/// What came of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    Yes,
    No,
    /// Nobody is there to be asked.
    Nobody,
}

/// Asks, unless the answer was given before.
pub(super) fn ask(question: &str, is_yes: bool) -> Answer {
    if is_yes {
        return Answer::Yes;
    }
    if !stdin().is_terminal() || !stderr().is_terminal() {
        return Answer::Nobody;
    }
    eprint!("{question} [y/N] ");
    let _ = stderr().flush();
    let mut line = String::new();
    match stdin().read_line(&mut line) {
        Ok(_) if ["y", "yes"].contains(&line.trim().to_lowercase().as_str()) => Answer::Yes,
        _ => Answer::No,
    }
}
