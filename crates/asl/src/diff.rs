//! [`Diff`]: what is different between two definitions, state by state and field by field.
//!
//! It compares what definitions say, not how they are written: the order of keys and of states makes no
//! difference. What a change does when it runs is not known here.

mod fields;
mod json;
mod states;
mod text;

use stepwright_json::{Pointer, Value};

use crate::StateMachine;

/// What is different between an old definition and a new one.
///
/// ```
/// use stepwright_asl::StateMachine;
///
/// let old: StateMachine = r#"{
///     "StartAt": "Load",
///     "States": {
///         "Load": {
///             "Type": "Task",
///             "Resource": "arn:aws:states:::lambda:invoke",
///             "Retry": [{ "ErrorEquals": ["HTTPError"], "MaxAttempts": 3 }],
///             "Next": "Done"
///         },
///         "Done": { "Type": "Succeed" }
///     }
/// }"#.parse()?;
/// let mut new = old.clone();
/// let text = new.to_string().replace("3", "5").replace(r#""Next": "Done""#, r#""Next": "Tell""#);
/// let text = text.replace(
///     r#""Done": {"#,
///     r#""Tell": { "Type": "Wait", "Seconds": 1, "Next": "Done" }, "Done": {"#,
/// );
/// new = text.parse()?;
///
/// let diff = old.diff(&new);
/// assert_eq!(diff.to_string(), "\
/// 1 state added, 1 changed
///
/// ~ Load
///     Retry/0/MaxAttempts: 3 → 5
///     Next: Done → Tell
/// + Tell (Wait)
/// ");
/// assert!(new.diff(&new).is_empty());
/// # Ok::<(), stepwright_asl::ReadError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Diff {
    /// What is different of the machine itself: `StartAt`, `Comment`, `TimeoutSeconds`, ….
    pub fields: Vec<FieldDiff>,
    /// What is different of its states, in the order of the new definition; those that are gone come
    /// last, in the order of the old one.
    pub states: Vec<StateDiff>,
}

/// What is different of a state.
#[derive(Clone, Debug, PartialEq)]
pub struct StateDiff {
    /// Its name; the new one where it has been renamed.
    pub name: String,
    /// Its place in the new definition; in the old one where it is gone.
    pub at: Pointer,
    /// The word of its `Type`, where it has one.
    pub r#type: Option<String>,
    /// What has become of it.
    pub change: StateChange,
}

/// What has become of a state.
#[derive(Clone, Debug, PartialEq)]
pub enum StateChange {
    /// There was none of this name.
    Added,
    /// There is none of this name any more.
    Removed,
    /// It is there as before, but for this.
    Changed {
        /// Its old name, where that is another.
        renamed_from: Option<String>,
        /// What it was in, where that is another.
        moved_from: Option<Container>,
        /// Its fields. A transition to a state that has been renamed is no difference.
        fields: Vec<FieldDiff>,
    },
}

/// What a state is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Container {
    /// The machine itself.
    Machine,
    /// A branch or the processor of the state of this name.
    State(String),
}

/// A field that is different: one of the two is `None` where it was not there, or is not.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldDiff {
    /// Its place in the new definition; in the old one where it is gone.
    pub at: Pointer,
    /// Its place within its state, or within the machine.
    pub field: Pointer,
    /// What it was.
    pub old: Option<Value>,
    /// What it is.
    pub new: Option<Value>,
}

impl Diff {
    /// Whether both definitions say the same.
    pub fn is_empty(&self) -> bool {
        let Self { fields, states } = self;
        fields.is_empty() && states.is_empty()
    }

    /// The transitions that lead elsewhere, and where each begins: fields such as `Next`, `Default` and
    /// `StartAt`.
    pub fn transitions(&self) -> impl Iterator<Item = (Option<&StateDiff>, &FieldDiff)> {
        let of_machine = self.fields.iter().map(|it| (None, it));
        let of_states = self
            .states
            .iter()
            .flat_map(|state| state.fields().iter().map(move |field| (Some(state), field)));
        of_machine.chain(of_states).filter(|(_, it)| it.is_transition())
    }
}

impl StateDiff {
    /// What is different of its fields; nothing where the whole state is new or gone.
    pub fn fields(&self) -> &[FieldDiff] {
        match &self.change {
            StateChange::Changed { fields, .. } => fields,
            StateChange::Added | StateChange::Removed => &[],
        }
    }
}

impl FieldDiff {
    /// Whether the field says where control goes.
    pub fn is_transition(&self) -> bool {
        let last = self.field.last();
        last.is_some_and(|it| matches!(&*it, "Next" | "Default" | "StartAt" | "End"))
            && !self.field.tokens().any(|it| fields::is_data(&it))
    }
}

impl StateMachine {
    /// What is different in a newer definition.
    pub fn diff(&self, new: &Self) -> Diff {
        let pairing = states::Pairing::new(self, new);
        let renamed = |name: &str| pairing.renamed(name);
        let fields = fields::between(
            &fields::own(&self.to_value()),
            &fields::own(&new.to_value()),
            [&Pointer::root(), &Pointer::root()],
            &renamed,
        );
        Diff { fields, states: pairing.states() }
    }
}
