//! [`Clock`]: what the time is for an execution.

use std::time::Duration;

use jiff::Timestamp;

/// The time of this machine, or one that runs ahead of it: where nothing is going on, a clock that may
/// jump does not wait.
#[derive(Debug, Clone, Copy, Default)]
pub struct Clock {
    ahead: Duration,
    may_jump: bool,
}

impl Clock {
    /// The time of this machine.
    pub fn real() -> Self {
        Self::default()
    }

    /// Begins at the time of this machine, and skips every wait.
    pub fn fast_forward() -> Self {
        Self { may_jump: true, ..Self::default() }
    }

    /// What the time is.
    pub fn now(&self) -> Timestamp {
        let now = Timestamp::now();
        now.checked_add(self.ahead).unwrap_or(Timestamp::MAX)
    }

    /// How long until then.
    pub fn until(&self, then: Timestamp) -> Duration {
        then.duration_since(self.now()).try_into().unwrap_or(Duration::ZERO)
    }

    /// Makes it `then`, where this clock may jump. Says whether it did.
    pub fn jump(&mut self, then: Timestamp) -> bool {
        if self.may_jump {
            self.ahead = self.ahead.saturating_add(self.until(then));
        }
        self.may_jump
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_may_jump_skips_a_year() {
        let mut clock = Clock::fast_forward();
        let then = clock.now().checked_add(Duration::from_hours(365 * 24)).unwrap();
        assert!(clock.jump(then));
        assert!(clock.now() >= then);
    }

    #[test]
    fn the_real_clock_does_not_jump() {
        let mut clock = Clock::real();
        let then = clock.now().checked_add(Duration::from_hours(1)).unwrap();
        assert!(!clock.jump(then));
        assert!(clock.now() < then && clock.until(then) > Duration::from_secs(3599));
    }
}
