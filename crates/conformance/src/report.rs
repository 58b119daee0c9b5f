//! [`Report`]: how the cases went, by topic.

use std::collections::BTreeMap;
use std::fmt;
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::case::{Case, Verdict};

/// Judges cases, as many at a time as the machine has processors; the verdicts are in the order of the
/// cases.
pub fn judge_all(cases: &[Case]) -> Vec<Verdict> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut judged = Vec::new();
        while let Some((at, case)) = {
            let at = next.fetch_add(1, Ordering::Relaxed);
            cases.get(at).map(|case| (at, case))
        } {
            judged.push((at, case.judge()));
        }
        judged
    };
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    let mut judged: Vec<(usize, Verdict)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        let joined = workers.into_iter().flat_map(|it| match it.join() {
            Ok(judged) => judged,
            // A case that panics is the engine's fault, and the caller's to see.
            Err(panic) => std::panic::resume_unwind(panic),
        });
        joined.collect()
    });
    judged.sort_by_key(|(at, _)| *at);
    judged.into_iter().map(|(_, verdict)| verdict).collect()
}

/// How many cases of each topic passed, failed, and were not run. Prints itself as a table.
#[derive(Clone, Debug, Default)]
pub struct Report {
    topics: BTreeMap<String, Tally>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    passed: usize,
    failed: usize,
    not_run: usize,
}

impl Report {
    /// Counts verdicts.
    pub fn new<'a>(judged: impl IntoIterator<Item = (&'a Case, &'a Verdict)>) -> Self {
        let mut report = Self::default();
        for (case, verdict) in judged {
            let tally = report.topics.entry(case.topic.clone()).or_default();
            match verdict {
                Verdict::Pass => tally.passed += 1,
                Verdict::Fail(_) => tally.failed += 1,
                Verdict::NotRun(_) => tally.not_run += 1,
            }
        }
        report
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<24}{:>8}{:>8}{:>9}", "topic", "passed", "failed", "not run")?;
        let mut all = Tally::default();
        for (topic, Tally { passed, failed, not_run }) in &self.topics {
            writeln!(f, "{topic:<24}{passed:>8}{failed:>8}{not_run:>9}")?;
            all.passed += passed;
            all.failed += failed;
            all.not_run += not_run;
        }
        let Tally { passed, failed, not_run } = all;
        write!(f, "{:<24}{passed:>8}{failed:>8}{not_run:>9}", "all")
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::case::Kind;

    #[test]
    fn the_table_has_a_line_for_each_topic_and_one_for_all() {
        let case = |topic: &str| {
            Case::read(Kind::Execution, &format!(r#"{{"topic": "{topic}"}}"#)).unwrap()
        };
        let cases = [case("b"), case("a"), case("b")];
        let verdicts = [Verdict::Pass, Verdict::NotRun(String::new()), Verdict::Fail(Vec::new())];
        expect![[r"
            topic                     passed  failed  not run
            a                              0       0        1
            b                              1       1        0
            all                            1       1        1"]]
        .assert_eq(&Report::new(cases.iter().zip(&verdicts)).to_string());
    }
}
