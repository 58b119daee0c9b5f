//! What is there of a role: who may be it, what it may do, and whose it is.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Findings;
use crate::aws::call::find as maybe;
use crate::aws::clients::Clients;
use crate::aws::error::CallError;
use crate::desired::role::POLICY_NAME;
use crate::marks::{HASH_TAG, Marks};
use crate::observed::{Found, Ownership};
use crate::resource::{Id, Kind, Properties};

pub(super) async fn find(
    clients: &Clients,
    marks: &Marks,
    name: &str,
    known: Option<&aws_sdk_iam::types::Role>,
) -> Result<Findings, CallError> {
    let id = Id::new(Kind::Role, name);
    let role = match known {
        Some(role) => Some(role.clone()),
        None => {
            let request = clients.iam.get_role().role_name(name).send();
            maybe("iam:GetRole", &id, request).await?.and_then(|it| it.role)
        }
    };
    let Some(role) = role else { return Ok(Vec::new()) };
    let tags = role.tags().iter().map(|it| (it.key().to_owned(), it.value().to_owned()));
    let tags: BTreeMap<String, String> = tags.collect();
    if !marks.own(&tags) {
        let foreign = Found { ownership: Ownership::Foreign, ..Found::ours(Properties::new()) };
        return Ok(vec![(id, foreign)]);
    }
    let request = clients.iam.get_role_policy().role_name(name).policy_name(POLICY_NAME).send();
    let policy = maybe("iam:GetRolePolicy", &id, request).await?;
    let policy = policy.map_or(Value::Null, |it| document(&it.policy_document));
    let trust = role.assume_role_policy_document().map_or(Value::Null, document);
    let properties = Properties::from([("AssumeRolePolicyDocument", trust), ("Policy", policy)]);
    let hash = tags.get(HASH_TAG).cloned();
    let found = Found { hash, tags: Some(tags), ..Found::ours(properties) };
    Ok(vec![(id, found)])
}

/// A policy document, which IAM gives in the form of URLs.
fn document(text: &str) -> Value {
    serde_json::from_str(&decoded(text)).unwrap_or(Value::Null)
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = |it: &[u8]| u8::from_str_radix(std::str::from_utf8(it).ok()?, 16).ok();
        match (first, after.get(..2).and_then(code)) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_come_in_the_form_of_urls_or_as_they_are() {
        assert_eq!(decoded("%7B%22a%22%3A%20%22b%2Bc%22%7D"), r#"{"a": "b+c"}"#);
        assert_eq!(decoded(r#"{"a": "100%"}"#), r#"{"a": "100%"}"#);
        assert_eq!(document("no document"), Value::Null);
    }
}
