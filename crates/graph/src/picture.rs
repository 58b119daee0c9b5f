//! [`Picture`]: what lies where. How it got there is the layout's to know, how it looks the drawing's.

use stepwright_asl::{State, StateMachine};

use crate::chart::Chart;
use crate::layout;
use crate::{Frame, Options, Point, svg};

/// A state machine, laid out.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// How wide the whole is, with its margin.
    pub width: f64,
    /// How high the whole is, with its margin.
    pub height: f64,
    /// What there is, a container before what lies in it.
    pub nodes: Vec<Node>,
    /// What leads from where to where.
    pub edges: Vec<Edge>,
}

impl Picture {
    /// Lays the machine out.
    ///
    /// ```
    /// use stepwright_asl::{StateMachine, Value};
    /// use stepwright_graph::{NodeKind, Picture};
    ///
    /// let definition = r#"{"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}"#;
    /// let machine = StateMachine::from_value(&Value::parse(definition)?)?;
    /// let picture = Picture::of(&machine);
    /// let names: Vec<&str> = picture.nodes.iter().map(|node| node.name.as_str()).collect();
    /// assert_eq!(names, ["Start", "Done", "End"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of(machine: &StateMachine) -> Self {
        layout::picture(&Chart::of(machine))
    }

    /// Draws the picture.
    pub fn to_svg(&self, options: &Options) -> String {
        svg::draw(self, options)
    }
}

/// Something that edges lead from and to.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// A state's name, whole.
    pub name: String,
    /// The `id` of its element in the drawing: `state-` and the name, with `_` for what is neither a
    /// letter nor a digit, and a number where that is taken. Unique, and the same for the same machine.
    pub id: String,
    /// Where it lies.
    pub frame: Frame,
    /// The name, in lines that fit.
    pub lines: Vec<String>,
    /// What the state does, in a few words.
    pub note: String,
    /// Whether the state has Retriers.
    pub retried: bool,
    /// Where the branches of a Parallel lie, or the iterations of a Map.
    pub lanes: Vec<Frame>,
    /// The container it lies in, as an index of [`Picture::nodes`].
    pub parent: Option<usize>,
}

/// What a [`Node`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NodeKind {
    /// Where a machine or branch starts.
    Start,
    /// Where it ends well.
    End,
    /// A state.
    State(StateType),
    /// A state that is named as a target, and does not exist.
    Missing,
}

/// The type of a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StateType {
    /// Calls something.
    Task,
    /// Passes its input on.
    Pass,
    /// Decides where to go.
    Choice,
    /// Lets time pass.
    Wait,
    /// Ends well.
    Succeed,
    /// Ends with an error.
    Fail,
    /// Runs branches side by side.
    Parallel,
    /// Runs once for each item.
    Map,
    /// None of the eight.
    Other,
}

impl StateType {
    /// The CSS class.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Task => "task",
            Self::Pass => "pass",
            Self::Choice => "choice",
            Self::Wait => "wait",
            Self::Succeed => "succeed",
            Self::Fail => "fail",
            Self::Parallel => "parallel",
            Self::Map => "map",
            Self::Other => "other",
        }
    }
}

impl From<&State> for StateType {
    fn from(state: &State) -> Self {
        match state {
            State::Task(_) => Self::Task,
            State::Pass(_) => Self::Pass,
            State::Choice(_) => Self::Choice,
            State::Wait(_) => Self::Wait,
            State::Succeed(_) => Self::Succeed,
            State::Fail(_) => Self::Fail,
            State::Parallel(_) => Self::Parallel,
            State::Map(_) => Self::Map,
            State::Other(_) => Self::Other,
        }
    }
}

/// A way from one node to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    /// Where it begins, as an index of [`Picture::nodes`].
    pub from: usize,
    /// Where it leads, as an index of [`Picture::nodes`].
    pub to: usize,
    /// Why one goes this way.
    pub kind: EdgeKind,
    /// The way: points that are joined by straight lines where they share a column, and by curves that
    /// leave and arrive vertically where they do not. The way of a state to itself leaves and arrives
    /// at its right side, with one point between.
    pub points: Vec<Point>,
    /// What is written on it.
    pub label: Option<Label>,
}

/// Why an execution goes along an [`Edge`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EdgeKind {
    /// From the start: `StartAt`.
    Start,
    /// `Next`.
    Next,
    /// `End`, or a Succeed state.
    End,
    /// A rule of a Choice state.
    Choice,
    /// `Default` of a Choice state.
    Default,
    /// A Catcher.
    Catch,
}

impl EdgeKind {
    /// The CSS class.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Next => "next",
            Self::End => "end",
            Self::Choice => "rule",
            Self::Default => "default",
            Self::Catch => "catch",
        }
    }
}

/// What is written on an [`Edge`].
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// Where it lies.
    pub frame: Frame,
    /// The text, in lines that fit.
    pub lines: Vec<String>,
    /// The text, whole.
    pub full: String,
}
