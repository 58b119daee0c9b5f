//! [`Problem`]: what is wrong with a definition, and where.

use std::fmt;

use stepwright_json::Pointer;

/// Something that is wrong, or all but surely a mistake, in a definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Whether the service refuses the definition for it.
    pub severity: Severity,
    /// What kind of problem it is: one of [`code`], and never renamed.
    pub code: &'static str,
    /// The place: the field itself, or the object that lacks it.
    pub at: Pointer,
    /// The place as the service writes it, such as `/States/Load/Catch[0]/Next`. The service blames
    /// the object for a field that does not belong, and nothing at all for a missing end.
    pub location: Option<String>,
    /// What is wrong; in the service's own words where they are known.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

/// How bad a [`Problem`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The service refuses the definition.
    Error,
    /// The service takes the definition, but it hardly does what was meant.
    Warning,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
        })
    }
}

impl fmt::Display for Problem {
    /// One line: severity, code, place, message, and help where there is any.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { severity, code, at, location: _, message, help } = self;
        let at = if at.is_root() { "/" } else { at.as_str() };
        write!(f, "{severity}[{code}] {at}: {message}")?;
        help.iter().try_for_each(|it| write!(f, " ({it})"))
    }
}

/// The codes of [`Problem`]s. Those that the service has are the service's.
pub mod code {
    /// A field is missing, unknown, of the wrong type, out of its range, or of the other language.
    pub const SCHEMA_VALIDATION_FAILED: &str = "SCHEMA_VALIDATION_FAILED";
    /// A transition names a state that is not there, or no transition leads to a state.
    pub const MISSING_TRANSITION_TARGET: &str = "MISSING_TRANSITION_TARGET";
    /// No state ends the state machine.
    pub const MISSING_END_STATE: &str = "MISSING_END_STATE";
    /// Two states have one name.
    pub const DUPLICATE_STATE_NAME: &str = "DUPLICATE_STATE_NAME";
    /// A state's name is empty or too long.
    pub const INVALID_STATE_NAME: &str = "INVALID_STATE_NAME";
    /// Two Distributed Maps have one label.
    pub const DUPLICATE_LABEL_NAME: &str = "DUPLICATE_LABEL_NAME";
    /// A label is too long or has a character that an ARN cannot have.
    pub const INVALID_LABEL_NAME: &str = "INVALID_LABEL_NAME";
    /// A variable's name is the language's own.
    pub const RESERVED_VARIABLE_NAME: &str = "RESERVED_VARIABLE_NAME";
    /// A variable's name is no name.
    pub const INVALID_VARIABLE_NAME: &str = "INVALID_VARIABLE_NAME";
    /// State machines or rules are nested too deeply.
    pub const TOO_DEEPLY_NESTED: &str = "TOO_DEEPLY_NESTED";
    /// Ours: an error name that begins with `States.` and that the service never raises.
    pub const UNKNOWN_ERROR_NAME: &str = "UNKNOWN_ERROR_NAME";
    /// Ours: a field of a Distributed Map in a Map that runs inline.
    pub const DISTRIBUTED_ONLY_FIELD: &str = "DISTRIBUTED_ONLY_FIELD";
    /// Ours: a key stands twice in one object, so that the first value is lost.
    pub const DUPLICATE_KEY: &str = "DUPLICATE_KEY";
}
