//! Nothing is left to do, and no path is of one machine only.

use std::path::Path;

use super::repository::Repository;

/// Code that says that it is not there. Each is written in two parts, so that this file may hold it.
const UNFINISHED: [&str; 2] = [concat!("todo", "!("), concat!("unimplemented", "!(")];
/// Where people's folders are.
const PLACES: [&str; 4] = ["/home/", "/Users/", "/root/", "C:\\Users\\"];

pub(super) fn check(repository: &Repository) -> Vec<String> {
    let mut broken = Vec::new();
    for file in &repository.files {
        let is_rust = Path::new(&file.path).extension().is_some_and(|it| it == "rs");
        for (number, line) in (1..).zip(file.text.lines()) {
            let at = format!("{}:{number}", file.path);
            if is_rust && UNFINISHED.iter().any(|it| line.contains(it)) {
                broken.push(format!("{at}: something is left to do"));
            }
            if !file.path.ends_with("tidy/words.rs") && PLACES.iter().any(|it| names(line, it)) {
                broken.push(format!("{at}: the path is of one machine only"));
            }
        }
    }
    broken
}

/// Whether a path begins so in the line; `s3://bucket/home/` does not.
fn names(line: &str, place: &str) -> bool {
    line.match_indices(place).any(|(at, _)| {
        let before = line.get(..at).and_then(|it| it.chars().next_back());
        before.is_none_or(|it| !it.is_alphanumeric() && !"_-.}>*$~".contains(it))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::repository::File;

    #[track_caller]
    fn check_line(line: &str, expect: &[&str]) {
        let file = File { path: "src/a.rs".to_owned(), text: line.to_owned() };
        let repository = Repository { files: vec![file], ..Repository::default() };
        assert_eq!(check(&repository), expect);
    }

    #[test]
    fn what_is_left_to_do_is_told() {
        check_line(concat!("fn a() { todo", "!() }"), &["src/a.rs:1: something is left to do"]);
    }

    #[test]
    fn a_path_of_one_machine_is_told() {
        let expect = ["src/a.rs:1: the path is of one machine only"];
        check_line("let data = \"/home/ada/data\";", &expect);
        check_line("/Users/ada", &expect);
    }

    #[test]
    fn other_paths_are_fine() {
        check_line("https://example.com/home/page and s3://bucket/root/ and homework", &[]);
    }
}
