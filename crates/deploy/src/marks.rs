//! [`Marks`]: what a deployment's own carries, so that everybody can tell it from the rest.
//!
//! Most resources have tags. An alias has none: its description says the same, and, beside it, what it
//! served before, so that the way back is known wherever somebody looks from.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

use crate::resource::Properties;
use crate::tagging;

/// The tag with the project's name.
pub const PROJECT_TAG: &str = "stepwright:project";
/// The tag with the stage's name.
pub const STAGE_TAG: &str = "stepwright:stage";
/// The tag with the hash of the content.
pub const HASH_TAG: &str = "stepwright:hash";

/// Whose something is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Marks {
    /// The project, such as `stepwright`.
    pub project: String,
    /// The stage, such as `dev`.
    pub stage: String,
}

impl Marks {
    /// The tags of a resource with this content, with those that the configuration adds, and what says which
    /// these are.
    pub fn tags(&self, hash: &str, more: &BTreeMap<String, String>) -> BTreeMap<String, String> {
        let own =
            [(PROJECT_TAG, self.project.as_str()), (STAGE_TAG, &self.stage), (HASH_TAG, hash)];
        let own = own.map(|(key, value)| (key.to_owned(), value.to_owned()));
        more.clone().into_iter().chain(tagging::given(more)).chain(own).collect()
    }

    /// Whether somebody with these tags is this deployment's.
    pub fn own(&self, tags: &BTreeMap<String, String>) -> bool {
        tags.get(PROJECT_TAG) == Some(&self.project) && tags.get(STAGE_TAG) == Some(&self.stage)
    }
}

impl fmt::Display for Marks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.project, self.stage)
    }
}

/// The SHA-256 of a resource's properties, in hexadecimal: the same content, the same text.
pub fn hash(properties: &Properties) -> String {
    // Maps of JSON keep the order that they were filled in, which is the order of the code.
    let entries = properties.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
    let text: serde_json::Value = entries.collect();
    hex(&Sha256::digest(text.to_string()))
}

/// Bytes in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|it| [it >> 4, it & 15]);
    digits.filter_map(|it| char::from_digit(u32::from(it), 16)).collect()
}

/// What an alias says of itself in its description.
///
/// ```
/// use stepwright_deploy::marks::{AliasMark, Marks};
///
/// let marks = Marks { project: "asteroids".into(), stage: "dev".into() };
/// let with = vec!["alarm".into()];
/// let before = Some("3".into());
/// let mark = AliasMark { marks, hash: "ab12".into(), at: 7, before, with, on_its_way: false, back: None, undoes: None };
/// let text = "stepwright:project=asteroids stepwright:stage=dev stepwright:hash=ab12 at=7 before=3 with=alarm";
/// assert_eq!(mark.to_string(), text);
/// assert_eq!(text.parse(), Ok(mark));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AliasMark {
    /// Whose it is.
    pub marks: Marks,
    /// The hash of what it serves.
    pub hash: String,
    /// When it was last moved, in seconds since 1970: what moved at the same time moved together.
    pub at: u64,
    /// The version that it served before.
    pub before: Option<String>,
    /// What of the optional was made with it: `schedule`, `alarm`.
    pub with: Vec<String>,
    /// Whether a deployment is moving executions from one version to another.
    pub on_its_way: bool,
    /// Why it serves an older version than the one that was deployed last, where it does.
    pub back: Option<Back>,
    /// When it had been moved before that was undone: what was moved then moves back together, also where
    /// whoever moved it back did not come to the end.
    pub undoes: Option<u64>,
}

/// Why an alias serves an older version than the one that was deployed last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Back {
    /// Somebody rolled it back.
    Rollback,
    /// A deployment took the new version back: it was watched, and went wrong or was stopped.
    Watch,
}

impl Back {
    const fn word(self) -> &'static str {
        match self {
            Self::Rollback => "rollback",
            Self::Watch => "watch",
        }
    }
}

