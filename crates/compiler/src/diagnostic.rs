//! [`Diagnostic`]: something that is wrong with a definition, and where.
//!
//! Owns the form of messages. Which mistakes there are is the rules' to say.

use std::fmt;

/// Something that is wrong with a definition, or may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Whether the definition can be run all the same.
    pub severity: Severity,
    /// What kind of mistake it is. Stable: scripts may match on it.
    pub code: &'static str,
    /// Where: a JSON Pointer (RFC 6901) into the definition.
    pub pointer: String,
    /// What is wrong.
    pub message: String,
    /// What to do about it, where there is more to say.
    pub help: Option<String>,
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// It runs, and perhaps not as meant.
    Warning,
    /// It cannot be run.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

impl fmt::Display for Diagnostic {
    /// `error[CODE] at /States/A: message`, with the help on a line of its own.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { severity, code, pointer, message, help } = self;
        write!(f, "{severity}[{code}] at {pointer}: {message}")?;
        match help {
            Some(help) => write!(f, "\n  help: {help}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Diagnostic {}
