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

    #[test]
    fn a_file_past_the_limit_is_told() {
        let file = |lines| File { path: format!("src/{lines}.rs"), text: "\n".repeat(lines) };
        let repository = Repository { files: vec![file(800), file(801)], ..Repository::default() };
        assert_eq!(check(&repository), ["src/801.rs: has 801 lines, 800 at most; split it"]);
    }
}
