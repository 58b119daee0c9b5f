//! Buckets and objects: which there are in a call, and which actions S3 asks for.

use crate::arguments::{Arguments, Said};
use crate::call::Call;
use crate::need::{Scope, literal};
use crate::{Condition, Context, operation};

/// A bucket's ARN, which can be one of several; and why it is not known exactly.
#[derive(Debug, Clone)]
struct Bucket {
    arn: String,
    open: Option<String>,
}

/// What an AWS SDK call of S3 needs.
pub(crate) fn needs(call: &mut Call<'_>) {
    let operation = call.integration.action.clone();
    if operation == "copyObject" || operation == "uploadPartCopy" {
        need_copy_source(call);
    }
    let (bucket, key) = (call.arguments.field("Bucket"), call.arguments.field("Key"));
    for action in actions(&operation, &call.arguments) {
        let scopes = match level(&action) {
            Level::Account => vec![Scope::all()],
            Level::Bucket => bucket_scopes(call.context, &bucket.said()),
            Level::Object if operation == "deleteObjects" => deleted_objects(call),
            Level::Object => object_scopes(call.context, &bucket.said(), &key.said()),
        };
        let conditions = conditions(&action, &call.arguments);
        for scope in scopes {
            call.need_if(&[&action], &scope, &conditions);
        }
    }
}

/// S3 answers `NoSuchKey` only to those who may list the bucket, and 403 to others. So a Retrier or
/// Catcher that waits for it needs that permission.
pub(crate) fn need_to_see_what_is_missing(call: &mut Call<'_>) {
    let reads = ["getObject", "getObjectAttributes", "getObjectTagging", "headObject"];
    let integration = call.integration;
    if integration.service != "s3" || !reads.contains(&integration.action.as_str()) {
        return;
    }
    let why =
        "waits for `S3.NoSuchKeyException`, which S3 tells only to those who may list the bucket";
    let bucket = call.arguments.field("Bucket").said();
    for scope in bucket_scopes(call.context, &bucket) {
        call.need_since(why, &["s3:ListBucket"], &scope, &[]);
    }
}

/// The objects of a bucket.
pub(crate) fn object_scopes(context: &Context, bucket: &Said, key: &Said) -> Vec<Scope> {
    let scope = key.scope("key", "*", str::to_owned);
    objects(context, bucket, &scope)
}

/// The objects of a bucket whose keys begin so.
pub(crate) fn prefix_scopes(context: &Context, bucket: &Said, prefix: &Said) -> Vec<Scope> {
    let scope = match prefix {
        Said::Absent => Scope::exactly("*"),
        Said::Text(text) => Scope::exactly(format!("{}*", literal(text))),
        Said::Beginning(..) | Said::Open(_) => prefix.scope("prefix", "*", str::to_owned),
    };
    objects(context, bucket, &scope)
}

/// The bucket itself.
pub(crate) fn bucket_scopes(context: &Context, bucket: &Said) -> Vec<Scope> {
    let buckets = buckets(context, bucket).into_iter();
    buckets.map(|Bucket { arn, open }| Scope { pattern: arn, open }).collect()
}

/// The condition that a bucket is listed below a prefix only.
pub(crate) fn listing_conditions(prefix: &Said) -> Vec<Condition> {
    let pattern = match prefix {
        Said::Text(text) => literal(text),
        Said::Beginning(text, _) => format!("{}*", literal(text)),
        Said::Absent | Said::Open(_) => return Vec::new(),
    };
    vec![Condition::new("StringLike", "s3:prefix", pattern)]
}

fn objects(context: &Context, bucket: &Said, keys: &Scope) -> Vec<Scope> {
    let within = |Bucket { arn, open }: Bucket| {
        // An access point's objects are below `object/`.
        let between = if arn.contains(":accesspoint/") { "/object/" } else { "/" };
        let open: Vec<String> = open.into_iter().chain(keys.open.clone()).collect();
        let open = (!open.is_empty()).then(|| open.join("; "));
        Scope { pattern: format!("{arn}{between}{}", keys.pattern), open }
    };
    buckets(context, bucket).into_iter().map(within).collect()
}

fn buckets(context: &Context, said: &Said) -> Vec<Bucket> {
    let of_name = |name: &str| {
        if name.starts_with("arn:") { name.to_owned() } else { context.s3_arn(name) }
    };
    match said {
        Said::Open(_) | Said::Absent if !context.buckets.is_empty() => {
            let open =
                said.open("bucket").map(|it| format!("{it}: one of those that are deployed"));
            let known = context.buckets.iter().map(|it| of_name(&literal(it)));
            known.map(|arn| Bucket { arn, open: open.clone() }).collect()
        }
        _ => {
            let Scope { pattern, open } = said.scope("bucket", context.s3_arn("*"), of_name);
            vec![Bucket { arn: pattern, open }]
        }
    }
}

