//! What a workflow is told when an event was not answered: a name and a message.

use std::{
    any::Any,
    fmt,
    io::{self, Write as _},
};

use lambda_runtime::Diagnostic;

/// The name of the error for an event that is not the callable's input. No callable has it among
/// the names of its errors: to try again does not help.
pub const INVALID_INPUT: &str = "Runtime.InvalidInput";

/// The name of the error for a handler that panicked.
///
/// Left to itself, `lambda_runtime` names it after the Rust type of the panic's payload, as the
/// compiler happens to spell it.
pub const PANIC: &str = "Runtime.Panic";

/// An event that was not answered, and why.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    name: &'static str,
    message: String,
}

impl Failure {
    pub(crate) fn named(name: &'static str, message: &impl fmt::Display) -> Self {
        Self { name, message: message.to_string() }
    }

    pub(crate) fn invalid_input(error: serde_path_to_error::Error<serde_json::Error>) -> Self {
        let path = error.path().to_string();
        let inner = error.into_inner();
        let message = match path.as_str() {
            "." => format!("the input is not what this function takes: {inner}"),
            path => format!("the input is not what this function takes: at `{path}`: {inner}"),
        };
        Self { name: INVALID_INPUT, message }
    }

    pub(crate) fn panic(payload: &(dyn Any + Send)) -> Self {
        let text = payload
            .downcast_ref::<&str>()
            .copied()
            .or_else(|| payload.downcast_ref::<String>().map(String::as_str));
        let message = match text {
            Some(text) => format!("the function panicked: {text}"),
            None => "the function panicked".to_owned(),
        };
        Self { name: PANIC, message }
    }

    /// One line for whoever reads the function's log. A log that is full or closed loses it.
    pub(crate) fn log(&self) {
        let Self { name, message } = self;
        let line = format!("{name}: {}\n", message.replace(['\r', '\n'], " "));
        io::stderr().write_all(line.as_bytes()).ok();
    }
}

impl From<Failure> for Diagnostic {
    fn from(failure: Failure) -> Self {
        let Failure { name, message } = failure;
        Self { error_type: name.to_owned(), error_message: message }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    #[track_caller]
    fn check(failure: Failure, expect: Expect) {
        let Diagnostic { error_type, error_message } = failure.into();
        expect.assert_eq(&format!("{error_type}: {error_message}"));
    }

    #[test]
    fn an_error_keeps_its_name_and_its_message() {
        check(Failure::named("HTTPError", &"no answer"), expect!["HTTPError: no answer"]);
    }

    #[test]
    fn an_input_that_does_not_fit_names_the_field() {
        let read = |json: &str| {
            let value: serde_json::Value = serde_json::from_str(json).unwrap();
            let read = serde_path_to_error::deserialize::<_, Vec<(u8, String)>>(value);
            Failure::invalid_input(read.unwrap_err())
        };
        check(
            read(r#"[[1, "a"], [2, 3]]"#),
            expect![
                "Runtime.InvalidInput: the input is not what this function takes: at `[1][1]`: invalid type: integer `3`, expected a string"
            ],
        );
        check(
            read("{}"),
            expect![
                "Runtime.InvalidInput: the input is not what this function takes: invalid type: map, expected a sequence"
            ],
        );
    }

    #[test]
    fn a_panic_keeps_its_message() {
        check(
            Failure::panic(&"at the disco"),
            expect!["Runtime.Panic: the function panicked: at the disco"],
        );
        check(Failure::panic(&7_i32), expect!["Runtime.Panic: the function panicked"]);
    }
}
