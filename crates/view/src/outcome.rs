//! What came of an execution: its status, how long it took, its output or its error.

use std::time::Duration;

use stepwright_json::Value;

use crate::palette::{BOLD, FAILURE, SUCCESS};

/// What came of an execution.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Outcome<'a> {
    /// Its status, in AWS's word.
    pub status: &'a str,
    /// From its first event to its last.
    pub took: Option<Duration>,
    /// How long it kept this machine, where waits were skipped.
    pub without_waits: Option<Duration>,
    /// How many events its history has.
    pub events: usize,
    /// What it gave: JSON.
    pub output: Option<String>,
    /// The name of its error.
    pub error: Option<&'a str>,
    /// The cause of its error.
    pub cause: Option<&'a str>,
}

impl Outcome<'_> {
    /// The text below the history.
    pub fn text(&self) -> String {
        let Self { output, error, cause, .. } = self;
        let part = |title: &str, text: String| format!("\n{BOLD}{title}{BOLD:#}\n{text}");
        let parts = [
            Some(format!("\n{}", self.headline())),
            output.as_deref().map(|it| part("Output", pretty(it).unwrap_or_else(|| it.to_owned()))),
            error.map(|it| part("Error", it.to_owned())),
            // A Lambda function's cause is JSON, and reads better as such.
            cause.map(|it| {
                let is_object = it.trim_start().starts_with('{');
                let text = is_object.then(|| pretty(it)).flatten();
                part("Cause", text.unwrap_or_else(|| it.to_owned()))
            }),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join("\n")
    }

    fn headline(&self) -> String {
        let Self { status, took, without_waits, events, .. } = self;
        let style = if *status == "SUCCEEDED" { SUCCESS } else { FAILURE };
        let took = took.map(|took| {
            let really = without_waits
                .map(|it| format!(" ({:.3} s without the waits)", it.as_secs_f64()))
                .unwrap_or_default();
            format!(" after {:.3} s{really}, {events} events", took.as_secs_f64())
        });
        format!("{style}{status}{style:#}{}", took.unwrap_or_default())
    }
}

/// JSON with its fields one below the other; nothing where it is no JSON.
fn pretty(text: &str) -> Option<String> {
    Value::parse(text).ok().map(|it| format!("{it:#}"))
}

/// Bytes as people say them.
pub fn size(bytes: u64) -> String {
    let tenths = |unit: u64| {
        let tenths = bytes.saturating_mul(10) / unit;
        format!("{}.{}", tenths / 10, tenths % 10)
    };
    match bytes {
        0..1_024 => format!("{bytes} B"),
        1_024..1_048_576 => format!("{} KiB", tenths(1_024)),
        _ => format!("{} MiB", tenths(1_048_576)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_said_as_people_say_them() {
        assert_eq!(size(0), "0 B");
        assert_eq!(size(1_023), "1023 B");
        assert_eq!(size(1_536), "1.5 KiB");
        assert_eq!(size(1_073_064), "1.0 MiB");
    }
}
