//! [`Matches`]: what `retry` and `catch` of a step accept.

use super::{ErrorName, TaskError};

/// What `retry` and `catch` of a step that can raise `E` accept.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an error that this step can raise (its errors are `{E}`)",
    label = "wrong error for this step",
    note = "use a constant of `{E}` (such as `{E}::SOME_VARIANT`) or one of `States::..`; for a name that no type knows, `ErrorName::new(\"..\")`"
)]
pub trait Matches<E> {
    /// The names for `ErrorEquals`.
    fn names(self) -> Vec<String>;
}

/// The errors that Step Functions itself names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum States {
    /// `States.ALL`: every error that can be caught.
    All,
    /// `States.Timeout`
    Timeout,
    /// `States.HeartbeatTimeout`
    HeartbeatTimeout,
    /// `States.TaskFailed`: every error of a Task but a time-out.
    TaskFailed,
    /// `States.Permissions`
    Permissions,
    /// `States.BranchFailed`
    BranchFailed,
    /// `States.NoChoiceMatched`
    NoChoiceMatched,
    /// `States.QueryEvaluationError`
    QueryEvaluationError,
    /// `States.ExceedToleratedFailureThreshold`
    ExceedToleratedFailureThreshold,
    /// `States.ItemReaderFailed`
    ItemReaderFailed,
    /// `States.ResultWriterFailed`
    ResultWriterFailed,
    /// `States.DataLimitExceeded`
    DataLimitExceeded,
    /// `States.Runtime`
    Runtime,
}

impl States {
    /// The name, as `ErrorEquals` spells it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::All => "States.ALL",
            Self::Timeout => "States.Timeout",
            Self::HeartbeatTimeout => "States.HeartbeatTimeout",
            Self::TaskFailed => "States.TaskFailed",
            Self::Permissions => "States.Permissions",
            Self::BranchFailed => "States.BranchFailed",
            Self::NoChoiceMatched => "States.NoChoiceMatched",
            Self::QueryEvaluationError => "States.QueryEvaluationError",
            Self::ExceedToleratedFailureThreshold => "States.ExceedToleratedFailureThreshold",
            Self::ItemReaderFailed => "States.ItemReaderFailed",
            Self::ResultWriterFailed => "States.ResultWriterFailed",
            Self::DataLimitExceeded => "States.DataLimitExceeded",
            Self::Runtime => "States.Runtime",
        }
    }
}

/// All errors of the step that its type marks `#[retriable]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retriable;

/// The transient faults of the Lambda service itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LambdaFaults;

impl LambdaFaults {
    /// The names, as `ErrorEquals` spells them.
    pub const NAMES: [&'static str; 4] = [
        "Lambda.ServiceException",
        "Lambda.AWSLambdaException",
        "Lambda.SdkClientException",
        "Lambda.TooManyRequestsException",
    ];
}

/// The errors of a Parallel or Map: whatever happens inside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inner {}

#[diagnostic::do_not_recommend]
impl<E> Matches<E> for ErrorName<E> {
    fn names(self) -> Vec<String> {
        vec![self.name().to_owned()]
    }
}

/// Every name matches: `build()` checks that something inside raises it.
#[diagnostic::do_not_recommend]
impl<X: TaskError> Matches<Inner> for ErrorName<X> {
    fn names(self) -> Vec<String> {
        vec![self.name().to_owned()]
    }
}

#[diagnostic::do_not_recommend]
impl<E> Matches<E> for States {
    fn names(self) -> Vec<String> {
        vec![self.name().to_owned()]
    }
}

#[diagnostic::do_not_recommend]
impl<E: TaskError> Matches<E> for Retriable {
    fn names(self) -> Vec<String> {
        E::RETRIABLE.iter().map(|&name| name.to_owned()).collect()
    }
}

#[diagnostic::do_not_recommend]
impl<E> Matches<E> for LambdaFaults {
    fn names(self) -> Vec<String> {
        Self::NAMES.iter().map(|&name| name.to_owned()).collect()
    }
}

macro_rules! tuples {
    ($(($($t:ident $v:ident),+))*) => {$(
        #[diagnostic::do_not_recommend]
        impl<Z, $($t: Matches<Z>),+> Matches<Z> for ($($t,)+) {
            fn names(self) -> Vec<String> {
                let ($($v,)+) = self;
                let mut names = Vec::new();
                $(names.extend($v.names());)+
                names
            }
        }
    )*};
}

tuples! {
    (A a, B b) (A a, B b, C c) (A a, B b, C c, D d) (A a, B b, C c, D d, E e)
    (A a, B b, C c, D d, E e, F f)
}
