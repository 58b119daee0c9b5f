//! [`Ratchet`]: the lists of cases that pass. They may only grow.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{fmt, fs, io};

use crate::case::{Case, Kind, Verdict};

/// The lists of cases that pass, a file for each kind with a name on each line.
#[derive(Clone, Debug)]
pub struct Ratchet {
    folder: PathBuf,
}

/// A list cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[error("`{}` cannot be read or written", path.display())]
pub struct RatchetError {
    path: PathBuf,
    source: io::Error,
}

/// How the cases stand against the lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    /// These passed before, and do not now.
    pub lost: Vec<String>,
    /// These pass, and no list has them.
    pub won: Vec<String>,
}

impl Moved {
    /// Whether the lists say what is so.
    pub fn is_none(&self) -> bool {
        let Self { lost, won } = self;
        lost.is_empty() && won.is_empty()
    }
}

impl fmt::Display for Moved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { lost, won } = self;
        let mut write = |title: &str, ids: &[String]| match ids {
            [] => Ok(()),
            ids => write!(f, "{title}:\n  {}\n", ids.join("\n  ")),
        };
        write("passed before, and no longer do", lost)?;
        write("pass now; UPDATE_CONFORMANCE=1 keeps them in the list", won)
    }
}

impl Default for Ratchet {
    /// The lists of this repository.
    fn default() -> Self {
        Self::at(Path::new(env!("CARGO_MANIFEST_DIR")).join("passing"))
    }
}

impl Ratchet {
    /// The lists in a folder.
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// Compares with what has been judged, which has to be the whole corpus.
    ///
    /// # Errors
    ///
    /// Where a list cannot be read.
    pub fn compare(&self, judged: &[(&Case, &Verdict)]) -> Result<Moved, RatchetError> {
        let mut moved = Moved::default();
        for kind in Kind::ALL {
            let (kept, passing) = (self.read(kind)?, passing(kind, judged));
            moved.lost.extend(kept.difference(&passing).cloned());
            moved.won.extend(passing.difference(&kept).cloned());
        }
        Ok(moved)
    }

    /// Adds to the lists what passes. What they have already stays, unless it names no case.
    ///
    /// # Errors
    ///
    /// Where a list cannot be read or written.
    pub fn raise(&self, judged: &[(&Case, &Verdict)]) -> Result<(), RatchetError> {
        for kind in Kind::ALL {
            let known: BTreeSet<&str> = judged
                .iter()
                .filter(|(case, _)| case.kind == kind)
                .map(|(it, _)| &*it.id)
                .collect();
            let mut ids = self.read(kind)?;
            ids.retain(|it| known.contains(it.as_str()));
            ids.extend(passing(kind, judged));
            let lines: String = ids.iter().flat_map(|it| [it, "\n"]).collect();
            let path = self.path(kind);
            fs::write(&path, lines).map_err(|source| RatchetError { path, source })?;
        }
        Ok(())
    }

    fn read(&self, kind: Kind) -> Result<BTreeSet<String>, RatchetError> {
        let path = self.path(kind);
        match fs::read_to_string(&path) {
            Ok(text) => Ok(text.lines().map(str::to_owned).collect()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(BTreeSet::new()),
            Err(source) => Err(RatchetError { path, source }),
        }
    }

    fn path(&self, kind: Kind) -> PathBuf {
        self.folder.join(format!("{}.txt", kind.name()))
    }
}

fn passing(kind: Kind, judged: &[(&Case, &Verdict)]) -> BTreeSet<String> {
    let passes = |(case, verdict): &&(&Case, &Verdict)| {
        case.kind == kind && matches!(verdict, Verdict::Pass)
    };
    judged.iter().filter(passes).map(|(case, _)| case.id.clone()).collect()
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    /// Cases of one kind, each with whether it passes.
    fn judged<'a>(cases: &'a [Case], passing: &[&str]) -> Vec<(&'a Case, &'a Verdict)> {
        const FAIL: &Verdict = &Verdict::Fail(Vec::new());
        let verdict = |it: &Case| if passing.contains(&&*it.id) { &Verdict::Pass } else { FAIL };
        cases.iter().map(|it| (it, verdict(it))).collect()
    }

    fn cases(ids: &[&str]) -> Vec<Case> {
        let text = |id: &&str| format!(r#"{{"id": "{id}", "topic": "base"}}"#);
        ids.iter().map(|id| Case::read(Kind::Execution, &text(id)).unwrap()).collect()
    }

    #[track_caller]
    fn check(kept: &str, passing: &[&str], moved: Expect, raised: Expect) {
        let folder = tempfile::tempdir().unwrap();
        let list = folder.path().join("execution.txt");
        fs::write(&list, kept).unwrap();
        let (ratchet, cases) = (Ratchet::at(folder.path()), cases(&["a", "b", "c"]));
        let judged = judged(&cases, passing);
        moved.assert_eq(&ratchet.compare(&judged).unwrap().to_string());
        ratchet.raise(&judged).unwrap();
        raised.assert_eq(&fs::read_to_string(list).unwrap());
    }

    #[test]
    fn a_list_that_is_true_stays_as_it_is() {
        check(
            "a\nb\n",
            &["a", "b"],
            expect![""],
            expect![[r"
            a
            b
        "]],
        );
    }

    #[test]
    fn a_case_that_no_longer_passes_is_told_and_stays_in_the_list() {
        check(
            "a\nb\n",
            &["b", "c"],
            expect![[r"
                passed before, and no longer do:
                  a
                pass now; UPDATE_CONFORMANCE=1 keeps them in the list:
                  c
            "]],
            expect![[r"
                a
                b
                c
            "]],
        );
    }

    #[test]
    fn a_line_that_names_no_case_goes() {
        check(
            "<<<<<<< HEAD\na\n",
            &["a"],
            expect![[r"
                passed before, and no longer do:
                  <<<<<<< HEAD
            "]],
            expect![[r"
                a
            "]],
        );
    }
}
