//! From a definition to a [`Program`], or every reason why not.
//!
//! The only door to a `Program`: what is wrong with a definition is said here, all at once, and
//! what has passed can be run without asking again.

mod diagnostic;
mod resource;

pub use diagnostic::{Diagnostic, Severity};
pub use resource::{IntegrationPattern, Resource, ResourceKind, UnknownResource};

/// A state machine that can be run. Only `compile` makes one.
#[derive(Debug)]
pub struct Program {
    _private: (),
}
