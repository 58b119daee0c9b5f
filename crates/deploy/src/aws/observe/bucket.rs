//! What is there of the bucket: at a quick look whose it is and what it was made with, at a deep one
//! everything.

use serde_json::{Value, json};

use super::{Findings, Look};
use crate::aws::call::{call, find as maybe};
use crate::aws::clients::Clients;
use crate::aws::error::CallError;
use crate::desired::Desired;
use crate::marks::HASH_TAG;
use crate::observed::{Found, Ownership};
use crate::resource::Properties;
use crate::tagging::Tags;

pub(super) async fn find(
    clients: &Clients,
    desired: &Desired,
    look: Look,
) -> Result<Findings, CallError> {
    let Some((ownership, tags)) = owner(clients, desired).await? else { return Ok(Vec::new()) };
    let hash = tags.get(HASH_TAG).cloned();
    let mut found = Found { ownership, hash, tags: Some(tags), ..Found::ours(Properties::new()) };
    if look == Look::Deep && ownership == Ownership::Ours {
        found.properties = Box::pin(deep(clients, &desired.bucket.name)).await?;
    }
    Ok(vec![(desired.bucket.id(), found)])
}

/// Whose the bucket is, and its tags; nothing where there is none.
pub(crate) async fn owner(
    clients: &Clients,
    desired: &Desired,
) -> Result<Option<(Ownership, Tags)>, CallError> {
    let id = desired.bucket.id();
    let name = &desired.bucket.name;
    let request = clients.s3.get_bucket_tagging().bucket(name).send();
    let (tags, is_tagged) = match call("s3:GetBucketTagging", &id, request).await {
        Ok(answer) => {
            let tags = answer.tag_set.into_iter().map(|it| (it.key, it.value));
            (tags.collect::<Tags>(), true)
        }
        Err(error) if error.code() == "NoSuchTagSet" => (Tags::new(), false),
        Err(error) if error.is_not_found() => return Ok(None),
        Err(error) => return Err(error),
    };
    let ownership = if desired.marks.own(&tags) {
        Ownership::Ours
    } else if !is_tagged && is_empty(clients, name).await? {
        Ownership::Remainder
    } else {
        Ownership::Foreign
    };
    Ok(Some((ownership, tags)))
}

/// Whether nothing was ever put into it.
async fn is_empty(clients: &Clients, name: &str) -> Result<bool, CallError> {
    let request = clients.s3.list_object_versions().bucket(name).max_keys(1).send();
    let answer = call("s3:ListBucketVersions", format!("bucket `{name}`"), request).await?;
    Ok(answer.versions().is_empty() && answer.delete_markers().is_empty())
}

async fn deep(clients: &Clients, name: &str) -> Result<Properties, CallError> {
    let on = format!("bucket `{name}`");
    let s3 = &clients.s3;
    let (versioning, encryption, access, policy) = tokio::try_join!(
        call("s3:GetBucketVersioning", &on, s3.get_bucket_versioning().bucket(name).send()),
        maybe("s3:GetEncryptionConfiguration", &on, s3.get_bucket_encryption().bucket(name).send()),
        maybe(
            "s3:GetBucketPublicAccessBlock",
            &on,
            s3.get_public_access_block().bucket(name).send()
        ),
        maybe("s3:GetBucketPolicy", &on, s3.get_bucket_policy().bucket(name).send()),
    )?;
    let versioning = versioning.status.map(|it| it.as_str().to_owned());
    let algorithm = encryption.and_then(|it| {
        let rules = it.server_side_encryption_configuration?.rules;
        let by_default = rules.into_iter().next()?.apply_server_side_encryption_by_default?;
        Some(by_default.sse_algorithm.as_str().to_owned())
    });
    let blocked = access.and_then(|it| it.public_access_block_configuration).is_some_and(|it| {
        let all = [
            it.block_public_acls,
            it.block_public_policy,
            it.ignore_public_acls,
            it.restrict_public_buckets,
        ];
        all.into_iter().all(|it| it == Some(true))
    });
    let policy = policy.and_then(|it| it.policy).and_then(|it| serde_json::from_str(&it).ok());
    Ok(Properties::from([
        ("BucketEncryption", json!(algorithm)),
        ("BucketPolicy", policy.unwrap_or(Value::Null)),
        ("PublicAccessBlock", json!(blocked)),
        ("VersioningConfiguration", json!(versioning)),
    ]))
}
