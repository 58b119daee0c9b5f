//! Names of states, of variables, and of Distributed Maps.

use std::collections::BTreeMap;

use stepwright_json::{Object, Pointer};

use super::context::{Context, has_placeholder};
use crate::name::{
    LABEL_CHARS_MAX, RESERVED_VARIABLE, STATE_NAME_CHARS_MAX, VARIABLE_NAME_CHARS_MAX,
    is_variable_name,
};
use crate::problem::code;
use crate::{State, StateMachine, Visitor};

/// Checks the names that must be unique in the whole machine.
pub(super) fn check_all(context: &mut Context, machine: &StateMachine) {
    let mut names = Names { context, states: BTreeMap::new(), labels: BTreeMap::new() };
    machine.walk(&mut names);
}

struct Names<'c, 'a> {
    context: &'c mut Context,
    /// Where each name was seen first.
    states: BTreeMap<&'a str, Pointer>,
    labels: BTreeMap<&'a str, Pointer>,
}

impl<'a> Visitor<'a> for Names<'_, 'a> {
    fn state(&mut self, at: &Pointer, name: &'a str, state: &'a State) {
        check_state_name(self.context, at, name);
        if let Some(first) = self.states.get(name) {
            self.context
                .at_place(
                    code::DUPLICATE_STATE_NAME,
                    at.clone(),
                    format!("Duplicate State name: {name}"),
                )
                .help(format!(
                    "the other one is at {first}; names are unique in the whole machine"
                ));
        } else {
            self.states.insert(name, at.clone());
        }
        let State::Map(map) = state else { return };
        let Some(label) = map.label.as_deref().filter(|it| !has_placeholder(it)) else { return };
        let at = at.join("Label");
        check_label(self.context, &at, label);
        if let Some(first) = self.labels.get(label) {
            self.context
                .at_place(code::DUPLICATE_LABEL_NAME, at, format!("Duplicate label name: {label}"))
                .help(format!("the other one is at {first}"));
        } else {
            self.labels.insert(label, at);
        }
    }
}

fn check_state_name(context: &mut Context, at: &Pointer, name: &str) {
    if name.is_empty() {
        let message = "Invalid State name: a state's name cannot be empty";
        context.at_place(code::INVALID_STATE_NAME, at.clone(), message);
    }
    if name.chars().count() > STATE_NAME_CHARS_MAX {
        let message = format!(
            "Invalid State name: State '{name}' exceeds the {STATE_NAME_CHARS_MAX}-character limit \
             allowed by the service"
        );
        context.at_place(code::INVALID_STATE_NAME, at.clone(), message);
    }
}

fn check_label(context: &mut Context, at: &Pointer, label: &str) {
    const FORBIDDEN: &str = "?*<>{}[]:;,\\|^~$#%&`\"";
    let forbidden = |it: char| it.is_whitespace() || it.is_control() || FORBIDDEN.contains(it);
    if label.chars().count() > LABEL_CHARS_MAX {
        let message = format!(
            "Invalid label name: '{label}' exceeds the {LABEL_CHARS_MAX}-character limit allowed by \
             the service"
        );
        context.at_place(code::INVALID_LABEL_NAME, at.clone(), message);
    }
    if label.is_empty() || label.contains(forbidden) {
        let message = format!("Invalid label name: '{label}'");
        context.at_place(code::INVALID_LABEL_NAME, at.clone(), message).help(
            "a label is part of ARNs: letters, digits, `-` and `_` are safe, blanks and most other \
             signs are not allowed",
        );
    }
}

/// Checks the names of the variables that `Assign` sets.
pub(super) fn check_variables(context: &mut Context, assign: &Object) {
    for key in assign.keys() {
        let name = if context.is_jsonata() { key } else { key.strip_suffix(".$").unwrap_or(key) };
        let at = context.at.join("Assign").join(key);
        if name == RESERVED_VARIABLE {
            let message = format!("Cannot assign to reserved variable '${name}'.");
            context.at_place(code::RESERVED_VARIABLE_NAME, at, message);
        } else if !is_variable_name(name) {
            let message = format!(
                "Invalid variable name '{name}': the variable name contains invalid characters."
            );
            context
                .at_place(code::INVALID_VARIABLE_NAME, at, message)
                .help("a letter, then letters, digits and `_`");
        } else if name.chars().count() > VARIABLE_NAME_CHARS_MAX {
            let message = format!(
                "Invalid variable name '{name}': the variable name exceeds the \
                 {VARIABLE_NAME_CHARS_MAX}-character limit allowed by the service."
            );
            context.at_place(code::INVALID_VARIABLE_NAME, at, message);
        }
    }
}
