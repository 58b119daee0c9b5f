//! [`Context`]: what the rules need to know, and where they report.

use std::fmt::Display;

use stepwright_json::Pointer;

use crate::problem::code;
use crate::{Problem, QueryLanguage, Severity, StateMachine};

/// What the rules need to know of the whole, where they are in it, and what they have found.
pub(super) struct Context {
    pub(super) problems: Vec<Problem>,
    /// The place of the object that is being looked at.
    pub(super) at: Pointer,
    /// The language of all states that do not say their own.
    pub(super) machine_language: QueryLanguage,
    /// The language of the state that is being looked at; `None` where it cannot be told, because
    /// the state contradicts the machine.
    pub(super) language: Option<QueryLanguage>,
}

impl Context {
    pub(super) fn new(machine: &StateMachine) -> Self {
        let machine_language = super::query_language::of_machine(machine);
        let language = Some(machine_language.clone());
        Self { problems: Vec::new(), at: Pointer::root(), machine_language, language }
    }

    /// Looks at something further in.
    pub(super) fn within(&mut self, token: impl Display, check: impl FnOnce(&mut Self)) {
        self.at.push(token);
        check(self);
        self.at.pop();
    }

    /// Looks at each item of an array.
    pub(super) fn each<'a, T>(
        &mut self,
        field: &str,
        items: impl IntoIterator<Item = &'a T>,
        mut check: impl FnMut(&mut Self, &'a T),
    ) where
        T: 'a,
    {
        self.within(field, |it| {
            for (index, item) in items.into_iter().enumerate() {
                it.within(index, |it| check(it, item));
            }
        });
    }

    pub(super) fn is_jsonata(&self) -> bool {
        self.language == Some(QueryLanguage::Jsonata)
    }

    /// Reports a field, and blames the field.
    pub(super) fn field(&mut self, field: &str, message: impl Into<String>) -> &mut Problem {
        let at = self.at.join(field);
        let location = Some(location(&at));
        self.error(code::SCHEMA_VALIDATION_FAILED, at, location, message.into())
    }

    /// Reports a field, and blames the object that has it, as the service does for a field that does
    /// not belong there.
    pub(super) fn object_for(&mut self, field: &str, message: impl Into<String>) -> &mut Problem {
        let at = self.at.join(field);
        let location = Some(location(&self.at));
        self.error(code::SCHEMA_VALIDATION_FAILED, at, location, message.into())
    }

    /// Reports the object that is being looked at.
    pub(super) fn object(&mut self, message: impl Into<String>) -> &mut Problem {
        self.at_place(code::SCHEMA_VALIDATION_FAILED, self.at.clone(), message)
    }

    /// Reports a place under a code of its own.
    pub(super) fn at_place(
        &mut self,
        code: &'static str,
        at: Pointer,
        message: impl Into<String>,
    ) -> &mut Problem {
        let location = Some(location(&at));
        self.error(code, at, location, message.into())
    }

    fn error(
        &mut self,
        code: &'static str,
        at: Pointer,
        location: Option<String>,
        message: String,
    ) -> &mut Problem {
        let severity = Severity::Error;
        self.problems.push_mut(Problem { severity, code, at, location, message, help: None })
    }
}

impl Problem {
    /// Says what to do.
    pub(super) fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help = Some(help.into());
        self
    }

    /// The service takes the definition all the same.
    pub(super) fn warning(&mut self) -> &mut Self {
        self.severity = Severity::Warning;
        self
    }

    /// The service names no place.
    pub(super) fn nowhere(&mut self) -> &mut Self {
        self.location = None;
        self
    }
}

/// A place as the service writes it: indices in brackets, nothing escaped.
pub(super) fn location(at: &Pointer) -> String {
    const ARRAYS: [&str; 8] =
        ["And", "Branches", "CSVHeaders", "Catch", "Choices", "ErrorEquals", "Or", "Retry"];
    let mut text = String::new();
    let mut in_array = false;
    for token in at.tokens() {
        if in_array && token.bytes().all(|it| it.is_ascii_digit()) {
            text.push('[');
            text.push_str(&token);
            text.push(']');
        } else {
            text.push('/');
            text.push_str(&token);
        }
        in_array = ARRAYS.contains(&token.as_ref());
    }
    if text.is_empty() { "/".to_owned() } else { text }
}

/// Whether a text has a placeholder, to be filled in before the definition is deployed.
pub(super) fn has_placeholder(text: &str) -> bool {
    text.split_once("${").is_some_and(|(_, rest)| rest.contains('}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_written_as_the_service_writes_them() {
        for (at, expected) in [
            ("", "/"),
            ("/StartAt", "/StartAt"),
            ("/States/a~1b", "/States/a/b"),
            ("/States/0/Catch/1/Next", "/States/0/Catch[1]/Next"),
            ("/States/C/Choices/0/And/2", "/States/C/Choices[0]/And[2]"),
        ] {
            assert_eq!(location(&at.parse().unwrap()), expected);
        }
    }
}
