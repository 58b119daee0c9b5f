//! [`Mode`]: as what an execution runs.

use crate::quota;
use crate::test_state::TestRun;

/// As what an execution runs.
#[derive(Debug)]
pub(crate) enum Mode {
    /// An execution of a Standard state machine.
    Standard,
    /// A Standard child of a Map Run.
    Child,
    /// An execution of an Express state machine.
    Express(Express),
    /// One state, under test.
    Test(Box<TestRun>),
}

impl Mode {
    /// How many events there are at most.
    pub(crate) fn events_max(&self) -> u64 {
        match self {
            Self::Standard | Self::Child | Self::Test(_) => quota::HISTORY_EVENTS_MAX,
            Self::Express(_) => quota::EXPRESS_EVENTS_MAX,
        }
    }
}

/// How an execution of an Express state machine is started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Express {
    /// By `StartSyncExecution`: whoever starts it waits for its end.
    Synchronous,
    /// By `StartExecution`.
    Asynchronous,
}
