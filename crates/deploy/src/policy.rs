//! [`Policy`]: what somebody may do, as IAM reads it, and why, as people do.
//!
//! Which statements a role needs is not known here: see [`mod@crate::desired`].

use serde_json::{Value, json};

/// A policy document and the reasons for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    /// The document.
    pub document: Value,
    /// Each statement with its reason, in lines.
    pub explanation: String,
}

/// One statement of a policy.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Statement {
    pub(crate) sid: &'static str,
    pub(crate) actions: &'static [&'static str],
    pub(crate) resources: Vec<String>,
    pub(crate) why: &'static str,
}

impl Policy {
    /// A policy that allows what the statements say.
    pub(crate) fn allowing(statements: Vec<Statement>) -> Self {
        let lines = statements.iter().map(|it| {
            let Statement { sid, actions, resources, why } = it;
            format!("{sid}: {} on {}, because {why}\n", actions.join(", "), resources.join(", "))
        });
        let explanation = lines.collect();
        let documents = statements.iter().map(|it| {
            json!({ "Sid": it.sid, "Effect": "Allow", "Action": it.actions, "Resource": it.resources })
        });
        let documents: Vec<Value> = documents.collect();
        Self { document: json!({ "Version": "2012-10-17", "Statement": documents }), explanation }
    }
}

/// The policy that a bucket is to have: everything over TLS.
pub(crate) fn tls_only(bucket_arn: &str) -> Value {
    json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Sid": "TlsOnly",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": [bucket_arn, format!("{bucket_arn}/*")],
            "Condition": { "Bool": { "aws:SecureTransport": "false" } },
        }],
    })
}

/// Who may take a role: a service, for the sake of these ARNs only.
pub(crate) fn trust(service: &str, account: &str, source_arns: &[String]) -> Value {
    json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow",
            "Principal": { "Service": service },
            "Action": "sts:AssumeRole",
            "Condition": {
                "StringEquals": { "aws:SourceAccount": account },
                "ArnLike": { "aws:SourceArn": source_arns },
            },
        }],
    })
}

/// Who may take a function's role.
pub(crate) fn trust_lambda() -> Value {
    json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow",
            "Principal": { "Service": "lambda.amazonaws.com" },
            "Action": "sts:AssumeRole",
        }],
    })
}
