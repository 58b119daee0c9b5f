//! [`Program`]: a state machine that can be run, and its parts.
//!
//! Owns the lowered form: names resolved to indices, expressions parsed, durations known. States of
//! all branches and processors stand in one list; a [`Scope`] says where each begins. Knows nothing
//! of running.

mod choice_rule;
mod distributed_map;
mod errors;

use std::sync::Arc;

use stepwright_json::Value;

pub use self::choice_rule::{
    Comparison, Operand, Order, Test, TextPattern, ValueType, parse_timestamp,
};
pub use self::distributed_map::{
    DistributedMap, ExecutionType, ItemBatcher, ItemFormat, ItemReader, ItemSource, Percentage,
    ResultFormat, ResultTransformation, ResultWriter,
};
pub use self::errors::{Catcher, ErrorSet, JitterStrategy, Retrier};
use crate::{Expression, FieldPath, Resource, ResultPath, Selection, Template};

/// A state machine that can be run. Only [`compile`](crate::compile) makes one.
#[derive(Debug)]
pub struct Program {
    // Invariant: every `StateIndex` and `ScopeIndex` within points into these lists.
    pub(crate) states: Vec<State>,
    pub(crate) scopes: Vec<Scope>,
    pub(crate) root: ScopeIndex,
    pub(crate) timeout_seconds: Option<u64>,
}

impl Program {
    /// The whole machine's own scope: where an execution begins.
    pub fn root(&self) -> ScopeIndex {
        self.root
    }

    /// A state of this program. Indices come from no other place.
    #[expect(clippy::indexing_slicing, reason = "only this program's own indices are asked for")]
    pub fn state(&self, index: StateIndex) -> &State {
        &self.states[index.0]
    }

    /// A scope of this program. Indices come from no other place.
    #[expect(clippy::indexing_slicing, reason = "only this program's own indices are asked for")]
    pub fn scope(&self, index: ScopeIndex) -> &Scope {
        &self.scopes[index.0]
    }

    /// All states, those of branches and processors too, in the order in which they are written.
    pub fn states(&self) -> &[State] {
        &self.states
    }

    /// The state of that name: names are unique within a machine.
    pub fn state_named(&self, name: &str) -> Option<StateIndex> {
        self.states.iter().position(|it| &*it.name == name).map(StateIndex)
    }

    /// `TimeoutSeconds` of the machine, where it has one.
    pub fn timeout_seconds(&self) -> Option<u64> {
        self.timeout_seconds
    }
}

/// Names a state within its [`Program`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StateIndex(pub(crate) usize);

/// Names a scope within its [`Program`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ScopeIndex(pub(crate) usize);

/// One `States` object: the machine's, a branch's or a processor's. Transitions stay within it, and
/// the variables that are assigned in it end with it.
#[derive(Debug)]
pub struct Scope {
    /// Where it begins.
    pub start_at: StateIndex,
}

/// A state.
#[derive(Debug)]
pub struct State {
    /// Its name.
    pub name: Arc<str>,
    /// What it does.
    pub kind: StateKind,
    /// What it makes of its input and its result.
    pub data_flow: DataFlow,
    /// Where it goes when it has succeeded. A Choice state says so itself.
    pub transition: Transition,
    /// When to try again, in order; only for Task, Parallel and Map.
    pub retriers: Vec<Retrier>,
    /// Where to go with an error, in order; only for Task, Parallel and Map.
    pub catchers: Vec<Catcher>,
}

/// Where a state goes when it has succeeded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transition {
    /// To another state of the same scope.
    Next(StateIndex),
    /// The scope ends with this state's output.
    End,
}

/// The eight types of state.
#[derive(Debug)]
pub enum StateKind {
    /// Something outside does the work.
    Task(Task),
    /// The input, or something made of it, is handed on.
    Pass,
    /// One of several ways is gone.
    Choice(Choice),
    /// Time passes.
    Wait(Wait),
    /// The scope ends well.
    Succeed,
    /// The scope ends with an error.
    Fail(Fail),
    /// Branches run side by side.
    Parallel(Parallel),
    /// A processor runs for each item.
    Map(Map),
}

/// What a state makes of its input and its result.
///
/// The one face of data flow for both query languages: whatever a language adds, states ask here.
#[derive(Debug, Default)]
pub struct DataFlow {
    /// `InputPath`: the part of the input that the state looks at; all of it where absent.
    pub input_path: Option<Selection>,
    /// `Arguments`, `Parameters`, or `Result` of a Pass state: what the work is given; what the state
    /// looks at where absent.
    pub arguments: Option<Template>,
    /// What becomes of the result.
    pub output: Output,
    /// `Assign`: variables to set on exit.
    pub assign: Option<Assign>,
}

