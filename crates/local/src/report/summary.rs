//! What came of a run: its status, its output or its error, and what it left behind.

use std::path::PathBuf;
use std::time::Duration;

use stepwright_engine::{Execution, ExecutionStatus, Failure};
use stepwright_json::Value;

use super::palette::{BOLD, FAILURE, SUCCESS};

/// The text below the history.
pub(super) fn of(
    execution: &Execution,
    took: Option<Duration>,
    objects: &[(PathBuf, u64)],
    messages: &[PathBuf],
) -> String {
    let mut parts = vec![format!("\n{}", status(execution, took))];
    if let Some(output) = execution.output() {
        parts.push(format!("\n{BOLD}Output{BOLD:#}\n{output:#}"));
    }
    if let Some(failure) = execution.failure() {
        parts.push(failed(failure));
    }
    if !objects.is_empty() {
        parts.push(format!("\n{BOLD}Objects{BOLD:#}"));
        let sizes: Vec<String> = objects.iter().map(|(_, bytes)| size(*bytes)).collect();
        let width = sizes.iter().map(String::len).max().unwrap_or_default();
        let lines = objects.iter().zip(&sizes);
        parts.extend(lines.map(|((path, _), size)| format!("{size:>width$}  {}", path.display())));
    }
    if !messages.is_empty() {
        parts.push(format!("\n{BOLD}Messages{BOLD:#}"));
        parts.extend(messages.iter().map(|path| path.display().to_string()));
    }
    parts.join("\n")
}

fn status(execution: &Execution, took: Option<Duration>) -> String {
    let status = execution.status();
    let style = if status == ExecutionStatus::Succeeded { SUCCESS } else { FAILURE };
    let history = execution.history();
    let took = match (history.first(), history.last()) {
        (Some(first), Some(last)) => {
            let seconds = last.timestamp.duration_since(first.timestamp).as_secs_f64();
            let really = took.map(|it| format!(" ({:.3} s without the waits)", it.as_secs_f64()));
            let really = really.unwrap_or_default();
            format!(" after {seconds:.3} s{really}, {} events", history.len())
        }
        _ => String::new(),
    };
    format!("{style}{}{style:#}{took}", status.as_str())
}

fn failed(failure: &Failure) -> String {
    let Failure { error, cause } = failure;
    let error = error.as_deref().map(|it| format!("\n{BOLD}Error{BOLD:#}\n{it}"));
    let cause = cause.as_deref().map(|cause| {
        // A Lambda function's cause is JSON, and reads better as such.
        let cause = match Value::parse(cause) {
            Ok(value) if value.as_object().is_some() => format!("{value:#}"),
            _ => cause.to_owned(),
        };
        format!("\n{BOLD}Cause{BOLD:#}\n{cause}")
    });
    [error, cause].into_iter().flatten().collect::<Vec<_>>().join("\n")
}

/// Bytes as people say them.
fn size(bytes: u64) -> String {
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
