//! No file is too long to read: past this, it is about two things.

use super::repository::Repository;

const LINES_MAX: usize = 800;

pub(super) fn check(repository: &Repository) -> Vec<String> {
    let long = repository.ending(".rs").filter_map(|file| {
        let lines = file.text.lines().count();
        let text = || format!("{}: has {lines} lines, {LINES_MAX} at most; split it", file.path);
        (lines > LINES_MAX).then(text)
    });
    long.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::repository::File;

    #[track_caller]
    fn check_file(path: &str, lines: usize, expect: &[&str]) {
        let file = File { path: path.to_owned(), text: "\n".repeat(lines) };
        let repository = Repository { files: vec![file], ..Repository::default() };
        assert_eq!(check(&repository), expect);
    }

    #[test]
    fn a_file_past_the_limit_is_told() {
        check_file("src/a.rs", 800, &[]);
        check_file("src/a.rs", 801, &["src/a.rs: has 801 lines, 800 at most; split it"]);
    }
}
