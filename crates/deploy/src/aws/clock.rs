//! [`Clock`]: how long is waited, and for how many times, until what AWS makes is there.

use std::time::{Duration, SystemTime};

/// What time it is, and waiting: for real, or not at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// The time that it always is; without it, the real one.
    stands_at: Option<u64>,
}

/// The first wait; each is twice the one before, up to the longest.
const FIRST: Duration = Duration::from_millis(500);
const LONGEST: Duration = Duration::from_secs(8);
/// How often something is tried that is not there yet: about a minute and a half in all.
pub(crate) const TRIES_MAX: u32 = 16;

impl Clock {
    /// Waits as long as it says.
    pub const fn real() -> Self {
        Self { stands_at: None }
    }

    /// It is always this time, in seconds since 1970, and nothing is waited for: for endpoints where
    /// everything is there at once.
    pub const fn standing(seconds: u64) -> Self {
        Self { stands_at: Some(seconds) }
    }

    pub(crate) async fn sleep(self, duration: Duration) {
        match self.stands_at {
            None => tokio::time::sleep(duration).await,
            Some(_) => tokio::task::yield_now().await,
        }
    }

    /// The wait after the first try, the second, ….
    pub(crate) async fn back_off(self, tries: u32) {
        self.sleep(delay(tries)).await;
    }

    /// Seconds since 1970.
    pub(crate) fn now_seconds(self) -> u64 {
        let now = || SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        self.stands_at.unwrap_or_else(|| now().map_or(0, |it| it.as_secs()))
    }
}

fn delay(tries: u32) -> Duration {
    FIRST.saturating_mul(1 << tries.min(8)).min(LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_and_end() {
        let delays: Vec<u128> = (0..7).map(|it| delay(it).as_millis()).collect();
        assert_eq!(delays, [500, 1000, 2000, 4000, 8000, 8000, 8000]);
        let all: Duration = (0..TRIES_MAX).map(delay).sum();
        assert!(all < Duration::from_mins(2), "{all:?}");
    }
}
