//! Errors that a Task can raise, by name, and what retriers and catchers accept.

mod backoff;
mod matches;
mod output;

pub use self::backoff::Backoff;
pub use self::matches::{Inner, LambdaFaults, Matches, Retriable, States};
pub use self::output::{ErrorOutput, LambdaCause};

use std::fmt;
use std::marker::PhantomData;

use crate::expr::Expr;
use crate::into_expr::IntoExpr;

/// The errors a callable names. Derived on the very enum that the handler returns.
///
/// ```
/// use stepwright::TaskError;
///
/// #[derive(Debug, TaskError)]
/// enum DownloadError {
///     #[retriable]
///     #[error_name("HTTPError")]
///     Http(String),
///     #[error_name("GeneralError")]
///     General(String),
/// }
///
/// assert_eq!(DownloadError::HTTP.name(), "HTTPError");
/// assert_eq!(DownloadError::RETRIABLE, ["HTTPError"]);
/// assert_eq!(DownloadError::General("no table".into()).error_name(), "GeneralError");
/// ```
pub trait TaskError: 'static {
    /// All names, in the order of the variants.
    const NAMES: &'static [&'static str];
    /// The names of those for which trying again can help.
    const RETRIABLE: &'static [&'static str];
    /// The name of this error: what the Lambda side reports as its type.
    fn error_name(&self) -> &'static str;
}

/// The errors of a callable that names none. It has no values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoErrors {}

impl TaskError for NoErrors {
    const NAMES: &'static [&'static str] = &[];
    const RETRIABLE: &'static [&'static str] = &[];
    fn error_name(&self) -> &'static str {
        match *self {}
    }
}

impl fmt::Display for NoErrors {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {}
    }
}

/// The name of an error that a callable with errors `E` can raise.
pub struct ErrorName<E> {
    name: &'static str,
    of: PhantomData<fn() -> E>,
}

impl<E> ErrorName<E> {
    /// A name that no type knows: the escape hatch. Names of `E` are its constants.
    pub const fn new(name: &'static str) -> Self {
        Self { name, of: PhantomData }
    }

    /// The name, as `ErrorEquals` spells it.
    pub const fn name(self) -> &'static str {
        self.name
    }
}

// By hand: derives would ask the same of `E`.
impl<E> Clone for ErrorName<E> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<E> Copy for ErrorName<E> {}
impl<E> fmt::Debug for ErrorName<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// A name is also a text, so that a Fail state's error cannot be misspelt either.
#[diagnostic::do_not_recommend]
impl<E> IntoExpr<String> for ErrorName<E> {
    fn into_expr(self) -> Expr<String> {
        self.name.into_expr()
    }
}
