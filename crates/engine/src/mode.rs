//! [`Mode`]: as what an execution runs.

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

/// How an execution of an Express state machine is started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Express {
    /// By `StartSyncExecution`: whoever starts it waits for its end.
    Synchronous,
    /// By `StartExecution`.
    Asynchronous,
}
