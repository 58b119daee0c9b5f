//! [`Frame`]: where an execution is. Frames are a tree: a branch of a Parallel state and an iteration
//! of a Map state are children of the frame that is in that state.
//!
//! Owns what is remembered between completions. Decides nothing.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use jiff::Timestamp;
use stepwright_compiler::StateIndex;
use stepwright_json::{Array, Object, Value};

use crate::map_run::MapRun;
use crate::{TaskId, TimerId, quota};

/// One line of control.
#[derive(Debug)]
pub(crate) struct Frame {
    pub(crate) parent: Option<FrameId>,
    /// Which branch or iteration of the parent's state this is.
    pub(crate) index: usize,
    pub(crate) state: StateIndex,
    /// The event that the next one follows from.
    pub(crate) pointer: u64,
    /// The variables of this scope and of those around it. A child cannot assign what is outside, and
    /// what is outside stands still while the child runs: so a copy, which is shared until it changes,
    /// is all that scopes need.
    pub(crate) variables: Object,
    /// The item of the innermost iteration around.
    pub(crate) map_item: Option<MapItem>,
    pub(crate) visit: Visit,
    pub(crate) activity: Activity,
}

impl Frame {
    /// The same frame, about to enter its state once more.
    pub(crate) fn again(self, parent: Option<FrameId>, pointer: u64, now: Timestamp) -> Self {
        let visit = self.visit.again(now);
        Self { parent, pointer, visit, activity: Activity::Entering, ..self }
    }

    /// How often a Map Run in what remains, here or below, has been redriven: the most of all. A
    /// definition's nesting is bounded, and so is this recursion.
    pub(crate) fn map_run_redrives(&self) -> u64 {
        match self.visit.remains.as_deref() {
            None => 0,
            Some(Remains::MapRun(run)) => run.redrives,
            Some(Remains::Fork(_, children)) => {
                children.iter().map(Self::map_run_redrives).max().unwrap_or(0)
            }
        }
    }
}

/// What is known of the state since it was entered.
#[derive(Debug)]
pub(crate) struct Visit {
    /// The raw input.
    pub(crate) input: Value,
    /// What `InputPath` has let through of it, where the state has one.
    pub(crate) selected: Option<Value>,
    /// The event before the state was entered.
    pub(crate) before: u64,
    /// The event that entered it.
    pub(crate) entered: u64,
    pub(crate) entered_time: Timestamp,
    /// How often each retrier has answered, in their order. Empty until one has.
    pub(crate) retries: Vec<u64>,
    pub(crate) token: Option<Arc<str>>,
    /// What it had come to when it ended badly.
    pub(crate) remains: Option<Box<Remains>>,
}

impl Visit {
    /// The same state, about to be entered once more: nothing counts but its input and what it had
    /// come to.
    pub(crate) fn again(self, now: Timestamp) -> Self {
        Self { remains: self.remains, ..Self::of(self.input, now) }
    }

    /// A state that is about to be entered with this input.
    pub(crate) fn of(input: Value, now: Timestamp) -> Self {
        Self {
            input,
            selected: None,
            before: 0,
            entered: 0,
            entered_time: now,
            retries: Vec::new(),
            token: None,
            remains: None,
        }
    }

    /// What the state looks at.
    pub(crate) fn data(&self) -> &Value {
        self.selected.as_ref().unwrap_or(&self.input)
    }

    /// Whether what the state hands on is larger than a payload may be: what it has made, or else what it
    /// has selected of its input. The input itself was looked at where it was made.
    // UNVERIFIED: that what `InputPath` selects is bounded where it is handed on; no recording has it.
    #[inline]
    pub(crate) fn is_too_large(&self, made: Option<&Value>) -> bool {
        made.or(self.selected.as_ref()).is_some_and(quota::is_too_large)
    }
}

/// An item that an iteration runs for.
#[derive(Clone, Debug)]
pub(crate) struct MapItem {
    pub(crate) index: u64,
    pub(crate) value: Value,
    /// Its key, where it comes out of an object.
    pub(crate) key: Option<Arc<str>>,
    /// Where a Distributed Map has it from.
    pub(crate) source: Option<Arc<str>>,
}

