//! [`Transition`]: where control goes from a state.

use stepwright_json::Pointer;

use crate::{State, StateMachine, Visitor};

/// A way from one state to another of the same `States`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transition<'a> {
    /// The state that is left.
    pub from: &'a str,
    /// The state that is named next; a definition can name one that is not there.
    pub to: &'a str,
    /// What leads there.
    pub kind: TransitionKind,
    /// The place of the field that names it.
    pub at: Pointer,
}

/// What leads from one state to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TransitionKind {
    /// `Next`: the state has done its work.
    Next,
    /// `Choices`: the rule of this index matches.
    Rule(usize),
    /// `Default`: no rule matches.
    Default,
    /// `Catch`: the catcher of this index matches the error.
    Catch(usize),
}

impl State {
    /// The ways out of this state, and where in the state each is written.
    pub(crate) fn ways_out(&self) -> impl Iterator<Item = (TransitionKind, &str, Pointer)> {
        let next = self.next().map(|to| (TransitionKind::Next, to, pointer(&["Next"])));
        let rules = self.choices().iter().enumerate().filter_map(|(index, rule)| {
            let at = Pointer::root().join("Choices").join(index).join("Next");
            Some((TransitionKind::Rule(index), rule.next.as_deref()?, at))
        });
        let default = self.default_target();
        let default = default.map(|to| (TransitionKind::Default, to, pointer(&["Default"])));
        let catch = self.catch().iter().enumerate().filter_map(|(index, catcher)| {
            let at = Pointer::root().join("Catch").join(index).join("Next");
            Some((TransitionKind::Catch(index), catcher.next.as_deref()?, at))
        });
        next.into_iter().chain(rules).chain(default).chain(catch)
    }

    fn default_target(&self) -> Option<&str> {
        if let Self::Choice(it) = self { it.default.as_deref() } else { None }
    }
}

fn pointer(tokens: &[&str]) -> Pointer {
    tokens.iter().collect()
}

impl StateMachine {
    /// Every transition of this machine, of its branches and its processors, in the order in which
    /// the states are written.
    ///
    /// ```
    /// use stepwright_asl::{StateMachine, TransitionKind};
    ///
    /// let machine: StateMachine = r#"{
    ///     "StartAt": "Again?",
    ///     "States": {
    ///         "Again?": {
    ///             "Type": "Choice",
    ///             "Choices": [{"Variable": "$.again", "BooleanEquals": true, "Next": "Work"}],
    ///             "Default": "Done"
    ///         },
    ///         "Work": {"Type": "Pass", "Next": "Again?"},
    ///         "Done": {"Type": "Succeed"}
    ///     }
    /// }"#.parse()?;
    /// let ways: Vec<_> = machine.transitions().map(|it| (it.from, it.kind, it.to)).collect();
    /// assert_eq!(ways, [
    ///     ("Again?", TransitionKind::Rule(0), "Work"),
    ///     ("Again?", TransitionKind::Default, "Done"),
    ///     ("Work", TransitionKind::Next, "Again?"),
    /// ]);
    /// # Ok::<(), stepwright_asl::ReadError>(())
    /// ```
    pub fn transitions(&self) -> impl Iterator<Item = Transition<'_>> {
        let mut found = Found(Vec::new());
        self.walk(&mut found);
        found.0.into_iter()
    }
}

struct Found<'a>(Vec<Transition<'a>>);

impl<'a> Visitor<'a> for Found<'a> {
    fn state(&mut self, at: &Pointer, name: &'a str, state: &'a State) {
        self.0.extend(state.ways_out().map(|(kind, to, place)| Transition {
            from: name,
            to,
            kind,
            at: at.concat(&place),
        }));
    }
}
