//! [`State`]: what has been recorded of one state.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use super::{Edge, Location, ScopeId, Slot};
use crate::callable::Target;
use crate::error::Backoff;
use crate::node::{Bind, NodeRef};
use stepwright_asl as asl;

/// One state.
#[derive(Debug, Clone)]
pub(crate) struct State {
    pub(crate) name: Name,
    pub(crate) location: Location,
    pub(crate) scope: ScopeId,
    pub(crate) kind: Kind,
    pub(crate) comment: Option<String>,
    pub(crate) retry: Vec<Retry>,
    pub(crate) catches: Vec<Catch>,
    pub(crate) edges: BTreeMap<Slot, Edge>,
    pub(crate) tweak: Option<Tweak>,
    /// Where the path had ended, if it was added where no path led.
    pub(crate) cut: Option<Location>,
}

impl State {
    /// A state without edges.
    pub(crate) fn new(
        name: Name,
        location: Location,
        scope: ScopeId,
        kind: Kind,
        cut: Option<Location>,
    ) -> Self {
        Self {
            name,
            location,
            scope,
            kind,
            comment: None,
            retry: Vec::new(),
            catches: Vec::new(),
            edges: BTreeMap::new(),
            tweak: None,
            cut,
        }
    }
}

/// What a state is called.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Name {
    /// As the author says.
    Given(String),
    /// Made here; a number is added where it is taken.
    Made(String),
}

impl Name {
    /// The name as it stands.
    pub(crate) fn as_str(&self) -> &str {
        let (Self::Given(name) | Self::Made(name)) = self;
        name
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a state does.
#[derive(Debug, Clone)]
pub(crate) enum Kind {
    Task(TaskSpec),
    Pass,
    /// The conditions of its rules.
    Choice(Vec<NodeRef>),
    WaitFor(NodeRef),
    WaitUntil(NodeRef),
    Succeed(Option<NodeRef>),
    Fail {
        error: NodeRef,
        cause: NodeRef,
    },
    Parallel(Vec<ScopeId>),
    Map(Box<MapSpec>),
    Raw(Box<asl::State>),
}

/// What a Task calls.
#[derive(Debug, Clone)]
pub(crate) struct TaskSpec {
    pub(crate) work: Work,
    pub(crate) input: Input,
    /// The token, if it waits for a callback.
    pub(crate) token: Option<Bind>,
    /// The errors that the callable names. `None` where nobody knows.
    pub(crate) errors: Option<&'static [&'static str]>,
    pub(crate) timeout: Option<NodeRef>,
    pub(crate) heartbeat: Option<NodeRef>,
    pub(crate) credentials: Option<NodeRef>,
}

/// What a Task is called with.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Input {
    /// Nothing: the Rust type is `()`.
    Nothing,
    Value(NodeRef),
}

/// Who does the work.
#[derive(Debug, Clone)]
pub(crate) enum Work {
    /// A callable's target.
    Target(Target),
    /// A resource as the author wrote it.
    Raw(String),
}

/// What a Map runs over, and how.
#[derive(Debug, Clone)]
pub(crate) struct MapSpec {
    pub(crate) items: Items,
    pub(crate) iteration: ScopeId,
    pub(crate) max_concurrency: Option<NodeRef>,
    pub(crate) distributed: Option<Distributed>,
}

/// Where a Map's items come from.
#[derive(Debug, Clone)]
pub(crate) enum Items {
    /// A list (or, in a Distributed Map, an object) in the workflow's data.
    List(NodeRef),
    /// Read from S3.
    Reader { resource: &'static str, arguments: NodeRef, config: Box<Reader> },
}

/// How what is in S3 is read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reader {
    pub(crate) config: Option<asl::ReaderConfig>,
    pub(crate) max_items: Option<NodeRef>,
}

/// What only a Distributed Map has.
#[derive(Debug, Clone, Default)]
pub(crate) struct Distributed {
    pub(crate) express: bool,
    /// Whether the items are the entries of an object.
    pub(crate) entries: bool,
    /// What is shared by all items: stands in the selector, or in the batcher's input.
    pub(crate) shared: Option<NodeRef>,
    pub(crate) batch: Option<Batch>,
    pub(crate) tolerated_count: Option<NodeRef>,
    pub(crate) tolerated_percentage: Option<NodeRef>,
    pub(crate) label: Option<String>,
    pub(crate) results: Option<Results>,
}

/// How items are put together.
#[derive(Debug, Clone, Default)]
pub(crate) struct Batch {
    pub(crate) max_items: Option<NodeRef>,
    pub(crate) max_bytes: Option<NodeRef>,
}

/// Where results are written.
#[derive(Debug, Clone)]
pub(crate) struct Results {
    pub(crate) arguments: NodeRef,
    pub(crate) config: Option<asl::WriterConfig>,
}

/// When to try again.
#[derive(Debug, Clone)]
pub(crate) struct Retry {
    pub(crate) names: Vec<String>,
    pub(crate) backoff: Backoff,
    pub(crate) location: Location,
}

/// Which errors leave by which edge: the edge's number is the catcher's.
#[derive(Debug, Clone)]
pub(crate) struct Catch {
    pub(crate) names: Vec<String>,
    pub(crate) location: Location,
}

/// An author's last say over a lowered state.
#[derive(Clone)]
pub(crate) struct Tweak(pub(crate) Arc<dyn Fn(&mut asl::State) + Send + Sync>);

impl fmt::Debug for Tweak {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tweak(..)")
    }
}