impl MapItem {
    /// The first item, of an array in the state's data.
    pub(crate) fn new(value: Value) -> Self {
        Self { index: 0, value, key: None, source: None }
    }

    /// The same item, from somewhere else.
    pub(crate) fn from(self, source: Arc<str>) -> Self {
        Self { source: Some(source), ..self }
    }
}

/// What a frame does or waits for.
#[derive(Debug)]
pub(crate) enum Activity {
    /// It is about to enter its state.
    Entering,
    /// It has entered its state, and is about to do its work.
    Working,
    /// It waits for a task.
    Task(TaskRun),
    /// Its task has answered, and what follows from that is about to happen.
    Ended(TaskId),
    /// It waits for the time of a Wait state, or for the time of a retry.
    Timer(TimerId, Then),
    /// It waits for its children.
    Fork(Fork),
    /// It waits for a Map Run.
    MapRun(Box<MapRun>),
}

/// What to do when a timer fires.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Then {
    /// Leave the Wait state.
    Leave,
    /// Do the work again.
    Retry,
}

/// A task that a frame waits for.
#[derive(Debug)]
pub(crate) struct TaskRun {
    pub(crate) task: TaskId,
    pub(crate) is_started: bool,
    pub(crate) is_submitted: bool,
    pub(crate) timeout_seconds: Option<u64>,
    pub(crate) heartbeat_seconds: Option<u64>,
    pub(crate) timeout: Option<TimerId>,
    pub(crate) heartbeat: Option<TimerId>,
}

/// The children that a frame waits for.
#[derive(Debug)]
pub(crate) struct Fork {
    pub(crate) running: BTreeMap<usize, FrameId>,
    /// By index; `Null` until a child has ended.
    pub(crate) results: Vec<Value>,
    /// How many have ended.
    pub(crate) ended: usize,
    /// The items of a Map state, and the next one to run. Empty in a Parallel state.
    pub(crate) items: Array,
    pub(crate) next_item: usize,
    /// How many children run at once.
    pub(crate) at_once: usize,
}

/// What a Parallel or Map state that ended badly had come to: a redrive goes on from there.
#[derive(Debug)]
pub(crate) enum Remains {
    /// Its children that did not end well, and the results of those that did.
    Fork(Fork, Vec<Frame>),
    MapRun(Box<MapRun>),
}

/// Names a frame. Used again once the frame has gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct FrameId(usize);

/// All frames that there are.
///
/// A frame that is worked on is taken out and put back, so that what works on it has it whole.
#[derive(Debug, Default)]
pub(crate) struct Frames {
    slots: Vec<Option<Frame>>,
    free: Vec<FrameId>,
    /// Those that can go on, in the order in which they will.
    ready: VecDeque<FrameId>,
}

impl Frames {
    /// The frame that is nobody's child.
    pub(crate) const ROOT: FrameId = FrameId(0);

    /// Adds a frame that can go on at once, behind all others that can.
    pub(crate) fn add(&mut self, frame: Frame) -> FrameId {
        let id = self.free.pop().unwrap_or(FrameId(self.slots.len()));
        match self.slots.get_mut(id.0) {
            Some(slot) => *slot = Some(frame),
            None => self.slots.push(Some(frame)),
        }
        self.ready.push_back(id);
        id
    }

    /// The next frame that can go on.
    pub(crate) fn next_ready(&mut self) -> Option<FrameId> {
        self.ready.pop_front()
    }

    pub(crate) fn get(&self, id: FrameId) -> Option<&Frame> {
        self.slots.get(id.0)?.as_ref()
    }

    pub(crate) fn take(&mut self, id: FrameId) -> Option<Frame> {
        self.slots.get_mut(id.0)?.take()
    }

    pub(crate) fn put_back(&mut self, id: FrameId, frame: Frame) {
        if let Some(slot) = self.slots.get_mut(id.0) {
            *slot = Some(frame);
        }
    }

    /// Forgets a frame that was taken out. Its id may be used again.
    pub(crate) fn forget(&mut self, id: FrameId) {
        self.ready.retain(|it| *it != id);
        self.free.push(id);
    }

    /// All that are not worked on.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Frame> {
        self.slots.iter().flatten()
    }

    /// Forgets all frames.
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }
}
