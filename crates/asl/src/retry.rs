//! [`Retrier`]: when to try again.

use stepwright_json::Object;

use crate::NumberOr;
use crate::json::{SourceOrder, table};
use crate::words::words;

/// An element of `Retry`: for which errors to try again, how often and after how long.
///
/// ```
/// use stepwright_asl::Retrier;
///
/// let retrier = Retrier {
///     error_equals: Some(vec!["Lambda.TooManyRequestsException".to_owned()]),
///     interval_seconds: Some(2.into()),
///     max_attempts: Some(5.into()),
///     ..Retrier::default()
/// };
/// # assert_eq!(retrier.to_value().get("MaxAttempts").and_then(|it| it.as_i64()), Some(5));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Retrier {
    /// `Comment`: free text.
    pub comment: Option<String>,
    /// `ErrorEquals`: the names of the errors this is for.
    pub error_equals: Option<Vec<String>>,
    /// `IntervalSeconds`: how long to wait before the first retry; 1 where it is not said.
    pub interval_seconds: Option<NumberOr>,
    /// `MaxAttempts`: how many retries; 3 where it is not said, 0 is none.
    pub max_attempts: Option<NumberOr>,
    /// `BackoffRate`: what each wait is multiplied by to give the next; 2.0 where it is not said.
    pub backoff_rate: Option<NumberOr>,
    /// `MaxDelaySeconds`: the longest wait. 1 to 31,622,400.
    pub max_delay_seconds: Option<NumberOr>,
    /// `JitterStrategy`: whether chance shortens the waits.
    pub jitter_strategy: Option<JitterStrategy>,
    /// What there is no field for, and fields whose value has another type than theirs.
    pub extra: Object,
    /// The order in which the author wrote the fields.
    pub source_order: SourceOrder,
}

table! {
    Retrier {
        "Comment" => comment,
        "ErrorEquals" => error_equals,
        "IntervalSeconds" => interval_seconds,
        "MaxAttempts" => max_attempts,
        "BackoffRate" => backoff_rate,
        "MaxDelaySeconds" => max_delay_seconds,
        "JitterStrategy" => jitter_strategy,
    }
}

words! {
    /// `JitterStrategy`: whether chance shortens the waits between retries.
    pub enum JitterStrategy {
        /// Each wait is as long as it is computed.
        None = "NONE",
        /// Each wait is anything between nothing and what is computed.
        Full = "FULL",
    }
}
