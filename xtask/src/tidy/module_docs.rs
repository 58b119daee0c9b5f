//! Every module opens with `//!`: what it owns, and what it does not.

use super::repository::Repository;

/// Folders of files that are input for a test of the compiler, not modules.
const NOT_MODULES: [&str; 3] = ["/tests/ui/", "/tests/compile_fail/", "/fixtures/"];

pub(super) fn check(repository: &Repository) -> Vec<String> {
    let modules = repository.ending(".rs").filter(|file| is_module(&file.path));
    let bare = modules.filter(|file| !file.text.starts_with("//!"));
    bare.map(|file| format!("{}: open it with `//!` and what it owns", file.path)).collect()
}

fn is_module(path: &str) -> bool {
    let folders = ["src/", "tests/", "benches/", "examples/"];
    let compiled =
        folders.iter().any(|it| path.starts_with(it) || path.contains(&format!("/{it}")));
    compiled && !NOT_MODULES.iter().any(|it| path.contains(it))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::repository::File;

    #[track_caller]
    fn check_file(path: &str, text: &str, holds: bool) {
        let file = File { path: path.to_owned(), text: text.to_owned() };
        let repository = Repository { files: vec![file], ..Repository::default() };
        assert_eq!(check(&repository).is_empty(), holds);
    }

    #[test]
    fn a_module_opens_with_what_it_owns() {
        check_file("crates/a/src/lib.rs", "//! Owns a.\n", true);
        check_file("crates/a/src/lib.rs", "use b;\n//! Owns a.\n", false);
        check_file("crates/a/tests/all.rs", "", false);
    }

    #[test]
    fn what_is_no_module_opens_as_it_likes() {
        check_file("crates/a/build.rs", "", true);
        check_file("crates/a/tests/ui/wrong.rs", "fn main() {}", true);
    }
}
