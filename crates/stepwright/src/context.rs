//! [`Context`]: facts of the execution.

use crate::expr::Expr;
use crate::node::{Node, NodeRef};
use crate::shape::{Shape, Timestamp};

/// Facts of the execution, known while it runs: see [`Flow::context`](crate::Flow::context).
///
/// Each is read where it stands: `state_entered_time` in two states is two times.
#[derive(Debug, Clone, Copy)]
pub struct Context(());

#[expect(clippy::unused_self, reason = "facts are asked of the context")]
impl Context {
    pub(crate) fn new() -> Self {
        Self(())
    }

    /// The ARN of the execution.
    pub fn execution_id(self) -> Expr<String> {
        fact("Execution.Id")
    }

    /// The name of the execution.
    pub fn execution_name(self) -> Expr<String> {
        fact("Execution.Name")
    }

    /// The role that the execution runs under.
    pub fn execution_role(self) -> Expr<String> {
        fact("Execution.RoleArn")
    }

    /// When the execution was started.
    pub fn start_time(self) -> Expr<Timestamp> {
        fact("Execution.StartTime")
    }

    /// The ARN of the state machine.
    pub fn state_machine_id(self) -> Expr<String> {
        fact("StateMachine.Id")
    }

    /// The name of the state machine.
    pub fn state_machine_name(self) -> Expr<String> {
        fact("StateMachine.Name")
    }

    /// The name of the state that reads this.
    pub fn state_name(self) -> Expr<String> {
        fact("State.Name")
    }

    /// When the state that reads this was entered.
    pub fn state_entered_time(self) -> Expr<Timestamp> {
        fact("State.EnteredTime")
    }

    /// How often the state that reads this has been tried again: of a Task, Parallel or Map.
    pub fn retry_count(self) -> Expr<u32> {
        fact("State.RetryCount")
    }
}

fn fact<T: Shape>(path: &'static str) -> Expr<T> {
    Expr::of_node(NodeRef::of(Node::Context(path)))
}