/// How a state's output is made of its result, or of its input where it has no result.
#[derive(Debug, Default)]
pub enum Output {
    /// It is the result as it came.
    #[default]
    AsItIs,
    /// `Output`
    Template(Template),
    /// In JSONPath: what the fields say that put it together.
    Paths(Box<Paths>),
}

/// `ResultSelector`, `ResultPath` and `OutputPath`, of which one at least says something.
#[derive(Debug, Default)]
pub struct Paths {
    /// `ResultSelector`: what is kept of the result.
    pub result_selector: Option<Template>,
    /// `ResultPath`: where it goes in the input.
    pub result_path: ResultPath,
    /// `OutputPath`: the part of that which is the output; all of it where absent.
    pub output_path: Option<Selection>,
}

/// `Assign`: variables and what they are set to.
#[derive(Debug)]
pub struct Assign(pub Vec<(Arc<str>, Template)>);

/// What is particular to a Task state.
#[derive(Debug)]
pub struct Task {
    /// What it calls.
    pub resource: Resource,
    /// `Credentials`: whom it calls as.
    pub credentials: Option<Template>,
    /// `TimeoutSeconds`: counted from when the work is started.
    pub timeout: Option<Number>,
    /// `HeartbeatSeconds`: counted from the start and from each heartbeat.
    pub heartbeat: Option<Number>,
}

/// A number that is known, or that an expression gives.
#[derive(Debug)]
pub enum Number {
    /// Known since the definition was compiled.
    Known(u64),
    /// Computed when the state runs.
    Computed(Expression),
    /// In JSONPath: it stands in the data.
    Path(FieldPath),
}

/// What is particular to a Choice state.
#[derive(Debug)]
pub struct Choice {
    /// Tried in order; the first that matches decides.
    pub rules: Vec<ChoiceRule>,
    /// `Default`: where to go when none does.
    pub default: Option<StateIndex>,
}

/// A rule of a Choice state.
#[derive(Debug)]
pub struct ChoiceRule {
    /// When it matches.
    pub condition: Condition,
    /// Where it leads.
    pub next: StateIndex,
    /// What the state makes of its input when this rule matches, where the rule says so itself.
    pub data_flow: DataFlow,
}

/// When a rule matches.
#[derive(Debug)]
pub enum Condition {
    /// Always or never.
    Known(bool),
    /// When the expression gives `true`.
    Computed(Expression),
    /// In JSONPath: when the test holds.
    Test(Test),
}

/// What is particular to a Wait state: for how long, or until when.
#[derive(Debug)]
pub enum Wait {
    /// `Seconds`
    Seconds(Number),
    /// `Timestamp`
    Timestamp(Template),
    /// `SecondsPath`
    SecondsPath(FieldPath),
    /// `TimestampPath`
    TimestampPath(FieldPath),
}

/// What is particular to a Fail state.
#[derive(Debug)]
pub struct Fail {
    /// `Error` or `ErrorPath`: the error's name.
    pub error: Option<Template>,
    /// `Cause` or `CausePath`: what there is to say about it.
    pub cause: Option<Template>,
}

/// What is particular to a Parallel state.
#[derive(Debug)]
pub struct Parallel {
    /// Its branches, in order.
    pub branches: Vec<ScopeIndex>,
}

/// What is particular to a Map state.
#[derive(Debug)]
pub struct Map {
    /// `Items` or `ItemsPath`: what it runs over; what it looks at where absent.
    pub items: Items,
    /// `ItemSelector`, or `Parameters`: what an iteration is given; the item where absent.
    pub item_selector: Option<Template>,
    /// `MaxConcurrency`: how many iterations run at once; 0 is as many as there may be.
    pub max_concurrency: Number,
    /// What runs for each item.
    pub processor: ScopeIndex,
    /// Where the items run in executions of their own: how.
    pub distributed: Option<Box<DistributedMap>>,
}

/// What a Map state runs over.
#[derive(Debug)]
pub enum Items {
    /// In JSONata: its input.
    Input,
    /// An array in the definition, with or without expressions in it.
    Template(Template),
    /// An expression that must give an array.
    Computed(Expression),
    /// In JSONPath: `ItemsPath`, which is `$` where absent.
    Path(FieldPath),
}

impl From<Value> for Template {
    fn from(it: Value) -> Self {
        Self::Constant(it)
    }
}
