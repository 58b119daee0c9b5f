//! The state machine that a run is about: read, compiled, and held against what is served here.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, bail};
use stepwright_asl::StateMachine;
use stepwright_compiler::Program;
use stepwright_json::Value;

use crate::task::Resource;

/// A definition that can be run here.
#[derive(Debug)]
pub(crate) struct Definition {
    pub(crate) program: Arc<Program>,
    /// The names of its Task states.
    pub(crate) tasks: Vec<String>,
    /// The longest name of a state, in characters.
    pub(crate) state_width: usize,
}

/// A state on the way through a definition.
struct Found<'a> {
    pointer: String,
    name: &'a str,
    state: &'a Value,
}

/// Reads and compiles the definition in a file.
pub(crate) fn read(path: &Path) -> anyhow::Result<Definition> {
    let shown = path.display();
    let text = fs::read_to_string(path).with_context(|| format!("could not read `{shown}`"))?;
    let value = Value::parse(&text).with_context(|| format!("`{shown}` is not JSON"))?;
    let machine = StateMachine::from_value(&value)
        .with_context(|| format!("`{shown}` is not a definition"))?;
    let program = match stepwright_compiler::compile(&machine) {
        Ok(program) => program,
        Err(diagnostics) => {
            let lines: Vec<String> = diagnostics.iter().map(|it| format!("\n  {it}")).collect();
            bail!("`{shown}` cannot be run:{}", lines.concat())
        }
    };
    let mut states = Vec::new();
    collect(&value, "", &mut states);
    let tasks = || states.iter().filter(|it| kind(it.state) == Some("Task"));
    let not_served: Vec<String> = tasks()
        .filter_map(|task| {
            let resource = task.state.get("Resource").and_then(Value::as_str).unwrap_or_default();
            let error = Resource::parse(resource).err()?;
            Some(format!("\n  at {}/Resource: {error}", task.pointer))
        })
        .collect();
    if !not_served.is_empty() {
        bail!("`{shown}` cannot be run here:{}", not_served.concat());
    }
    Ok(Definition {
        tasks: tasks().map(|it| it.name.to_owned()).collect(),
        state_width: states.iter().map(|it| it.name.chars().count()).max().unwrap_or_default(),
        program: Arc::new(program),
    })
}

fn kind(state: &Value) -> Option<&str> {
    state.get("Type").and_then(Value::as_str)
}

/// All states of a machine and of the machines inside it. JSON that was parsed is not deep.
fn collect<'a>(machine: &'a Value, pointer: &str, acc: &mut Vec<Found<'a>>) {
    let Some(states) = machine.get("States").and_then(Value::as_object) else { return };
    for (name, state) in states {
        let escaped = name.replace('~', "~0").replace('/', "~1");
        let pointer = format!("{pointer}/States/{escaped}");
        acc.push(Found { pointer: pointer.clone(), name, state });
        for inner in ["ItemProcessor", "Iterator"] {
            if let Some(machine) = state.get(inner) {
                collect(machine, &format!("{pointer}/{inner}"), acc);
            }
        }
        let branches = state.get("Branches").and_then(Value::as_array);
        for (index, machine) in branches.iter().flat_map(|it| it.iter()).enumerate() {
            collect(machine, &format!("{pointer}/Branches/{index}"), acc);
        }
    }
}
