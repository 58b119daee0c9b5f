//! A [`Diff`] for tools, as JSON.

use stepwright_json::{Object, Value};

use super::{Container, Diff, FieldDiff, StateChange, StateDiff};

impl Diff {
    /// The difference as JSON: `{"fields": […], "states": […]}`.
    ///
    /// A field has `at`, and `old` and `new` where there is such a value. A state has `name`, `at`,
    /// `type`, and `change`: `added`, `removed` or `changed`; a changed one has `fields`, and
    /// `renamedFrom` and `movedFrom` where its name and the state that it is in are others; `null` is no
    /// state but the machine itself.
    pub fn to_value(&self) -> Value {
        let Self { fields, states } = self;
        let mut diff = Object::new();
        diff.insert("fields", list(fields, FieldDiff::to_value));
        diff.insert("states", list(states, StateDiff::to_value));
        diff.into()
    }
}

impl StateDiff {
    fn to_value(&self) -> Value {
        let Self { name, at, r#type, change } = self;
        let word = match change {
            StateChange::Added => "added",
            StateChange::Removed => "removed",
            StateChange::Changed { .. } => "changed",
        };
        let mut state = Object::new();
        state.insert("name", name.as_str());
        state.insert("at", at.as_str());
        state.insert("type", r#type.as_deref().map_or(Value::Null, Value::from));
        state.insert("change", word);
        if let StateChange::Changed { renamed_from, moved_from, fields } = change {
            if let Some(old) = renamed_from {
                state.insert("renamedFrom", old.as_str());
            }
            match moved_from {
                Some(Container::State(old)) => state.insert("movedFrom", old.as_str()),
                Some(Container::Machine) => state.insert("movedFrom", Value::Null),
                None => None,
            };
            state.insert("fields", list(fields, FieldDiff::to_value));
        }
        state.into()
    }
}

impl FieldDiff {
    fn to_value(&self) -> Value {
        let Self { at, field: _, old, new } = self;
        let mut field = Object::new();
        field.insert("at", at.as_str());
        if let Some(old) = old {
            field.insert("old", old.clone());
        }
        if let Some(new) = new {
            field.insert("new", new.clone());
        }
        field.into()
    }
}

fn list<T>(items: &[T], to_value: impl Fn(&T) -> Value) -> Value {
    items.iter().map(to_value).collect::<Vec<_>>().into()
}
