//! The execution's input: read from a file or a text, and held against its JSON Schema before anything
//! starts.

use std::fmt::Write;
use std::fs;
use std::io;

use jsonschema::ValidationError;
use jsonschema::error::{TypeKind, ValidationErrorKind};
use stepwright_engine::quota::PAYLOAD_BYTES_MAX;
use stepwright_json::Value;

/// How many things that are wrong are told at once.
const PROBLEMS_MAX: usize = 20;

/// The longest glance at a value that does not fit, in characters.
const GLANCE_CHARS_MAX: usize = 60;

/// Why an input cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    /// It is taken for a file, and cannot be read.
    #[error("could not read the input `{path}`: give the path of a JSON file, or the JSON itself")]
    Unreadable {
        /// What was given.
        path: String,
        /// What the system said.
        source: io::Error,
    },
    /// It is not JSON.
    #[error("the input {from} is not JSON")]
    NotJson {
        /// "`input.json`", or "on the command line".
        from: String,
        /// Where it stops being JSON.
        source: stepwright_json::ParseError,
    },
    /// It does not fit its schema.
    #[error("the input does not fit its schema:{problems}")]
    DoesNotFit {
        /// One line for each field.
        problems: String,
    },
    /// It is longer than an execution's input may be.
    #[error(
        "the input is {bytes} bytes long as compact JSON, and an execution takes {PAYLOAD_BYTES_MAX} at most: put what is long into S3, and give its place"
    )]
    TooLong {
        /// How long it is.
        bytes: usize,
    },
    /// The schema is none.
    #[error("the input's schema cannot be used: {message}")]
    Schema {
        /// What is wrong with it.
        message: String,
    },
}

/// Reads an input: a JSON text, or the path of a file that holds one.
///
/// ```
/// let input = stepwright_local::input::read(r#"{"bucketName": "asteroids-dev"}"#)?;
/// assert_eq!(input.to_string(), r#"{"bucketName":"asteroids-dev"}"#);
/// # Ok::<(), stepwright_local::input::InputError>(())
/// ```
///
/// # Errors
///
/// Where it is neither.
pub fn read(text: &str) -> Result<Value, InputError> {
    let looks_like_json = text.trim_start().starts_with(['{', '[', '"']);
    if looks_like_json {
        let from = "on the command line".to_owned();
        return Value::parse(text).map_err(|source| InputError::NotJson { from, source });
    }
    match fs::read_to_string(text) {
        Ok(content) => Value::parse(&content)
            .map_err(|source| InputError::NotJson { from: format!("`{text}`"), source }),
        // `null`, `true` and numbers are inputs as well, though rare ones.
        Err(source) => {
            Value::parse(text).map_err(|_| InputError::Unreadable { path: text.to_owned(), source })
        }
    }
}

/// Checks that an input is not longer than an execution's may be.
///
/// # Errors
///
/// How long it is, where it is.
pub fn check_length(input: &Value) -> Result<(), InputError> {
    let bytes = input.size_bytes();
    if bytes > PAYLOAD_BYTES_MAX { Err(InputError::TooLong { bytes }) } else { Ok(()) }
}

/// Checks an input against a JSON Schema.
///
/// # Errors
///
/// All fields that do not fit, each with what is wrong and what would be right.
pub fn check(input: &Value, schema: &serde_json::Value) -> Result<(), InputError> {
    let schema_error = |error: String| InputError::Schema { message: error };
    let validator =
        jsonschema::validator_for(schema).map_err(|error| schema_error(error.to_string()))?;
    let instance = serde_json::to_value(input).map_err(|error| schema_error(error.to_string()))?;
    let mut problems = String::new();
    let mut errors = validator.iter_errors(&instance);
    for error in errors.by_ref().take(PROBLEMS_MAX) {
        // Writing to a text cannot fail.
        let _ = write!(problems, "\n  {}", in_words(&error));
    }
    let more = errors.count();
    if more > 0 {
        let _ = write!(problems, "\n  and {more} more");
    }
    if problems.is_empty() { Ok(()) } else { Err(InputError::DoesNotFit { problems }) }
}

