//! Tags, as each service has them.

use std::collections::BTreeMap;

/// Makes a service's tags of names and values.
pub(crate) fn each<T>(tags: &BTreeMap<String, String>, tag: impl Fn(&str, &str) -> T) -> Vec<T> {
    tags.iter().map(|(key, value)| tag(key, value)).collect()
}

pub(crate) fn iam(tags: &BTreeMap<String, String>) -> Vec<aws_sdk_iam::types::Tag> {
    // Key and value are there, so there is a tag.
    let tag = |key: &str, value: &str| {
        aws_sdk_iam::types::Tag::builder().key(key).value(value).build().ok()
    };
    each(tags, tag).into_iter().flatten().collect()
}

pub(crate) fn s3(tags: &BTreeMap<String, String>) -> Vec<aws_sdk_s3::types::Tag> {
    let tag = |key: &str, value: &str| {
        aws_sdk_s3::types::Tag::builder().key(key).value(value).build().ok()
    };
    each(tags, tag).into_iter().flatten().collect()
}

pub(crate) fn sfn(tags: &BTreeMap<String, String>) -> Vec<aws_sdk_sfn::types::Tag> {
    each(tags, |key, value| aws_sdk_sfn::types::Tag::builder().key(key).value(value).build())
}

pub(crate) fn scheduler(tags: &BTreeMap<String, String>) -> Vec<aws_sdk_scheduler::types::Tag> {
    let tag = |key: &str, value: &str| {
        aws_sdk_scheduler::types::Tag::builder().key(key).value(value).build().ok()
    };
    each(tags, tag).into_iter().flatten().collect()
}

pub(crate) fn cloudwatch(tags: &BTreeMap<String, String>) -> Vec<aws_sdk_cloudwatch::types::Tag> {
    each(tags, |key, value| aws_sdk_cloudwatch::types::Tag::builder().key(key).value(value).build())
}
