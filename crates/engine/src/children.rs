//! [`Children`]: the executions that Map Runs have begun, kept for whoever drives them.
//!
//! Owns which executions of a run there are, whose children they are, and what a parent is told of
//! one that has ended. Their tasks and timers are the driver's.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use stepwright_compiler::Program;

use crate::command::{ChildId, Command, MapRunId, StartChild, WriteResults};
use crate::completion::{ChildOutcome, Completion};
use crate::execution::Execution;

/// Names an execution of a run: the one that was started, or a child of a Map Run, at any depth.
/// Counts up, and is never used twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RunId(u64);

impl RunId {
    /// The execution that was started.
    pub const ROOT: Self = Self(0);
}

/// The children of Map Runs that have begun and have not ended.
///
/// A driver whose world is empty:
///
/// ```
/// use std::collections::VecDeque;
/// use std::sync::Arc;
///
/// use stepwright_asl::StateMachine;
/// use stepwright_engine::{Children, Command, Execution, RunId, Start};
/// use stepwright_json::Value;
///
/// # let definition = Value::parse(r#"{
/// #     "QueryLanguage": "JSONata",
/// #     "StartAt": "Each",
/// #     "States": {"Each": {"Type": "Map", "Items": [1, 2, 3], "End": true, "ItemProcessor": {
/// #         "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
/// #         "StartAt": "Double",
/// #         "States": {"Double": {
/// #             "Type": "Pass", "Output": "{% $states.input * 2 %}", "End": true
/// #         }}
/// #     }}}
/// # }"#)?;
/// # let machine = StateMachine::from_value(&definition)?;
/// # let program = Arc::new(stepwright_compiler::compile(&machine).map_err(|it| format!("{it:?}"))?);
/// # let now = "2026-01-01T00:00:00Z".parse()?;
/// # let start = Start {
/// #     input: Value::Null,
/// #     execution_name: "first".to_owned(),
/// #     execution_arn: "arn:aws:states:us-east-1:123456789012:execution:each:first".to_owned(),
/// #     state_machine_arn: "arn:aws:states:us-east-1:123456789012:stateMachine:each".to_owned(),
/// #     state_machine_name: "each".to_owned(),
/// #     role_arn: "arn:aws:iam::123456789012:role/each".to_owned(),
/// #     now,
/// #     seed: 0,
/// # };
/// // `program` has a Distributed Map that doubles 1, 2 and 3.
/// let (mut execution, commands) = Execution::start(Arc::clone(&program), start)?;
/// let mut children = Children::default();
/// let mut todo = VecDeque::from([(RunId::ROOT, commands)]);
/// while let Some((id, commands)) = todo.pop_front() {
///     for command in commands {
///         match command {
///             Command::StartChild(start) => todo.push_back(children.start(&program, id, *start)),
///             Command::Finish => {
///                 let Some(ended) = children.end(id) else { continue };
///                 let parent = children.get_mut(ended.parent).unwrap_or(&mut execution);
///                 todo.push_back((ended.parent, parent.complete(ended.completion(), now)?));
///             }
///             command => panic!("{command:?}"),
///         }
///     }
/// }
/// assert_eq!(execution.output(), Some(&Value::parse("[2, 4, 6]")?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Default)]
pub struct Children {
    running: BTreeMap<RunId, Running>,
    begun: u64,
}

#[derive(Debug)]
struct Running {
    execution: Execution,
    parent: RunId,
    child: ChildId,
}

/// A child that has ended.
#[derive(Debug)]
pub struct EndedChild {
    /// The execution, with its whole history.
    pub execution: Execution,
    /// Whose child it was.
    pub parent: RunId,
    /// How it ended.
    pub outcome: ChildOutcome,
    child: ChildId,
}

/// A child that was stopped with its parent.
#[derive(Debug)]
pub struct StoppedChild {
    /// What it was called.
    pub id: RunId,
    /// The execution, with its whole history.
    pub execution: Execution,
    /// What Map Runs of its own leave behind: to be written, as
    /// [`LeaveResults`](Command::LeaveResults) says.
    pub results: Vec<WriteResults>,
}

impl StoppedChild {
    // UNVERIFIED: which error and cause it has is not recorded.
    fn new(id: RunId, mut execution: Execution, now: Timestamp) -> Self {
        let stop = Completion::Stop { error: None, cause: None };
        // What had ended by itself has nothing left to be written.
        let commands = execution.complete(stop, now).unwrap_or_default();
        let results = commands.into_iter().filter_map(|command| match command {
            Command::LeaveResults(results) => Some(*results),
            // Nobody is there any more to carry them out for.
            Command::ScheduleTask(_)
            | Command::CancelTask { .. }
            | Command::StartTimer { .. }
            | Command::CancelTimer { .. }
            | Command::ReadItems(_)
            | Command::StartChild(_)
            | Command::RedriveChild(_)
            | Command::WriteResults(_)
            | Command::StopMapRun { .. }
            | Command::Finish => None,
        });
        Self { id, results: results.collect(), execution }
    }
}

impl EndedChild {
    /// What its parent is to be told.
    pub fn completion(&self) -> Completion {
        Completion::ChildEnded { child: self.child, outcome: self.outcome.clone() }
    }
}

impl Children {
    /// Starts a child, and gives the name that it has from now on, with the first of its commands.
    pub fn start(
        &mut self,
        program: &Arc<Program>,
        parent: RunId,
        start: StartChild,
    ) -> (RunId, Vec<Command>) {
        let child = start.child;
        let (execution, commands) = start.open(Arc::clone(program));
        (self.go_on_with(execution, parent, child), commands)
    }

