//! [`Need`]: one permission that one state needs, before needs are put together into statements.

use stepwright_asl::Pointer;

use crate::Condition;

/// One action on one resource, and who needs it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Need {
    /// Such as `s3:GetObject`.
    pub(crate) action: String,
    pub(crate) scope: Scope,
    pub(crate) conditions: Vec<Condition>,
    /// What is done that needs it.
    pub(crate) why: String,
    /// The state, or `None` where it is the machine as a whole.
    pub(crate) at: Option<Pointer>,
}

/// A resource, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Scope {
    /// An ARN with wildcards.
    pub(crate) pattern: String,
    /// Why it is no narrower, where it could be.
    pub(crate) open: Option<String>,
}

impl Scope {
    pub(crate) fn exactly(pattern: impl Into<String>) -> Self {
        Self { pattern: pattern.into(), open: None }
    }

    pub(crate) fn open(pattern: impl Into<String>, why: impl Into<String>) -> Self {
        Self { pattern: pattern.into(), open: Some(why.into()) }
    }

    /// Everything: for actions that AWS checks against no resource.
    pub(crate) fn all() -> Self {
        Self::exactly("*")
    }

    /// The same resource with its pattern changed.
    pub(crate) fn map(self, change: impl FnOnce(&str) -> String) -> Self {
        Self { pattern: change(&self.pattern), open: self.open }
    }
}

/// A text as a pattern that matches exactly it: IAM has `${*}` for a star, `${?}` and `${$}`.
pub(crate) fn literal(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(it) = chars.next() {
        let escape = matches!(it, '*' | '?') || (it == '$' && chars.peek() == Some(&'{'));
        if escape {
            pattern.extend(["${", it.encode_utf8(&mut [0; 4]), "}"]);
        } else {
            pattern.push(it);
        }
    }
    pattern
}
