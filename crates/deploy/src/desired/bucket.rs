//! [`Bucket`]: where the functions put what they make. Private, encrypted, versioned, TLS only.

use serde_json::{Value, json};
use stepwright_permissions::bucket_policy;

use super::{DesiredError, Naming, role};
use crate::policy;
use crate::resource::{Id, Kind, Properties};

/// The bucket of a stage.
#[derive(Debug, Clone, PartialEq)]
pub struct Bucket {
    /// Unique in the world.
    pub name: String,
    /// Its policy.
    pub policy: Value,
}

impl Bucket {
    pub(super) fn new(naming: &Naming<'_>) -> Result<Self, DesiredError> {
        let name = naming.fill(&naming.config.bucket);
        let fits =
            |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-' || it == b'.';
        let ends =
            |it: Option<u8>| it.is_some_and(|it| it.is_ascii_lowercase() || it.is_ascii_digit());
        let well_formed = (3..=63).contains(&name.len())
            && name.bytes().all(fits)
            && ends(name.bytes().next())
            && ends(name.bytes().last())
            && !name.contains("..");
        if !well_formed {
            return Err(DesiredError::BucketName(name));
        }
        let policy = bucket_policy(&name, &role::context(naming, ""));
        let policy = policy::document(&policy);
        Ok(Self { name, policy })
    }

    /// Which resource it is.
    pub fn id(&self) -> Id {
        Id::new(Kind::Bucket, &self.name)
    }

    /// What it is like.
    pub fn properties(&self) -> Properties {
        Properties::from([
            ("BucketEncryption", json!("AES256")),
            ("BucketPolicy", self.policy.clone()),
            ("PublicAccessBlock", json!(true)),
            ("VersioningConfiguration", json!("Enabled")),
        ])
    }
}