/// `CopySource` is `bucket/key`, perhaps with a slash before it and a version after it.
fn need_copy_source(call: &mut Call<'_>) {
    let source = call.arguments.field("CopySource").said();
    let split = |text: &str| {
        let path = text.strip_prefix('/').unwrap_or(text);
        let path = path.split_once("?versionId=").map_or(path, |(path, _)| path);
        path.split_once('/').map(|(bucket, key)| (bucket.to_owned(), key.to_owned()))
    };
    let action = match &source {
        Said::Text(text) if text.contains("?versionId=") => "s3:GetObjectVersion",
        _ => "s3:GetObject",
    };
    let (bucket, key) = match &source {
        Said::Text(text) => match split(text) {
            // What follows the bucket is percent-encoded; what is only known by name is decoded
            // nowhere here, so a key with such signs is left open.
            Some((bucket, key)) if !key.contains('%') => (Said::Text(bucket), Said::Text(key)),
            Some((bucket, key)) => (Said::Text(bucket), Said::Open(format!("`{key}`"))),
            None => (source.clone(), source.clone()),
        },
        Said::Beginning(text, written) => match split(text) {
            Some((bucket, key)) if key.is_empty() || key.contains('%') => {
                (Said::Text(bucket), Said::Open(written.clone()))
            }
            Some((bucket, key)) => (Said::Text(bucket), Said::Beginning(key, written.clone())),
            None => (Said::Open(written.clone()), Said::Open(written.clone())),
        },
        Said::Absent | Said::Open(_) => (source.clone(), source.clone()),
    };
    for scope in object_scopes(call.context, &bucket, &key) {
        call.need(&[action], &scope);
    }
}

/// The objects that `Delete` lists.
fn deleted_objects(call: &Call<'_>) -> Vec<Scope> {
    let bucket = call.arguments.field("Bucket").said();
    let objects = call.arguments.at(&["Delete", "Objects"]);
    let Some(items) = objects.items() else {
        return object_scopes(call.context, &bucket, &objects.said());
    };
    let keys = items.iter().map(|it| it.field("Key").said());
    keys.flat_map(|key| object_scopes(call.context, &bucket, &key)).collect()
}

/// The actions that S3 asks for, some of which depend on what is sent.
fn actions(operation: &str, arguments: &Arguments<'_>) -> Vec<String> {
    let mut actions: Vec<String> = operation::actions("s3", operation)
        .into_iter()
        .map(|action| of_version(action, arguments))
        .collect();
    let writes = matches!(operation, "putObject" | "copyObject" | "createMultipartUpload");
    for (field, action) in [
        ("ACL", "s3:PutObjectAcl"),
        ("Tagging", "s3:PutObjectTagging"),
        ("ObjectLockMode", "s3:PutObjectRetention"),
        ("ObjectLockLegalHoldStatus", "s3:PutObjectLegalHold"),
    ] {
        if writes && arguments.field(field).is_present() && arguments.fields().is_some() {
            actions.push(action.to_owned());
        }
    }
    actions
}

/// A certain version of an object has actions of its own.
fn of_version(action: String, arguments: &Arguments<'_>) -> String {
    let versioned = [
        "s3:DeleteObject",
        "s3:DeleteObjectTagging",
        "s3:GetObject",
        "s3:GetObjectAcl",
        "s3:GetObjectAttributes",
        "s3:GetObjectTagging",
        "s3:PutObjectAcl",
        "s3:PutObjectTagging",
    ];
    let with_version = arguments.fields().is_some() && arguments.field("VersionId").is_present();
    match action.strip_prefix("s3:").and_then(|it| it.split_once("Object")) {
        Some((verb, rest)) if with_version && versioned.contains(&action.as_str()) => {
            format!("s3:{verb}ObjectVersion{rest}")
        }
        _ => action,
    }
}

fn conditions(action: &str, arguments: &Arguments<'_>) -> Vec<Condition> {
    let lists = matches!(action, "s3:ListBucket" | "s3:ListBucketVersions");
    if lists { listing_conditions(&arguments.field("Prefix").said()) } else { Vec::new() }
}

/// What an action is checked against.
#[derive(Debug, Clone, Copy)]
enum Level {
    Account,
    Bucket,
    Object,
}

fn level(action: &str) -> Level {
    let name = action.strip_prefix("s3:").unwrap_or("");
    let of_object = (name.contains("Object") && !name.contains("ObjectLockConfiguration"))
        || matches!(name, "AbortMultipartUpload" | "ListMultipartUploadParts");
    if of_object {
        Level::Object
    } else if name.contains("Bucket") || name.ends_with("Configuration") {
        if name.starts_with("ListAll") { Level::Account } else { Level::Bucket }
    } else {
        Level::Account
    }
}
