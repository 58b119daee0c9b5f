//! Every crate has the workspace's lints and license: a manifest that forgets them is checked by
//! nothing, and says nothing.

use super::repository::Repository;

pub(super) fn check(repository: &Repository) -> Vec<String> {
    let mut broken = Vec::new();
    for member in &repository.members {
        let path = format!("{}/Cargo.toml", member.folder);
        let manifest = repository.text(&path).unwrap_or_default();
        if !inherits_lints(manifest) {
            broken.push(format!("{path}: add `[lints]` with `workspace = true`"));
        }
        if member.license.is_none() {
            broken.push(format!("{path}: add `license.workspace = true` to `[package]`"));
        }
    }
    broken
}

fn inherits_lints(manifest: &str) -> bool {
    let mut lines = manifest.lines().map(str::trim).skip_while(|line| *line != "[lints]").skip(1);
    lines.by_ref().take_while(|line| !line.starts_with('[')).any(|line| line == "workspace = true")
        || manifest.lines().any(|line| line.trim() == "lints.workspace = true")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::repository::{File, Member};

    #[track_caller]
    fn check_manifest(manifest: &str, license: Option<&str>, expect: &[&str]) {
        let member = Member {
            folder: "crates/a".to_owned(),
            license: license.map(str::to_owned),
            ..Member::default()
        };
        let file = File { path: "crates/a/Cargo.toml".to_owned(), text: manifest.to_owned() };
        let repository =
            Repository { files: vec![file], members: vec![member], ..Repository::default() };
        assert_eq!(check(&repository), expect);
    }

    #[test]
    fn a_crate_with_both_is_fine() {
        check_manifest("[lints]\nworkspace = true\n\n[dependencies]", Some("MIT"), &[]);
    }

    #[test]
    fn a_crate_without_lints_is_told() {
        let expect = ["crates/a/Cargo.toml: add `[lints]` with `workspace = true`"];
        check_manifest("[lints]\n[dependencies]\nworkspace = true", Some("MIT"), &expect);
    }

    #[test]
    fn a_crate_without_a_license_is_told() {
        let expect = ["crates/a/Cargo.toml: add `license.workspace = true` to `[package]`"];
        check_manifest("[lints]\nworkspace = true", None, &expect);
    }
}
