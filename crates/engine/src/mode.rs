//! [`Mode`]: as what an execution runs.

use crate::test_state::TestRun;

/// As what an execution runs.
#[derive(Debug)]
pub(crate) enum Mode {
    /// An execution of a Standard state machine.
    Standard,
    /// One state, under test.
    Test(Box<TestRun>),
}
