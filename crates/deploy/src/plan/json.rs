//! A plan for tools.

use serde_json::{Value, json};

use super::{Action, Change, DEFINITION, Plan, Step, definitions};

impl Plan {
    /// The plan as JSON. Its form is stable: fields are added, never renamed.
    pub fn to_json(&self) -> Value {
        let Self { steps, left_over } = self;
        let steps: Vec<Value> = steps.iter().map(Step::to_json).collect();
        json!({
            "changes": !self.is_done(),
            "requests": self.requests(),
            "steps": steps,
            "leftOver": left_over,
        })
    }
}

impl Step {
    fn to_json(&self) -> Value {
        let Self { id, action, note } = self;
        let mut value = json!({
            "type": id.kind.type_name(),
            "name": id.name,
            "action": action.word(),
        });
        let Some(object) = value.as_object_mut() else { return value };
        if let Some(note) = note {
            object.insert("note".to_owned(), json!(note));
        }
        match action {
            Action::Update { changes, drifted } => {
                object.insert("drifted".to_owned(), json!(drifted));
                object.insert("changes".to_owned(), all(changes));
            }
            Action::Replace { changes } => {
                object.insert("changes".to_owned(), all(changes));
            }
            Action::Nothing | Action::Create | Action::Finish | Action::Delete | Action::Refuse => {
            }
        }
        value
    }
}

impl Action {
    fn word(&self) -> &'static str {
        match self {
            Self::Nothing => "unchanged",
            Self::Create => "create",
            Self::Finish => "finish",
            Self::Update { .. } => "update",
            Self::Replace { .. } => "replace",
            Self::Delete => "delete",
            Self::Refuse => "refuse",
        }
    }
}

fn all(changes: &[Change]) -> Value {
    let change = |Change { property, old, new }: &Change| {
        let mut value = json!({ "property": property, "old": old, "new": new });
        if *property == DEFINITION
            && let (Some(diff), Some(object)) = (definitions(old, new), value.as_object_mut())
        {
            let diff = stepwright_json::from_value(&diff.to_value()).unwrap_or_default();
            object.insert("states".to_owned(), diff);
        }
        value
    };
    Value::Array(changes.iter().map(change).collect())
}
