//! Every link in the documents leads somewhere: to a file, a folder or a heading of this repository.
//! Where links to elsewhere lead is not looked at.

use std::collections::BTreeSet;

use super::repository::Repository;

pub(super) fn check(repository: &Repository) -> Vec<String> {
    let mut paths = BTreeSet::from([String::new()]);
    for file in &repository.files {
        for (at, _) in file.path.match_indices('/') {
            paths.extend(file.path.get(..at).map(str::to_owned));
        }
        paths.insert(file.path.clone());
    }
    let mut broken = Vec::new();
    for file in repository.ending(".md") {
        for (number, target) in links(&file.text) {
            let (path, heading) = target.split_once('#').unwrap_or((target, ""));
            let path = resolved(&file.path, path);
            let found = path.as_ref().is_some_and(|it| paths.contains(it));
            let text = path.and_then(|path| repository.text(&path));
            let headed = text.is_none_or(|it| heading.is_empty() || headings(it).contains(heading));
            if !found || !headed {
                broken.push(format!("{}:{number}: the link `{target}` leads nowhere", file.path));
            }
        }
    }
    broken
}

/// The targets of a document's links within the repository, with their lines.
fn links(document: &str) -> Vec<(usize, &str)> {
    let mut links = Vec::new();
    for (number, line) in prose(document) {
        // Every second piece between backticks is code.
        for piece in line.split('`').step_by(2) {
            let targets = piece.split("](").skip(1).filter_map(|it| it.split(')').next());
            let targets = targets.filter_map(|it| it.split_whitespace().next());
            let elsewhere = |it: &str| it.contains("://") || it.starts_with("mailto:");
            links.extend(targets.filter(|it| !elsewhere(it)).map(|it| (number, it)));
        }
    }
    links
}

/// The lines outside of fenced code.
fn prose(document: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut fenced = false;
    (1..).zip(document.lines()).filter(move |(_, line)| {
        let fence = line.trim_start().starts_with("```");
        fenced ^= fence;
        !fenced && !fence
    })
}

/// The names by which a document's headings are linked to.
fn headings(document: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (_, line) in prose(document).filter(|(_, line)| line.starts_with('#')) {
        let title = line.trim_start_matches('#').trim().to_lowercase();
        let kept = title.chars().filter(|it| it.is_alphanumeric() || matches!(it, ' ' | '-' | '_'));
        let name: String = kept.map(|it| if it == ' ' { '-' } else { it }).collect();
        let mut free = name.clone();
        let mut count = 0;
        while !names.insert(free.clone()) {
            count += 1;
            free = format!("{name}-{count}");
        }
    }
    names
}

/// The path from the root; `None` where it leaves the repository.
fn resolved(document: &str, target: &str) -> Option<String> {
    if target.is_empty() {
        return Some(document.to_owned());
    }
    let mut parts: Vec<&str> = document.split('/').collect();
    parts.pop();
    if target.starts_with('/') {
        parts.clear();
    }
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            _ => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::repository::File;

    #[track_caller]
    fn check_document(text: &str, expect: &[&str]) {
        let file = |path: &str, text: &str| File { path: path.to_owned(), text: text.to_owned() };
        let files = vec![
            file("docs/a.md", text),
            file("README.md", "# The main job\n"),
            file("docs/b/c.svg", ""),
        ];
        let repository = Repository { files, ..Repository::default() };
        assert_eq!(check(&repository), expect);
    }

    #[test]
    fn links_to_files_folders_and_headings_are_fine() {
        check_document("# Of A\n[a](../README.md) ![c](b/c.svg) [b](b/) [r](..)", &[]);
        check_document("# Of A\n[j](../README.md#the-main-job) [a](#of-a)", &[]);
    }

    #[test]
    fn links_to_nowhere_are_told() {
        check_document("[x](gone.md)", &["docs/a.md:1: the link `gone.md` leads nowhere"]);
        check_document(
            "\n[x](../../up.md)",
            &["docs/a.md:2: the link `../../up.md` leads nowhere"],
        );
        check_document("[x](#gone)", &["docs/a.md:1: the link `#gone` leads nowhere"]);
        check_document(
            "[x](../README.md#gone)",
            &["docs/a.md:1: the link `../README.md#gone` leads nowhere"],
        );
    }

    #[test]
    fn code_and_links_to_elsewhere_are_not_looked_at() {
        check_document("```rust\n[a](b)\n```\n`[a](b)` [w](https://example.com)", &[]);
    }
}
