//! [`Mistake`]: what `build()` finds wrong with a workflow, with the source lines involved.
//!
//! Owns the form of messages; what is checked is in the modules below, a code or a small group
//! each.

mod check;
mod empty;
mod express;
pub(crate) mod hands_back;
mod hidden;
mod label;
mod lambda_faults;
pub(crate) mod leaves;
mod limit;
mod literal;
mod loops;
mod name;
mod placeholder;
mod raise;
pub(crate) mod raw;
mod stale;
mod task;
pub(crate) mod unreachable;
mod unset;
mod value;
pub(crate) mod variable;

use std::fmt;

pub(crate) use self::check::{check, check_data, check_limits, warnings};
use crate::graph::Location;

/// Something wrong with a workflow: one line of what, the places, one line of help.
///
/// The codes are listed at [`Mistakes`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    severity: Severity,
    code: &'static str,
    message: String,
    places: Vec<Place>,
    help: String,
}

/// How much a [`Mistake`] matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The definition would be wrong: `build()` refuses.
    Error,
    /// The definition may be meant: only `build_report()` tells.
    Warning,
}

/// A source line that a [`Mistake`] speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// What happens there, if that has to be said: `made here`.
    pub label: Option<&'static str>,
    /// The place.
    pub location: &'static std::panic::Location<'static>,
}

impl Mistake {
    pub(crate) fn error(code: &'static str, message: String) -> Self {
        let (severity, places, help) = (Severity::Error, Vec::new(), String::new());
        Self { severity, code, message, places, help }
    }

    pub(crate) fn warning(code: &'static str, message: String) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, message) }
    }

    pub(crate) fn at(mut self, location: Location) -> Self {
        self.places.push(Place { label: None, location });
        self
    }

    pub(crate) fn labelled(mut self, label: &'static str, location: Location) -> Self {
        self.places.push(Place { label: Some(label), location });
        self
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// The code, such as `W01`.
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// How much it matters.
    pub fn severity(&self) -> Severity {
        self.severity
    }

    /// What is wrong, in one line.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The source lines involved.
    pub fn places(&self) -> &[Place] {
        &self.places
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { severity, code, message, places, help } = self;
        let severity = match severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        writeln!(f, "{severity}[{code}]: {message}")?;
        for Place { label, location } in places {
            if let Some(label) = label {
                writeln!(f, "  {label}")?;
            }
            writeln!(f, "  --> {location}")?;
        }
        write!(f, "  help: {help}")
    }
}

/// All that is wrong with a workflow.
///
/// | code | when |
/// |---|---|
/// | W01 | a state name is used twice in the machine |
/// | W02 | a state can never be reached |
/// | W03 | a value leaves the branch or iteration that makes it |
/// | W04 | a value is read where not every path has set it |
/// | W05 | a variable's earlier value is read where it has been set again |
/// | W06 | `go_to` or `catch_to` leaves its branch |
/// | W07 | a branch or iteration has no states |
/// | W08 | a Retrier or Catcher can never match, or `States.ALL` is not alone and last |
/// | W09 | a Parallel or Map retries or catches an error that nothing inside can raise |
/// | W10 | a limit of AWS is passed |
/// | W11 | a label that nothing follows |
/// | W12 | a loop without a Wait, a Task or a counter (a warning) |
/// | W13 | a variable's name is taken, reserved or none |
/// | W14 | a branch or iteration sets a variable from outside |
/// | W15 | a placeholder would stand for two things |
/// | W16 | `w.succeed(..)` hands back another type than its scope |
/// | W17 | a raw state or branch cannot be part of the flow as it is |
/// | W18 | a Task has something that its kind does not have |
/// | W19 | a literal has no JSON form |
/// | W20 | a Lambda task does not retry Lambda's own faults (a warning) |
/// | W21 | an Express execution is asked for what only a Standard one can do |
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistakes(Vec<Mistake>);

impl Mistakes {
    pub(crate) fn new(mistakes: Vec<Mistake>) -> Self {
        Self(mistakes)
    }
}

impl std::ops::Deref for Mistakes {
    type Target = [Mistake];
    fn deref(&self) -> &[Mistake] {
        &self.0
    }
}

impl std::error::Error for Mistakes {}

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, mistake) in self.0.iter().enumerate() {
            if number > 0 {
                f.write_str("\n\n")?;
            }
            mistake.fmt(f)?;
        }
        Ok(())
    }
}
