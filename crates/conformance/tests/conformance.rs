//! What passed before passes still, and what passes now is in the list.
//!
//! `UPDATE_CONFORMANCE=1` adds to the lists in `passing/`; `cargo xtask conformance --case ID` shows
//! what differs.

use std::env;

use stepwright_conformance::{Case, Corpus, Ratchet, Report, Verdict, judge_all};

#[test]
fn what_passed_before_passes_still() {
    let Some(corpus) = Corpus::find() else {
        eprintln!("skipped: {}", Corpus::ABSENT);
        return;
    };
    let cases = corpus.cases().unwrap();
    let verdicts = judge_all(&cases);
    let judged: Vec<(&Case, &Verdict)> = cases.iter().zip(&verdicts).collect();
    println!("{}", Report::new(judged.iter().copied()));
    let ratchet = Ratchet::default();
    if env::var_os("UPDATE_CONFORMANCE").is_some() {
        ratchet.raise(&judged).unwrap();
    }
    let moved = ratchet.compare(&judged).unwrap();
    assert!(moved.is_none(), "{moved}");
}
