//! What came of a run: its outcome as the view shows it, and what it left behind.

use std::path::PathBuf;
use std::time::Duration;

use stepwright_engine::Execution;
use stepwright_view::{BOLD, Outcome, size};

/// The text below the history.
pub(super) fn of(
    execution: &Execution,
    took: Option<Duration>,
    objects: &[(PathBuf, u64)],
    messages: &[PathBuf],
) -> String {
    let history = execution.history();
    let ends = (history.first(), history.last());
    let failure = execution.failure();
    let outcome = Outcome {
        status: execution.status().as_str(),
        took: match ends {
            (Some(first), Some(last)) => {
                let took = last.timestamp.duration_since(first.timestamp);
                Some(Duration::try_from(took).unwrap_or_default())
            }
            _ => None,
        },
        without_waits: took,
        events: history.len(),
        output: execution.output().map(ToString::to_string),
        error: failure.and_then(|it| it.error.as_deref()),
        cause: failure.and_then(|it| it.cause.as_deref()),
    };
    let mut parts = vec![outcome.text()];
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
