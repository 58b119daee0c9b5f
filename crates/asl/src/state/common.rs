//! What states have in common: the fields that several types of state have, reached without a
//! `match` over all eight.

use stepwright_json::{Object, Value};

use super::State;
use crate::json::Fields;
use crate::{Catcher, ChoiceRule, QueryLanguage, Retrier, StateMachine};

/// Finds a field of the same name in the types of state that have it.
macro_rules! field {
    ($state:expr, $it:ident => $get:expr, in $($has:ident)+, not in $($not:ident)+) => {
        match $state {
            $(State::$has($it) => $get,)+
            $(State::$not(_))|+ => None,
        }
    };
}

impl State {
    /// The word of `Type`, be it one of the eight or not.
    pub fn type_name(&self) -> Option<&str> {
        Some(match self {
            Self::Task(_) => "Task",
            Self::Pass(_) => "Pass",
            Self::Choice(_) => "Choice",
            Self::Wait(_) => "Wait",
            Self::Succeed(_) => "Succeed",
            Self::Fail(_) => "Fail",
            Self::Parallel(_) => "Parallel",
            Self::Map(_) => "Map",
            Self::Other(value) => value.get("Type").and_then(Value::as_str)?,
        })
    }

    /// `Comment`.
    pub fn comment(&self) -> Option<&str> {
        field!(self, it => it.comment.as_deref(),
            in Task Pass Choice Wait Succeed Fail Parallel Map, not in Other)
    }

    /// `QueryLanguage`, where the state says its own.
    pub fn query_language(&self) -> Option<&QueryLanguage> {
        field!(self, it => it.query_language.as_ref(),
            in Task Pass Choice Wait Succeed Fail Parallel Map, not in Other)
    }

    /// `Next`.
    pub fn next(&self) -> Option<&str> {
        field!(self, it => it.next.as_deref(),
            in Task Pass Wait Parallel Map, not in Choice Succeed Fail Other)
    }

    /// `Next`, to be changed; `None` where this type of state has no such field.
    pub fn next_mut(&mut self) -> Option<&mut Option<String>> {
        field!(self, it => Some(&mut it.next),
            in Task Pass Wait Parallel Map, not in Choice Succeed Fail Other)
    }

    /// `End`.
    pub fn end(&self) -> Option<bool> {
        field!(self, it => it.end, in Task Pass Wait Parallel Map, not in Choice Succeed Fail Other)
    }

    /// `End`, to be changed; `None` where this type of state has no such field.
    pub fn end_mut(&mut self) -> Option<&mut Option<bool>> {
        field!(self, it => Some(&mut it.end),
            in Task Pass Wait Parallel Map, not in Choice Succeed Fail Other)
    }

    /// Whether its machine or branch ends with this state: it is a Succeed or Fail state, or has
    /// `"End": true`.
    pub fn is_terminal(&self) -> bool {
        matches!(self, Self::Succeed(_) | Self::Fail(_)) || self.end() == Some(true)
    }

    /// `Assign`.
    pub fn assign(&self) -> Option<&Object> {
        field!(self, it => it.assign.as_ref(),
            in Task Pass Choice Wait Parallel Map, not in Succeed Fail Other)
    }

    /// `Output`.
    pub fn output(&self) -> Option<&Value> {
        field!(self, it => it.output.as_ref(),
            in Task Pass Choice Wait Succeed Parallel Map, not in Fail Other)
    }

    /// `Retry`; empty where there is none.
    pub fn retry(&self) -> &[Retrier] {
        field!(self, it => it.retry.as_deref(),
            in Task Parallel Map, not in Pass Choice Wait Succeed Fail Other)
        .unwrap_or_default()
    }

    /// `Catch`; empty where there is none.
    pub fn catch(&self) -> &[Catcher] {
        field!(self, it => it.catch.as_deref(),
            in Task Parallel Map, not in Pass Choice Wait Succeed Fail Other)
        .unwrap_or_default()
    }

    /// `Catch`, to be changed; `None` where this type of state has no such field.
    pub fn catch_mut(&mut self) -> Option<&mut Option<Vec<Catcher>>> {
        field!(self, it => Some(&mut it.catch),
            in Task Parallel Map, not in Pass Choice Wait Succeed Fail Other)
    }

    /// `Choices`; empty where there are none.
    pub fn choices(&self) -> &[ChoiceRule] {
        field!(self, it => it.choices.as_deref(),
            in Choice, not in Task Pass Wait Succeed Fail Parallel Map Other)
        .unwrap_or_default()
    }

    /// `Branches`; empty where there are none.
    pub fn branches(&self) -> &[StateMachine] {
        field!(self, it => it.branches.as_deref(),
            in Parallel, not in Task Pass Choice Wait Succeed Fail Map Other)
        .unwrap_or_default()
    }

    /// The fields by their names; `None` where there is no such type of state.
    pub(crate) fn fields(&self) -> Option<&dyn Fields> {
        Some(match self {
            Self::Task(it) => it,
            Self::Pass(it) => it,
            Self::Choice(it) => it,
            Self::Wait(it) => it,
            Self::Succeed(it) => it,
            Self::Fail(it) => it,
            Self::Parallel(it) => it,
            Self::Map(it) => it.as_ref(),
            Self::Other(_) => return None,
        })
    }
}
