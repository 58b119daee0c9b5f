//! Transitions: where they lead, which states they reach, and whether the machine can end.

use std::collections::BTreeSet;

use stepwright_json::Pointer;

use super::context::{Context, has_placeholder};
use super::spelling;
use crate::json::FieldSpec;
use crate::problem::code;
use crate::{State, StateMachine, Visitor};

/// Checks the whole machine, its branches and its processors, in the service's order.
pub(super) fn check(context: &mut Context, machine: &StateMachine) {
    let mut scopes = Scopes(Vec::new());
    machine.walk(&mut scopes);
    let names = scopes.0.iter().flat_map(|(_, it)| it.states.keys().map(String::as_str));
    let names: BTreeSet<&str> = names.collect();
    // A machine without states is reported as that, once.
    for (at, scope) in scopes.0.iter().filter(|(_, it)| !it.states.is_empty()) {
        targets(context, &names, at, scope);
    }
    let ends = machine.states.is_empty() || machine.states.values().any(may_end);
    if !ends {
        context
            .at_place(code::MISSING_END_STATE, Pointer::root(), "Workflow has no terminal state")
            .nowhere()
            .help("give some state `\"End\": true`, or add a Succeed or Fail state");
        return;
    }
    for (at, scope) in &scopes.0 {
        unreachable_states(context, at, scope);
    }
}

/// The machine itself, its branches and its processors, each with its place.
struct Scopes<'a>(Vec<(Pointer, &'a StateMachine)>);

impl<'a> Visitor<'a> for Scopes<'a> {
    fn state_machine(&mut self, at: &Pointer, machine: &'a StateMachine) {
        self.0.push((at.clone(), machine));
    }
}

/// Reports transitions to states that are not there; `names` are those of all states anywhere.
fn targets(context: &mut Context, names: &BTreeSet<&str>, at: &Pointer, scope: &StateMachine) {
    let mut check = |place: Pointer, target: &str| {
        if scope.states.contains_key(target) || has_placeholder(target) {
            return;
        }
        let near = spelling::nearest(target, scope.states.keys().map(String::as_str));
        let message = format!("Missing 'Next' target: {target}");
        let problem = context.at_place(code::MISSING_TRANSITION_TARGET, place, message);
        if names.contains(target) {
            problem.help("a transition cannot lead into or out of a branch or a processor");
        } else if let Some(near) = near {
            problem.help(format!("did you mean `{near}`?"));
        }
    };
    if let Some(start_at) = &scope.start_at {
        check(at.join("StartAt"), start_at);
    }
    for (name, state) in &scope.states {
        let state_at = at.join("States").join(name);
        for (_, target, place) in state.ways_out() {
            check(state_at.concat(&place), target);
        }
    }
}

/// Whether the machine may end with this state. What cannot be read may.
fn may_end(state: &State) -> bool {
    state.is_terminal() || !is_readable(state)
}

/// Reports states that no transition leads to.
fn unreachable_states(context: &mut Context, at: &Pointer, scope: &StateMachine) {
    let Some(start_at) = &scope.start_at else { return };
    // What cannot be read may lead anywhere, and is reported already.
    if has_placeholder(start_at) || !scope.states.values().all(is_readable) {
        return;
    }
    let mut reached: BTreeSet<&str> = BTreeSet::new();
    let mut ahead = vec![start_at.as_str()];
    while let Some(name) = ahead.pop() {
        let Some(state) = scope.states.get(name) else { continue };
        if reached.insert(name) {
            ahead.extend(state.ways_out().map(|(_, target, _)| target));
        }
    }
    for name in scope.states.keys().filter(|it| !reached.contains(it.as_str())) {
        let place = at.join("States").join(name);
        let message = format!("State \"{name}\" is not reachable.");
        context.at_place(code::MISSING_TRANSITION_TARGET, place, message);
    }
}

/// Whether every transition of the state could be read: no field that names one has another type than
/// it should, and no target is still a placeholder.
fn is_readable(state: &State) -> bool {
    let Some(fields) = state.fields() else { return false };
    let unread =
        |it: &FieldSpec| LEADING.contains(&it.name) && fields.extra().contains_key(it.name);
    !fields.specs().iter().any(unread)
        && !state.choices().iter().any(|it| it.extra.contains_key("Next"))
        && !state.catch().iter().any(|it| it.extra.contains_key("Next"))
        && !state.ways_out().any(|(_, target, _)| has_placeholder(target))
}

/// The fields of a state that name other states, or hold what names them.
const LEADING: [&str; 4] = ["Next", "Default", "Choices", "Catch"];
