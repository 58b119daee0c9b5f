//! [`Corpus`]: where the recorded cases are.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

use stepwright_json::{ParseError, Value};

use crate::case::{Case, Kind};

/// The folder of recorded cases.
#[derive(Clone, Debug)]
pub struct Corpus {
    folder: PathBuf,
}

/// The corpus is there, but it cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum CorpusError {
    /// A file or a folder cannot be read.
    #[error("`{}` cannot be read", path.display())]
    Unreadable {
        /// Which one.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file is no JSON.
    #[error("`{}` is no JSON", path.display())]
    NotJson {
        /// Which one.
        path: PathBuf,
        /// Where it breaks off.
        source: ParseError,
    },
}

impl Corpus {
    /// What to say where there is none.
    pub const ABSENT: &str =
        "no recorded cases; set STEPWRIGHT_SHARED to the folder that has `conformance`";

    /// The corpus below the folder that `STEPWRIGHT_SHARED` points at, if there is one; without that
    /// variable, below `../shared` beside the workspace.
    pub fn find() -> Option<Self> {
        let shared = env::var_os("STEPWRIGHT_SHARED").map_or_else(
            || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
            PathBuf::from,
        );
        let folder = shared.join("conformance");
        folder.join(Kind::Execution.name()).is_dir().then_some(Self { folder })
    }

    /// The corpus in a folder.
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// All cases that can be run, by kind and file name. A kind that has no folder has no cases.
    ///
    /// # Errors
    ///
    /// Where a file cannot be read or is no JSON.
    pub fn cases(&self) -> Result<Vec<Case>, CorpusError> {
        let mut cases = Vec::new();
        for kind in Kind::ALL {
            let folder = self.folder.join(kind.name());
            for path in if folder.is_dir() { files(&folder)? } else { Vec::new() } {
                read(kind, &path, &mut cases)?;
            }
        }
        Ok(cases)
    }
}

fn files(folder: &Path) -> Result<Vec<PathBuf>, CorpusError> {
    let unreadable = |source| CorpusError::Unreadable { path: folder.to_owned(), source };
    let entries = fs::read_dir(folder).map_err(unreadable)?;
    let files: Result<Vec<PathBuf>, _> = entries.map(|it| Ok(it?.path())).collect();
    let mut files = files.map_err(unreadable)?;
    files.retain(|it| it.extension().is_some_and(|it| it == "json"));
    files.sort();
    Ok(files)
}

fn read(kind: Kind, path: &Path, cases: &mut Vec<Case>) -> Result<(), CorpusError> {
    let text = fs::read_to_string(path)
        .map_err(|source| CorpusError::Unreadable { path: path.to_owned(), source })?;
    let not_json = |source| CorpusError::NotJson { path: path.to_owned(), source };
    match kind {
        Kind::Execution | Kind::TestState => cases.push(Case::read(kind, &text).map_err(not_json)?),
        // A file of these has many.
        Kind::Measured => {
            let all = Value::parse(&text).map_err(not_json)?;
            let runnable = all.as_array().into_iter().flatten().filter(|it| is_runnable(it));
            cases.extend(runnable.map(|it| Case::new(kind, "measured".to_owned(), it.clone())));
        }
    }
    Ok(())
}

/// Whether something was measured on AWS itself, and by running something.
fn is_runnable(measured: &Value) -> bool {
    let text = |key| measured.get(key).and_then(Value::as_str).unwrap_or_default();
    let runnable = ["execution", "pass_state", "test_state", "jsonata", "jsonpath", "intrinsic"];
    text("confidence") == "aws" && runnable.contains(&text("kind"))
}