impl fmt::Display for AliasMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            marks: Marks { project, stage },
            hash,
            at,
            before,
            with,
            on_its_way,
            back,
            undoes,
        } = self;
        write!(f, "{PROJECT_TAG}={project} {STAGE_TAG}={stage} {HASH_TAG}={hash} at={at}")?;
        if let Some(before) = before {
            write!(f, " before={before}")?;
        }
        if !with.is_empty() {
            write!(f, " with={}", with.join("+"))?;
        }
        if *on_its_way {
            f.write_str(" moving=yes")?;
        }
        if let Some(back) = back {
            write!(f, " back={}", back.word())?;
        }
        if let Some(undoes) = undoes {
            write!(f, " undoes={undoes}")?;
        }
        Ok(())
    }
}

/// A description that no deployment of ours wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a description that a deployment writes")]
pub struct NotAMark;

impl FromStr for AliasMark {
    type Err = NotAMark;

    fn from_str(text: &str) -> Result<Self, NotAMark> {
        let pairs = text.split(' ').map(|it| it.split_once('=').ok_or(NotAMark));
        let pairs: BTreeMap<&str, &str> = pairs.collect::<Result<_, _>>()?;
        let get = |key| pairs.get(key).copied().map(str::to_owned);
        let marks = Marks {
            project: get(PROJECT_TAG).ok_or(NotAMark)?,
            stage: get(STAGE_TAG).ok_or(NotAMark)?,
        };
        let with = get("with").map(|it| it.split('+').map(str::to_owned).collect());
        Ok(Self {
            marks,
            hash: get(HASH_TAG).ok_or(NotAMark)?,
            at: get("at").and_then(|it| it.parse().ok()).ok_or(NotAMark)?,
            before: get("before"),
            with: with.unwrap_or_default(),
            on_its_way: get("moving").is_some(),
            back: [Back::Rollback, Back::Watch]
                .into_iter()
                .find(|it| pairs.get("back").copied() == Some(it.word())),
            undoes: get("undoes").and_then(|it| it.parse().ok()),
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn marks() -> Marks {
        Marks { project: "p".to_owned(), stage: "dev".to_owned() }
    }

    #[test]
    fn what_carries_the_tags_is_owned_and_nothing_else() {
        let own = marks().tags("h", &BTreeMap::from([("team".to_owned(), "sky".to_owned())]));
        assert!(marks().own(&own));
        assert_eq!(own.len(), 5);
        let mut other = own;
        other.insert(STAGE_TAG.to_owned(), "prod".to_owned());
        assert!(!marks().own(&other));
        assert!(!marks().own(&BTreeMap::new()));
    }

    #[test]
    fn configured_tags_never_replace_the_marks() {
        let more = BTreeMap::from([(STAGE_TAG.to_owned(), "prod".to_owned())]);
        assert!(marks().own(&marks().tags("h", &more)));
    }

    #[test]
    fn the_hash_follows_the_content() {
        let one = Properties::from([("A", json!(1)), ("B", json!({"k": [1, 2]}))]);
        let mut other = one.clone();
        assert_eq!(hash(&one), hash(&other));
        other.insert("A", json!(2));
        assert_ne!(hash(&one), hash(&other));
    }

    #[test]
    fn a_description_of_somebody_else_is_no_mark() {
        for text in ["", "live", "the live alias", "stepwright:project=p stepwright:hash=h"] {
            assert_eq!(text.parse::<AliasMark>(), Err(NotAMark), "{text}");
        }
    }

    #[test]
    fn the_longest_description_fits_into_what_aws_takes() {
        let moving = AliasMark {
            marks: Marks { project: "p".repeat(32), stage: "s".repeat(16) },
            hash: "h".repeat(64),
            at: 99_999_999_999,
            before: Some("1000000".to_owned()),
            with: vec!["schedule".to_owned(), "alarm".to_owned()],
            on_its_way: true,
            back: None,
            undoes: None,
        };
        // What is on its way is not back.
        let (back, undoes) = (Some(Back::Rollback), Some(99_999_999_999));
        let back = AliasMark { on_its_way: false, back, undoes, ..moving.clone() };
        for mark in [moving, back] {
            assert_eq!(mark.to_string().parse(), Ok(mark.clone()));
            assert!(mark.to_string().len() <= 256, "{}", mark.to_string().len());
        }
    }
}
