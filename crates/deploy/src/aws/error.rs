//! [`CallError`]: a call that AWS refused, or that never reached it: which one, on what, AWS's own words,
//! and what to do.

use std::fmt;

use super::explain;
use crate::resource::Id;

/// A call that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallError {
    /// What was called, such as `lambda:CreateFunction`: as IAM spells the action.
    pub action: String,
    /// On what.
    pub on: String,
    /// Why.
    pub reason: Reason,
}

/// Why a call failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// There are no credentials, or they cannot be had.
    NoCredentials(String),
    /// AWS was not reached, or its answer did not arrive.
    Network(String),
    /// AWS refused.
    Refused {
        /// AWS's name for it, such as `AccessDenied`.
        code: String,
        /// AWS's own words.
        message: String,
        /// By which AWS finds the request again.
        request_id: Option<String>,
    },
    /// AWS answered, but not with what it should.
    Strange(String),
}

impl CallError {
    /// AWS's name for why it refused; nothing where it did not.
    pub fn code(&self) -> &str {
        match &self.reason {
            Reason::Refused { code, .. } => code,
            _ => "",
        }
    }

    /// AWS's own words; nothing where it said none.
    pub fn message(&self) -> &str {
        match &self.reason {
            Reason::Refused { message, .. } => message,
            _ => "",
        }
    }

    /// Whether what was asked for is not there.
    pub fn is_not_found(&self) -> bool {
        const CODES: [&str; 12] = [
            "404",
            "ExecutionDoesNotExist",
            "NoSuchBucket",
            "NoSuchBucketPolicy",
            "NoSuchEntity",
            "NoSuchPublicAccessBlockConfiguration",
            "NoSuchTagSet",
            "NotFound",
            "ResourceNotFound",
            "ResourceNotFoundException",
            "ServerSideEncryptionConfigurationNotFoundError",
            "StateMachineDoesNotExist",
        ];
        CODES.contains(&self.code())
    }

    /// Whether it made something that is there already: somebody else did, since the look.
    pub(crate) fn is_there_already(&self) -> bool {
        const CODES: [&str; 5] = [
            "BucketAlreadyOwnedByYou",
            "ConflictException",
            "EntityAlreadyExists",
            "ResourceAlreadyExistsException",
            "ResourceConflictException",
        ];
        CODES.contains(&self.code())
    }

    /// Whether it is not allowed.
    pub fn is_denied(&self) -> bool {
        explain::is_denied(self.code())
    }

    /// An answer that lacks what AWS promises.
    pub(crate) fn strange(action: &str, on: impl fmt::Display, what: &str) -> Self {
        let reason = Reason::Strange(format!("the answer has no {what}"));
        Self { action: action.to_owned(), on: on.to_string(), reason }
    }
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { action, on, reason } = self;
        write!(f, "`{action}` on {on} failed: ")?;
        match reason {
            Reason::NoCredentials(why) => write!(f, "there are no AWS credentials: {why}")?,
            Reason::Network(why) => write!(f, "AWS was not reached: {why}")?,
            Reason::Strange(why) => write!(f, "AWS's answer cannot be read: {why}")?,
            Reason::Refused { code, message, request_id } => {
                write!(f, "AWS says `{code}`: {message}")?;
                if let Some(id) = request_id {
                    write!(f, " (request {id})")?;
                }
            }
        }
        if let Some(advice) = explain::advice(self) {
            write!(f, "\n  {advice}")?;
        }
        Ok(())
    }
}

impl std::error::Error for CallError {}

/// Why a deployment ended early. What was done until then stays, and the next one goes on from there.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    /// Calls that failed. What did not depend on them was done.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Calls(Vec<CallError>),
    /// Something is somebody else's.
    #[error(
        "{0} is there, and is not this deployment's: it does not carry its tags. Nothing was changed. Rename it, or change the names in stepwright.toml"
    )]
    Foreign(Id),
    /// Somebody else made something since the look.
    #[error(
        "{0} was made by somebody else in the meantime: it does not carry this deployment's tags, and was left alone. What was done until then stays. Rename it, or change the names in stepwright.toml"
    )]
    Taken(Id),
    /// Somebody else deploys.
    #[error("{0}")]
    Locked(String),
    /// AWS does not take the definition.
    #[error("AWS finds the definition of `{machine}` wrong; nothing was changed:\n{diagnostics}")]
    Definition {
        /// The state machine.
        machine: String,
        /// A line for each.
        diagnostics: String,
    },
    /// What was waited for did not come.
    #[error(
        "{0} was not ready after about two minutes; what was done until then stays, and the next deployment goes on from there"
    )]
    NotReady(String),
    /// New executions were moved back.
    #[error("{why}; new executions go to the version before again: {back}")]
    TakenBack {
        /// Why.
        why: String,
        /// What was moved where.
        back: String,
    },
    /// New executions should have been moved back.
    #[error(
        "{why}; new executions should go to the version before again, but {error}\n  `rollback` moves them back, and the next deployment goes on"
    )]
    NotTakenBack {
        /// Why they should have been.
        why: String,
        /// Why they were not.
        error: Box<ApplyError>,
    },
}

impl From<CallError> for ApplyError {
    fn from(error: CallError) -> Self {
        Self::Calls(vec![error])
    }
}
