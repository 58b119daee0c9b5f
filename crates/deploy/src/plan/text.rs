//! A plan for people: a line for each resource, and below it what changes.

use std::fmt;

use serde_json::Value;

use super::{Action, Change, DEFINITION, Plan, Step, definitions};
use crate::desired::alias::CONTENT;
use crate::marks::HASH_TAG;
use crate::resource::Kind;
use crate::tagging::TAGS;

/// The longest value that is shown whole.
const VALUE_CHARS_MAX: usize = 60;

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for step in &self.steps {
            write!(f, "{step}")?;
        }
        for name in &self.left_over {
            writeln!(
                f,
                "! `{name}` is left over from an earlier deployment; `destroy` removes it"
            )?;
        }
        let count = |sign| self.steps.iter().filter(|it| it.action.sign() == sign).count();
        let counts = [
            (count("+"), "to create"),
            (count("~"), "to update"),
            (count("±"), "to replace"),
            (count("-"), "to delete"),
            (count("!"), "refused"),
            (count("="), "unchanged"),
        ];
        let counts: Vec<String> = counts
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, what)| format!("{count} {what}"))
            .collect();
        write!(f, "{}", counts.join(", "))?;
        match self.requests() {
            0 => writeln!(f),
            requests => writeln!(f, "; about {requests} requests to apply it"),
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id, action, note } = self;
        write!(f, "{} {id}", action.sign())?;
        match action {
            Action::Nothing => match note {
                Some(note) => writeln!(f, ", {note}"),
                None => writeln!(f),
            },
            Action::Create => writeln!(f),
            Action::Finish => writeln!(f, ", which an earlier deployment did not finish"),
            Action::Update { changes, drifted } => {
                // Their tags say what they are going to be.
                let is_told_first = matches!(id.kind, Kind::LogGroup | Kind::Alarm);
                let may_be_unfinished = is_told_first || changes.iter().all(|it| it.old.is_null());
                let drift = match (drifted, may_be_unfinished) {
                    (true, true) => ", not finished or changed outside of Stepwright",
                    (true, false) => ", changed outside of Stepwright",
                    (false, _) => "",
                };
                writeln!(f, "{drift}")?;
                note.iter().try_for_each(|it| writeln!(f, "    {it}"))?;
                changes.iter().try_for_each(|it| write!(f, "{it}"))
            }
            Action::Replace { changes } => {
                writeln!(f, ", which is deleted and made anew")?;
                changes.iter().try_for_each(|it| write!(f, "{it}"))
            }
            Action::Delete => writeln!(f, ", which the settings do not want any more"),
            Action::Refuse => writeln!(f, ", which is there and is not this deployment's"),
        }
    }
}

impl Action {
    /// What it is at a glance.
    fn sign(&self) -> &'static str {
        match self {
            Self::Nothing => "=",
            Self::Create | Self::Finish => "+",
            Self::Update { .. } => "~",
            Self::Replace { .. } => "±",
            Self::Delete => "-",
            Self::Refuse => "!",
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { property, old, new } = self;
        if *property == HASH_TAG {
            return writeln!(
                f,
                "    its tags do not say what it should be like: all of it is set again"
            );
        }
        if *property == TAGS && old == new {
            return writeln!(f, "    {TAGS}: which of them a deployment gave is written down");
        }
        if *property == DEFINITION {
            return states(f, old, new);
        }
        if *property == CONTENT {
            let short = |it: &Value| {
                it.as_str().map_or("nothing of ours", |it| it.get(..12).unwrap_or(it)).to_owned()
            };
            return writeln!(f, "    serves {} → {}", short(old), short(new));
        }
        differences(f, property, old, new)
    }
}

/// What is different of a definition, by state and field.
fn states(f: &mut fmt::Formatter<'_>, old: &Value, new: &Value) -> fmt::Result {
    let Some(diff) = definitions(old, new) else {
        return differences(f, DEFINITION, old, new);
    };
    if diff.is_empty() {
        return writeln!(f, "    {DEFINITION}: written otherwise, and the same");
    }
    let lines = diff.to_string();
    lines
        .lines()
        .try_for_each(|line| if line.is_empty() { writeln!(f) } else { writeln!(f, "    {line}") })
}

/// The innermost values that differ, each with the way to it.
fn differences(f: &mut fmt::Formatter<'_>, at: &str, old: &Value, new: &Value) -> fmt::Result {
    let (Value::Object(olds), Value::Object(news)) = (old, new) else {
        return writeln!(f, "    {at}: {} → {}", shown(old), shown(new));
    };
    let names = olds.keys().chain(news.keys().filter(|it| !olds.contains_key(*it)));
    for name in names {
        let (old, new) = (olds.get(name), news.get(name));
        if old != new {
            let null = &Value::Null;
            differences(f, &format!("{at}.{name}"), old.unwrap_or(null), new.unwrap_or(null))?;
        }
    }
    Ok(())
}

fn shown(value: &Value) -> String {
    if value.is_null() {
        return "none".to_owned();
    }
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let mut chars = text.chars();
    let beginning: String = chars.by_ref().take(VALUE_CHARS_MAX).collect();
    let rest = chars.count();
    if rest == 0 { beginning } else { format!("{beginning}… ({rest} more characters)") }
}