/// The field, what is wrong with it, and what to do.
fn in_words(error: &ValidationError<'_>) -> String {
    let pointer = error.instance_path().as_str();
    let place = if pointer.is_empty() { "the input itself" } else { pointer };
    let found = glance(error.instance());
    match error.kind() {
        ValidationErrorKind::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            format!("{pointer}/{name}: is missing; add it")
        }
        ValidationErrorKind::Type { kind } => {
            let wanted = match kind {
                TypeKind::Single(it) => it.to_string(),
                TypeKind::Multiple(it) => {
                    it.iter().map(|it| it.to_string()).collect::<Vec<_>>().join(" or ")
                }
            };
            format!("{place}: is {found}; it has to be of type {wanted}")
        }
        ValidationErrorKind::AdditionalProperties { unexpected }
        | ValidationErrorKind::UnevaluatedProperties { unexpected } => {
            let fields: Vec<String> =
                unexpected.iter().map(|name| format!("{pointer}/{name}")).collect();
            format!("{}: is not known; remove it, or correct its name", fields.join(", "))
        }
        ValidationErrorKind::Enum { options } => {
            format!("{place}: is {found}; it has to be one of {options}")
        }
        ValidationErrorKind::Pattern { pattern } => {
            format!("{place}: is {found}; it has to match `{pattern}`")
        }
        ValidationErrorKind::Format { format } => {
            format!("{place}: is {found}; it has to have the format `{format}`")
        }
        _ => format!("{place}: {}", cut(&error.to_string())),
    }
}

fn glance(value: &serde_json::Value) -> String {
    cut(&value.to_string())
}

fn cut(text: &str) -> String {
    let mut glance: String = text.chars().take(GLANCE_CHARS_MAX).collect();
    if text.chars().nth(GLANCE_CHARS_MAX).is_some() {
        glance.push('…');
    }
    glance
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use serde_json::json;

    use super::*;

    fn check_words(input: &str, expect: Expect) {
        let schema = json!({
            "type": "object",
            "required": ["bucketName", "benner"],
            "additionalProperties": false,
            "properties": {
                "bucketName": { "type": "string", "minLength": 3 },
                "benner": {
                    "type": "object",
                    "required": ["url"],
                    "properties": { "url": { "type": "string" } }
                }
            }
        });
        let words = match check(&read(input).unwrap(), &schema) {
            Ok(()) => "fits".to_owned(),
            Err(error) => error.to_string(),
        };
        expect.assert_eq(&words);
    }

    #[test]
    fn an_input_that_fits_is_taken() {
        check_words(r#"{"bucketName":"abc","benner":{"url":"http://x"}}"#, expect!["fits"]);
    }

    #[test]
    fn every_field_that_does_not_fit_is_named_with_what_to_do() {
        check_words(
            r#"{"bucket":"abc","bucketName":"a","benner":{"url":7}}"#,
            expect![[r#"
                the input does not fit its schema:
                  /bucketName: "a" is shorter than 3 characters
                  /benner/url: is 7; it has to be of type string
                  /bucket: is not known; remove it, or correct its name"#]],
        );
    }

    #[test]
    fn a_field_that_is_missing_is_named() {
        check_words(
            r#"{"bucketName":"abc","benner":{}}"#,
            expect![[r#"
                the input does not fit its schema:
                  /benner/url: is missing; add it"#]],
        );
    }

    #[test]
    fn an_input_of_the_wrong_type_is_no_input() {
        check_words(
            "[1]",
            expect![[r#"
                the input does not fit its schema:
                  the input itself: is [1]; it has to be of type object"#]],
        );
    }

    #[test]
    fn a_file_that_is_not_there_is_said_to_be_taken_for_one() {
        let error = read("no/such.json").unwrap_err().to_string();
        let expect = "could not read the input `no/such.json`: give the path of a JSON file, or the JSON itself";
        assert_eq!(error, expect);
    }

    #[test]
    fn json_that_ends_too_early_is_no_input() {
        let error = read(r#"{"a": "#).unwrap_err();
        assert_eq!(error.to_string(), "the input on the command line is not JSON");
    }
}
