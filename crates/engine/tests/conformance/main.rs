//! Conformance: the engine against what AWS recorded.
//!
//! Takes every execution case of the corpus that `STEPWRIGHT_SHARED` points at (default: `../shared`
//! beside the workspace), runs it on a virtual clock with the case's own answers, and compares status,
//! output, error, cause and the whole history by the rules of the corpus. `passing.txt` lists the cases
//! that pass: it may only grow. `UPDATE_CONFORMANCE=1` writes it anew, `CONFORMANCE_CASE=<part of an
//! id>` shows what differs.

#![expect(clippy::unwrap_used, reason = "a test may fail by panic, in its helpers too")]

mod case;
mod compare;
mod events;
mod functions;
mod placeholder;
mod threads;
mod wire;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{env, fs};

use case::{Case, Verdict};

#[test]
fn what_passed_before_passes_still() {
    let Some(folder) = corpus() else {
        eprintln!(
            "skipped: no recorded executions; set STEPWRIGHT_SHARED to the folder that has `conformance`"
        );
        return;
    };
    let wanted = env::var_os("CONFORMANCE_CASE").map(|it| it.to_string_lossy().into_owned());
    let mut tally: BTreeMap<String, Tally> = BTreeMap::new();
    let mut passing = BTreeSet::new();
    for path in files(&folder) {
        let case = Case::read(&fs::read_to_string(path).unwrap());
        if wanted.as_ref().is_some_and(|it| !case.id.contains(it.as_str())) {
            continue;
        }
        let verdict = case.judge();
        if wanted.is_some() {
            println!("{}\n{verdict}", case.id);
        }
        tally.entry(case.topic.clone()).or_default().count(&verdict);
        if let Verdict::Pass = verdict {
            passing.insert(case.id);
        }
    }
    println!("{}", table(&tally));
    if wanted.is_some() {
        return;
    }
    let ratchet = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/passing.txt");
    if env::var_os("UPDATE_CONFORMANCE").is_some() {
        let ids: Vec<&str> = passing.iter().map(String::as_str).collect();
        fs::write(&ratchet, ids.join("\n") + "\n").unwrap();
        return;
    }
    let kept = fs::read_to_string(&ratchet).unwrap();
    let lost: Vec<&str> = kept.lines().filter(|id| !passing.contains(*id)).collect();
    assert!(lost.is_empty(), "these passed before: {lost:#?}");
    let kept: BTreeSet<&str> = kept.lines().collect();
    let won: Vec<&String> = passing.iter().filter(|id| !kept.contains(id.as_str())).collect();
    assert!(won.is_empty(), "new ones pass; keep them with UPDATE_CONFORMANCE=1: {won:#?}");
}

fn corpus() -> Option<PathBuf> {
    let shared = env::var_os("STEPWRIGHT_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let folder = shared.join("conformance/execution");
    folder.is_dir().then_some(folder)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|it| it.extension().is_some_and(|it| it == "json"));
    files.sort();
    files
}

#[derive(Default)]
struct Tally {
    pass: usize,
    fail: usize,
    not_run: usize,
}

impl Tally {
    fn count(&mut self, verdict: &Verdict) {
        match verdict {
            Verdict::Pass => self.pass += 1,
            Verdict::Fail(_) => self.fail += 1,
            Verdict::NotRun(_) => self.not_run += 1,
        }
    }
}

fn table(tally: &BTreeMap<String, Tally>) -> String {
    let mut lines = vec![format!("{:<24}{:>8}{:>8}{:>10}", "topic", "pass", "fail", "not run")];
    let mut all = Tally::default();
    for (topic, Tally { pass, fail, not_run }) in tally {
        lines.push(format!("{topic:<24}{pass:>8}{fail:>8}{not_run:>10}"));
        all.pass += pass;
        all.fail += fail;
        all.not_run += not_run;
    }
    lines.push(format!("{:<24}{:>8}{:>8}{:>10}", "all", all.pass, all.fail, all.not_run));
    lines.join("\n")
}
