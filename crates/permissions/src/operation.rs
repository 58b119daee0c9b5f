//! The IAM actions of an operation of an AWS SDK integration: most have the operation's name, the
//! exceptions are here.

use crate::service::iam_prefix;

/// The actions that an operation needs, with their prefix. Empty where it needs no permission.
///
/// What depends on the arguments, such as the version of an object, is not here.
pub(crate) fn actions(service: &str, operation: &str) -> Vec<String> {
    let prefix = iam_prefix(service);
    let special = match service {
        "apigateway" | "apigatewayv2" => Some(vec![rest_verb(operation)]),
        "s3" => s3(operation),
        _ => exception(service, operation).map(<[_]>::to_vec),
    };
    let full = |it: &str| if it.contains(':') { it.to_owned() } else { format!("{prefix}:{it}") };
    match special {
        Some(actions) => actions.into_iter().map(full).collect(),
        None => vec![format!("{prefix}:{}", pascal_case(operation))],
    }
}

/// An operation as IAM and the API spell it.
pub(crate) fn pascal_case(operation: &str) -> String {
    let mut chars = operation.chars();
    chars.next().into_iter().map(|it| it.to_ascii_uppercase()).chain(chars).collect()
}

/// API Gateway's own API is REST: its actions are the verbs.
fn rest_verb(operation: &str) -> &'static str {
    let begins = |prefixes: &[&str]| prefixes.iter().any(|it| operation.starts_with(it));
    if begins(&["get", "export"]) {
        "GET"
    } else if begins(&["update"]) {
        "PATCH"
    } else if begins(&["delete", "flush", "untag", "reset"]) {
        "DELETE"
    } else if begins(&["put", "reimport", "tag", "importDocumentationParts"]) {
        "PUT"
    } else {
        "POST"
    }
}

fn s3(operation: &str) -> Option<Vec<&'static str>> {
    // Analytics, inventory, metrics and tiering have one action to read and one to write.
    for (word, read, write) in [
        ("Analytics", "GetAnalyticsConfiguration", "PutAnalyticsConfiguration"),
        ("Inventory", "GetInventoryConfiguration", "PutInventoryConfiguration"),
        ("Metrics", "GetMetricsConfiguration", "PutMetricsConfiguration"),
        (
            "IntelligentTiering",
            "GetIntelligentTieringConfiguration",
            "PutIntelligentTieringConfiguration",
        ),
        ("BucketEncryption", "GetEncryptionConfiguration", "PutEncryptionConfiguration"),
        ("BucketLifecycle", "GetLifecycleConfiguration", "PutLifecycleConfiguration"),
        ("BucketReplication", "GetReplicationConfiguration", "PutReplicationConfiguration"),
        ("BucketAccelerate", "GetAccelerateConfiguration", "PutAccelerateConfiguration"),
        ("BucketCors", "GetBucketCORS", "PutBucketCORS"),
        ("BucketNotification", "GetBucketNotification", "PutBucketNotification"),
        ("BucketTagging", "GetBucketTagging", "PutBucketTagging"),
        ("BucketOwnershipControls", "GetBucketOwnershipControls", "PutBucketOwnershipControls"),
        ("PublicAccessBlock", "GetBucketPublicAccessBlock", "PutBucketPublicAccessBlock"),
        (
            "ObjectLockConfiguration",
            "GetBucketObjectLockConfiguration",
            "PutBucketObjectLockConfiguration",
        ),
    ] {
        if operation.contains(word) {
            let reads = operation.starts_with("get") || operation.starts_with("list");
            return Some(vec![if reads { read } else { write }]);
        }
    }
    Some(match operation {
        "headObject" => vec!["GetObject"],
        "getObjectAttributes" => vec!["GetObject", "GetObjectAttributes"],
        "completeMultipartUpload"
        | "copyObject"
        | "createMultipartUpload"
        | "uploadPart"
        | "uploadPartCopy" => vec!["PutObject"],
        "deleteObjects" => vec!["DeleteObject"],
        "headBucket" | "listObjects" | "listObjectsV2" => vec!["ListBucket"],
        "listObjectVersions" => vec!["ListBucketVersions"],
        "listMultipartUploads" => vec!["ListBucketMultipartUploads"],
        "listParts" => vec!["ListMultipartUploadParts"],
        "listBuckets" => vec!["ListAllMyBuckets"],
        "listDirectoryBuckets" => vec!["s3express:ListAllMyDirectoryBuckets"],
        "createSession" => vec!["s3express:CreateSession"],
        "writeGetObjectResponse" => vec!["s3-object-lambda:WriteGetObjectResponse"],
        _ => return None,
    })
}

