//! [`Retrier`], [`Catcher`] and the [`ErrorSet`] they match with.
//!
//! Owns which error names a set answers to, and how long a retry waits. Does not count attempts.

use crate::{DataFlow, StateIndex};

/// An element of `Retry`.
#[derive(Clone, Debug, PartialEq)]
pub struct Retrier {
    /// Which errors it is for.
    pub errors: ErrorSet,
    /// `IntervalSeconds`: the wait before the first retry.
    pub interval_seconds: u64,
    /// `MaxAttempts`: how many retries there are at most.
    pub max_attempts: u64,
    /// `BackoffRate`: what each wait is multiplied by to give the next.
    pub backoff_rate: f64,
    /// `MaxDelaySeconds`: the longest wait.
    pub max_delay_seconds: Option<u64>,
    /// `JitterStrategy`: whether chance shortens the waits.
    pub jitter: JitterStrategy,
}

impl Retrier {
    /// The longest a retry ever waits: what `MaxDelaySeconds` may say at most.
    const DELAY_SECONDS_MAX: f64 = 31_622_400.0;

    /// How long the `retry`-th retry waits, counted from 1, in seconds and before jitter:
    /// `IntervalSeconds · BackoffRate^(retry - 1)`, but not longer than `MaxDelaySeconds`.
    #[expect(
        clippy::as_conversions,
        clippy::cast_precision_loss,
        reason = "seconds need no 53 bits"
    )]
    pub fn delay_seconds(&self, retry: u64) -> f64 {
        let exponent = retry.saturating_sub(1) as f64;
        let delay = self.interval_seconds as f64 * self.backoff_rate.powf(exponent);
        let longest = self.max_delay_seconds.map_or(Self::DELAY_SECONDS_MAX, |it| it as f64);
        // `min` also takes the bound where the product is not a number.
        delay.min(longest).max(0.0)
    }
}

/// `JitterStrategy` of a [`Retrier`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JitterStrategy {
    /// Each wait is as long as it is computed.
    None,
    /// Each wait is anything between nothing and what is computed.
    Full,
}

/// An element of `Catch`.
#[derive(Debug)]
pub struct Catcher {
    /// Which errors it is for.
    pub errors: ErrorSet,
    /// Where to go on.
    pub next: StateIndex,
    /// What becomes of the error output.
    pub data_flow: DataFlow,
}

/// The names in an `ErrorEquals`, ready to be asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErrorSet {
    all: bool,
    task_failed: bool,
    // Sorted.
    names: Vec<Box<str>>,
}

impl ErrorSet {
    /// The set of these names.
    pub fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut set = Self::default();
        for name in names {
            match name {
                "States.ALL" => set.all = true,
                "States.TaskFailed" => set.task_failed = true,
                _ => {}
            }
            set.names.push(name.into());
        }
        set.names.sort_unstable();
        set
    }

    /// Whether an error of this name is in the set, by its name or by a wildcard.
    ///
    /// `States.Runtime` is in no set: it can neither be retried nor caught.
    pub fn contains(&self, name: &str) -> bool {
        if name == "States.Runtime" {
            return false;
        }
        self.all
            || self.names.binary_search_by(|it| it.as_ref().cmp(name)).is_ok()
            || (self.task_failed && is_task_failure(name))
    }
}

/// Whether `States.TaskFailed` stands for this name: for what a task reports, but not for a timeout
/// and not for what the interpreter itself reports.
fn is_task_failure(name: &str) -> bool {
    match name.strip_prefix("States.") {
        None => true,
        Some(rest) => rest == "TaskFailed" || rest == "Permissions" || rest.starts_with("Http."),
    }
}
