//! [`Callable`]: something that a Task state can call, and what it is on AWS.

use serde::{Deserialize, Serialize};

use crate::error::TaskError;
use crate::node::NodeRef;
use crate::shape::{Kind, NoFields, Shape};

/// Something that a Task state can call. The handler, the workflow and the tests share this type.
///
/// ```
/// use serde::{Deserialize, Serialize};
/// use stepwright::{Callable, Shape, Target};
///
/// #[derive(Serialize, Deserialize, Shape)]
/// struct Request { url: String }
///
/// /// Downloads a table.
/// #[derive(Callable)]
/// #[lambda(name = "download", input = Request)]
/// struct Download;
///
/// assert_eq!(Download::TARGET, Target::Lambda("download"));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be called by a Task state",
    label = "not a `Callable`",
    note = "declare it with `#[derive(Callable)]` and `#[lambda(..)]`, `#[service(..)]`, `#[machine(..)]` or `#[activity(..)]`"
)]
pub trait Callable {
    /// What it is given.
    type Input: Shape;
    /// What it gives back.
    type Output: Shape;
    /// The errors that it names.
    type Error: TaskError;
    /// What it is on AWS.
    const TARGET: Target;
}

/// What a [`Callable`] is on AWS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// A Lambda function, by name.
    Lambda(&'static str),
    /// A service action, by the `Resource` of a Task.
    Service(&'static str),
    /// Another state machine, by name: started, and waited for.
    Machine(&'static str),
    /// An activity, by name: done by whoever polls for it.
    Activity(&'static str),
}

/// What a callback is answered with. It goes into the input of a Task that waits for one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct TaskToken(String);

impl TaskToken {
    /// A token from its text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Shape for TaskToken {
    type Fields = NoFields;
    const KIND: Kind = Kind::Scalar;
    fn fields(_: NodeRef) -> NoFields {
        NoFields
    }
}
