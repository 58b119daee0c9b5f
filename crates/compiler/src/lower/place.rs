//! [`Place`]: where in the definition lowering is, in the two ways in which it is told.
//!
//! A diagnostic has a JSON Pointer from the root; AWS's run-time texts have a path from the state,
//! such as `Choices[1]/Output/v`. Few places are ever told: a place is a step from the place around it,
//! and becomes text when somebody asks.

use std::fmt::Write as _;

/// A place in a definition.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'a> {
    /// What it stands in; nothing for the definition itself.
    around: Option<&'a Place<'a>>,
    step: Step<'a>,
}

#[derive(Clone, Copy, Debug)]
enum Step<'a> {
    Root,
    State(&'a str),
    Key(&'a str),
    Index(usize),
}

impl<'a> Place<'a> {
    pub(super) fn root() -> Self {
        Self { around: None, step: Step::Root }
    }

    /// A state of the scope that is here: its fields' paths begin anew.
    pub(super) fn state(&'a self, name: &'a str) -> Self {
        self.step(Step::State(name))
    }

    /// A field of the object that is here.
    pub(super) fn key(&'a self, key: &'a str) -> Self {
        self.step(Step::Key(key))
    }

    /// An element of the array that is here.
    pub(super) fn index(&'a self, index: usize) -> Self {
        self.step(Step::Index(index))
    }

    fn step(&'a self, step: Step<'a>) -> Self {
        Self { around: Some(self), step }
    }

    /// The JSON Pointer (RFC 6901).
    pub(super) fn pointer(&self) -> String {
        let mut text = self.around.map(Self::pointer).unwrap_or_default();
        match self.step {
            Step::Root => {}
            Step::State(name) => text.extend(["/States/", &escape(name)]),
            Step::Key(key) => text.extend(["/", &escape(key)]),
            Step::Index(index) => _ = write!(text, "/{index}"),
        }
        text
    }

    /// Whether it is somewhere in an element of `Catch`.
    pub(super) fn is_in_catcher(&self) -> bool {
        let Some(around) = self.around else { return false };
        let is_of_state =
            || matches!(around.around.map(|it| it.step), Some(Step::State(_) | Step::Root));
        match (self.step, around.step) {
            (Step::Root | Step::State(_), _) => false,
            (Step::Index(_), Step::Key("Catch")) if is_of_state() => true,
            _ => around.is_in_catcher(),
        }
    }

    /// The path from the state.
    pub(super) fn field(&self) -> String {
        let around = || self.around.map(Self::field).unwrap_or_default();
        match self.step {
            Step::Root | Step::State(_) => String::new(),
            Step::Key(key) => {
                let mut text = around();
                let slash = if text.is_empty() { "" } else { "/" };
                text.extend([slash, key]);
                text
            }
            Step::Index(index) => {
                let mut text = around();
                _ = write!(text, "[{index}]");
                text
            }
        }
    }
}

fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
