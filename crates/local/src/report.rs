//! A run on a terminal, or in a file: the history line by line, the waits, and what came of it.

mod line;
mod summary;

use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

use jiff::Timestamp;
use stepwright_engine::{Execution, HistoryEvent};
use stepwright_view::{DIM, FAILURE, NOTE, OFFSET_WIDTH, left};

use crate::happening::Happening;
use crate::runtime::Observer;

/// Shows a run on two streams: the history and the outcome on one, logs and notes on the other.
pub struct Report<'a> {
    out: &'a mut dyn Write,
    log: &'a mut dyn Write,
    layout: Layout,
    started: Option<Timestamp>,
    /// What the line at the bottom says that is written again and again; empty where there is none.
    countdown: String,
    /// The wait that was told of, where waits are told of once.
    told: Option<Timestamp>,
    next_attempt: Option<String>,
    objects: Vec<(PathBuf, u64)>,
    messages: Vec<PathBuf>,
}

/// How wide things are, and whether somebody watches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// The width of the column for states' names.
    pub state_width: usize,
    /// Whether a line may be written over: on a terminal.
    pub counts_down: bool,
}

impl std::fmt::Debug for Report<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Report").field("layout", &self.layout).finish_non_exhaustive()
    }
}

impl<'a> Report<'a> {
    /// Shows a run on `out` and `log`.
    pub fn new(out: &'a mut dyn Write, log: &'a mut dyn Write, layout: Layout) -> Self {
        Self {
            out,
            log,
            layout,
            started: None,
            countdown: String::new(),
            told: None,
            next_attempt: None,
            objects: Vec::new(),
            messages: Vec::new(),
        }
    }

    /// Tells something that is to be known before the first event.
    pub fn note(&mut self, text: &str) {
        self.log_line(&format!("{NOTE}note{NOTE:#}: {text}"));
    }

    /// Shows how the execution ended, what it gave, and what it left.
    /// `took` is how long it kept this machine, where waits were skipped.
    pub fn outcome(&mut self, execution: &Execution, took: Option<Duration>) {
        let text = summary::of(execution, took, &self.objects, &self.messages);
        self.out_line(&text);
    }

    /// Where nobody reads on, a run still goes to its end: what cannot be written is dropped.
    fn out_line(&mut self, text: &str) {
        self.wipe_countdown();
        let _ = writeln!(self.out, "{text}");
        let _ = self.out.flush();
    }

    fn log_line(&mut self, text: &str) {
        self.wipe_countdown();
        let _ = writeln!(self.log, "{text}");
        let _ = self.log.flush();
    }

    fn wipe_countdown(&mut self) {
        if !self.countdown.is_empty() {
            self.countdown.clear();
            let _ = write!(self.out, "\r\x1b[2K");
            let _ = self.out.flush();
        }
    }
}

impl Observer for Report<'_> {
    fn event(&mut self, event: &HistoryEvent) {
        let started = *self.started.get_or_insert(event.timestamp);
        self.next_attempt = line::next_attempt(event);
        self.out_line(&line::of(event, started, self.layout.state_width));
    }

    fn happening(&mut self, happening: &Happening) {
        match happening {
            Happening::Log(line) => {
                let text = format!("{DIM}{:>9} |{DIM:#} {}", line.function, line.text);
                self.log_line(&text);
            }
            Happening::Stored { path, bytes, .. } => {
                // Written twice, it is still one object.
                self.objects.retain(|(it, _)| it != path);
                self.objects.push((path.clone(), *bytes));
            }
            Happening::Published { topic_arn, subject, message, path } => {
                let subject = subject.as_deref().map(|it| format!("{it}: ")).unwrap_or_default();
                self.log_line(&format!(
                    "{FAILURE}message{FAILURE:#} to {topic_arn}: {subject}{message}"
                ));
                self.messages.push(path.clone());
            }
            Happening::Note(text) => self.note(text),
        }
    }

    fn waiting(&mut self, now: Timestamp, until: Timestamp) {
        let left = left(now, until);
        let reason = self.next_attempt.as_deref().unwrap_or("goes on");
        let text = format!("{DIM}{:>OFFSET_WIDTH$}  {reason} in {left}{DIM:#}", "");
        if self.layout.counts_down {
            if text != self.countdown {
                let _ = write!(self.out, "\r\x1b[2K{text}");
                let _ = self.out.flush();
                self.countdown = text;
            }
        } else if self.told != Some(until) {
            self.told = Some(until);
            self.out_line(&text);
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use jiff::SignedDuration;

    use super::*;

    /// What is written while nothing happens until ten seconds have passed.
    fn check(counts_down: bool, at_seconds: &[i64], expect: Expect) {
        let (mut out, mut log) = (Vec::new(), Vec::new());
        let mut report = Report::new(&mut out, &mut log, Layout { state_width: 8, counts_down });
        let at = |seconds| Timestamp::UNIX_EPOCH.checked_add(SignedDuration::from_secs(seconds));
        for seconds in at_seconds {
            report.waiting(at(*seconds).unwrap(), at(10).unwrap());
        }
        report.note("the end");
        let written = anstream::adapter::strip_bytes(&log).into_vec();
        out.extend(written);
        let text = String::from_utf8(out).unwrap();
        expect.assert_eq(&text.replace('\u{1b}', "ESC").replace('\r', "CR"));
    }

    #[test]
    fn a_wait_is_told_once_where_lines_stay() {
        check(
            false,
            &[0, 1, 2],
            expect![[r#"
            ESC[2m              goes on in 10 sESC[0m
            note: the end
        "#]],
        );
    }

    #[test]
    fn a_wait_is_counted_down_on_one_line_that_goes_away() {
        check(
            true,
            &[0, 0, 1],
            expect![[r#"
            CRESC[2KESC[2m              goes on in 10 sESC[0mCRESC[2KESC[2m              goes on in 9 sESC[0mCRESC[2Knote: the end
        "#]],
        );
    }
}
