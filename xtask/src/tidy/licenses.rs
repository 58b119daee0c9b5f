//! The licenses of all dependencies are on the list.

use super::repository::{Dependency, Repository};

/// What may be linked into a program under MIT OR Apache-2.0 without asking anybody.
const ALLOWED: [&str; 18] = [
    "0BSD",
    "Apache-2.0",
    "BSD-1-Clause",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "LLVM-exception",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "OpenSSL",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "Unlicense",
    "Zlib",
];

pub(super) fn check(repository: &Repository) -> Vec<String> {
    let mut broken = Vec::new();
    for Dependency { name, license } in &repository.dependencies {
        match license {
            None => broken.push(format!("`{name}` names no license")),
            Some(license) if !allowed(license) => {
                broken.push(format!(
                    "`{name}` has the license `{license}`, which is not on the list"
                ));
            }
            Some(_) => {}
        }
    }
    broken
}

/// Whether an SPDX expression can be fulfilled with what is on the list. `AND` binds tighter than `OR`;
/// older manifests write `/` for `OR`.
fn allowed(expression: &str) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let mut words = spaced.split_whitespace().peekable();
    any(&mut words) == Some(true) && words.next().is_none()
}

type Words<'a, 'b> = &'b mut std::iter::Peekable<std::str::SplitWhitespace<'a>>;

/// `None` where the expression cannot be read, here and below.
fn any(words: Words<'_, '_>) -> Option<bool> {
    let mut fulfilled = all(words)?;
    while words.next_if_eq(&"OR").is_some() {
        fulfilled |= all(words)?;
    }
    Some(fulfilled)
}

fn all(words: Words<'_, '_>) -> Option<bool> {
    let mut fulfilled = one(words)?;
    while words.next_if(|it| matches!(*it, "AND" | "WITH")).is_some() {
        fulfilled &= one(words)?;
    }
    Some(fulfilled)
}

fn one(words: Words<'_, '_>) -> Option<bool> {
    match words.next()? {
        "(" => {
            let fulfilled = any(words)?;
            words.next_if_eq(&")").map(|_| fulfilled)
        }
        name => Some(ALLOWED.contains(&name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_several_choices_is_enough() {
        assert!(allowed("GPL-3.0 OR MIT"));
        assert!(allowed("GPL-3.0/MIT"));
        assert!(!allowed("GPL-3.0 OR AGPL-3.0"));
    }

    #[test]
    fn what_is_joined_must_be_allowed_together() {
        assert!(allowed("(MIT OR GPL-3.0) AND Unicode-3.0"));
        assert!(allowed("Apache-2.0 WITH LLVM-exception"));
        assert!(!allowed("MIT AND GPL-3.0"));
        assert!(!allowed("GPL-3.0 WITH Classpath-exception-2.0 OR (AGPL-3.0 AND MIT)"));
    }

    #[test]
    fn what_cannot_be_read_is_not_allowed() {
        for broken in ["", "(", "(MIT", "MIT)", "MIT OR", "MIT Apache-2.0"] {
            assert!(!allowed(broken), "{broken}");
        }
    }

    #[test]
    fn a_dependency_that_is_not_on_the_list_is_told() {
        let dependency = |name: &str, license: Option<&str>| Dependency {
            name: name.to_owned(),
            license: license.map(str::to_owned),
        };
        let dependencies = vec![
            dependency("a", Some("MIT")),
            dependency("b", Some("GPL-3.0")),
            dependency("c", None),
        ];
        let repository = Repository { dependencies, ..Repository::default() };
        let expect =
            ["`b` has the license `GPL-3.0`, which is not on the list", "`c` names no license"];
        assert_eq!(check(&repository), expect);
    }
}
