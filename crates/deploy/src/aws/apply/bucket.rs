//! Makes the bucket: closed before anything can be put into it, marked when it is as it should be.

use aws_sdk_s3::types::{
    BucketLocationConstraint, BucketVersioningStatus, CreateBucketConfiguration,
    PublicAccessBlockConfiguration, ServerSideEncryption, ServerSideEncryptionByDefault,
    ServerSideEncryptionConfiguration, ServerSideEncryptionRule, Tagging, VersioningConfiguration,
};

use super::wait::until;
use super::{Work, is_there_already};
use crate::aws::call::call;
use crate::aws::error::{ApplyError, CallError};
use crate::aws::tags;
use crate::desired::Bucket;
use crate::marks::HASH_TAG;
use crate::plan::Action;

/// The one region that is not named where a bucket is made.
const FIRST_REGION: &str = "us-east-1";

pub(super) async fn make(work: Work<'_>, bucket: &Bucket) -> Result<(), ApplyError> {
    let id = bucket.id();
    let action = work.action(&id);
    if !action.is_change() {
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
    if !work.is_marked(&id, &bucket.properties()) {
        mark(work, bucket).await?;
    }
    work.told(if *action == Action::Create { "created" } else { "updated" }, &id);
    Ok(())
}

async fn create(work: Work<'_>, bucket: &Bucket) -> Result<(), CallError> {
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
        Err(error) if !is_there_already(&error) => Err(error),
        _ => Ok(()),
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

async fn mark(work: Work<'_>, bucket: &Bucket) -> Result<(), CallError> {
    let all = work.desired.tags_of(&bucket.properties());
    let tagging = Tagging::builder().set_tag_set(Some(tags::s3(&all))).build().ok();
    let request = work.clients.s3.put_bucket_tagging().bucket(&bucket.name);
    let request = request.set_tagging(tagging).send();
    call("s3:PutBucketTagging", bucket.id(), request).await?;
    Ok(())
}
