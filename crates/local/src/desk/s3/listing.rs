//! What is in a bucket: `ListObjectsV2`'s keys and common prefixes.

use std::collections::BTreeSet;
use std::path::Path;

use super::store::{Store, StoreError, read_dir};

/// Folders below one another: a key of 1,024 bytes cannot have more.
const DEPTH_MAX: usize = 512;

/// A page of a listing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Page {
    pub(crate) keys: Vec<String>,
    pub(crate) common_prefixes: Vec<String>,
    /// Where the next page begins; nothing where this is the last.
    pub(crate) next: Option<String>,
}

/// What to list.
#[derive(Debug, Clone, Default)]
pub(crate) struct Query<'a> {
    pub(crate) prefix: &'a str,
    pub(crate) delimiter: Option<&'a str>,
    /// Only what sorts after this.
    pub(crate) after: &'a str,
    pub(crate) keys_max: usize,
}

impl Store {
    /// A page of the keys in a bucket, in the order of their UTF-8 bytes.
    pub(crate) fn list(&self, bucket: &str, query: &Query<'_>) -> Result<Page, StoreError> {
        let mut all = BTreeSet::new();
        collect(&self.bucket(bucket)?, "", DEPTH_MAX, &mut all)?;
        Ok(page(all.iter().map(String::as_str), query))
    }
}

fn collect(
    folder: &Path,
    above: &str,
    depth: usize,
    acc: &mut BTreeSet<String>,
) -> Result<(), StoreError> {
    if depth == 0 {
        return Ok(());
    }
    for entry in read_dir(folder)? {
        // A name that is no UTF-8 was not written by us, and has no key.
        let Ok(name) = entry.file_name().into_string() else { continue };
        let key = format!("{above}{name}");
        // A link may lead out of the bucket, or around in a circle.
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => {
                collect(&entry.path(), &format!("{key}/"), depth - 1, acc)?;
            }
            Ok(kind) if kind.is_file() => {
                acc.insert(key);
            }
            _ => {}
        }
    }
    Ok(())
}

fn page<'a>(keys: impl Iterator<Item = &'a str>, query: &Query<'_>) -> Page {
    let Query { prefix, delimiter, after, keys_max } = *query;
    let mut page = Page::default();
    let mut last = String::new();
    for key in keys {
        let Some(rest) = key.strip_prefix(prefix) else { continue };
        let common = delimiter
            .filter(|it| !it.is_empty())
            .and_then(|delimiter| rest.split_once(delimiter).map(|(name, _)| (name, delimiter)))
            .map(|(name, delimiter)| format!("{prefix}{name}{delimiter}"));
        let item = common.as_deref().unwrap_or(key);
        if item <= after || page.common_prefixes.last().is_some_and(|it| it == item) {
            continue;
        }
        if page.keys.len() + page.common_prefixes.len() >= keys_max {
            page.next = Some(last);
            break;
        }
        item.clone_into(&mut last);
        match common {
            Some(prefix) => page.common_prefixes.push(prefix),
            None => page.keys.push(key.to_owned()),
        }
    }
    page
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(query: Query<'_>, expect: Expect) {
        let keys = ["a", "b/1", "b/2", "b/c/3", "d"];
        let Page { keys, common_prefixes, next } = page(keys.into_iter(), &query);
        expect.assert_eq(&format!("{keys:?} {common_prefixes:?} {next:?}"));
    }

    #[test]
    fn keys_come_in_order() {
        let query = Query { keys_max: 1000, ..Query::default() };
        check(query, expect![[r#"["a", "b/1", "b/2", "b/c/3", "d"] [] None"#]]);
    }

    #[test]
    fn a_delimiter_folds_what_is_below_it() {
        let query = Query { keys_max: 1000, delimiter: Some("/"), ..Query::default() };
        check(query, expect![[r#"["a", "d"] ["b/"] None"#]]);
    }

    #[test]
    fn a_prefix_narrows_the_list() {
        let query =
            Query { keys_max: 1000, delimiter: Some("/"), prefix: "b/", ..Query::default() };
        check(query, expect![[r#"["b/1", "b/2"] ["b/c/"] None"#]]);
    }

    #[test]
    fn a_page_says_where_the_next_one_begins() {
        let query = Query { keys_max: 2, delimiter: Some("/"), ..Query::default() };
        check(query.clone(), expect![[r#"["a"] ["b/"] Some("b/")"#]]);
        check(Query { after: "b/", ..query }, expect![[r#"["d"] [] None"#]]);
    }
}
