//! [`Policy`]: what somebody may do, as IAM reads it, and why, as people do.
//!
//! Which statements a role needs is for `stepwright-permissions` to know.

use serde_json::Value;
use stepwright_permissions::INLINE_POLICY_CHARS_MAX;

use crate::desired::DesiredError;

/// A policy document and the reasons for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    /// The document.
    pub document: Value,
    /// Each statement with its reason, in lines.
    pub explanation: String,
}

impl Policy {
    /// The policy of a role.
    pub(crate) fn of_role(
        role: &str,
        policy: &stepwright_permissions::Policy,
    ) -> Result<Self, DesiredError> {
        let chars = policy.size_chars();
        if chars > INLINE_POLICY_CHARS_MAX {
            return Err(DesiredError::PolicyTooLarge { role: role.to_owned(), chars });
        }
        Ok(Self { document: document(policy), explanation: policy.explanation() })
    }
}

/// A policy as IAM and S3 take it.
pub(crate) fn document(policy: &stepwright_permissions::Policy) -> Value {
    // Both values are JSON, so that one always is the other.
    stepwright_json::from_value(&policy.to_value()).unwrap_or_default()
}
