//! What can be chosen about a drawing. None of it moves anything: the layout is the same.

use std::collections::BTreeMap;

use stepwright_asl::{Diff, StateChange, StateDiff};

/// How to draw a [`Picture`](crate::Picture).
///
/// ```
/// use stepwright_graph::{Options, Status, Theme};
///
/// let options = Options {
///     title: Some("get-asteroid-data".to_owned()),
///     theme: Theme::Dark,
///     run: Some([("Download Benner".to_owned(), Status::Succeeded)].into()),
///     ..Options::default()
/// };
/// # assert_eq!(options.id_prefix, "");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// What the picture is called, for those who cannot see it.
    pub title: Option<String>,
    /// The colours of day or night.
    pub theme: Theme,
    /// How each state stands in a run. With a run, states that it does not name are pale: they have
    /// not been entered.
    pub run: Option<BTreeMap<String, Status>>,
    /// What is new about each state, beside an older definition; states that it does not name are as
    /// they were.
    pub changes: Option<BTreeMap<String, Change>>,
    /// Stands before each `id`, so that two pictures fit into one page.
    pub id_prefix: String,
}

/// What is new about a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// It was not there.
    Added,
    /// It says something else, has another name, or is elsewhere.
    Changed,
    /// It is there no more; drawn where [`with_removed`](crate::with_removed) put it back.
    Removed,
}

impl Change {
    /// What a difference says of each state, for [`Options::changes`].
    ///
    /// ```
    /// use stepwright_asl::StateMachine;
    /// use stepwright_graph::{Change, Options, svg};
    ///
    /// let old: StateMachine = r#"{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}"#.parse()?;
    /// let new: StateMachine = r#"{"StartAt": "B", "States": {
    ///     "A": {"Type": "Succeed"}, "B": {"Type": "Pass", "Result": 1, "Next": "A"}
    /// }}"#.parse()?;
    /// let changes = Change::of(&old.diff(&new));
    /// assert_eq!(changes.get("B"), Some(&Change::Added));
    /// let picture = svg(&new, &Options { changes: Some(changes), ..Options::default() });
    /// # assert!(picture.contains("state pass added"));
    /// # Ok::<(), stepwright_asl::ReadError>(())
    /// ```
    pub fn of(diff: &Diff) -> BTreeMap<String, Self> {
        let change = |it: &StateDiff| match it.change {
            StateChange::Added => Self::Added,
            StateChange::Changed { .. } => Self::Changed,
            StateChange::Removed => Self::Removed,
        };
        // A name that is new in one place and gone in another is told as it is now.
        let changes = diff.states.iter().rev();
        changes.map(|it| (it.name.clone(), change(it))).collect()
    }

    /// The CSS class, which is the word for it too.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Removed => "removed",
        }
    }
}

/// Which colours to use.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Theme {
    /// As whoever looks prefers.
    #[default]
    Auto,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// How a state stands in a run. Of several visits, the last one counts; of a Map's iterations, the
/// worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Entered, and not left.
    Running,
    /// Left with an output.
    Succeeded,
    /// Failed, and nothing caught it.
    Failed,
    /// Failed, and a Catcher took over.
    Caught,
    /// Stopped from outside.
    Aborted,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 5] =
        [Self::Running, Self::Succeeded, Self::Failed, Self::Caught, Self::Aborted];

    /// The CSS class, which is the word for it too.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::Caught => "caught",
            Self::Aborted => "aborted",
        }
    }
}
