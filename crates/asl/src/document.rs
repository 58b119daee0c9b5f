//! [`Document`]: a definition as it is read from a file, with the places of everything in it.
//!
//! Knows texts and the names of files, not files: whoever has the text reads it.

mod source;
mod yaml;

use std::str::FromStr;

use stepwright_json::{
    LineColumn, ParseErrorKind, Pointer, Positions, Value, parse_with_positions,
};

pub use self::source::{Location, Source};
pub use self::yaml::{YAML_NODES_MAX, YamlError, YamlErrorKind};
use crate::problem::code;
use crate::{NotAnObject, Problem, Severity, StateMachine};

/// A state machine and the text that it was read from.
///
/// ```
/// use stepwright_asl::{Document, Pointer};
///
/// let text = r#"{
///   "StartAt": "Load",
///   "States": {
///     "Load": { "Type": "Pass", "Next": "Done" }
///   }
/// }"#;
/// let document = Document::parse("load.asl.json", text)?;
/// for problem in document.problems() {
///     println!("{}: {problem}", document.source.locate(&problem.at));
/// }
/// let next: Pointer = "/States/Load/Next".parse()?;
/// assert_eq!(document.source.locate(&next).to_string(), "load.asl.json:4:39");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Document {
    /// The state machine.
    pub machine: StateMachine,
    /// The text, and what stands where in it.
    pub source: Source,
}

/// The language that a definition is written down in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// JSON.
    Json,
    /// YAML 1.2.
    Yaml,
}

impl Format {
    /// The format of a file by its name: YAML where it ends in `.yaml` or `.yml`, else JSON.
    pub fn of_file(name: &str) -> Self {
        let yaml = name.rsplit_once('.').is_some_and(|(_, extension)| {
            extension.eq_ignore_ascii_case("yaml") || extension.eq_ignore_ascii_case("yml")
        });
        if yaml { Self::Yaml } else { Self::Json }
    }
}

impl Document {
    /// Reads a definition in the format that the file's name says.
    ///
    /// # Errors
    ///
    /// Where the text is not in that format, or is no object. What is wrong with the state machine is
    /// no error: [`problems`](Self::problems) tells.
    pub fn parse(file: &str, text: &str) -> Result<Self, ReadError> {
        Self::parse_as(Format::of_file(file), file, text)
    }

    /// Reads a definition in a format, whatever the file's name says.
    ///
    /// # Errors
    ///
    /// As [`parse`](Self::parse).
    pub fn parse_as(format: Format, file: &str, text: &str) -> Result<Self, ReadError> {
        let (value, positions) = read(format, text).map_err(|(offset, kind)| {
            let LineColumn { line, column } = LineColumn::of(text, offset);
            ReadError { location: Location { file: file.into(), line, column }, kind }
        })?;
        let source = Source::new(file, text, positions);
        match StateMachine::from_value(&value) {
            Ok(machine) => Ok(Self { machine, source }),
            Err(error) => {
                let location = source.locate(&Pointer::root());
                Err(ReadError { location, kind: ReadErrorKind::NotAnObject(error) })
            }
        }
    }

    /// What is wrong with the definition: keys that stand twice in one object, which only the text
    /// shows, and then what [`StateMachine::validate`] finds.
    pub fn problems(&self) -> Vec<Problem> {
        let twice = self.source.duplicates().map(|(at, first)| Problem {
            severity: Severity::Warning,
            code: code::DUPLICATE_KEY,
            location: None,
            message: format!("the key stands here a second time; the first one is at {first}"),
            help: Some("only the last one counts: leave one of them out".to_owned()),
            at,
        });
        twice.chain(self.machine.validate()).collect()
    }
}

fn read(format: Format, text: &str) -> Result<(Value, Positions), (usize, ReadErrorKind)> {
    match format {
        Format::Json => parse_with_positions(text)
            .map_err(|it| (it.offset(), ReadErrorKind::Json(it.kind().clone()))),
        Format::Yaml => yaml::parse(text).map_err(|it| (it.offset, ReadErrorKind::Yaml(it))),
    }
}

/// Why a text could not be read as a definition.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{location}: {kind}")]
pub struct ReadError {
    /// Where.
    pub location: Location,
    /// Why.
    pub kind: ReadErrorKind,
}

/// Why a text could not be read as a definition, without the place.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadErrorKind {
    /// It is not JSON.
    #[error(transparent)]
    Json(ParseErrorKind),
    /// It is not YAML.
    #[error(transparent)]
    Yaml(YamlError),
    /// It is not an object.
    #[error(transparent)]
    NotAnObject(NotAnObject),
}

impl FromStr for StateMachine {
    type Err = ReadError;

    /// Reads a definition in JSON. Use [`Document`] to know what stands where.
    fn from_str(text: &str) -> Result<Self, ReadError> {
        Document::parse_as(Format::Json, "", text).map(|it| it.machine)
    }
}
