//! What passed before passes still, and what passes now is in the list.
//!
//! `UPDATE_CONFORMANCE=1` adds to the lists in `passing/`; `cargo xtask conformance --case ID` shows
//! what differs.

#![expect(
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a test may fail by panic, in its helpers too, and says where it skips"
)]

use std::collections::BTreeSet;
use std::env;
use std::sync::LazyLock;

use stepwright_conformance::{Case, Corpus, Kind, Ratchet, Report, Verdict, judge_all};

/// All cases with their verdicts, where there is a corpus: judged once, for all tests.
static JUDGED: LazyLock<Option<Vec<(Case, Verdict)>>> = LazyLock::new(|| {
    let Some(corpus) = Corpus::find() else {
        eprintln!("skipped: {}", Corpus::ABSENT);
        return None;
    };
    let cases = corpus.cases().expect("the corpus can be read");
    let verdicts = judge_all(&cases);
    Some(cases.into_iter().zip(verdicts).collect())
});

#[test]
fn what_passed_before_passes_still() {
    let Some(judged) = &*JUDGED else { return };
    let judged: Vec<(&Case, &Verdict)> = judged.iter().map(|(case, it)| (case, it)).collect();
    println!("{}", Report::new(judged.iter().copied()));
    let ratchet = Ratchet::default();
    if env::var_os("UPDATE_CONFORMANCE").is_some() {
        ratchet.raise(&judged).unwrap();
    }
    let moved = ratchet.compare(&judged).unwrap();
    assert!(moved.is_none(), "{moved}");
}

#[test]
fn what_does_not_pass_is_explained() {
    let Some(judged) = &*JUDGED else { return };
    let failing = judged.iter().filter(|(_, it)| !matches!(it, Verdict::Pass));
    let failing: BTreeSet<&str> = failing.map(|(case, _)| &*case.id).collect();
    let readme = include_str!("../README.md");
    let (_, rows) = readme.split_once("## What does not pass, and why").unwrap();
    let named = rows.lines().filter_map(|row| row.strip_prefix("| `")?.split('|').next());
    let named: BTreeSet<&str> =
        named.flat_map(|cell| cell.split('`')).filter(|it| it.contains("--")).collect();
    assert_eq!(named, failing, "README.md names what does not pass, and nothing else");
}

/// A recording of a Wait state that had been entered, with this status of the execution.
fn waiting(status: &str) -> Case {
    let text = format!(
        r#"{{
            "id": "waits", "topic": "base", "ordering": "exact",
            "definition": {{"StartAt": "W", "States": {{"W": {{"Type": "Wait", "Seconds": 9, "End": true}}}}}},
            "input": 1,
            "expected": {{{status} "events": [
                {{"id": 1, "previousEventId": 0, "type": "ExecutionStarted", "executionStartedEventDetails":
                    {{"input": "1", "inputDetails": {{"truncated": false}}, "roleArn": ""}}}},
                {{"id": 2, "previousEventId": 0, "type": "WaitStateEntered", "stateEnteredEventDetails":
                    {{"name": "W", "input": "1", "inputDetails": {{"truncated": false}}}}}}
            ]}}
        }}"#
    );
    Case::read(Kind::Execution, &text).expect("the case is JSON")
}

#[test]
fn what_had_not_ended_while_it_was_watched_is_compared_as_far_as_it_was_seen() {
    assert!(matches!(waiting("").judge(), Verdict::Pass));
    let ended = waiting(r#""status": "SUCCEEDED", "output": 1,"#);
    assert!(matches!(ended.judge(), Verdict::Fail(_)), "events are missing");
}
