//! [`Work`]: what every part of a deployment needs to do its own.

use futures_util::future::join_all;
use tokio::sync::watch;

use super::clients::Clients;
use super::clock::Clock;
use super::error::ApplyError;
use crate::desired::Desired;
use crate::observed::{Found, Observed};
use crate::plan::Action;
use crate::plan::Plan;
use crate::resource::{Id, Kind, Properties};
use crate::strategy::Strategy;
use crate::tagging::{self, TAGS, Tagging};

/// How a plan is applied.
pub struct Options<'a> {
    /// How new executions move to a new version.
    pub strategy: Strategy,
    /// How many in a hundred may fail before they move back.
    pub error_rate_percent_max: u8,
    /// `true` when somebody wants it to end.
    pub stop: watch::Receiver<bool>,
    /// Told of each thing that was done.
    pub tell: &'a dyn Fn(&str),
}

impl std::fmt::Debug for Options<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Options").field("strategy", &self.strategy).finish_non_exhaustive()
    }
}

/// Everything that the parts of a deployment need.
#[derive(Clone, Copy)]
pub(crate) struct Work<'a> {
    pub(crate) clients: &'a Clients,
    pub(crate) desired: &'a Desired,
    pub(crate) observed: &'a Observed,
    pub(crate) plan: &'a Plan,
    pub(crate) options: &'a Options<'a>,
}

impl<'a> Work<'a> {
    pub(crate) fn action(self, id: &Id) -> &'a Action {
        self.plan.action(id)
    }

    pub(crate) fn found(self, kind: Kind, name: &str) -> Option<&'a Found> {
        self.observed.find(kind, name)
    }

    /// How the tags of a resource that is there become those of this content; nothing where they say already
    /// what they should.
    pub(crate) fn tagging(self, id: &Id, content: &Properties) -> Option<Tagging> {
        let found = self.observed.get(id)?;
        if found.says(content) && !self.action(id).sets(TAGS) {
            return None;
        }
        let lost = |it| tagging::lost(&self.desired.tags, it);
        let removes = found.tags.as_ref().map(lost).unwrap_or_default();
        Some(Tagging { puts: self.desired.tags_of(content), removes })
    }

    pub(crate) fn clock(self) -> Clock {
        self.clients.clock
    }

    pub(crate) fn told(self, what: &str, id: &Id) {
        (self.options.tell)(&format!("{what} {id}"));
    }

    pub(crate) fn note(self, text: &str) {
        (self.options.tell)(text);
    }
}

/// Waits for all of them, and then for nothing but the errors.
pub(crate) async fn all<T>(
    work: Vec<impl Future<Output = Result<T, ApplyError>>>,
) -> Result<Vec<T>, ApplyError> {
    ended(join_all(work).await)
}

/// What all came to; or everything that failed.
pub(crate) fn ended<T>(results: Vec<Result<T, ApplyError>>) -> Result<Vec<T>, ApplyError> {
    let (mut values, mut calls) = (Vec::new(), Vec::new());
    for result in results {
        match result {
            Ok(value) => values.push(value),
            Err(ApplyError::Calls(failed)) => calls.extend(failed),
            Err(other) => return Err(other),
        }
    }
    if calls.is_empty() { Ok(values) } else { Err(ApplyError::Calls(calls)) }
}