fn exception(service: &str, operation: &str) -> Option<&'static [&'static str]> {
    Some(match (service, operation) {
        ("bedrockruntime", "converse" | "startAsyncInvoke") => &["InvokeModel"],
        ("cloudfront", "createDistributionWithTags") => &["CreateDistribution", "TagResource"],
        ("dynamodb", "transactGetItems") => &["GetItem"],
        ("dynamodb", "transactWriteItems") => {
            &["ConditionCheckItem", "DeleteItem", "PutItem", "UpdateItem"]
        }
        ("dynamodb", "executeStatement" | "batchExecuteStatement" | "executeTransaction") => {
            &["PartiQLDelete", "PartiQLInsert", "PartiQLSelect", "PartiQLUpdate"]
        }
        ("kms", "reEncrypt") => &["ReEncryptFrom", "ReEncryptTo"],
        ("lambda", "invoke") => &["InvokeFunction"],
        ("lambda", "getLayerVersionByArn") => &["GetLayerVersion"],
        ("sns", "publishBatch") => &["Publish"],
        ("sqs", "changeMessageVisibilityBatch") => &["ChangeMessageVisibility"],
        ("sqs", "deleteMessageBatch") => &["DeleteMessage"],
        ("sqs", "sendMessageBatch") => &["SendMessage"],
        // "No permissions are required to perform this operation."
        ("sts", "getCallerIdentity" | "getSessionToken") => &[],
        ("timestreamquery", "query") => &["DescribeEndpoints", "Select"],
        ("timestreamquery", "prepareQuery") => &["DescribeEndpoints", "PrepareQuery", "Select"],
        ("timestreamwrite", "writeRecords") => &["DescribeEndpoints", "WriteRecords"],
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(service: &str, operation: &str, expected: &str) {
        assert_eq!(actions(service, operation).join(" "), expected);
    }

    #[test]
    fn most_operations_have_an_action_of_their_own_name() {
        check("dynamodb", "getItem", "dynamodb:GetItem");
        check("sfn", "startSyncExecution", "states:StartSyncExecution");
        check("s3", "getObject", "s3:GetObject");
        check("s3", "putObjectAcl", "s3:PutObjectAcl");
        check("cloudwatchlogs", "putLogEvents", "logs:PutLogEvents");
    }

    #[test]
    fn the_exceptions_of_s3() {
        check("s3", "headObject", "s3:GetObject");
        check("s3", "listObjectsV2", "s3:ListBucket");
        check("s3", "listBuckets", "s3:ListAllMyBuckets");
        check("s3", "deleteObjects", "s3:DeleteObject");
        check("s3", "uploadPart", "s3:PutObject");
        check("s3", "getBucketLifecycleConfiguration", "s3:GetLifecycleConfiguration");
        check("s3", "deleteBucketLifecycle", "s3:PutLifecycleConfiguration");
        check("s3", "putBucketNotificationConfiguration", "s3:PutBucketNotification");
        check("s3", "listBucketInventoryConfigurations", "s3:GetInventoryConfiguration");
        check("s3", "putObjectLockConfiguration", "s3:PutBucketObjectLockConfiguration");
        check("s3", "getBucketVersioning", "s3:GetBucketVersioning");
    }

    #[test]
    fn the_exceptions_of_other_services() {
        check("lambda", "invoke", "lambda:InvokeFunction");
        check("sqs", "sendMessageBatch", "sqs:SendMessage");
        check("kms", "reEncrypt", "kms:ReEncryptFrom kms:ReEncryptTo");
        check("bedrockruntime", "converse", "bedrock:InvokeModel");
        check("apigateway", "getRestApis", "apigateway:GET");
        check("apigateway", "createDeployment", "apigateway:POST");
        check("apigatewayv2", "updateApi", "apigateway:PATCH");
        check("sts", "getCallerIdentity", "");
    }
}
