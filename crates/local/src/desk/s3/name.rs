//! Names that are safe to become paths: [`BucketName`], [`ObjectKey`].

use std::fmt;
use std::path::PathBuf;

/// The longest key there is, in bytes: 1,024, of S3's "Object key naming guidelines".
const KEY_BYTES_MAX: usize = 1024;

/// A bucket's name, as S3's naming rules allow it. It is one component of a path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct BucketName(String);

impl BucketName {
    /// The name, where it keeps to the rules: 3 to 63 lowercase letters, digits, hyphens and single
    /// dots, with a letter or digit at both ends.
    ///
    /// ```
    /// use stepwright_local::desk::s3::BucketName;
    ///
    /// assert!(BucketName::parse("asteroids-dev").is_some());
    /// assert!(BucketName::parse("../etc").is_none());
    /// ```
    pub fn parse(name: &str) -> Option<Self> {
        let is_end = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit();
        let is_valid = (3..=63).contains(&name.len())
            && name.chars().all(|it| is_end(it) || it == '-' || it == '.')
            && name.starts_with(is_end)
            && name.ends_with(is_end)
            && !name.contains("..");
        is_valid.then(|| Self(name.to_owned()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for BucketName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An object's key that can be a path below its bucket.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ObjectKey(String);

impl ObjectKey {
    /// The key, where it can be a path: no empty parts, no `.` and `..`, no backslash, no NUL.
    ///
    /// S3 itself takes any text; a folder on a desk cannot.
    pub fn parse(key: &str) -> Option<Self> {
        let is_valid = !key.is_empty()
            && key.len() <= KEY_BYTES_MAX
            && !key.contains(['\\', '\0'])
            && key.split('/').all(|part| !matches!(part, "" | "." | "..") && part.len() < 250);
        is_valid.then(|| Self(key.to_owned()))
    }

    /// The key.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path below the bucket's folder.
    pub(super) fn path(&self) -> PathBuf {
        self.0.split('/').collect()
    }

    /// The path of what is known about the object, below the folder for that. A folder ends in `.d`, a
    /// file in `.json`: so no key is in another key's way.
    pub(super) fn attributes_path(&self) -> PathBuf {
        let (folders, name) =
            self.0.rsplit_once('/').map_or((None, self.0.as_str()), |(a, b)| (Some(a), b));
        let folders = folders.into_iter().flat_map(|it| it.split('/')).map(|it| format!("{it}.d"));
        folders.chain([format!("{name}.json")]).collect()
    }
}

impl fmt::Display for ObjectKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use std::path::{Component, Path};

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn whatever_is_a_key_stays_in_its_bucket(key in "[./\\\\a-c\u{0}ü]{0,12}") {
            if let Some(key) = ObjectKey::parse(&key) {
                let paths = [key.path(), key.attributes_path()];
                for path in paths.iter().map(|it| Path::new("bucket").join(it)) {
                    prop_assert!(path.starts_with("bucket"));
                    prop_assert!(path.components().all(|it| matches!(it, Component::Normal(_))));
                }
                let path = key.path();
                prop_assert_eq!(path.to_str(), Some(key.as_str()));
            }
        }

        #[test]
        fn whatever_is_a_bucket_is_one_component(name in "[./\\\\a-cA-C0-9-]{0,12}") {
            if let Some(bucket) = BucketName::parse(&name) {
                let path = Path::new(bucket.as_str());
                prop_assert_eq!(path.components().count(), 1);
                prop_assert!(!name.starts_with('.'));
            }
        }
    }

    #[test]
    fn a_bucket_is_named_as_s3_allows() {
        for good in ["abc", "a.b-c", "asteroids-dev", "0ab"] {
            assert!(BucketName::parse(good).is_some(), "{good}");
        }
        for bad in ["", "ab", "Abc", "-abc", "abc-", "a..b", "a/b", ".abc", "a_b", &"a".repeat(64)]
        {
            assert!(BucketName::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_key_cannot_leave_its_bucket() {
        for good in ["a", "a/b.csv", "a b/ü", "..a", "a.."] {
            assert!(ObjectKey::parse(good).is_some(), "{good}");
        }
        for bad in
            ["", "/a", "a/", "a//b", "..", "a/../b", "a/./b", "a\\b", "a\0", &"a".repeat(251)]
        {
            assert!(ObjectKey::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn attributes_of_two_keys_are_never_at_one_path() {
        let path = |it| ObjectKey::parse(it).unwrap().attributes_path();
        assert_eq!(path("a/b.csv"), PathBuf::from("a.d/b.csv.json"));
        assert_ne!(path("a.json/b").parent(), Some(path("a").as_path()));
    }
}
