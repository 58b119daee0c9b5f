//! The quotas that an execution runs into, by AWS's numbers.

use std::sync::Arc;

use stepwright_json::Value;

/// Maximum size of the input or output of a task, state or execution, in bytes of UTF-8.
pub const PAYLOAD_BYTES_MAX: usize = 262_144;
/// Maximum length of an execution's name, in characters.
pub const NAME_CHARS_MAX: usize = 80;
/// Maximum length of a role's ARN, in characters.
pub const ARN_CHARS_MAX: usize = 256;
/// Maximum size of a definition, in characters: what the API takes.
pub const DEFINITION_CHARS_MAX: usize = 1_048_576;
/// Maximum length of an error's name, in characters.
pub const ERROR_CHARS_MAX: usize = 256;
/// Maximum length of an error's cause, in characters.
pub const CAUSE_CHARS_MAX: usize = 32_768;
/// Maximum size of all variables that one `Assign` sets, in bytes of UTF-8.
pub const ASSIGN_BYTES_MAX: usize = 262_144;
/// Maximum size of all variables that an execution has at a time, in bytes of UTF-8: 10 MiB.
pub const VARIABLES_BYTES_MAX: usize = 10 * 1024 * 1024;
/// Maximum number of events in an execution's history. The last one ends the execution.
pub const HISTORY_EVENTS_MAX: u64 = 25_000;
/// Maximum number of events of an Express execution. AWS has none: there, five minutes end a loop that
/// nothing else ends; here, time may stand still.
pub const EXPRESS_EVENTS_MAX: u64 = 1_000_000;
/// Maximum number of iterations of an inline Map state that run at once.
pub const INLINE_MAP_CONCURRENCY_MAX: usize = 40;
/// Maximum number of children of a Map Run that run at once.
pub const MAP_RUN_CONCURRENCY_MAX: usize = 10_000;
/// Maximum size of a file that a Distributed Map reads its items from, in bytes: 10 GB.
pub const ITEM_FILE_BYTES_MAX: u64 = 10_000_000_000;
/// Maximum size of a row group of a Parquet file, in bytes: 256 MB.
// UNVERIFIED: whether it counts before or after it is compressed, and in which megabytes.
pub const PARQUET_ROW_GROUP_BYTES_MAX: u64 = 256 * 1024 * 1024;
/// Maximum size of the footer of a Parquet file, in bytes: 5 MB.
pub const PARQUET_FOOTER_BYTES_MAX: u64 = 5 * 1024 * 1024;
/// How large a file of a Map Run's results grows before the next one begins, in bytes: what is held in
/// memory of them. AWS does not say how it parts them.
// UNVERIFIED: no recording has more than one file of results.
pub const RESULT_FILE_BYTES_MAX: usize = 16 * 1024 * 1024;
/// Maximum number of seconds that a Standard execution is open, redrives included: a year.
pub const EXECUTION_SECONDS_MAX: i64 = 31_536_000;
/// Maximum number of seconds between the end of an execution and its redrive: 14 days.
pub const REDRIVE_SECONDS_MAX: i64 = 1_209_600;
/// Maximum number of times a Map Run is redriven.
pub const MAP_RUN_REDRIVES_MAX: u64 = 1_000;
/// Maximum number of seconds that `TimeoutSeconds` and `HeartbeatSeconds` of a Task say; 1 at least.
pub const TASK_SECONDS_MAX: u64 = 99_999_999;
/// Maximum number of seconds an HTTP Task takes, whatever its `TimeoutSeconds` says.
pub const HTTP_TASK_SECONDS_MAX: u64 = 60;
/// Maximum number of seconds an Express execution runs: 5 minutes.
pub const EXPRESS_SECONDS_MAX: u64 = 300;
/// Maximum number of seconds a test of one state runs: 5 minutes.
pub const TEST_STATE_SECONDS_MAX: u64 = 300;
/// Maximum number of seconds a Wait state waits: what `Seconds` may say at most.
pub const WAIT_SECONDS_MAX: u64 = 99_999_999;

/// Maximum number of seconds until the time a Wait state waits for: a little more than 24,855 days.
/// Recorded: 24,856 days are too long.
pub const WAIT_DELAY_SECONDS_MAX: i64 = 2_147_483_647;

/// Whether a value's compact JSON is longer than a payload may be. Arrays and objects remember how
/// long they are: what goes through many states is measured once.
pub(crate) fn is_too_large(value: &Value) -> bool {
    value.size_bytes() > PAYLOAD_BYTES_MAX
}

/// How many bytes one `Assign` sets, all variables together; nothing where they are more than may be.
pub(crate) fn assigned_bytes(assigned: &[(Arc<str>, Value)]) -> Option<usize> {
    let bytes = assigned.iter().map(|(_, value)| value.size_bytes()).sum();
    (bytes <= ASSIGN_BYTES_MAX).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_byte_more_than_the_quota_is_too_large() {
        let text = "x".repeat(PAYLOAD_BYTES_MAX - 2);
        assert!(!is_too_large(&Value::from(text.as_str())));
        assert!(is_too_large(&Value::from(text + "x")));
    }
}
