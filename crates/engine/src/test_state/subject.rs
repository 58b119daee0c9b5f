//! [`Subject`]: the state under test, compiled.

use std::sync::Arc;

use stepwright_asl::{self as asl, Problem, StateMachine};
use stepwright_compiler::{Diagnostic, Program, Severity, StateIndex, compile};
use stepwright_json::{Object, Pointer, Value, json};

use super::error::TestStateError;

/// The state under test.
#[derive(Debug)]
pub(super) struct Subject {
    pub(super) program: Arc<Program>,
    pub(super) state: StateIndex,
    /// It is in JSONPath.
    pub(super) is_json_path: bool,
    /// It stands in the processor of a Map state.
    pub(super) is_in_map: bool,
    /// As the definition has it.
    definition: Value,
}

/// The name that a state has when it is tested alone. Recorded: the context object shows it even where
/// the state has another.
pub(super) const STATE_NAME: &str = "StateName";

impl Subject {
    /// Finds the state in a machine by its name; without one, the definition is the state's own.
    pub(super) fn of(definition: &str, name: Option<&str>) -> Result<Self, TestStateError> {
        let definition = Value::parse(definition).map_err(|error| {
            TestStateError::invalid_definition(&format!("INVALID_JSON_DESCRIPTION: {error}"))
        })?;
        let is_alone = name.is_none();
        let (machine, name) = match name {
            Some(name) => (definition, name),
            None => (alone(&definition), STATE_NAME),
        };
        let Some(found) = find(&machine, name, false) else {
            return Err(TestStateError::Validation("State not found in definition".to_owned()));
        };
        let Found { state, is_in_map } = found;
        let definition = state.clone();
        // A state that says nothing is in the language of the whole machine, at whatever depth.
        let language = state.get("QueryLanguage").or_else(|| machine.get("QueryLanguage"));
        let is_json_path = language.and_then(Value::as_str).is_none_or(|it| it == "JSONPath");
        let program = program(&machine, is_alone)?;
        let state = program.state_named(name).ok_or_else(|| {
            TestStateError::Validation("State not found in definition".to_owned())
        })?;
        let program = Arc::new(program);
        Ok(Self { program, state, is_json_path, is_in_map, definition })
    }

    /// Its `Type`.
    pub(super) fn type_name(&self) -> &str {
        self.definition.get("Type").and_then(Value::as_str).unwrap_or_default()
    }

    /// Whether its items are found by `ItemsPointer` in what its reader reads.
    pub(super) fn has_items_pointer(&self) -> bool {
        let config = self.definition.get("ItemReader").and_then(|it| it.get("ReaderConfig"));
        config.is_some_and(|it| it.get("ItemsPointer").is_some())
    }

    /// Whether the definition says something in a field.
    pub(super) fn has(&self, field: &str) -> bool {
        self.definition.get(field).is_some()
    }
}

/// A machine of one state. The states that it leads to are there, so that it may lead to them; they are
/// never entered.
fn alone(state: &Value) -> Value {
    let mut states = Object::from_iter([(STATE_NAME, state.clone())]);
    for name in targets(state) {
        if !states.contains_key(name) {
            states.insert(name, json!({"Type": "Succeed", "QueryLanguage": "JSONata"}));
        }
    }
    json!({"StartAt": STATE_NAME, "States": states})
}

/// The names of the states that a state leads to.
fn targets(state: &Value) -> Vec<&str> {
    let items = |key| state.get(key).and_then(Value::as_array).into_iter().flatten();
    let own = ["Next", "Default"].into_iter().filter_map(|key| state.get(key));
    let rules = items("Choices").chain(items("Catch")).filter_map(|it| it.get("Next"));
    own.chain(rules).filter_map(Value::as_str).collect()
}

/// A state in a machine.
struct Found<'a> {
    state: &'a Value,
    is_in_map: bool,
}

/// Looks for a state by its name, which is unique within a machine. A definition's nesting is bounded
/// by that of its text, and so is this recursion.
fn find<'a>(machine: &'a Value, name: &str, is_in_map: bool) -> Option<Found<'a>> {
    let states = machine.get("States")?.as_object()?;
    if let Some(state) = states.get(name) {
        return Some(Found { state, is_in_map });
    }
    states.values().find_map(|state| {
        let branches = state.get("Branches").and_then(Value::as_array).into_iter().flatten();
        let processors = ["ItemProcessor", "Iterator"].into_iter().filter_map(|it| state.get(it));
        let mut in_branches = branches.filter_map(|it| find(it, name, is_in_map));
        let mut in_processors = processors.filter_map(|it| find(it, name, true));
        in_branches.next().or_else(|| in_processors.next())
    })
}

/// Compiles the machine. A state that `is_alone` need not end anything.
fn program(machine: &Value, is_alone: bool) -> Result<Program, TestStateError> {
    let machine = StateMachine::from_value(machine)
        .map_err(|error| TestStateError::invalid_definition(&error.to_string()))?;
    let problems = machine.validate();
    let errors = problems.iter().filter(|it| {
        let is_ending = it.code == asl::code::MISSING_END_STATE;
        it.severity == asl::Severity::Error && !(is_alone && is_ending)
    });
    let texts: Vec<String> = errors.map(problem).collect();
    if !texts.is_empty() {
        return Err(TestStateError::invalid_definition(&texts.join(", ")));
    }
    compile(&machine).map_err(|diagnostics| {
        let errors = diagnostics.iter().filter(|it| it.severity == Severity::Error);
        let texts: Vec<String> = errors.map(text).collect();
        TestStateError::invalid_definition(&texts.join(", "))
    })
}

/// `CODE: message at location`. Measured: what is wrong with the whole is at `null`.
fn problem(problem: &Problem) -> String {
    let Problem { code, message, location, severity: _, at: _, help: _ } = problem;
    format!("{code}: {message} at {}", location.as_deref().unwrap_or("null"))
}

/// `CODE: message at location`
fn text(diagnostic: &Diagnostic) -> String {
    let Diagnostic { code, message, pointer, severity: _, help: _ } = diagnostic;
    format!("{code}: {message} at {}", location(pointer))
}

/// A place as AWS writes it: `/States/P/Branches[0]/StartAt`.
fn location(pointer: &str) -> String {
    let Ok(pointer) = Pointer::parse(pointer) else { return pointer.to_owned() };
    if pointer.is_root() {
        return "/".to_owned();
    }
    let mut text = String::new();
    for token in pointer.tokens() {
        let is_index = !text.is_empty() && token.bytes().all(|it| it.is_ascii_digit());
        let token = if is_index { format!("[{token}]") } else { format!("/{token}") };
        text.push_str(&token);
    }
    text
}
