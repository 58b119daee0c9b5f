//! Retry: whether a state is tried again, and after how long.
//!
//! "The first whose `ErrorEquals` matches is used. If its `MaxAttempts` is exhausted, processing goes to
//! Catch": later retriers are not asked.

use stepwright_compiler::{JitterStrategy, Retrier};

use crate::execution::Execution;
use crate::failure::StateError;
use crate::frame::{Activity, Frame, FrameId, Then};
use crate::mode::Mode;
use crate::timer::Purpose;

impl Execution {
    /// Has the frame wait for its next attempt, where a retrier answers to the error.
    pub(crate) fn retry(
        &mut self,
        id: FrameId,
        frame: &mut Frame,
        retriers: &[Retrier],
        error: &StateError,
    ) -> bool {
        if !error.is_retriable() {
            return false;
        }
        let found = retriers.iter().enumerate().find(|(_, it)| error.is_in(&it.errors));
        let Some((position, retrier)) = found else { return false };
        frame.visit.retries.resize(retriers.len(), 0);
        let Some(count) = frame.visit.retries.get_mut(position) else { return false };
        if *count >= retrier.max_attempts {
            if let Mode::Test(test) = &self.mode {
                test.exhausted(position);
            }
            return false;
        }
        *count += 1;
        let delay = retrier.delay_seconds(*count);
        if let Mode::Test(test) = &self.mode {
            test.retriable(position, delay, error);
        }
        let delay = milliseconds(delay);
        let delay = match retrier.jitter {
            JitterStrategy::None => delay,
            JitterStrategy::Full => self.random.up_to(delay),
        };
        let at = self.milliseconds_from_now(delay);
        let timer = self.start_timer(at, Some(id), Purpose::Frame);
        frame.activity = Activity::Timer(timer, Then::Retry);
        true
    }
}

/// Seconds as milliseconds. A retrier bounds its delays to about a year.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a bounded delay that is not negative fits"
)]
fn milliseconds(seconds: f64) -> u64 {
    (seconds * 1000.0).round() as u64
}
