//! [`Backoff`]: how often to try again, and how long to wait in between.

/// How often a Retrier tries again, and how long it waits before each time.
///
/// What is not said is left out of the definition, and is then AWS's default: three attempts, the
/// first after one second, each wait twice as long as the one before.
///
/// ```
/// use stepwright::Backoff;
///
/// const POLITELY: Backoff = Backoff::every_secs(10).max_attempts(3).rate(2.0);
/// # let _ = POLITELY;
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Backoff {
    pub(crate) interval_seconds: u32,
    pub(crate) max_attempts: Option<u32>,
    pub(crate) rate: Option<f64>,
    pub(crate) max_delay_seconds: Option<u32>,
    pub(crate) full_jitter: bool,
}

impl Backoff {
    /// Waits this many seconds before the first retry.
    #[must_use]
    pub const fn every_secs(seconds: u32) -> Self {
        Self {
            interval_seconds: seconds,
            max_attempts: None,
            rate: None,
            max_delay_seconds: None,
            full_jitter: false,
        }
    }

    /// Tries again at most this often; 0 is never.
    #[must_use]
    pub const fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = Some(attempts);
        self
    }

    /// Each wait is this many times the one before; at least 1.
    #[must_use]
    pub const fn rate(mut self, rate: f64) -> Self {
        self.rate = Some(rate);
        self
    }

    /// No wait is longer than this many seconds.
    #[must_use]
    pub const fn max_delay_secs(mut self, seconds: u32) -> Self {
        self.max_delay_seconds = Some(seconds);
        self
    }

    /// Each wait is drawn between zero and what it would be, so that many executions do not come
    /// back at once.
    #[must_use]
    pub const fn full_jitter(mut self) -> Self {
        self.full_jitter = true;
        self
    }
}
