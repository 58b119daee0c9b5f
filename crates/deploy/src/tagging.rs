//! [`Tagging`]: which tags a resource gets beside its marks, and which it loses.
//!
//! The settings say which tags everything has. What somebody else has put stays: a tag goes only where a
//! resource says of itself that a deployment gave it, with this very value, and the settings do not have it
//! any more. It says so in a tag of its own, since there is no other place that remembers.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD_NO_PAD;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::plan::Change;

/// The property that tags are planned as.
pub const TAGS: &str = "Tags";
/// The tag that says which tags a deployment gave.
pub const GIVEN_TAG: &str = "stepwright:tags";
/// How many characters it has for each: 36 bits of a hash, so that 40 fit into the 256 that a value can have.
const GIVEN_CHARS: usize = 6;

/// Names of tags, and their values.
pub type Tags = BTreeMap<String, String>;

/// How the tags of a resource become what they should be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tagging {
    /// Those that it gets.
    pub puts: Tags,
    /// Those that it loses.
    pub removes: Vec<String>,
}

impl Tagging {
    /// All the tags that it has then, of those that it has.
    pub fn of(&self, found: &Tags) -> Tags {
        let Self { puts, removes } = self;
        let mut all = found.clone();
        all.retain(|key, _| !removes.contains(key));
        all.extend(puts.clone());
        all
    }
}

/// What says which tags were given; nothing where there are none.
pub fn given(tags: &Tags) -> Option<(String, String)> {
    let all: String = tags.iter().map(|(key, value)| short(key, value)).collect();
    (!all.is_empty()).then(|| (GIVEN_TAG.to_owned(), all))
}

/// A tag in a few characters that a tag's value can have.
fn short(key: &str, value: &str) -> String {
    // No key and no value has a line break in it.
    let mut text = BASE64_STANDARD_NO_PAD.encode(Sha256::digest(format!("{key}\n{value}")));
    text.truncate(GIVEN_CHARS);
    text
}

/// The tags that a resource has from a deployment, and the settings do not want any more.
pub fn lost(wanted: &Tags, found: &Tags) -> Vec<String> {
    let given: Vec<&[u8]> = found
        .get(GIVEN_TAG)
        .map(|it| it.as_bytes().chunks(GIVEN_CHARS).collect())
        .unwrap_or_default();
    let was_given =
        |(key, value): &(&String, &String)| given.contains(&short(key, value).as_bytes());
    let gone = found.iter().filter(|(key, _)| !wanted.contains_key(*key)).filter(was_given);
    let gone = gone.map(|(key, _)| key.clone());
    // Where nothing was given, nothing says so.
    let list = (wanted.is_empty() && found.contains_key(GIVEN_TAG)).then(|| GIVEN_TAG.to_owned());
    gone.chain(list).collect()
}

/// What is different of the tags; nothing where they are as they should be.
pub fn change(wanted: &Tags, found: &Tags) -> Option<Change> {
    let lost = lost(wanted, found);
    let wrong = || wanted.iter().filter(|(key, value)| found.get(*key) != Some(value));
    let says_so = found.get(GIVEN_TAG) == given(wanted).map(|(_, all)| all).as_ref();
    if lost.is_empty() && says_so && wrong().next().is_none() {
        return None;
    }
    let object = |tags: Vec<(&String, &String)>| -> Value {
        tags.into_iter().map(|(key, value)| (key.clone(), Value::from(value.clone()))).collect()
    };
    let visible = found.iter().filter(|(key, _)| {
        *key != GIVEN_TAG && (lost.contains(key) || wrong().any(|(it, _)| it == *key))
    });
    Some(Change { property: TAGS, old: object(visible.collect()), new: object(wrong().collect()) })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn tags(pairs: &[(&str, &str)]) -> Tags {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    /// What a resource has that was given these, and those that somebody else put.
    fn there(given_tags: &[(&str, &str)], others: &[(&str, &str)]) -> Tags {
        let all = tags(given_tags);
        let said = given(&all);
        all.into_iter().chain(said).chain(tags(others)).collect()
    }

    #[track_caller]
    fn check(wanted: &[(&str, &str)], found: &Tags, removes: &[&str], old: Value, new: Value) {
        let wanted = tags(wanted);
        assert_eq!(change(&wanted, found), Some(Change { property: TAGS, old, new }));
        let lost = lost(&wanted, found);
        assert_eq!(lost, removes);
        // And then they are as they should be.
        let puts = wanted.clone().into_iter().chain(given(&wanted)).collect();
        let after = Tagging { puts, removes: lost }.of(found);
        assert_eq!(change(&wanted, &after), None, "{after:?}");
    }

    #[test]
    fn what_is_as_it_should_be_is_left_alone_and_so_is_what_others_put() {
        let cost = [("cost", "7")];
        assert_eq!(change(&tags(&[]), &there(&[], &cost)), None);
        assert_eq!(change(&tags(&[("team", "sky")]), &there(&[("team", "sky")], &cost)), None);
    }

    #[test]
    fn values_change_and_tags_come() {
        let found = there(&[("team", "sky")], &[("cost", "7")]);
        let new = json!({ "team": "sea" });
        check(&[("team", "sea")], &found, &[], json!({ "team": "sky" }), new);
        let both = [("team", "sky"), ("to", "all")];
        check(&both, &found, &[], json!({}), json!({ "to": "all" }));
    }

    #[test]
    fn what_was_given_goes_and_nothing_else() {
        let found = there(&[("team", "sky"), ("to", "all")], &[("cost", "7")]);
        check(&[("to", "all")], &found, &["team"], json!({ "team": "sky" }), json!({}));
        let old = json!({ "team": "sky", "to": "all" });
        check(&[], &found, &["team", "to", GIVEN_TAG], old, json!({}));
    }

    #[test]
    fn a_tag_that_has_another_value_than_it_was_given_is_somebody_elses() {
        let mut found = there(&[("team", "sky"), ("to", "all")], &[]);
        found.insert("team".to_owned(), "theirs".to_owned());
        check(&[("to", "all")], &found, &[], json!({}), json!({}));
    }

    #[test]
    fn what_forty_tags_say_fits_into_a_value() {
        let many: Tags = (0..40).map(|it| (it.to_string(), "x".repeat(256))).collect();
        let (_, all) = given(&many).unwrap();
        assert!(all.len() <= 256, "{}", all.len());
        let is_allowed = |it: char| it.is_ascii_alphanumeric() || "+-=._:/@ ".contains(it);
        assert!(all.chars().all(is_allowed), "{all}");
    }
}
