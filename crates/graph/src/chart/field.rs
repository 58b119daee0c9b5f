//! Fields that several types of state have.

use stepwright_asl::{Catcher, ChoiceRule, Retrier, State, Value};

/// `Next`.
pub(super) fn next(state: &State) -> Option<&str> {
    match state {
        State::Task(it) => it.next.as_deref(),
        State::Pass(it) => it.next.as_deref(),
        State::Wait(it) => it.next.as_deref(),
        State::Parallel(it) => it.next.as_deref(),
        State::Map(it) => it.next.as_deref(),
        State::Choice(_) | State::Succeed(_) | State::Fail(_) => None,
        State::Other(it) => it.get("Next").and_then(Value::as_str),
    }
}

/// Whether `End` is true.
pub(super) fn end(state: &State) -> bool {
    let end = match state {
        State::Task(it) => it.end,
        State::Pass(it) => it.end,
        State::Wait(it) => it.end,
        State::Parallel(it) => it.end,
        State::Map(it) => it.end,
        State::Choice(_) | State::Succeed(_) | State::Fail(_) => None,
        State::Other(it) => it.get("End").and_then(Value::as_bool),
    };
    end == Some(true)
}

/// `Choices`.
pub(super) fn choices(state: &State) -> &[ChoiceRule] {
    if let State::Choice(it) = state { it.choices.as_deref().unwrap_or_default() } else { &[] }
}

/// `Retry`.
pub(super) fn retry(state: &State) -> &[Retrier] {
    let retry = match state {
        State::Task(it) => &it.retry,
        State::Parallel(it) => &it.retry,
        State::Map(it) => &it.retry,
        _ => &None,
    };
    retry.as_deref().unwrap_or_default()
}

/// `Catch`.
pub(super) fn catch(state: &State) -> &[Catcher] {
    let catch = match state {
        State::Task(it) => &it.catch,
        State::Parallel(it) => &it.catch,
        State::Map(it) => &it.catch,
        _ => &None,
    };
    catch.as_deref().unwrap_or_default()
}

/// The word of `Type` of what is none of the eight.
pub(super) fn type_name(state: &State) -> Option<&str> {
    if let State::Other(it) = state { it.get("Type").and_then(Value::as_str) } else { None }
}
