//! Lowering: from the plain model to a [`Program`], collecting what stands in the way.
//!
//! Owns scopes and transitions: names become indices here. What a state holds is lowered in its own
//! file. Whatever is wrong is noted and lowering goes on, so that all of it is said at once.

mod choice;
mod data_flow;
mod distributed_map;
mod error_handling;
mod item_reader;
mod language;
mod map;
mod place;
mod references;
mod state;
mod value;

use std::collections::{BTreeMap, BTreeSet};

use stepwright_asl::{QueryLanguage, StateMachine};

use self::language::Language;
use self::place::Place;
use crate::program::{Program, Scope, ScopeIndex, State, StateIndex, Transition};
use crate::{Diagnostic, Severity};

/// Compiles a definition.
///
/// # Errors
///
/// All that is wrong with it, not only the first thing.
///
/// ```
/// use stepwright_asl::StateMachine;
/// use stepwright_compiler::compile;
///
/// let machine = r#"{
///     "QueryLanguage": "JSONata",
///     "StartAt": "Greet",
///     "States": {"Greet": {"Type": "Pass", "Output": "{% 'Hi, ' & $states.input %}", "Next": "Gone"}}
/// }"#;
/// let value = stepwright_json::Value::parse(machine)?;
/// let diagnostics = compile(&StateMachine::from_value(&value)?).unwrap_err();
/// assert_eq!(
///     diagnostics[0].to_string(),
///     "error[MISSING_TRANSITION_TARGET] at /States/Greet/Next: no state is named `Gone` here"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn compile(machine: &StateMachine) -> Result<Program, Vec<Diagnostic>> {
    let mut lowering = Lowering::new(machine);
    let root = Place::root();
    lowering.unknown_fields(&root, &machine.extra);
    let timeout_seconds = machine
        .timeout_seconds
        .as_ref()
        .and_then(|it| lowering.known_number(&root.key("TimeoutSeconds"), it));
    let root = lowering.scope(&root, machine);
    lowering.finish(root, timeout_seconds)
}

/// What is being put together.
struct Lowering {
    machine_language: Language,
    /// What the state that is being lowered is in.
    language: Language,
    // A state's slot is empty until it is lowered, and stays so where it cannot be.
    states: Vec<Option<State>>,
    scopes: Vec<Scope>,
    diagnostics: Vec<Diagnostic>,
    /// What is being lowered runs in Express children of a Distributed Map.
    in_express: bool,
    /// The labels of Distributed Maps so far: each names Map Runs of its own.
    labels: BTreeSet<String>,
}

/// The states that a transition can lead to: those of its own scope.
type Names<'a> = BTreeMap<&'a str, StateIndex>;

impl Lowering {
    fn new(machine: &StateMachine) -> Self {
        let language = machine.query_language.as_ref().unwrap_or(&QueryLanguage::JsonPath);
        let language = Language::of(language);
        Self {
            machine_language: language,
            language,
            states: Vec::new(),
            scopes: Vec::new(),
            diagnostics: Vec::new(),
            in_express: false,
            labels: BTreeSet::new(),
        }
    }

    /// Lowers a `States` object and gives back its index. The outermost comes first.
    fn scope(&mut self, place: &Place<'_>, machine: &StateMachine) -> ScopeIndex {
        let scope = ScopeIndex(self.scopes.len());
        let first = self.states.len();
        self.scopes.push(Scope { start_at: StateIndex(first) });
        let names: Names<'_> =
            machine.states.keys().map(String::as_str).zip((first..).map(StateIndex)).collect();
        self.states.resize_with(first + machine.states.len(), || None);
        if machine.states.is_empty() {
            self.required::<()>(place, "States");
        }
        for (index, (name, state)) in (first..).zip(&machine.states) {
            let lowered = self.state(&place.state(name), name, state, &names);
            if let Some(slot) = self.states.get_mut(index) {
                *slot = lowered;
            }
        }
        let start_at = match &machine.start_at {
            Some(name) => self.target(&place.key("StartAt"), name, &names),
            None => self.required(place, "StartAt"),
        };
        if let Some((scope, start_at)) = self.scopes.get_mut(scope.0).zip(start_at) {
            scope.start_at = start_at;
        }
        scope
    }

    /// The state that a name stands for.
    fn target(&mut self, place: &Place<'_>, name: &str, names: &Names<'_>) -> Option<StateIndex> {
        let target = names.get(name).copied();
        if target.is_none() {
            let message = format!("no state is named `{name}` here");
            self.error("MISSING_TRANSITION_TARGET", place, message);
        }
        target
    }

    /// `Next` or `End`: exactly one of the two.
    fn transition(
        &mut self,
        place: &Place<'_>,
        next: Option<&str>,
        end: Option<bool>,
        names: &Names<'_>,
    ) -> Option<Transition> {
        match (next, end) {
            (Some(next), None | Some(false)) => {
                self.target(&place.key("Next"), next, names).map(Transition::Next)
            }
            (None, Some(true)) => Some(Transition::End),
            (Some(_), Some(true)) => self.schema(
                place,
                "There should only be one of the following fields: [Next, End]".to_owned(),
            ),
            (None, None | Some(false)) => self.schema(
                place,
                "This object should have only one of the following fields: [Next, End]".to_owned(),
            ),
        }
    }

    fn finish(
        self,
        root: ScopeIndex,
        timeout_seconds: Option<u64>,
    ) -> Result<Program, Vec<Diagnostic>> {
        let Self { states, scopes, diagnostics, .. } = self;
        let is_sound = diagnostics.iter().all(|it| it.severity < Severity::Error);
        match states.into_iter().collect::<Option<Vec<State>>>() {
            Some(states) if is_sound => Ok(Program { states, scopes, root, timeout_seconds }),
            _ => Err(diagnostics),
        }
    }

    /// Notes that a field is missing.
    fn required<T>(&mut self, place: &Place<'_>, field: &str) -> Option<T> {
        self.schema(place, format!("These fields are required: [{field}]"))
    }

    /// Notes fields that do not belong, or whose value has another type than theirs.
    fn unknown_fields(&mut self, place: &Place<'_>, extra: &stepwright_json::Object) {
        for field in extra.keys() {
            self.diagnostics.push(Diagnostic {
                severity: Severity::Error,
                code: "SCHEMA_VALIDATION_FAILED",
                pointer: place.pointer(),
                message: format!("Field '{field}' is not supported"),
                help: Some(
                    "there is no such field here, or its value has the wrong type".to_owned(),
                ),
            });
        }
    }

    /// Notes a mistake for which AWS has no finer code.
    fn schema<T>(&mut self, place: &Place<'_>, message: String) -> Option<T> {
        self.error("SCHEMA_VALIDATION_FAILED", place, message);
        None
    }

    fn error(&mut self, code: &'static str, place: &Place<'_>, message: String) {
        let pointer = place.pointer();
        let severity = Severity::Error;
        self.diagnostics.push(Diagnostic { severity, code, pointer, message, help: None });
    }

    fn error_with_help(
        &mut self,
        code: &'static str,
        place: &Place<'_>,
        message: String,
        help: String,
    ) {
        let (severity, pointer) = (Severity::Error, place.pointer());
        let help = Some(help);
        self.diagnostics.push(Diagnostic { severity, code, pointer, message, help });
    }
}
