//! `cargo xtask tidy`: the promises of the repository that no compiler checks.
//!
//! A rule is a function from the repository to what breaks it; each has a file, and looks at nothing
//! but what it is given. All that is broken is told at once.

mod crates;
mod imports;
mod licenses;
mod links;
mod module_docs;
mod repository;
mod sizes;
mod words;

use std::process::ExitCode;

use anyhow::bail;

use self::repository::Repository;
use crate::workspace;

/// Checks the promises of the repository that no compiler checks.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

/// A promise, and what breaks it: one line for each, with its place.
type Rule = fn(&Repository) -> Vec<String>;

const RULES: [(&str, Rule); 7] = [
    ("the table of imports in ARCHITECTURE.md is true", imports::check),
    ("every crate has the workspace's lints and license", crates::check),
    ("every module opens with what it owns", module_docs::check),
    ("no file is too long to read", sizes::check),
    ("every link in the documents leads somewhere", links::check),
    ("nothing is left to do, and no path is of one machine only", words::check),
    ("the licenses of all dependencies are on the list", licenses::check),
];

/// # Errors
///
/// Where a promise is broken, or the repository cannot be read.
pub(crate) fn run(_args: &Args) -> anyhow::Result<ExitCode> {
    let repository = Repository::read(&workspace::root()?)?;
    let mut broken = 0;
    for (promise, rule) in RULES {
        let found = rule(&repository);
        println!("{} {promise}", if found.is_empty() { "ok    " } else { "BROKEN" });
        for it in &found {
            println!("       {it}");
        }
        broken += usize::from(!found.is_empty());
    }
    match broken {
        0 => Ok(ExitCode::SUCCESS),
        1 => bail!("a promise is broken, see above"),
        _ => bail!("{broken} promises are broken, see above"),
    }
}
