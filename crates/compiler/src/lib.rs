//! From a definition to a [`Program`], or every reason why not.
//!
//! The only door to a `Program`: what is wrong with a definition is said here, all at once, and
//! what has passed can be run without asking again.

#![warn(clippy::wildcard_enum_match_arm)]

mod diagnostic;
mod evaluation_error;
mod expression;
mod json_path;
mod lower;
mod program;
mod resource;
mod template;
mod variable_references;

pub use diagnostic::{Diagnostic, Severity};
pub use evaluation_error::{EvaluationError, EvaluationErrorKind};
pub use expression::{Bindings, Expression, SyntaxError};
pub use json_path::{FieldPath, Payload, ResultPath, Selection};
pub use lower::compile;
pub use program::{
    Assign, Catcher, Choice, ChoiceRule, Comparison, Condition, DataFlow, DistributedMap, ErrorSet,
    ExecutionType, Fail, ItemBatcher, ItemFormat, ItemReader, ItemSource, Items, JitterStrategy,
    Map, Number, Operand, Order, Output, Parallel, Paths, Percentage, Program, ResultFormat,
    ResultTransformation, ResultWriter, Retrier, Scope, ScopeIndex, State, StateIndex, StateKind,
    Task, Test, TextPattern, Transition, ValueType, Wait, parse_timestamp,
};
pub use resource::{IntegrationPattern, Resource, ResourceKind, UnknownResource};
pub use template::Template;
pub use variable_references::variable_references;
