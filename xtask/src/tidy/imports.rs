//! The table in ARCHITECTURE.md is the truth: no crate imports what it does not allow, and it allows
//! nothing that no crate imports. Crates that are planned only may stand in it.

use std::collections::{BTreeMap, BTreeSet};

use super::repository::{Member, Repository};

pub(super) fn check(repository: &Repository) -> Vec<String> {
    let Some(architecture) = repository.text("ARCHITECTURE.md") else {
        return vec!["there is no ARCHITECTURE.md".to_owned()];
    };
    let documented = documented(architecture);
    let names = repository.members.iter().filter_map(|it| it.folder.rsplit('/').next());
    let names: BTreeSet<&str> = names.collect();
    let mut broken = Vec::new();
    for Member { folder, imports, .. } in &repository.members {
        let Some(allowed) = documented.get(folder.as_str()) else {
            broken.push(format!("ARCHITECTURE.md: the table has no row `{folder}`"));
            continue;
        };
        let imports: BTreeSet<&str> = imports.iter().map(String::as_str).collect();
        for import in imports.difference(allowed) {
            broken.push(format!(
                "{folder}/Cargo.toml: imports `{import}`, which ARCHITECTURE.md does not allow"
            ));
        }
        for import in allowed.difference(&imports).filter(|it| names.contains(**it)) {
            broken.push(format!(
                "ARCHITECTURE.md: allows `{folder}` to import `{import}`, which it does not"
            ));
        }
    }
    broken
}

/// Reads rows such as ``| `crates/asl` | the language | `json` | running |``: the first cell is the folder,
/// the third what it may import.
fn documented(architecture: &str) -> BTreeMap<&str, BTreeSet<&str>> {
    let rows = architecture.lines().filter(|line| line.starts_with("| `"));
    let rows = rows.filter_map(|row| {
        let mut cells = row.split('|').skip(1);
        let folder = quoted(cells.next()?).next()?;
        Some((folder, quoted(cells.nth(1)?).collect()))
    });
    rows.collect()
}

/// What stands in backticks.
fn quoted(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::tidy::repository::File;

    #[track_caller]
    fn check_rows(rows: &str, expect: Expect) {
        let member = |folder: &str, imports: &[&str]| Member {
            folder: folder.to_owned(),
            imports: imports.iter().map(|it| (*it).to_owned()).collect(),
            ..Member::default()
        };
        let repository = Repository {
            files: vec![File { path: "ARCHITECTURE.md".to_owned(), text: rows.to_owned() }],
            members: vec![member("crates/json", &[]), member("crates/asl", &["json"])],
            ..Repository::default()
        };
        expect.assert_eq(&check(&repository).join("\n"));
    }

    #[test]
    fn a_true_table_is_fine_and_may_plan_ahead() {
        check_rows(
            "| folder | owns | may import |\n| `crates/json` | a `Value` | – |\n| `crates/asl` | types | `json` `jsonata` |\n| `crates/engine` | runs | `asl` |",
            expect![""],
        );
    }

    #[test]
    fn an_import_that_is_not_in_the_table_is_told() {
        check_rows(
            "| `crates/json` | – | – |\n| `crates/asl` | – | – |",
            expect!["crates/asl/Cargo.toml: imports `json`, which ARCHITECTURE.md does not allow"],
        );
    }

    #[test]
    fn an_import_that_is_only_in_the_table_is_told() {
        check_rows(
            "| `crates/json` | – | `asl` |\n| `crates/asl` | – | `json` |",
            expect!["ARCHITECTURE.md: allows `crates/json` to import `asl`, which it does not"],
        );
    }

    #[test]
    fn a_crate_without_a_row_is_told() {
        check_rows(
            "| `crates/asl` | – | `json` |",
            expect!["ARCHITECTURE.md: the table has no row `crates/json`"],
        );
    }
}