    /// Takes a child in that goes on: one that ended before, and was redriven.
    pub fn go_on_with(&mut self, execution: Execution, parent: RunId, child: ChildId) -> RunId {
        self.begun += 1;
        let id = RunId(self.begun);
        self.running.insert(id, Running { execution, parent, child });
        id
    }

    /// A child that runs.
    pub fn get_mut(&mut self, id: RunId) -> Option<&mut Execution> {
        self.running.get_mut(&id).map(|it| &mut it.execution)
    }

    /// Takes a child out that has ended. None where it runs, is no child, or was taken out before.
    pub fn end(&mut self, id: RunId) -> Option<EndedChild> {
        let outcome = ChildOutcome::of(&self.running.get(&id)?.execution)?;
        let Running { execution, parent, child } = self.running.remove(&id)?;
        Some(EndedChild { execution, parent, outcome, child })
    }

    /// Takes the children of a Map Run out, or all that an execution has, and all below them, and stops
    /// them. Gives them with their names, so that the driver can drop what it does for them.
    pub fn stop(
        &mut self,
        of: RunId,
        map_run: Option<MapRunId>,
        now: Timestamp,
    ) -> Vec<StoppedChild> {
        let is_its = |it: &Running| {
            it.parent == of && map_run.is_none_or(|map_run| it.child.map_run == map_run)
        };
        let mut stopped = self.take(is_its);
        let mut looked_at = 0;
        while let Some((parent, _)) = stopped.get(looked_at) {
            let parent = *parent;
            stopped.extend(self.take(|it| it.parent == parent));
            looked_at += 1;
        }
        stopped.into_iter().map(|(id, it)| StoppedChild::new(id, it, now)).collect()
    }

    fn take(&mut self, which: impl Fn(&Running) -> bool) -> Vec<(RunId, Execution)> {
        let taken = self.running.extract_if(.., |_, it| which(it));
        taken.map(|(id, it)| (id, it.execution)).collect()
    }
}

#[cfg(test)]
mod tests {
    use stepwright_asl::StateMachine;
    use stepwright_json::Value;

    use super::*;
    use crate::{ExecutionStatus, Start};

    /// A Distributed Map over two rows, each of which is one over two cells that wait.
    const NESTED: &str = r#"{
        "QueryLanguage": "JSONata", "StartAt": "Rows", "States": {"Rows": {
            "Type": "Map", "Items": [[1, 2], [3, 4]], "End": true, "ItemProcessor": {
                "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
                "StartAt": "Cells", "States": {"Cells": {
                    "Type": "Map", "End": true, "ItemProcessor": {
                        "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
                        "StartAt": "Rest",
                        "States": {"Rest": {"Type": "Wait", "Seconds": 5, "End": true}}}}}}}}
    }"#;

    /// Starts all of them, and gives their names in the order in which they were started.
    fn nested() -> (Children, Vec<RunId>, MapRunId) {
        let machine = StateMachine::from_value(&Value::parse(NESTED).unwrap()).unwrap();
        let program = Arc::new(stepwright_compiler::compile(&machine).unwrap());
        let start = Start {
            input: Value::Null,
            execution_name: "test".to_owned(),
            execution_arn: "arn:aws:states:us-east-1:123456789012:execution:m:test".to_owned(),
            state_machine_arn: "arn:aws:states:us-east-1:123456789012:stateMachine:m".to_owned(),
            state_machine_name: "m".to_owned(),
            role_arn: "arn:aws:iam::123456789012:role/m".to_owned(),
            now: Timestamp::UNIX_EPOCH,
            seed: 0,
        };
        let (_, commands) = Execution::start(Arc::clone(&program), start).unwrap();
        let mut children = Children::default();
        let mut todo = vec![(RunId::ROOT, commands)];
        let (mut names, mut map_runs) = (Vec::new(), Vec::new());
        while let Some((id, commands)) = todo.pop() {
            for command in commands {
                if let Command::StartChild(start) = command {
                    map_runs.push(start.child.map_run);
                    todo.push(children.start(&program, id, *start));
                    names.extend(todo.last().map(|(id, _)| *id));
                }
            }
        }
        (children, names, map_runs[0])
    }

    #[test]
    fn what_is_stopped_is_stopped_with_all_below_it() {
        let (mut children, names, map_run) = nested();
        assert_eq!(names.len(), 6);
        let stopped = children.stop(RunId::ROOT, Some(map_run), Timestamp::UNIX_EPOCH);
        assert!(stopped.iter().all(|it| it.execution.status() == ExecutionStatus::Aborted));
        let mut stopped: Vec<RunId> = stopped.iter().map(|it| it.id).collect();
        stopped.sort();
        assert_eq!(stopped, names);
        assert!(children.running.is_empty());
    }

    #[test]
    fn siblings_of_what_is_stopped_go_on() {
        let (mut children, names, _) = nested();
        let stopped = children.stop(names[0], None, Timestamp::UNIX_EPOCH);
        assert_eq!(stopped.len(), 2);
        assert!(stopped.iter().all(|it| children.get_mut(it.id).is_none()));
        assert!(children.get_mut(names[0]).is_some() && children.get_mut(names[1]).is_some());
        assert_eq!(children.running.len(), 4);
    }

    #[test]
    fn a_child_that_runs_has_not_ended() {
        let (mut children, names, _) = nested();
        assert!(children.end(names[5]).is_none());
        assert!(children.get_mut(names[5]).is_some());
        assert!(children.end(RunId::ROOT).is_none());
    }
}
