//! Which log groups there are of the deployment, the lock among them.

use serde_json::json;

use super::Findings;
use crate::aws::call::call;
use crate::aws::clients::Clients;
use crate::aws::error::CallError;
use crate::desired::Desired;
use crate::observed::{Found, Ownership};
use crate::resource::{Id, Kind, Properties};

/// How many pages are read: 50 groups each.
const PAGES_MAX: usize = 40;

pub(super) async fn find(clients: &Clients, desired: &Desired) -> Result<Findings, CallError> {
    let prefix = desired.log_group_prefix();
    let mut findings = Vec::new();
    let mut next = None;
    for _ in 0..PAGES_MAX {
        let request = clients.logs.describe_log_groups().log_group_name_prefix(&prefix);
        let request = request.set_next_token(next).send();
        let answer =
            call("logs:DescribeLogGroups", format!("log groups `{prefix}*`"), request).await?;
        for group in answer.log_groups() {
            let properties =
                Properties::from([("RetentionInDays", json!(group.retention_in_days()))]);
            let found = Found { ownership: Ownership::Unasked, ..Found::ours(properties) };
            findings.extend(group.log_group_name().map(|it| (Id::new(Kind::LogGroup, it), found)));
        }
        next = answer.next_token;
        if next.is_none() {
            break;
        }
    }
    Ok(findings)
}
