//! [`Strategy`]: how new executions move from one version to the next.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use thiserror::Error;

/// How an alias goes from the version that serves to the new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Strategy {
    /// In one step.
    #[default]
    AllAtOnce,
    /// A part first, and the rest after a while.
    Canary(Step),
    /// In equal parts.
    Linear(Step),
}

/// A part of the new executions, and how long it is watched before the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// How many in a hundred, 1 to 99.
    pub percent: u8,
    /// How long.
    pub watch: Duration,
}

/// Where an alias stands on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shift {
    /// How many in a hundred go to the new version.
    pub percent: u8,
    /// How long this is watched before the next; nothing after the last.
    pub watch: Option<Duration>,
}

/// The longest that anybody is asked to wait for one part: a day.
const WATCH_SECONDS_MAX: u64 = 24 * 60 * 60;

impl Strategy {
    /// The way to the new version, from the first part to all.
    pub fn shifts(self) -> Vec<Shift> {
        let all = Shift { percent: 100, watch: None };
        match self {
            Self::AllAtOnce => vec![all],
            Self::Canary(Step { percent, watch }) => {
                vec![Shift { percent, watch: Some(watch) }, all]
            }
            Self::Linear(Step { percent, watch }) => {
                let parts = (1..).map_while(|part: u8| percent.checked_mul(part));
                let parts = parts.take_while(|it| *it < 100);
                let parts = parts.map(|percent| Shift { percent, watch: Some(watch) });
                parts.chain([all]).collect()
            }
        }
    }

    /// How long it takes at least.
    pub fn takes(self) -> Duration {
        self.shifts().into_iter().filter_map(|it| it.watch).sum()
    }
}

/// A text that is no strategy.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "`{0}` is no strategy: write `all-at-once`, `canary:10%,10m` or `linear:20%,5m` (1% to 99%; seconds `s`, minutes `m` or hours `h`, a day at most)"
)]
pub struct NotAStrategy(String);

impl FromStr for Strategy {
    type Err = NotAStrategy;

    fn from_str(text: &str) -> Result<Self, NotAStrategy> {
        let parsed = match text.split_once(':') {
            None if text == "all-at-once" => Some(Self::AllAtOnce),
            Some(("canary", step)) => Step::parse(step).map(Self::Canary),
            Some(("linear", step)) => Step::parse(step).map(Self::Linear),
            _ => None,
        };
        parsed.ok_or_else(|| NotAStrategy(text.to_owned()))
    }
}

impl Step {
    /// Reads `10%,5m`.
    fn parse(text: &str) -> Option<Self> {
        let (percent, watch) = text.split_once(',')?;
        let percent = percent.trim().strip_suffix('%')?.parse().ok()?;
        let watch = duration(watch.trim())?;
        (1..100).contains(&percent).then_some(Self { percent, watch })
    }
}

fn duration(text: &str) -> Option<Duration> {
    let units = [("s", 1), ("m", 60), ("h", 3600)];
    let read = |(unit, seconds): (&str, u64)| {
        text.strip_suffix(unit)?.parse::<u64>().ok()?.checked_mul(seconds)
    };
    let seconds = units.into_iter().find_map(read)?;
    (1..=WATCH_SECONDS_MAX).contains(&seconds).then(|| Duration::from_secs(seconds))
}

impl fmt::Display for Strategy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AllAtOnce => f.write_str("all-at-once"),
            Self::Canary(step) => write!(f, "canary:{step}"),
            Self::Linear(step) => write!(f, "linear:{step}"),
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { percent, watch } = self;
        match watch.as_secs() {
            seconds if seconds % 3600 == 0 => write!(f, "{percent}%,{}h", seconds / 3600),
            seconds if seconds % 60 == 0 => write!(f, "{percent}%,{}m", seconds / 60),
            seconds => write!(f, "{percent}%,{seconds}s"),
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    #[track_caller]
    fn check(text: &str, expect: Expect) {
        let told = match text.parse::<Strategy>() {
            Ok(strategy) => {
                let shifts = strategy.shifts().into_iter();
                let shifts = shifts.map(|it| match it.watch {
                    Some(watch) => format!("{}% for {watch:?}", it.percent),
                    None => format!("{}%", it.percent),
                });
                format!("{strategy}: {}", shifts.collect::<Vec<_>>().join(", "))
            }
            Err(error) => error.to_string(),
        };
        expect.assert_eq(&told);
    }

    #[test]
    fn all_at_once_is_one_step() {
        check("all-at-once", expect!["all-at-once: 100%"]);
    }

    #[test]
    fn a_canary_goes_before_the_rest() {
        check("canary:10%,10m", expect!["canary:10%,10m: 10% for 600s, 100%"]);
    }

    #[test]
    fn linear_goes_in_equal_parts_and_the_last_is_what_is_left() {
        check(
            "linear:30%,90s",
            expect!["linear:30%,90s: 30% for 90s, 60% for 90s, 90% for 90s, 100%"],
        );
        check("linear:50%,2h", expect!["linear:50%,2h: 50% for 7200s, 100%"]);
    }

    #[test]
    fn what_is_no_strategy_is_told_how_to_write_one() {
        check(
            "canary",
            expect![
                "`canary` is no strategy: write `all-at-once`, `canary:10%,10m` or `linear:20%,5m` (1% to 99%; seconds `s`, minutes `m` or hours `h`, a day at most)"
            ],
        );
        for text in
            ["canary:0%,1m", "canary:100%,1m", "linear:10,1m", "linear:10%,0s", "canary:9%,25h"]
        {
            text.parse::<Strategy>().unwrap_err();
        }
    }
}
