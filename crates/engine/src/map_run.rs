//! [`MapRun`]: what a Distributed Map remembers while its children run.
//!
//! Children are executions of their own: here are only those that run, by name, and what those that
//! have ended left behind. So memory grows with the results, not with the items. What happens when is
//! in [`crate::state`].

mod batch;
mod items;
mod results;
mod tolerance;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use stepwright_compiler::ExecutionType;
use stepwright_json::Value;

pub(crate) use self::batch::Batches;
pub(crate) use self::items::{Items, Next};
pub(crate) use self::results::{Child, Export, Results};
pub(crate) use self::tolerance::Tolerance;
use crate::completion::ChildOutcome;
use crate::failure::StateError;
use crate::history::Failure;
use crate::{MapRunId, ReadFrom, Start};

/// A Map Run.
#[derive(Debug)]
pub(crate) struct MapRun {
    pub(crate) id: MapRunId,
    pub(crate) names: Names,
    pub(crate) execution_type: ExecutionType,
    pub(crate) items: Items,
    /// What has been asked for that the items cannot go on without.
    pub(crate) reading: Option<(ReadFrom, Value)>,
    /// All items have been handed out.
    pub(crate) has_all: bool,
    pub(crate) concurrency: usize,
    pub(crate) batches: Option<Batches>,
    pub(crate) children: BTreeMap<u64, RunningChild>,
    pub(crate) next_child: u64,
    /// The children that did not end well: they are redriven where the Map Run is.
    pub(crate) unsuccessful: BTreeMap<u64, RunningChild>,
    /// Those that are still to be redriven.
    pub(crate) to_redrive: BTreeMap<u64, RunningChild>,
    pub(crate) redrives: u64,
    pub(crate) failed_items: u64,
    pub(crate) tolerance: Tolerance,
    pub(crate) results: Results,
    /// A file of results is being written while children run; how long it is.
    pub(crate) writing: Option<usize>,
    /// It has failed: what is left of the items, whose inputs are written as those of no child.
    pub(crate) pending: Option<(Items, Option<Batches>)>,
    /// Its results are being written; how it ends then.
    pub(crate) ending: Option<Ending>,
}

/// How a Map Run ends when its results are written.
#[derive(Debug)]
pub(crate) struct Ending {
    pub(crate) error: Option<StateError>,
    /// The key of the manifest, once that is being written.
    pub(crate) manifest: Option<String>,
}

/// A child that runs.
#[derive(Debug)]
pub(crate) struct RunningChild {
    /// How many items it has.
    pub(crate) items: u64,
    pub(crate) name: String,
    pub(crate) execution_arn: String,
    pub(crate) input: Value,
    pub(crate) started: Timestamp,
    pub(crate) redrives: u64,
}

impl RunningChild {
    /// The same, ended at that time.
    pub(crate) fn ended<'a>(&'a self, index: u64, names: &'a Names, at: Timestamp) -> Child<'a> {
        Child {
            index,
            name: &self.name,
            execution_arn: &self.execution_arn,
            state_machine_arn: &names.state_machine_arn,
            input: &self.input,
            started: self.started,
            stopped: at,
            redrives: self.redrives,
        }
    }
}

impl MapRun {
    /// The children that still run are stopped: of them, too, there is something to write.
    pub(crate) fn children_aborted(&mut self, at: Timestamp) {
        // UNVERIFIED: documented is that those that were aborted are written with those that failed;
        // which error and cause they have is not.
        let outcome = ChildOutcome::Aborted(Failure::default());
        for (index, child) in &self.children {
            self.results.add(child.ended(*index, &self.names, at), &outcome);
        }
    }

    /// The same Map Run, stopped: what it would need to go on.
    pub(crate) fn stopped(mut self: Box<Self>) -> Box<Self> {
        self.unsuccessful.append(&mut self.children);
        self.unsuccessful.append(&mut self.to_redrive);
        if self.writing.take().is_some() {
            self.results.file_not_written();
        }
        if let Some((from, arguments)) = self.reading.take() {
            self.items.read_again(from, arguments);
        }
        self
    }

    /// Whether everything that was to be done has been.
    pub(crate) fn is_done(&self) -> bool {
        self.has_all && self.children.is_empty() && self.writing.is_none() && self.ending.is_none()
    }

    /// Whether more items have failed than may.
    pub(crate) fn has_failed(&self) -> bool {
        self.tolerance.is_exceeded(self.failed_items, || self.items.total())
    }
}

/// What the ARNs of a Map Run and its children are made of.
#[derive(Clone, Debug)]
pub(crate) struct Names {
    /// `arn:aws:states:us-east-1:123456789012`
    account: String,
    /// `machine/label`
    labelled: String,
    machine: String,
    /// The Map Run's own.
    pub(crate) id: String,
    pub(crate) map_run_arn: Arc<str>,
    /// What its children are executions of.
    pub(crate) state_machine_arn: String,
}

impl Names {
    pub(crate) fn new(start: &Start, label: &str, id: String) -> Self {
        let account: Vec<&str> = start.execution_arn.split(':').take(5).collect();
        let (account, machine) = (account.join(":"), start.state_machine_name.clone());
        let labelled = format!("{machine}/{label}");
        Self {
            map_run_arn: format!("{account}:mapRun:{labelled}:{id}").into(),
            state_machine_arn: format!("{account}:stateMachine:{labelled}"),
            account,
            labelled,
            machine,
            id,
        }
    }

    // UNVERIFIED: whether a child's `StateMachine.Name` has the label.
    pub(crate) fn state_machine_name(&self) -> String {
        self.machine.clone()
    }

    /// The ARN of a child; `second` is what an Express execution's ends with.
    pub(crate) fn execution_arn(&self, name: &str, second: Option<&str>) -> String {
        let Self { account, labelled, .. } = self;
        match second {
            Some(second) => format!("{account}:express:{labelled}:{name}:{second}"),
            None => format!("{account}:execution:{labelled}:{name}"),
        }
    }
}
