//! A [`Diff`] for people: a line that counts, then each state with its fields.

use std::fmt;

use stepwright_json::{Pointer, Value};

use super::{Container, Diff, FieldDiff, StateChange, StateDiff};

/// What is longer stands on a line of its own.
const LINE_CHARS_MAX: usize = 60;

impl fmt::Display for Diff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return writeln!(f, "no difference");
        }
        writeln!(f, "{}\n", self.summary())?;
        if !self.fields.is_empty() {
            writeln!(f, "~ the state machine")?;
            self.fields.iter().try_for_each(|it| field(f, it))?;
        }
        for state in &self.states {
            if self.outermost(state) {
                self.state(f, state)?;
            }
        }
        Ok(())
    }
}

impl Diff {
    fn summary(&self) -> String {
        let is = |wanted: fn(&StateChange) -> bool| {
            self.states.iter().filter(|it| wanted(&it.change)).count()
        };
        let renamed = |it: &StateChange| matches!(it, StateChange::Changed { renamed_from: Some(_), fields, .. } if fields.is_empty());
        let changed = |it: &StateChange| matches!(it, StateChange::Changed { .. });
        let counts = [
            (is(|it| *it == StateChange::Added), "added"),
            (is(|it| *it == StateChange::Removed), "removed"),
            (is(renamed), "renamed"),
            (is(changed) - is(renamed), "changed"),
        ];
        let counts = counts.into_iter().filter(|(count, _)| *count > 0);
        let mut words: Vec<String> =
            counts.map(|(count, word)| format!("{count} {word}")).collect();
        if let Some(first) = words.first_mut() {
            let (count, word) = first.split_once(' ').unwrap_or((first.as_str(), ""));
            let states = if count == "1" { "state" } else { "states" };
            *first = format!("{count} {states} {word}");
        }
        if !self.fields.is_empty() {
            words.insert(0, "the state machine itself changed".to_owned());
        }
        words.join(", ")
    }

    /// Whether no state that this one is in shares its fate.
    fn outermost(&self, state: &StateDiff) -> bool {
        let whole = |it: &StateChange| matches!(it, StateChange::Added | StateChange::Removed);
        !whole(&state.change)
            || !self.states.iter().any(|it| it.change == state.change && inside(&state.at, &it.at))
    }

    fn state(&self, f: &mut fmt::Formatter<'_>, state: &StateDiff) -> fmt::Result {
        let StateDiff { name, at, r#type, change } = state;
        let sign = match change {
            StateChange::Added => '+',
            StateChange::Removed => '-',
            StateChange::Changed { .. } => '~',
        };
        write!(f, "{sign} {name}")?;
        match change {
            StateChange::Added | StateChange::Removed => {
                let with = self.states.iter().filter(|it| it.change == *change);
                let with = with.filter(|it| inside(&it.at, at)).count();
                let what = r#type.as_deref().unwrap_or("no type");
                match with {
                    0 => writeln!(f, " ({what})"),
                    1 => writeln!(f, " ({what} with 1 state in it)"),
                    _ => writeln!(f, " ({what} with {with} states in it)"),
                }
            }
            StateChange::Changed { renamed_from, moved_from, fields } => {
                if let Some(old) = renamed_from {
                    write!(f, ", until now {old}")?;
                }
                match moved_from {
                    Some(Container::State(old)) => write!(f, ", moved out of {old}")?,
                    Some(Container::Machine) => write!(f, ", moved from the top")?,
                    None => {}
                }
                writeln!(f)?;
                fields.iter().try_for_each(|it| field(f, it))
            }
        }
    }
}

/// Whether a place is deeper within another.
fn inside(deep: &Pointer, at: &Pointer) -> bool {
    deep != at && deep.starts_with(at)
}

fn field(f: &mut fmt::Formatter<'_>, diff: &FieldDiff) -> fmt::Result {
    let FieldDiff { at: _, field, old, new } = diff;
    let name = field.as_str().trim_start_matches('/');
    let goes = diff.is_transition();
    let text = |value: &Value| match value.as_str() {
        // The name of a state needs no quotes.
        Some(target) if goes => target.to_owned(),
        _ => value.to_string(),
    };
    let (old, new) = (old.as_ref().map(text), new.as_ref().map(text));
    let long = [&old, &new].into_iter().flatten().any(|it| it.chars().count() > LINE_CHARS_MAX);
    match (old, new) {
        (Some(old), Some(new)) if long => {
            writeln!(f, "    {name}:\n      - {old}\n      + {new}")
        }
        (Some(old), Some(new)) => writeln!(f, "    {name}: {old} → {new}"),
        (None, Some(new)) => writeln!(f, "    {name}: + {new}"),
        (Some(old), None) => writeln!(f, "    {name}: - {old}"),
        (None, None) => Ok(()),
    }
}
