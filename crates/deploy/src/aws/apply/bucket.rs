//! Makes the bucket: closed before anything can be put into it, marked when it is as it should be.
//!
//! Its tags are the ones that every look sees, and tell of those of all the others: they change last.

use aws_sdk_s3::types::{
    BucketLocationConstraint, BucketVersioningStatus, CreateBucketConfiguration,
    PublicAccessBlockConfiguration, ServerSideEncryption, ServerSideEncryptionByDefault,
    ServerSideEncryptionConfiguration, ServerSideEncryptionRule, Tagging, VersioningConfiguration,
};

use crate::aws::call::call;
use crate::aws::error::{ApplyError, CallError};
use crate::aws::observe::bucket_owner;
use crate::aws::tags;
use crate::aws::wait::until;
use crate::aws::work::Work;
use crate::desired::Bucket;
use crate::marks::{self, HASH_TAG};
use crate::observed::Ownership;
use crate::plan::Action;
use crate::tagging::{TAGS, Tags};

/// The one region that is not named where a bucket is made.
const FIRST_REGION: &str = "us-east-1";

pub(super) async fn make(work: Work<'_>, bucket: &Bucket) -> Result<(), ApplyError> {
    let id = bucket.id();
    let action = work.action(&id);
    if !action.remakes() {
        return Ok(());
    }
    if *action == Action::Create {
        create(work, bucket).await?;
    }
    // What nobody looked at is set again.
    let anew = action.sets(HASH_TAG);
    if anew || action.sets("PublicAccessBlock") {
        block(work, bucket).await?;
    }
    if anew || action.sets("BucketEncryption") {
        encrypt(work, bucket).await?;
    }
    if anew || action.sets("VersioningConfiguration") {
        version(work, bucket).await?;
    }
    if anew || action.sets("BucketPolicy") {
        let request = work.clients.s3.put_bucket_policy().bucket(&bucket.name);
        let request = request.policy(bucket.policy.to_string()).send();
        call("s3:PutBucketPolicy", &id, request).await?;
    }
    if is_new(action) {
        let mut all = work.desired.tags_of(&bucket.properties());
        if tells_of_others(work) {
            all = work.desired.marks.tags(&marks::hash(&bucket.properties()), &Tags::new());
        }
        tag(work, bucket, &all).await?;
    }
    work.told(if *action == Action::Create { "created" } else { "updated" }, &id);
    Ok(())
}

/// Writes what is to be read of it, and of the tags of all the others; they are as they should be by then.
pub(super) async fn mark(work: Work<'_>, bucket: &Bucket) -> Result<(), ApplyError> {
    let (id, content) = (bucket.id(), bucket.properties());
    let action = work.action(&id);
    let found = work.observed.get(&id).and_then(|it| it.tags.clone()).unwrap_or_default();
    let all = match work.tagging(&id, &content).filter(|_| action.is_change()) {
        _ if is_new(action) && tells_of_others(work) => work.desired.tags_of(&content),
        Some(tagging) if !is_new(action) => tagging.of(&found),
        _ => return Ok(()),
    };
    tag(work, bucket, &all).await?;
    if !action.remakes() {
        work.told("updated", &id);
    }
    Ok(())
}

fn is_new(action: &Action) -> bool {
    matches!(action, Action::Create | Action::Finish)
}

/// Whether the tags of others change too: what a new bucket says of them is not true before the end.
fn tells_of_others(work: Work<'_>) -> bool {
    let retagged = |it: &Action| matches!(it, Action::Update { .. }) && it.sets(TAGS);
    work.plan.steps.iter().any(|it| retagged(&it.action))
}

async fn create(work: Work<'_>, bucket: &Bucket) -> Result<(), ApplyError> {
    let region = &work.desired.place.region;
    let request = work.clients.s3.create_bucket().bucket(&bucket.name);
    let request = if region == FIRST_REGION {
        request
    } else {
        let location = BucketLocationConstraint::from(region.as_str());
        let configuration = CreateBucketConfiguration::builder().location_constraint(location);
        request.create_bucket_configuration(configuration.build())
    };
    match call("s3:CreateBucket", bucket.id(), request.send()).await {
        // Somebody made it in the meantime, or this very call, whose first answer was lost.
        Err(error) if error.is_there_already() => {
            match bucket_owner(work.clients, work.desired).await? {
                Some((Ownership::Ours | Ownership::Remainder, _)) => Ok(()),
                _ => Err(ApplyError::Taken(bucket.id())),
            }
        }
        ended => Ok(ended.map(drop)?),
    }
}

async fn block(work: Work<'_>, bucket: &Bucket) -> Result<(), CallError> {
    let configuration = PublicAccessBlockConfiguration::builder()
        .block_public_acls(true)
        .block_public_policy(true)
        .ignore_public_acls(true)
        .restrict_public_buckets(true)
        .build();
    // The first request after it was made: S3 may not know it yet.
    until(work.clock(), CallError::is_not_found, async || {
        let request = work.clients.s3.put_public_access_block().bucket(&bucket.name);
        let request = request.public_access_block_configuration(configuration.clone()).send();
        call("s3:PutBucketPublicAccessBlock", bucket.id(), request).await
    })
    .await?;
    Ok(())
}

async fn encrypt(work: Work<'_>, bucket: &Bucket) -> Result<(), CallError> {
    let by_default =
        ServerSideEncryptionByDefault::builder().sse_algorithm(ServerSideEncryption::Aes256);
    let by_default = by_default.build().ok();
    let rule = ServerSideEncryptionRule::builder()
        .set_apply_server_side_encryption_by_default(by_default)
        .bucket_key_enabled(true)
        .build();
    let configuration = ServerSideEncryptionConfiguration::builder().rules(rule).build().ok();
    let request = work.clients.s3.put_bucket_encryption().bucket(&bucket.name);
    let request = request.set_server_side_encryption_configuration(configuration).send();
    call("s3:PutEncryptionConfiguration", bucket.id(), request).await?;
    Ok(())
}

async fn version(work: Work<'_>, bucket: &Bucket) -> Result<(), CallError> {
    let configuration =
        VersioningConfiguration::builder().status(BucketVersioningStatus::Enabled).build();
    let request = work.clients.s3.put_bucket_versioning().bucket(&bucket.name);
    let request = request.versioning_configuration(configuration).send();
    call("s3:PutBucketVersioning", bucket.id(), request).await?;
    Ok(())
}

/// All of its tags at once: S3 knows no other way.
async fn tag(work: Work<'_>, bucket: &Bucket, all: &Tags) -> Result<(), CallError> {
    let tagging = Tagging::builder().set_tag_set(Some(tags::s3(all))).build().ok();
    let request = work.clients.s3.put_bucket_tagging().bucket(&bucket.name);
    let request = request.set_tagging(tagging).send();
    call("s3:PutBucketTagging", bucket.id(), request).await?;
    Ok(())
}
