//! A history event as a line: when, which, what, where, and what matters of it.

use jiff::{SignedDuration, Timestamp};

use crate::palette::{BOLD, DIM, FAILURE, SUCCESS};

/// The longest types that a run often has fit: `LambdaFunctionScheduled`.
const TYPE_WIDTH: usize = 23;

/// The width of the column for times: those within a year fit.
pub const OFFSET_WIDTH: usize = 12;

/// What of an event is on its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event<'a> {
    /// Its number in the history.
    pub id: u64,
    /// How long after the start of the execution.
    pub offset: SignedDuration,
    /// Its type, in AWS's word.
    pub name: &'a str,
    /// The state that it belongs to; nothing where it belongs to none.
    pub state: &'a str,
    /// What of its details a reader wants to see first.
    pub glance: Option<String>,
}

impl Event<'_> {
    /// The line, with the column for states' names this wide.
    pub fn line(&self, state_width: usize) -> String {
        let Self { id, offset: after, name, state, glance } = self;
        let offset = offset(*after);
        let style = if name.ends_with("Succeeded") {
            SUCCESS
        } else if is_bad(name) {
            FAILURE
        } else {
            anstyle::Style::new()
        };
        let head = format!(
            "{DIM}{offset:>OFFSET_WIDTH$}{DIM:#} {id:>4}  {style}{name:<TYPE_WIDTH$}{style:#}"
        );
        match (glance, *state) {
            (Some(detail), _) => format!("{head}  {BOLD}{state:<state_width$}{BOLD:#}  {detail}"),
            (None, "") => head,
            (None, _) => format!("{head}  {BOLD}{state}{BOLD:#}"),
        }
    }
}

/// Whether an event of this type is a failure.
pub fn is_bad(name: &str) -> bool {
    ["Failed", "TimedOut", "Aborted"].iter().any(|it| name.ends_with(it))
}

/// How long until then, as people say it; the second that has begun is counted.
pub fn left(now: Timestamp, until: Timestamp) -> String {
    let left = until.duration_since(now);
    let seconds = left.as_secs() + i64::from(left.subsec_nanos() > 0);
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60);
    match (days, hours, minutes) {
        (0, 0, 0) => format!("{seconds} s"),
        (0, 0, minutes) => format!("{minutes} min {} s", seconds % 60),
        (0, hours, minutes) => format!("{hours} h {minutes} min"),
        (days, hours, _) => format!("{days} d {hours} h"),
    }
}

/// `+1.234`, `+2:03.456`, `+1:02:03.456`, `+1d 02:03:04`.
fn offset(duration: SignedDuration) -> String {
    let (seconds, millis) = (duration.as_secs(), duration.subsec_millis());
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60);
    let rest = seconds % 60;
    match (days, hours, minutes) {
        (0, 0, 0) => format!("+{rest}.{millis:03}"),
        (0, 0, minutes) => format!("+{minutes}:{rest:02}.{millis:03}"),
        (0, hours, minutes) => format!("+{hours}:{minutes:02}:{rest:02}.{millis:03}"),
        (days, hours, minutes) => format!("+{days}d {hours:02}:{minutes:02}:{rest:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_grow_with_the_time() {
        let words = |millis| offset(SignedDuration::from_millis(millis));
        assert_eq!(words(0), "+0.000");
        assert_eq!(words(1_234), "+1.234");
        assert_eq!(words(123_456), "+2:03.456");
        assert_eq!(words(3_723_456), "+1:02:03.456");
        assert_eq!(words(86_400_000 + 3_723_456), "+1d 01:02:03");
    }

    #[test]
    fn what_is_left_is_said_as_people_say_it() {
        let now = Timestamp::UNIX_EPOCH;
        let words =
            |millis| left(now, now.checked_add(SignedDuration::from_millis(millis)).unwrap());
        assert_eq!(words(10_000), "10 s");
        assert_eq!(words(9_001), "10 s");
        assert_eq!(words(9_000), "9 s");
        assert_eq!(words(61_000), "1 min 1 s");
        assert_eq!(words(7_200_000), "2 h 0 min");
        assert_eq!(words(90_000_000), "1 d 1 h");
    }
}
